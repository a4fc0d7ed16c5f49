# SPDX-License-Identifier: Apache-2.0
"""The file of incidents: hotspots, background and defects together."""
from samples.defects import DEFECTS, day_of
from samples.hotspots import HOTSPOTS, planted
from samples.reports import background

INCIDENTS = 3000
AGAIN = 3  # rows sent twice with one key: the later one counts


def incidents(dice, places, cells):
    """(rows, defects): rows in the order they were sent."""
    rows = [row for spot in HOTSPOTS for row in planted(dice, spot, places)]
    planted_keys = {row["_uuid"] for row in rows}
    while len(rows) < INCIDENTS - AGAIN:
        rows.append(background(dice, places, cells))
    rows.sort(key=lambda row: (row["_submission_time"], row["_uuid"]))
    sound = [r for r in rows if r["_uuid"] not in planted_keys and r["_gps_precision"] not in ("", "0") and len(r["data_ocorrencia"]) > 7
             and r["data_ocorrencia"][:4] == "2024" and day_of(r).day > 12 and not r["tipo_incidente"].isdigit()]
    bad = {}
    for (what, rule, taken, change), row in zip(DEFECTS, sound[20::17]):
        row.update(change(row))
        bad[row["_uuid"]] = {"what": what, "rule": rule, "taken": taken}
    for first in sound[10::111][:AGAIN]:
        rows.append({**first, "verificacao": "verificado", "gravidade": 2})
        bad[first["_uuid"]] = {"what": "sent twice with one key", "rule": "D1", "taken": False}
    defects = []
    for number, row in enumerate(rows):
        row["_id"] = 41000 + number
        found = bad.pop(row["_uuid"], None)
        if found:
            defects.append({"line": number + 2, "uuid": row["_uuid"], **found})
    return rows, defects
