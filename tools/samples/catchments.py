# SPDX-License-Identifier: Apache-2.0
"""The areas of the councils, and what they leave out."""
import math

from samples.councils import COUNCILS, SEVERAL_COUNCILS
from samples.districts import ISLANDS, MAINLAND
from samples.plane import area_km2, contains, moved, to_degrees, to_km

NO_AREA_YET = 6


def walked_ring(dice, land, centre, radius_km):
    """A star around the centre, pulled in where it would leave the land."""
    ring = []
    corners = dice.whole(9, 16)
    turn = dice.random()
    for i in range(corners):
        angle = 2 * math.pi * (i + turn + dice.between(-0.25, 0.25)) / corners
        reach = radius_km * dice.between(0.7, 1.25)
        while not contains(land, moved(centre, reach * math.cos(angle), reach * math.sin(angle))):
            reach *= 0.9
        ring.append(moved(centre, reach * math.cos(angle), reach * math.sin(angle)))
    return ring


def catchments(dice, council_rows):
    """(ring, properties) of the councils that have an area: the last NO_AREA_YET that are being formed have none."""
    forming = [row["csc_id"] for row in council_rows if row["estado"] == "em formação"][-NO_AREA_YET:]
    features = []
    for row in council_rows:
        centre = (float(row["longitude"]), float(row["latitude"]))
        land = ISLANDS if row["pcode_distrito"] == "MZ0105" else MAINLAND
        town = row["pcode_distrito"] in SEVERAL_COUNCILS and row["nome"].split()[-2].isdigit()
        small = town or row["pcode_distrito"] in ("MZ0104", "MZ0105")
        radius_km = dice.between(2.0, 3.5) if small else dice.between(6.5, 15)
        ring = walked_ring(dice, land, centre, radius_km)
        basis = dice.weighted([("desenhada no mapa", 5), ("percorrida com GPS", 3), ("círculo em torno de um lugar", 1)])[0]
        if row["csc_id"] in forming:
            continue
        features.append((ring, {"csc_id": row["csc_id"], "nome": row["nome"], "distrito": row["distrito"], "estado": row["estado"],
                                "base": basis, "valid_from": row["data_criacao"], "pcode_distrito": row["pcode_distrito"],
                                "membros_total": row["membros_total"], "membros_mulheres": row["membros_mulheres"]}))
    return features


def coverage(cells, features, places):
    """What the areas leave out, counted on a grid of 2 km: good to about one percent of the province's surface."""
    rings = [ring for ring, _ in features]
    boxes = [(min(p[0] for p in r), min(p[1] for p in r), max(p[0] for p in r), max(p[1] for p in r)) for r in rings]

    def depth(p):
        return sum(b[0] <= p[0] <= b[2] and b[1] <= p[1] <= b[3] and contains(r, p) for r, b in zip(rings, boxes))

    step_km, counts = 2, {}
    (west, north), (east, south) = to_km((38.0, -10.4)), to_km((40.7, -14.1))
    for i in range(int((east - west) / step_km)):
        for j in range(int((north - south) / step_km)):
            p = to_degrees((west + (i + 0.5) * step_km, south + (j + 0.5) * step_km))
            if contains(MAINLAND, p) or contains(ISLANDS, p):
                counts[min(depth(p), 2)] = counts.get(min(depth(p), 2), 0) + 1
    total = sum(counts.values())
    uncovered = [p for p in places if depth(p["at"]) == 0]
    return {"grid_km": step_km, "area_km2": round(sum(area_km2(ring) for ring in cells.values())),
            "share_in_no_catchment": round(counts[0] / total, 3), "share_in_two_or_more": round(counts[2] / total, 3),
            "settlements_in_no_catchment": len(uncovered), "population_in_no_catchment": sum(p["population"] for p in uncovered),
            "councils_without_catchment": COUNCILS - len(features)}
