#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of what was planted each method finds, with nothing but its defaults.

usage: bench/planted_hotspots.py FILE.csv [BAIRRO]

FILE has a row for each incident, with latitude, longitude, occurred_on, uncertainty_m and planted_cluster: its number, -1 for what lies anywhere.
Results over the store are areas: an incident is found where one that is drawn as hot holds it. Prints for each method its precision (of those
found, how many were planted) and the recall of each planted cluster.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

program = sys.argv[2] if len(sys.argv) > 2 else "build/release/bairro"
# What is drawn as hot, of each method.
HOT = {
    "gi-star": lambda p: (p["class"] or 0) > 0,
    "local-moran": lambda p: p["kind"] == "high-high",
    "emerging": lambda p: (p["kind"] or "").endswith("hot"),
    "change": lambda p: p["kind"] in ("rise", "fall"),
    "dbscan": lambda p: True,
    "st-dbscan": lambda p: True,
    "hdbscan": lambda p: True,
    "kde": lambda p: p["level"] >= 3,
}


def inside(ring, x, y):
    found = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
    return found


class Areas:
    """Polygons, by squares of a tenth of a degree that their boxes reach."""

    def __init__(self, features):
        self.near = {}
        for feature in features:
            shape = feature["geometry"]
            for polygon in [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]:
                xs = [p[0] for p in polygon[0]]
                ys = [p[1] for p in polygon[0]]
                for column in range(int(min(xs) * 10) - 1, int(max(xs) * 10) + 2):
                    for row in range(int(min(ys) * 10) - 1, int(max(ys) * 10) + 2):
                        self.near.setdefault((column, row), []).append(polygon)

    def hold(self, x, y):
        return any(sum(inside(ring, x, y) for ring in polygon) == 1 for polygon in self.near.get((int(x * 10), int(y * 10)), []))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    clusters = sorted({int(r["planted_cluster"]) for r in rows} - {-1})
    print("| method | found | precision | " + " | ".join(f"recall of {c}" for c in clusters) + " |")
    print("|---|" + "---|" * (2 + len(clusters)))
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", str(Path(folder) / "planted.db"), "--quiet"]
        subprocess.run([program, *store, "import", "incidents", sys.argv[1], "--timezone", "UTC"], check=True, stdout=subprocess.DEVNULL)
        for method, is_hot in HOT.items():
            output = Path(folder) / f"{method}.geojson"
            asked = subprocess.run([program, *store, "analyse", method, "--role", "protection", "--output", str(output)], stdout=subprocess.DEVNULL)
            if asked.returncode != 0:
                sys.exit(f"{method} failed")
            areas = Areas([f for f in json.loads(output.read_text())["features"] if f["geometry"] and is_hot(f["properties"])])
            found = [r for r in rows if areas.hold(float(r["longitude"]), float(r["latitude"]))]
            planted = sum(r["planted_cluster"] != "-1" for r in found)
            recall = [
                sum(r["planted_cluster"] == str(c) for r in found) / sum(r["planted_cluster"] == str(c) for r in rows) for c in clusters
            ]
            print(f"| {method} | {len(found)} | {planted / max(len(found), 1):.2f} | " + " | ".join(f"{r:.2f}" for r in recall) + " |")


main()
