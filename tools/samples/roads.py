# SPDX-License-Identifier: Apache-2.0
"""Roads that do not exist: a tree that joins the district seats, and from it tracks to every settlement."""
import json

from samples.plane import distance_km, to_degrees, to_km
from samples.programme import FICTIVE

BENDS_PER_KM = 1 / 8


def grown(joined, others):
    """Pairs that join the nearest of `others` to the tree, one after the other (Prim 1957). Ties go to the earlier place."""
    nearest = {i: min((distance_km(p["at"], q["at"]), j) for j, q in enumerate(joined)) for i, p in enumerate(others)}
    pairs = []
    while nearest:
        i = min(nearest, key=lambda k: (nearest[k], k))
        pairs.append((joined[nearest.pop(i)[1]], others[i]))
        joined = joined + [others[i]]
        for k in nearest:
            nearest[k] = min(nearest[k], (distance_km(others[k]["at"], others[i]["at"]), len(joined) - 1))
    return pairs


def bent(dice, a, b):
    """From a to b, with bends up to a twentieth of the way aside."""
    (x, y), (u, v) = to_km(a), to_km(b)
    steps = 2 + int(distance_km(a, b) * BENDS_PER_KM)
    middle = []
    for i in range(1, steps):
        aside = dice.between(-0.05, 0.05)
        middle.append(to_degrees((x + (u - x) * i / steps - (v - y) * aside, y + (v - y) * i / steps + (u - x) * aside)))
    return [list(p) for p in (a, *middle, b)]


def roads(dice, places):
    """GeoJSON, one road a line, and how many there are."""
    seats = [p for p in places if not p["invented"]]
    ways = [("secondary" if min(a["population"], b["population"]) > 20_000 else "tertiary", a, b) for a, b in grown(seats[:1], seats[1:])]
    ways += [("unclassified" if b["class"] == "vila" else "track", a, b) for a, b in grown(seats, [p for p in places if p["invented"]])]
    lines = []
    for number, (kind, a, b) in enumerate(ways, 1):
        is_main = kind in ("secondary", "tertiary")
        properties = {"id": f"E{number:03}", "classe": kind, "nome": f"Estrada {a['name']} – {b['name']} {FICTIVE}" if is_main else None,
                      "piso": "asphalt" if kind == "secondary" else "unpaved"}
        geometry = {"type": "LineString", "coordinates": bent(dice, a["at"], b["at"])}
        lines.append(json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","name":"roads","features":[\n' + ",\n".join(lines) + "\n]}\n", len(lines)
