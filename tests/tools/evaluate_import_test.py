# SPDX-License-Identifier: Apache-2.0
"""tests/importers/labelled/ is what tools/make-messy writes, and its rows become what their labels say.

With BAIRRO set to the program, tools/evaluate-import is run on them; its tables are printed.
"""
import csv
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
LABELLED = PROJECT / "tests/importers/labelled"
BAIRRO = os.environ.get("BAIRRO")
sys.path.insert(0, str(PROJECT / "tools"))
sys.dont_write_bytecode = True

from labelled.grids import degrees_minutes_seconds, utm_south, web_mercator  # noqa: E402


def expected(name):
    with open(LABELLED / f"{name}_expected.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def evaluate(file, labels, *more):
    return subprocess.run([PROJECT / "tools/evaluate-import", LABELLED / file, labels, "--program", BAIRRO,
                           "--load", f"admin_areas={LABELLED / 'districts.geojson'}", "--load", f"settlements={LABELLED / 'settlements.csv'}",
                           "--area", LABELLED / "districts.geojson", *more], capture_output=True, text=True, check=False)


class Files(unittest.TestCase):
    def test_committed_files_are_the_generators_output(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROJECT / "tools/make-messy", folder], check=True)
            made = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        self.assertEqual(len(made), 6)
        for name, content in made.items():
            self.assertTrue((LABELLED / name).read_bytes() == content, f"{name} is stale: run tools/make-messy")

    def test_there_are_enough_rows_of_enough_kinds(self):
        incidents, catchments = expected("incidents"), expected("catchments")
        self.assertGreaterEqual(len(incidents), 600)
        self.assertGreaterEqual(len({row["defect"] for row in incidents}), 31)
        self.assertGreaterEqual(len(catchments), 70)
        self.assertGreaterEqual(len({row["defect"] for row in catchments}), 19)

    def test_grids(self):
        # PROJ 9.1: EPSG:32737 and EPSG:3857 of 38.87718609 E, 13.11769409 S.
        easting, northing = utm_south(-13.11769409, 38.87718609, 37)
        self.assertAlmostEqual(easting, 486688.2, delta=0.1)
        self.assertAlmostEqual(northing, 8549845.6, delta=0.1)
        x, y = web_mercator(-13, 39.5)
        self.assertAlmostEqual(x, 4397119.89, delta=0.1)
        self.assertAlmostEqual(y, -1459732.27, delta=0.1)
        self.assertEqual(degrees_minutes_seconds(-12.5, "NS"), "12°30'00.00\"S")


@unittest.skipUnless(BAIRRO, "BAIRRO does not name the program")
class Import(unittest.TestCase):
    def test_rows_become_what_their_labels_say(self):
        for file, name in (("incidents.csv", "incidents"), ("catchments.geojson", "catchments")):
            done = evaluate(file, LABELLED / f"{name}_expected.csv")
            print(done.stdout)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertNotIn("otherwise", done.stdout)

    def test_a_wrong_label_is_noticed(self):
        rows = expected("catchments")
        with tempfile.TemporaryDirectory() as folder:
            labels = Path(folder) / "expected.csv"
            with open(labels, "w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                for row in rows:
                    writer.writerow(dict(row, expected="quarantine:degenerate") if row["defect"] == "unclosed" else row)
            done = evaluate("catchments.geojson", labels)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stdout.count("otherwise"), 3, done.stdout)


if __name__ == "__main__":
    unittest.main()
