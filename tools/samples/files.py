# SPDX-License-Identifier: Apache-2.0
"""The two formats of the sample."""
import csv
import io
import json


def geojson(name, features):
    """features: (ring, properties). Rings run counter-clockwise, as RFC 7946 wants them. One feature a line."""
    lines = []
    for ring, properties in features:
        turn = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]))
        points = list(ring) if turn > 0 else list(reversed(ring))
        geometry = {"type": "Polygon", "coordinates": [points + points[:1]]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps({"type": "FeatureCollection", "name": name}, separators=(",", ":"))[:-1]
    return head + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"


def table(rows, quoting=csv.QUOTE_MINIMAL):
    """Semicolons, as spreadsheets in Portuguese write them. rows: dicts with the same keys."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\n", quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def place_columns(p):
    return {"latitude": f"{p[1]:.5f}", "longitude": f"{p[0]:.5f}"}
