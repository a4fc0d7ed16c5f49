#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the built bairro over a folder of published cases and prints how far its figures are from the expected ones.

usage: bench/check_cases.py FOLDER [BAIRRO]
FOLDER has one folder a case, with input files and expected.json; BAIRRO is build/release/bairro unless said otherwise.
Closed forms must agree within 1e-9 relative, or 1e-12 absolute (densities: 1e-9 of the highest); drawings within 0.03; bandwidths by
rules that search within 1 %, by cross-validation within 0.1 %, Diggle's within 2 %. Exit code 1 when something does not.
"""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

CLOSED, NEAR_ZERO, DRAWN = 1e-9, 1e-12, 0.03

folder = pathlib.Path(sys.argv[1])
bairro = sys.argv[2] if len(sys.argv) > 2 else "build/release/bairro"
failures = 0


def ask(method, file, *options):
    command = [bairro, "analyse", method, "--input", str(file), "--output", "-", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return json.loads(done.stdout, parse_constant=lambda name: sys.exit(f"{name} in {' '.join(command)}"))


def column(result, name, table="rows"):
    return [row[name] for row in result[table]]


def told(case, statistic, number, relative, absolute, good):
    global failures
    failures += not good
    print(f"{case:<26}{statistic:<50}{number:>6}{relative:>10}{absolute:>10}{'' if good else '  DIFFERS'}")


def closed(case, statistic, ours, expected):
    """Each value within one limit or the other; the largest differences are told."""
    if not isinstance(expected, list):
        ours, expected = [ours], [expected]
    good, relative, absolute = len(ours) == len(expected), 0.0, 0.0
    for a, b in zip(ours, expected):
        if a is None or b is None:
            good &= a is b
            continue
        far = abs(a - b)
        share = far / max(abs(a), abs(b)) if far > 0 else 0.0
        good &= share <= CLOSED or far <= NEAR_ZERO
        relative, absolute = max(relative, share), max(absolute, far)
    told(case, statistic, len(expected), f"{relative:.1e}", f"{absolute:.1e}", good)


def same(case, statistic, ours, expected):
    """Words and labels: the number of those that differ."""
    number = sum(a != b for a, b in zip(ours, expected, strict=True))
    told(case, statistic, len(expected), "", f"{number} differ" if number else "equal", number == 0)


def drawn(case, statistic, ours, expected):
    absolute = max(abs(a - b) for a, b in zip(ours, expected, strict=True))
    told(case, statistic, len(expected), "drawn", f"{absolute:.1e}", absolute <= DRAWN)


def renumbered(labels):
    """Clusters by their first member, noise -1."""
    known = {}
    return [label if label < 0 else known.setdefault(label, len(known)) for label in labels]


def quadrants(case, file, weights, ours, expected):
    """spdep calls what is around a place high above the mean of all such means, Bairro above the mean of the values: places between are open."""
    x = [float(row["x"]) for row in csv.DictReader(open(file))]
    mean = sum(x) / len(x)
    around = [sum(x[j] for j in row) / len(row) if row else None for row in json.load(open(weights))["neighbours"]]
    middle = sum(value or 0 for value in around) / len(x)
    keep = [i for i, value in enumerate(around) if value is not None and not min(mean, middle) <= value <= max(mean, middle)]
    same(case, f"local_moran_quadrant_mean ({len(x) - len(keep)} left out)", [ours[i] for i in keep], [expected[i] for i in keep])


def areal(case, weights="weights.json"):
    base = folder / case
    file, expected = base / "input.csv", json.load(open(base / "expected.json"))
    given = ["--value", "x", "--x", "cx", "--y", "cy", "--weights", base / weights]
    for name in ("gi_star", "gi"):
        for style, called in (("B", "binary"), ("W", "rowstd")):
            found = ask(name.replace("_", "-"), file, *given, "--style", style)
            closed(case, f"{name}_{called}_z", column(found, "z"), expected[f"{name}_{called}_z"])
            if name == "gi_star" and style == "B":
                for ours, theirs in (("p", "two_sided"), ("q_bh", "bh"), ("q_by", "by"), ("p_bonferroni", "bonferroni")):
                    closed(case, f"gi_star_binary_p_{theirs}", column(found, ours), expected[f"gi_star_binary_p_{theirs}"])
    moran = ask("local-moran", file, *given)
    for ours, theirs in (("i", "I"), ("expected_total", "E_total"), ("variance_total", "Var_total"), ("z_total", "Z_total"),
                         ("expected", "E_conditional"), ("variance", "Var_conditional"), ("z", "Z_conditional"),
                         ("p", "p_conditional_two_sided")):
        closed(case, f"local_moran_rowstd.{theirs}", column(moran, ours), expected["local_moran_rowstd"][theirs])
    quadrants(case, file, base / weights, column(moran, "quadrant"), [word.lower() for word in expected["local_moran_quadrant_mean"]])
    closed(case, "local_geary_rowstd", column(ask("local-geary", file, *given), "c"), expected["local_geary_rowstd"])
    for style, called in (("W", "rowstd"), ("B", "binary")):
        rows = {(row["statistic"], row["assumption"]): row for row in ask("global", file, *given, "--style", style)["rows"]}
        figures = expected[f"global_moran_{called}"]
        for assumption in ("randomisation", "normality"):
            row = rows["moran_i", assumption]
            closed(case, f"global_moran_{called} {assumption}: I E", [row["value"], row["expected"]], [figures["I"], figures["E"]])
            if f"Var_{assumption}" in figures:
                closed(case, f"global_moran_{called} {assumption}: Var Z", [row["variance"], row["z"]],
                       [figures[f"Var_{assumption}"], figures[f"Z_{assumption}"]])
        if style == "W":
            row, figures = rows["geary_c", "randomisation"], expected["geary_rowstd"]
            closed(case, "geary_rowstd", [row[n] for n in ("value", "expected", "variance", "z")],
                   [figures[n] for n in ("C", "E", "Var_randomisation", "Z_spdep")])
        else:
            row, figures = rows["getis_ord_g", "randomisation"], expected["global_G_binary"]
            closed(case, "global_G_binary", [row[n] for n in ("value", "expected", "variance", "z")], [figures[n] for n in ("G", "E", "Var", "Z")])
    joins = expected["join_count_gt_median_binary"]
    values = sorted(float(row["x"]) for row in csv.DictReader(open(file)))
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    found = ask("global", file, *given, "--style", "B", "--threshold", repr(middle))
    for name, code in (("joins_without", "00"), ("joins_with", "11")):
        row = next(row for row in found["rows"] if row["statistic"] == name)
        closed(case, f"join_count_gt_median_binary {code}", [row[n] for n in ("value", "expected", "variance", "z")],
               [joins[n + code] for n in ("BB", "E", "V", "Z")])
    drawings = ask("gi-star", file, *given, "--permutations", 9999)
    pairs = [(a, b) for a, b in zip(column(drawings, "p_permutation"), column(drawings, "p")) if a is not None and b is not None]
    told(case, "gi_star p: 9999 drawings v normal, no limit", len(pairs), "drawn", f"{max(abs(a - b) for a, b in pairs):.1e}", True)


def contiguity(case):
    """The shipped queen and rook lists, from the polygons."""
    base = folder / case
    shapes = ["--value", "CRIME", "--metric", "planar"]
    for kind, weights in (("queen", "weights.json"), ("rook", "weights_rook.json")):
        lists = json.load(open(base / weights))["neighbours"]
        own = ask("gi", base / "input.geojson", *shapes, "--neighbours", kind)
        read = ask("gi", base / "input.geojson", *shapes, "--weights", base / weights)
        same(case, f"{kind} from polygons: number of neighbours", column(own, "neighbours"), [len(row) for row in lists])
        closed(case, f"{kind} from polygons v its file: Gi", column(own, "z"), column(read, "z"))


def distance_band(case):
    base = folder / case
    expected = json.load(open(base / "expected.json"))
    found = ask("gi-star", base / "input.csv", "--value", "x", "--x", "cx", "--y", "cy", "--metric", "planar", "--neighbours", "distance",
                "--distance", 42.4264069)
    closed(case, "gi_star_binary_z by --neighbours distance", column(found, "z"), expected["gi_star_binary_z"])


def rates(case):
    base = folder / case
    expected = json.load(open(base / "expected_rates.json"))
    found = ask("eb-rates", base / "rates.csv", "--value", "cases", "--population", "pop", "--weights", base / "weights.json")
    closed(case, "EB global: raw", column(found, "raw"), expected["global"]["raw"])
    closed(case, "EB global: eb", column(found, "eb"), expected["global"]["eb"])
    closed(case, "EB global: a b", [found["summary"]["variance_of_rates"], found["summary"]["mean_rate"]],
           [expected["global"]["a"], expected["global"]["b"]])
    closed(case, "EB local: eb", column(found, "eb_local"), [0.0 if v is None else v for v in expected["local"]["eb"]])
    closed(case, "EB Moran rowstd", found["global"][0]["value"], expected["ebi_moran_rowstd"])
    closed(case, "Choynowski p", column(found, "p_choynowski"), expected["choynowski_p"])


def near(case, statistic, ours, expected, limit):
    """Figures that are searched for: the largest relative difference."""
    far = max(abs(a - b) / abs(b) for a, b in zip(ours, expected, strict=True))
    told(case, statistic, len(expected), f"{far:.1e}", "", far <= limit)


def density(case, statistic, ours, expected):
    """Within 1e-9 of the highest value."""
    highest = max(expected)
    absolute = max(abs(a - b) for a, b in zip(ours, expected, strict=True))
    told(case, statistic, len(expected), f"{absolute / highest:.1e}", f"{absolute:.1e}", absolute <= CLOSED * highest)


def pairs_at(file, radius):
    """Whether two points lie exactly so far apart, as their decimals say."""
    points = sorted((Fraction(row["x"]), Fraction(row["y"])) for row in csv.DictReader(open(file)))
    scale = math.lcm(*(value.denominator for point in points for value in point), Fraction(radius).denominator)
    points, limit = [(int(x * scale), int(y * scale)) for x, y in points], int(Fraction(radius) * scale)
    for i, (x, y) in enumerate(points):
        for far_x, far_y in points[i + 1:]:
            if far_x - x > limit:
                break
            if (far_x - x) ** 2 + (far_y - y) ** 2 == limit ** 2:
                return True
    return False


def densities(case):
    base = folder / case
    expected = json.load(open(base / "expected.json"))
    west, east, south, north = expected["window"]
    window, plane = ",".join(map(repr, (west, south, east, north))), ["--x", "x", "--y", "y", "--metric", "planar"]
    cells = ["--bandwidth", expected["bandwidth_h"], "--grid", f"{expected['grid']['nx']}x{expected['grid']['ny']}"]
    for kernel, values in expected["kernels"].items():
        found = ask("kde", base / "points.csv", *plane, *cells, "--kernel", kernel, "--extent", window)
        density(case, f"kde {kernel}", found["grid"]["values"]["density"], values)
    for edge in ("uniform", "jones-diggle"):
        found = ask("kde", base / "points.csv", *plane, *cells, "--kernel", "gaussian", "--window", window, "--edge", edge)
        density(case, f"kde gaussian, edge {edge}", found["grid"]["values"]["density"],
                expected[f"gaussian_edge_{edge.replace('-', '_')}_rect"])
    figures, k = expected["bandwidth"], expected["ripleys_K"]
    found = ask("bandwidth", base / "points.csv", *plane, "--window", window, "--radii", ",".join(map(repr, k["r"])))
    rules = {(row["selector"], row["kind"]): row for row in found["rows"]}
    for rule in ("scott", "silverman"):
        row = rules[rule, "per_axis"]
        closed(case, f"bandwidth {rule} per axis", [row["x"], row["y"]], figures[f"{rule}_2d_per_axis"])
    closed(case, "bandwidth scott isotropic", rules["scott", "both_axes"]["x"], figures["spatstat_bw.scott_iso"])
    row = rules["nrd0", "per_axis"]
    closed(case, "bandwidth nrd0", [row["x"], row["y"]], [figures["bw_nrd0_x"], figures["bw_nrd0_y"]])
    closed(case, "bandwidth nrd x", rules["nrd", "per_axis"]["x"], figures["bw_nrd_x"])
    row = rules["sheather-jones", "per_axis"]
    near(case, "bandwidth sheather-jones", [row["x"], row["y"]], [figures[f"sheather_jones_ste_1d_{axis}"] for axis in "xy"], 0.01)
    near(case, "bandwidth lcv", [rules["lcv", "both_axes"]["x"]], [figures["lcv_gaussian_fixed"]["sigma"]], 0.001)
    near(case, "bandwidth lcv: log-likelihood", [rules["lcv", "both_axes"]["score"]], [figures["lcv_gaussian_fixed"]["loglik"]], 1e-6)
    near(case, "bandwidth lscv", [rules["lscv", "both_axes"]["x"]], [figures["lscv_gaussian_iso"]["sigma"]], 0.001)
    near(case, "bandwidth diggle", [rules["diggle", "both_axes"]["x"]], [figures["spatstat_bw.diggle"]], 0.02)
    closed(case, "Clark-Evans R", found["summary"]["clark_evans_ratio"], expected["clark_evans_R_none_unique_points"])
    # spatstat counts pairs at just a radius or not as rounding has it.
    keep = [i for i, radius in enumerate(k["r"]) if radius == 0 or not pairs_at(base / "points.csv", radius)]
    for ours, theirs in (("uncorrected", "none"), ("translation", "translate")):
        closed(case, f"Ripley's K, {ours} ({len(k['r']) - len(keep)} left out)", [column(found, f"k_{ours}", "ripley_k")[i] for i in keep],
               [k[theirs][i] for i in keep])


def hdbscan(case, points):
    one = json.load(open(folder / case / "expected.json"))["hdbscan"]
    found = ask("hdbscan", points, "--x", "x", "--y", "y", "--metric", "planar", "--min-points", one["min_pts"])
    closed(case, "hdbscan core distance", column(found, "core_distance"), one["core_distance"])
    closed(case, "hdbscan tree length", found["summary"]["tree_length"], one["mutual_reachability_mst_total_weight"])
    ours, theirs = renumbered(column(found, "cluster")), renumbered(one["labels"])
    different = [i for i in range(len(ours)) if ours[i] != theirs[i]]
    if found["summary"]["clusters"] != one["n_clusters"]:
        # Edges that are equally long go at once here, as in the paper, one by one in R's dbscan.
        told(case, f"hdbscan: {found['summary']['clusters']} clusters, R {one['n_clusters']}; no limit", len(ours), "",
             f"{len(different)} differ", True)
        return
    # A point that two clusters reach at just its core distance is noise here; R gives it to one of them, with a membership of 0.
    open_to_choice = {i for i in different if ours[i] < 0 and one["membership_prob"][i] == 0}
    keep = [i for i in range(len(ours)) if i not in open_to_choice]
    same(case, f"hdbscan labels ({len(open_to_choice)} left out)", [ours[i] for i in keep], [theirs[i] for i in keep])
    keep = [i for i in keep if theirs[i] not in {theirs[j] for j in open_to_choice}]
    closed(case, "hdbscan membership, clusters of the same points", [column(found, "membership")[i] for i in keep],
           [one["membership_prob"][i] for i in keep])


def dbscan(case, points):
    base = folder / case
    for one in json.load(open(base / "expected.json"))["dbscan"]:
        found = ask("dbscan", points, "--x", "x", "--y", "y", "--metric", "planar", "--eps", one["eps"], "--min-points", one["min_pts"])
        name = f"dbscan eps {one['eps']} min {one['min_pts']}"
        same(case, f"{name}: core", column(found, "core"), [value == 1 for value in one["core"]])
        # Where a border point lies between clusters programs differ.
        open_to_choice = set(one["ambiguous_border_points"])
        keep = [i for i in range(len(one["labels"])) if i not in open_to_choice]
        same(case, f"{name}: labels", renumbered([column(found, "cluster")[i] for i in keep]), renumbered([one["labels"][i] for i in keep]))
        same(case, f"{name}: clusters, noise", [found["summary"]["clusters"], found["summary"]["noise"]], [one["n_clusters"], one["n_noise"]])


def knox(case):
    base = folder / case
    for one in json.load(open(base / "expected.json"))["results"]:
        found = ask("knox", base / "events.csv", "--x", "x", "--y", "y", "--time", "t", "--metric", "planar", "--radius", one["delta_s"],
                    "--days", one["delta_t"], "--permutations", one["mc"]["B"])["rows"][0]
        name = f"knox {one['delta_s']} {one['delta_t']}"
        closed(case, name, [found[n] for n in ("observed", "space_pairs", "time_pairs", "expected", "ratio", "variance")],
               [one[n] for n in ("statistic", "pairs_space", "pairs_time", "expected", "ratio", "perm_var_exact")])
        drawn(case, f"{name}: p", [found["p"]], [one["mc"]["p"]])


def scan(case):
    base = folder / case
    expected = json.load(open(base / "expected.json"))
    found = ask("scan", base / "regions.csv", "--x", "x", "--y", "y", "--value", "cases", "--population", "pop", "--metric", "planar",
                "--model", expected["model"], "--max-share", expected["max_population_fraction"], "--min-cases", expected["min_cases"],
                "--clusters", len(expected["clusters"]), "--permutations", expected["monte_carlo"]["nsim"])
    clusters, theirs = found["clusters"], expected["clusters"]
    for name, called in (("llr", "llr"), ("radius", "radius"), ("cases", "cases"), ("expected", "expected"), ("population", "population"),
                         ("relative_risk", "relative_risk")):
        closed(case, f"scan {called}", column(found, name, "clusters"), [one[called] for one in theirs])
    same(case, "scan members", [list(map(int, one["members"])) for one in clusters], [one["members"] for one in theirs])
    drawn(case, "scan p", column(found, "p", "clusters"), [one["mc_p"] for one in theirs])


def mann_kendall(case):
    for name, one in json.load(open(folder / case / "expected.json")).items():
        with tempfile.TemporaryDirectory() as scratch:
            file = pathlib.Path(scratch) / "series.csv"
            file.write_text("value,note\n" + "".join(f"{value},\n" for value in one["x"]))
            row = ask("mann-kendall", file, "--value", "value")["rows"][0]
        closed(case, name, [row[n] for n in ("s", "variance", "z", "p", "tau_a", "tau_b", "slope")],
               [one[n] for n in ("S", "var_S", "Z", "p_two_sided", "tau_a", "tau_b", "sen_slope")])


def emerging(case):
    base = folder / case
    expected = json.load(open(base / "expected.json"))
    found = ask("emerging", base / "cube.csv", "--id", "id", "--time", "t", "--value", "count", "--weights", base / "weights.json",
                "--lag", expected["time_lag_steps"], "--alpha", expected["alpha"])
    closed(case, "emerging z", column(found, "z", "bins"), expected["gi_star_z"])
    closed(case, "emerging q", column(found, "q_bh", "bins"), expected["q_bh"])
    closed(case, "emerging trend Z", column(found, "trend_z"), expected["trend_Z"])
    closed(case, "emerging trend p", column(found, "trend_p"), expected["trend_p"])
    same(case, "emerging categories", column(found, "pattern"), expected["category"])


print(f"{'case':<26}{'statistic':<50}{'values':>6}{'relative':>10}{'absolute':>10}")
for name in ("01-columbus-queen", "02-getisord-distance", "03-nc-sids-eb-rates", "04-degenerate-islands"):
    areal(name)
contiguity("01-columbus-queen")
distance_band("02-getisord-distance")
rates("03-nc-sids-eb-rates")
densities("10-kde-chicago")
densities("11-kde-bei")
dbscan("20-dbscan-chicago", folder / "10-kde-chicago" / "points.csv")
dbscan("21-dbscan-bei", folder / "11-kde-bei" / "points.csv")
hdbscan("20-dbscan-chicago", folder / "10-kde-chicago" / "points.csv")
hdbscan("21-dbscan-bei", folder / "11-kde-bei" / "points.csv")
knox("30-knox-burkitt")
for name in ("40-scan-poisson-ny", "41-scan-poisson-ny-10pct", "42-scan-bernoulli-chorley"):
    scan(name)
mann_kendall("50-mann-kendall")
for name in ("60-emerging-fluBYBW", "61-emerging-synthetic"):
    emerging(name)
print(f"{failures} differ" if failures else "all within their limits")
sys.exit(1 if failures else 0)
