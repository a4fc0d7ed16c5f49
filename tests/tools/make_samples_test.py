# SPDX-License-Identifier: Apache-2.0
"""data-samples/ is what tools/make-samples writes, and holds what its README and planted.json promise.

With BAIRRO set to the program, the sample is also loaded, and the import's report must name exactly the planted defects.
"""
import collections
import csv
import importlib.machinery
import importlib.util
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
SAMPLES = PROJECT / "data-samples"
BAIRRO = os.environ.get("BAIRRO")
sys.path.insert(0, str(PROJECT / "tools"))
sys.dont_write_bytecode = True


def generator():
    loader = importlib.machinery.SourceFileLoader("make_samples", str(PROJECT / "tools/make-samples"))
    loader_spec = importlib.util.spec_from_loader("make_samples", loader)
    module = importlib.util.module_from_spec(loader_spec)
    loader.exec_module(module)
    return module


def rows_of(name):
    return list(csv.DictReader(io.StringIO((SAMPLES / name).read_text(encoding="utf-8-sig")), delimiter=";"))


def features_of(name):
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))["features"]


def rings_of(name):
    return [feature["geometry"]["coordinates"][0] for feature in features_of(name)]


def signed_area(ring):
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:])) / 2


def inside(ring, x, y):
    """By the winding number, unlike the generator's own test."""
    winding = 0
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        left = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
        if ay <= y < by and left > 0:
            winding += 1
        elif by <= y < ay and left < 0:
            winding -= 1
    return winding != 0


def crosses(a, b, c, d):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (q[1] - p[1])

    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0


def is_simple(ring):
    edges = list(zip(ring, ring[1:]))
    return not any(crosses(*edges[i], *edges[j])
                   for i in range(len(edges)) for j in range(i + 2, len(edges)) if (i, j) != (0, len(edges) - 1))


def great_circle_km(latitude, longitude, other_latitude, other_longitude):
    a, b, c, d = (math.radians(v) for v in (latitude, longitude, other_latitude, other_longitude))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


class Files(unittest.TestCase):
    def test_committed_files_are_the_generators_output(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROJECT / "tools/make-samples", folder], check=True)
            made = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        self.assertEqual(len(made), 13)
        for name, content in made.items():
            self.assertTrue((SAMPLES / name).read_bytes() == content, f"{name} is stale: run tools/make-samples")

    def test_another_seed_gives_other_incidents(self):
        module = generator()
        module.SEED += 1
        self.assertNotEqual(module.make()["incidents.csv"].encode(), (SAMPLES / "incidents.csv").read_bytes())

    def test_the_folder_is_small(self):
        self.assertLess(sum(path.stat().st_size for path in SAMPLES.iterdir()), 1_500_000)

    def test_coordinates_have_at_most_5_decimals(self):
        for path in SAMPLES.glob("*.geojson"):
            self.assertIsNone(re.search(r"\d\.\d{6}", path.read_text(encoding="utf-8")), path.name)
        for path in SAMPLES.glob("*.csv"):
            self.assertIsNone(re.search(r"\d\.\d{6}", path.read_text(encoding="utf-8")), path.name)

    def test_counts_are_as_stated(self):
        stated = json.loads((SAMPLES / "planted.json").read_text())["rows"]
        for name in ("incidents", "settlements", "cscs", "sites", "outreach", "dialogues", "issues", "trainings", "population"):
            self.assertEqual(len(rows_of(f"{name}.csv")), stated[name], name)
        for name in ("districts", "catchments"):
            self.assertEqual(len(features_of(f"{name}.geojson")), stated[name], name)

    def test_invented_names_are_marked(self):
        for row in rows_of("settlements.csv"):
            self.assertEqual(row["nome"].endswith("(fict.)"), row["nota"] == "nome e lugar inventados", row["nome"])
        self.assertEqual(sum(row["classe"] == "sede de distrito" for row in rows_of("settlements.csv")), 17)
        for name in ("cscs.csv", "sites.csv"):
            for row in rows_of(name):
                self.assertTrue(row["nome"].endswith("(fict.)"), row["nome"])

    def test_the_form_has_no_column_for_people_or_texts(self):
        self.assertEqual(list(rows_of("incidents.csv")[0]),
                         ["data_ocorrencia", "tipo_incidente", "gravidade", "mortos", "feridos", "localidade", "pcode_distrito", "fonte",
                          "verificacao", "_gps_latitude", "_gps_longitude", "_gps_precision", "precisao_localizacao", "_id", "_uuid",
                          "_submission_time"])

    def test_what_the_programme_does_has_no_column_for_people_or_texts_either(self):
        for name in ("outreach", "dialogues", "issues", "trainings"):
            for column in rows_of(f"{name}.csv")[0]:
                self.assertNotRegex(column, "nome|facilitador$|formador|telefone|acta|descricao|notas", f"{name}.csv")

    def test_the_readme_names_every_file(self):
        text = (SAMPLES / "README.md").read_text(encoding="utf-8")
        for path in SAMPLES.iterdir():
            self.assertTrue(path.name == "README.md" or f"`{path.name}`" in text, path.name)


