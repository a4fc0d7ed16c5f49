# SPDX-License-Identifier: Apache-2.0
"""Invented catchments, each with one defect, or none, and the label that says what should become of it."""
import json
import math

from labelled.events import table
from samples.plane import anywhere_in, moved

CLEAN = 20
EACH = 3


def ring_around(centre, radius_km, corners=10):
    """Counter-clockwise and closed."""
    points = [moved(centre, radius_km * math.cos(2 * math.pi * i / corners), radius_km * math.sin(2 * math.pi * i / corners)) for i in range(corners)]
    return [list(p) for p in points + points[:1]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def geoshape(ring, after):
    return after.join(f"{lat} {lon} 0.0 0.0" for lon, lat in ring) + (";" if after == ";" else "")


def kinds():
    """name -> (label, ring and centre and radius to (geometry, extra properties))."""
    def bowtie(ring, centre, radius):
        return polygon([ring[0], ring[5], ring[2], ring[7], ring[0]]), {}

    def spike(ring, centre, radius):
        tip = [round(ring[3][0] - 0.2, 5), round(ring[3][1] + 0.2, 5)]
        return polygon(ring[:4] + [tip, ring[3]] + ring[4:]), {}

    def self_touch(ring, centre, radius):
        return polygon(ring[:5] + [ring[2]] + ring[5:]), {}

    def hole_outside(ring, centre, radius):
        return polygon(ring, ring_around(moved(centre, 3 * radius, 3 * radius), radius / 10)[::-1]), {}

    def multi(ring, centre, radius):
        return {"type": "MultiPolygon", "coordinates": [[ring], [ring_around(moved(centre, 0, 3 * radius), radius / 3)]]}, {}

    def collection(ring, centre, radius):
        return {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": list(centre)}, polygon(ring)]}, {}

    return {
        "clockwise": ("fix:orient", lambda r, c, k: (polygon(r[::-1]), {})),
        "unclosed": ("fix:close", lambda r, c, k: (polygon(r[:-1]), {})),
        "bowtie": ("fix:make_valid+warn(area change)", bowtie),
        "dup_vertices": ("fix:dedupe", lambda r, c, k: (polygon(r[:1] * 3 + r[1:]), {})),
        "spike": ("fix:make_valid(drop spike)+warn", spike),
        "swapped_latlon": ("fix:swap", lambda r, c, k: (polygon([p[::-1] for p in r]), {})),
        "two_points": ("quarantine:degenerate", lambda r, c, k: (polygon([r[0], r[5], r[0]]), {})),
        "tiny": ("quarantine:area<0.01km2", lambda r, c, k: (polygon(ring_around(c, 0.03)), {})),
        "empty": ("accept:no geometry (status=unmapped)", lambda r, c, k: (None, {})),
        "odk_geoshape_text": ("fix:parse geoshape text", lambda r, c, k: (None, {"gps_area": geoshape(r, ";")})),
        "odk_geoshape_text_space": ("fix:parse geoshape text", lambda r, c, k: (None, {"gps_area": geoshape(r, "; ")})),
        "z_coords": ("fix:drop z", lambda r, c, k: (polygon([p + [12.5] for p in r]), {})),
        "multipolygon": ("accept", multi),
        "hole_outside": ("fix:make_valid+warn", hole_outside),
        "collection": ("fix:extract polygon", collection),
        "self_touch": ("fix:make_valid", self_touch),
        "nan_last_vertex": ("fix:drop null vertex, close", lambda r, c, k: (polygon(r[:-1] + [[None, None]]), {})),
        "outside": ("quarantine:outside_area", lambda r, c, k: (polygon(ring_around((33.0, -19.0), k)), {})),
    }


def areas(dice, world):
    """(GeoJSON, CSV of what is expected)."""
    spoilers = kinds()
    plan = ["clean"] * CLEAN + ["overlap"] * EACH + [kind for kind in spoilers for _ in range(EACH)]
    features, expected, taken = [], [], []
    for number, kind in enumerate(plan, 1):
        radius = dice.between(2, 5)
        while True:  # apart from each other, so that only those overlap that should
            code = dice.pick(sorted(world["cells"]))
            centre = anywhere_in(dice, world["cells"][code])
            if all(math.hypot((centre[0] - x) * 0.977, centre[1] - y) * 111.3 > radius + r + 2 for x, y, r in taken) or kind == "overlap":
                break
        if kind == "overlap":
            x, y, r = taken[number % CLEAN]
            centre = moved((x, y), r, 0)
        else:
            taken.append((*centre, radius))
        ring = ring_around(centre, radius)
        label, (geometry, more) = "accept+report overlap" if kind == "overlap" else "accept", (polygon(ring), {})
        if kind in spoilers:
            label, spoil = spoilers[kind]
            geometry, more = spoil(ring, centre, radius)
        key = f"A-{number:03}"
        properties = {"csc_id": key, "nome": f"CSC inventado {number}", "estado": dice.pick(("activo", "em formação")), **more}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
        expected.append({"csc_id": key, "defect": kind, "expected": label})
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", table(expected)
