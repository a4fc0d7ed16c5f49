#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an invented country and its incidents for benchmarks: make_country.py ROWS FOLDER. The same bytes for the same ROWS.

districts.geojson   150 districts of 10 provinces, 99,600 vertices in all, neighbours sharing their borders
area.geojson        the outline of the area of operation
settlements.csv     6,000 settlements, some names twice in one district
earlier.csv         20,000 incidents of another source
incidents.csv       ROWS incidents; about one in ten has something for a rule to do
incidents.geojson   the same
"""
import json
import math
import random
import sys

ACROSS, DOWN, SIDE = 15, 10, 166
rng = random.Random(20230315)
rows, folder = int(sys.argv[1]), sys.argv[2]


def wave(at, seed):
    return 0.08 * math.sin(9 * at + seed) + 0.03 * math.sin(41 * at + 2 * seed) + 0.01 * math.sin(173 * at)


def node(x, y):
    return [round(30 + x * 0.7 + wave(y, x) * 0.5, 7), round(-27 + y * 1.6 + wave(x, y), 7)]


def side(ax, ay, bx, by):
    return [node(ax + (bx - ax) * i / SIDE, ay + (by - ay) * i / SIDE) for i in range(SIDE)]


def district(x, y):
    ring = side(x, y, x + 1, y) + side(x + 1, y, x + 1, y + 1) + side(x + 1, y + 1, x, y + 1) + side(x, y + 1, x, y)
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]},
            "properties": {"ADM2_PCODE": code(x, y), "ADM2_PT": name(x, y), "ADM1_PCODE": f"MZ{y + 1:02}", "ADM1_PT": f"Província {y + 1}",
                           "ADM0_PCODE": "MZ", "ADM0_PT": "Moçambique"}}


def code(x, y):
    return f"MZ{y + 1:02}{x + 1:02}"


def name(x, y):
    return f"Distrito {'ABCDEFGHIJ'[y]}{x + 1}"


def open_csv(file, header):
    out = open(f"{folder}/{file}", "w", encoding="utf-8", newline="")
    out.write(header + "\n")
    return out


def features(items):
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(json.dumps(i, ensure_ascii=False) for i in items) + "\n]}\n"


places = []  # x, y, name, lon, lat
for i in range(6000):
    x, y = rng.randrange(ACROSS), rng.randrange(DOWN)
    lon, lat = node(x + 0.15 + 0.7 * rng.random(), y + 0.15 + 0.7 * rng.random())
    places.append((x, y, f"Lugar {i % 2900}", lon, lat))

with open(f"{folder}/districts.geojson", "w", encoding="utf-8") as out:
    out.write(features(district(x, y) for y in range(DOWN) for x in range(ACROSS)))
with open(f"{folder}/area.geojson", "w", encoding="utf-8") as out:
    corners = [[29.5, -27.5], [41, -27.5], [41, -10.5], [29.5, -10.5], [29.5, -27.5]]
    out.write(features([{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [corners]}}]))
with open_csv("settlements.csv", "id,nome,classe,distrito,pcode_distrito,latitude,longitude") as out:
    for i, (x, y, place, lon, lat) in enumerate(places):
        out.write(f"L{i},{place},aldeia,{name(x, y)},{code(x, y)},{lat:.5f},{lon:.5f}\n")

CATEGORIES = ["0401", "0501", "0502", "02011", "0201", "0504", "Roubo", "Violência doméstica", "rape", "X2"]
SOURCES = ["community", "csc", "prm", "ngo"]


def incident(i):
    """The cells of one row; about one in ten has a position, a date or a word that a rule has to look at."""
    x, y, place, lon, lat = places[rng.randrange(6000)]
    lon, lat = lon + rng.gauss(0, 0.02), lat + rng.gauss(0, 0.02)
    date = f"20{15 + rng.randrange(10)}-{1 + rng.randrange(12):02}-{1 + rng.randrange(28):02} {rng.randrange(24):02}:{rng.randrange(60):02}"
    cells = [i, date, CATEGORIES[rng.randrange(10)], rng.randrange(6), f"{lat:.6f}", f"{lon:.6f}", rng.randrange(3, 60),
             SOURCES[rng.randrange(4)], name(x, y), place, max(0, rng.randrange(100) - 97), max(0, rng.randrange(20) - 17)]
    defect = rng.randrange(100)
    if defect == 0:
        cells[4] = cells[5] = ""  # placed by the name of the settlement
    elif defect == 1:
        cells[4], cells[5] = cells[5], cells[4]
    elif defect == 2:
        cells[4], cells[5] = "0", "0"
    elif defect == 3:
        cells[1] = f"{1 + rng.randrange(28)} de março de 2024"
    elif defect == 4:
        cells[2] = "ViolÃªncia domÃ©stica"
    elif defect == 5:
        cells[10], cells[11] = "n/a", "-99"
    elif defect == 6:
        cells[8] = name(rng.randrange(ACROSS), rng.randrange(DOWN))
    elif defect == 7:
        cells[1] = "2024-13-40"
    elif defect == 8:
        cells[6] = 9000
    return cells


HEADER = ["incident_id", "occurred_on", "category", "severity", "latitude", "longitude", "gps_precision", "source_type", "distrito",
          "localidade", "mortos", "feridos"]
with open_csv("earlier.csv", ",".join(HEADER)) as out:
    for i in range(20000):
        out.write(",".join(map(str, incident(i + 1))) + "\n")
with open_csv("incidents.csv", ",".join(HEADER)) as out, open(f"{folder}/incidents.geojson", "w", encoding="utf-8") as geo:
    geo.write('{"type":"FeatureCollection","features":[')
    for i in range(rows):
        cells = incident(i + 1)
        out.write(",".join(map(str, cells)) + "\n")
        properties = json.dumps({n: c for n, c in zip(HEADER, cells) if n not in ("latitude", "longitude") and c != ""}, ensure_ascii=False)
        point = f'{{"type":"Point","coordinates":[{cells[5]},{cells[4]}]}}' if cells[4] != "" else "null"
        geo.write(f'{"," if i else ""}\n{{"type":"Feature","properties":{properties},"geometry":{point}}}')
    geo.write("\n]}\n")