class Shapes(unittest.TestCase):
    def test_rings_are_closed_simple_and_counter_clockwise(self):
        for name in ("districts.geojson", "catchments.geojson"):
            for number, ring in enumerate(rings_of(name)):
                with self.subTest(file=name, feature=number):
                    self.assertEqual(ring[0], ring[-1])
                    self.assertGreaterEqual(len(ring), 4)
                    self.assertEqual(len({tuple(p) for p in ring}), len(ring) - 1)
                    self.assertTrue(is_simple(ring))
                    self.assertGreater(signed_area(ring), 0)

    def test_the_checks_find_a_bow_tie_and_a_point_outside(self):
        self.assertFalse(is_simple([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]))
        self.assertTrue(is_simple([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]))
        self.assertTrue(inside([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]], 1, 1))
        self.assertFalse(inside([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]], 3, 1))

    def test_district_codes_are_unique_and_cells_fill_the_province(self):
        from samples.districts import ISLANDS, MAINLAND
        codes = [feature["properties"]["pcode"] for feature in features_of("districts.geojson")]
        self.assertEqual(len(set(codes)), 17)
        for code in codes:
            self.assertRegex(code, r"^MZ01(0[1-9]|1[0-8])$")
        whole = sum(abs(signed_area(outline + outline[:1])) for outline in (MAINLAND, ISLANDS))
        self.assertAlmostEqual(sum(signed_area(ring) for ring in rings_of("districts.geojson")), whole, places=4)

    def test_cells_do_not_overlap(self):
        rings = rings_of("districts.geojson")
        for i in range(540):
            longitude, latitude = 38.0037 + 0.27 * (i % 10), -14.0041 + 0.0651 * (i // 10)
            self.assertLessEqual(sum(inside(ring, longitude, latitude) for ring in rings), 1, (longitude, latitude))


class Places(unittest.TestCase):
    def setUp(self):
        self.cells = {f["properties"]["pcode"]: f["geometry"]["coordinates"][0] for f in features_of("districts.geojson")}
        self.truth = json.loads((SAMPLES / "planted.json").read_text(encoding="utf-8"))
        self.bad_lines = {defect["line"] for defect in self.truth["defects"]}

    def sound_incidents(self):
        for line, row in enumerate(rows_of("incidents.csv"), 2):
            if line not in self.bad_lines and row["_gps_latitude"]:
                yield row

    def test_points_lie_in_the_district_they_name(self):
        tables = {name: ((r, r["latitude"], r["longitude"]) for r in rows_of(name)) for name in ("settlements.csv", "cscs.csv", "sites.csv")}
        tables["incidents.csv"] = ((r, r["_gps_latitude"], r["_gps_longitude"]) for r in self.sound_incidents())
        for name in ("outreach.csv", "dialogues.csv", "issues.csv"):
            tables[name] = ((r, r["_gps_latitude"], r["_gps_longitude"]) for r in rows_of(name) if r["_gps_latitude"])
        tables["trainings.csv"] = ((r, r["latitude"], r["longitude"]) for r in rows_of("trainings.csv"))
        for name, entries in tables.items():
            for row, latitude, longitude in entries:
                self.assertTrue(inside(self.cells[row["pcode_distrito"]], float(longitude), float(latitude)), f"{name}: {row}")

    def test_keys_are_unique_but_for_the_planted_ones(self):
        for name, key in (("settlements.csv", "id"), ("cscs.csv", "csc_id"), ("sites.csv", "site_id"), ("outreach.csv", "_uuid"),
                          ("dialogues.csv", "id_dialogo"), ("issues.csv", "id_questao"), ("trainings.csv", "id_formacao")):
            keys = [row[key] for row in rows_of(name)]
            self.assertEqual(len(set(keys)), len(keys), name)
        twice = {k for k, n in collections.Counter(r["_uuid"] for r in rows_of("incidents.csv")).items() if n > 1}
        self.assertEqual(twice, {d["uuid"] for d in self.truth["defects"] if d["rule"] == "D1"})

    def test_every_status_and_type_of_site_occurs(self):
        rows = rows_of("sites.csv")
        self.assertEqual(len({row["estado"] for row in rows}), 6)
        self.assertEqual(len({row["tipo_de_local"] for row in rows}), 8)

    def test_catchments_belong_to_councils_and_hold_them(self):
        councils = {row["csc_id"]: row for row in rows_of("cscs.csv")}
        for feature in features_of("catchments.geojson"):
            row = councils[feature["properties"]["csc_id"]]
            self.assertTrue(inside(feature["geometry"]["coordinates"][0], float(row["longitude"]), float(row["latitude"])), row["csc_id"])

    def test_gaps_and_overlaps_are_as_stated(self):
        stated, rings = self.truth["coverage"], rings_of("catchments.geojson")
        places = [(float(r["longitude"]), float(r["latitude"]), int(r["populacao"])) for r in rows_of("settlements.csv")]
        alone = [people for x, y, people in places if not any(inside(ring, x, y) for ring in rings)]
        self.assertEqual(len(alone), stated["settlements_in_no_catchment"])
        self.assertEqual(sum(alone), stated["population_in_no_catchment"])
        self.assertTrue(0.2 < stated["share_in_no_catchment"] < 0.8)
        self.assertTrue(0.02 < stated["share_in_two_or_more"] < 0.3)

    def test_hotspots_have_the_stated_density_and_stand_out(self):
        words = {spot["category"]: {spot["word"], spot["category"]} for spot in self.truth["hotspots"]}
        for spot in self.truth["hotspots"]:
            inner = outer = 0
            for row in self.sound_incidents():
                day = row["data_ocorrencia"][:10]
                if row["tipo_incidente"] in words[spot["category"]] and any(a <= day <= b for a, b in spot["periods"]):
                    away = great_circle_km(spot["latitude"], spot["longitude"], float(row["_gps_latitude"]), float(row["_gps_longitude"]))
                    inner += away <= spot["radius_km"]
                    outer += spot["radius_km"] < away <= 3 * spot["radius_km"]
            area_km2 = math.pi * spot["radius_km"] ** 2
            with self.subTest(spot=spot["id"], inner=inner, outer=outer):
                self.assertAlmostEqual(spot["per_km2"], spot["incidents"] / area_km2, places=2)
                self.assertTrue(0.97 * spot["incidents"] <= inner <= 1.3 * spot["incidents"])
                self.assertGreater(inner / area_km2, 10 * outer / (8 * area_km2))


class Programme(unittest.TestCase):
    def setUp(self):
        self.truth = json.loads((SAMPLES / "planted.json").read_text(encoding="utf-8"))

    def test_issues_belong_to_dialogues_and_are_raised_in_them(self):
        dialogues = {row["id_dialogo"]: row for row in rows_of("dialogues.csv")}
        councils = {row["csc_id"] for row in rows_of("cscs.csv")}
        self.assertEqual({row["csc_id"] for row in dialogues.values()} - councils, {""})
        for row in rows_of("issues.csv"):
            self.assertEqual(row["data_levantamento"], dialogues[row["codigo_dialogo"]]["data_dialogo"])
            self.assertEqual(row["localidade"], dialogues[row["codigo_dialogo"]]["localidade"])

    def test_states_and_their_days_agree(self):
        closed = {"resolvido", "inviável", "encaminhado"}
        for row in rows_of("issues.csv"):
            days = [row[name] for name in ("data_levantamento", "data_acordo", "em_curso_desde", "data_resolucao") if row[name]]
            self.assertEqual(days, sorted(days), row["id_questao"])
            self.assertLessEqual(days[-1], "2025-12-31")
            self.assertEqual(bool(row["data_resolucao"]), row["estado"] in closed, row["id_questao"])
            self.assertTrue(not row["prazo"] or row["prazo"] >= row["data_levantamento"], row["id_questao"])
            self.assertTrue(row["confirmado_comunidade"] != "sim" or row["estado"] == "resolvido")

    def test_issues_are_as_stated(self):
        rows, stated = rows_of("issues.csv"), self.truth["issues"]
        self.assertEqual(collections.Counter(row["estado"] for row in rows), stated["by_state"])
        self.assertEqual(len(stated["by_state"]), 6)
        late = [row for row in rows if not row["data_resolucao"] and row["prazo"] and row["prazo"] < stated["overdue_on"]]
        self.assertEqual(len(late), stated["overdue"])
        self.assertGreater(len(late), 20)
        self.assertEqual(sum(row["confirmado_comunidade"] == "sim" for row in rows), stated["confirmed"])

    def test_counts_of_people_add_up_and_some_were_not_taken(self):
        for name in ("outreach.csv", "dialogues.csv", "trainings.csv"):
            rows = rows_of(name)
            for row in rows:
                total, women, men = (row.get(f"participantes_{part}", "") for part in ("total", "mulheres", "homens"))
                total = total or row.get("participantes", "")
                if women:
                    self.assertEqual(int(women) + int(men), int(total))
                for part in ("jovens", "deslocados"):
                    self.assertTrue(not row.get(f"participantes_{part}") or int(row[f"participantes_{part}"]) <= int(total))
            if name != "trainings.csv":
                self.assertGreater(sum(row["participantes_total"] == "" for row in rows), 5)
        for row in rows_of("trainings.csv"):
            for word in ("mulheres", "homens"):
                ranks = sum(int(row[f"{rank}_{word}"]) for rank in ("oficiais", "sargentos", "guardas"))
                self.assertEqual(ranks, int(row[f"participantes_{word}"]))
            self.assertLessEqual(row["data_inicio"], row["data_fim"])

    def test_the_people_of_every_settlement_are_in_a_cell_around_it(self):
        cells = {(row["x"], row["y"]): int(row["pessoas"]) for row in rows_of("population.csv")}
        for row in rows_of("settlements.csv"):
            x, y = (f"{math.floor(Decimal(row[name]) * 100) / 100 + 0.005:.3f}" for name in ("longitude", "latitude"))
            cells[x, y] -= int(row["populacao"])
        self.assertEqual(set(cells.values()), {0})
        self.assertEqual(sum(int(row["pessoas"]) for row in rows_of("population.csv")), self.truth["people"])


    def test_roads_lead_from_every_place_to_every_other(self):
        roads = json.loads((SAMPLES / "roads.geojson").read_text())["features"]
        ends = [tuple(tuple(road["geometry"]["coordinates"][i]) for i in (0, -1)) for road in roads]
        places = {(float(row["longitude"]), float(row["latitude"])) for row in rows_of("settlements.csv")}
        reached, grew = {ends[0][0]}, True
        while grew:
            more = {b for a, b in ends if a in reached} | {a for a, b in ends if b in reached}
            grew = not more <= reached
            reached |= more
        self.assertEqual(reached, places)
        self.assertEqual(len(roads), len(places) - 1, "a tree")
        self.assertEqual({road["properties"]["nome"] is None or "(fict.)" in road["properties"]["nome"] for road in roads}, {True})


@unittest.skipUnless(BAIRRO, "BAIRRO does not name the program")
class Import(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.store = Path(scratch.name) / "sample.db"

    def bairro(self, *arguments):
        return subprocess.run([BAIRRO, "--store", self.store, *arguments], check=True, capture_output=True, text=True).stdout

    def test_load_takes_everything_in_and_again_changes_nothing(self):
        for _ in range(2):
            subprocess.run([SAMPLES / "load", self.store, BAIRRO], check=True, capture_output=True)
            rows = json.loads((SAMPLES / "planted.json").read_text())["rows"]
            left_out = sum(not d["taken"] for d in json.loads((SAMPLES / "planted.json").read_text())["defects"])
            rows["admin_areas"] = rows.pop("districts")
            names = [name for name in rows if name != "incidents"]
            self.assertEqual({name: int(self.bairro("count", name, "--role", "protection")) for name in names}, {name: rows[name] for name in names})
            self.assertEqual(int(self.bairro("count", "incidents", "--role", "protection")), rows["incidents"] - left_out)

    def test_the_report_names_the_planted_defects_and_no_other(self):
        report = Path(self.store).with_suffix(".json")
        self.bairro("area", "set", SAMPLES / "districts.geojson")
        self.bairro("import", "incidents", SAMPLES / "incidents.csv", "--report", report)
        findings = json.loads(report.read_text())[0]["report"]["findings"]
        truth = json.loads((SAMPLES / "planted.json").read_text())["defects"]
        unplaced = [line for line, row in enumerate(rows_of("incidents.csv"), 2) if not row["_gps_latitude"]]
        left_out = {d["line"] for d in truth if not d["taken"]}
        poor = [line for line, row in enumerate(rows_of("incidents.csv"), 2)
                if line not in left_out and not row["precisao_localizacao"] and float(row["_gps_precision"] or 0) > 100]
        no_severity = {(d["line"], "usual") for d in truth if d["rule"] in ("number", "range")}
        expected = no_severity | {(d["line"], d["rule"]) for d in truth} | {(line, "G10") for line in unplaced} | {(line, "G11") for line in poor}
        self.assertEqual({(f["line"], f["rule"]) for f in findings}, expected)

    def test_what_the_programme_does_goes_in_whole(self):
        self.bairro("area", "set", SAMPLES / "districts.geojson")
        for name in ("outreach", "dialogues", "issues", "trainings", "population"):
            report = Path(self.store).with_suffix(".json")
            self.bairro("import", name, SAMPLES / f"{name}.csv", "--report", report)
            made = json.loads(report.read_text())[0]["report"]
            self.assertEqual(made["rows"]["accepted"], made["rows"]["read"], name)
            unplaced = sum(row.get("_gps_latitude", "x") == "" for row in rows_of(f"{name}.csv"))
            self.assertEqual([f["rule"] for f in made["findings"]], ["G10"] * unplaced, name)
            self.assertEqual([c["column"] for c in made["columns"] if c["use"] in ("extra", "identifier")], [], name)
        notes = [note["en"] for note in made["file"]["notes"]]
        people = json.loads((SAMPLES / "planted.json").read_text())["people"]
        self.assertEqual(notes[0], f"people in the rows that go in: {people}")

    def test_issues_that_endanger_people_are_strictly_confidential(self):
        self.bairro("import", "issues", SAMPLES / "issues.csv")
        secret = {"Violência doméstica", "Queixa sobre conduta das forças de segurança"}
        kept = {f["properties"]["code"]: f["properties"]["confidentiality"] for f in json.loads(self.bairro("query", "issues", "--limit", "0", "--role", "protection"))["features"]}
        for row in rows_of("issues.csv"):
            self.assertEqual(kept[row["id_questao"]] == 3, row["categoria"] in secret, row["categoria"])


if __name__ == "__main__":
    unittest.main()
