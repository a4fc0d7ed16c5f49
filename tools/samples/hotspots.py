# SPDX-License-Identifier: Apache-2.0
"""Clusters whose place, time and kind are known."""
import math

from samples.districts import DISTRICTS
from samples.plane import distance_km, moved
from samples.reports import YEARS, day_in, incident

WET_SEASONS = [("2023-01-01", "2023-01-31"), ("2023-11-01", "2024-01-31"), ("2024-11-01", "2025-01-31"), ("2025-11-01", "2025-12-31")]
# id, kind, district, centre in km east and north of its seat, radius in km, periods, code, the form's word, incidents
HOTSPOTS = [
    ("P1", "lasting", "MZ0104", -3.0, -3.5, 2, YEARS, "0401", "Roubo", 240),
    ("P2", "one year", "MZ0111", 7.0, 5.0, 3, [("2024-01-01", "2024-12-31")], "0502", "Furto", 160),
    ("P3", "fading", "MZ0110", -10.0, -4.0, 4, [("2023-01-01", "2023-12-31")], "0504", "Danos à propriedade", 140),
    ("P4", "emerging", "MZ0103", 11.0, 6.0, 6, [("2025-07-01", "2025-12-31")], "X1", "Conflito de terra", 150),
    ("P5", "half a year", "MZ0116", -9.0, -5.0, 3, [("2024-01-01", "2024-06-30")], "0501", "Arrombamento", 100),
    ("P6", "seasonal", "MZ0102", 8.0, -7.0, 5, WET_SEASONS, "02011", "Agressão física", 120),
]


def hotspot_centre(spot):
    _, _, code, east_km, north_km, *_ = spot
    district = next(d for d in DISTRICTS if d[0] == code)
    return moved((district[5], district[4]), east_km, north_km)


def planted(dice, spot, places):
    """The incidents of one hotspot: evenly over its circle and its periods, by GPS."""
    _, _, code, _, _, radius_km, periods, _, word, count = spot
    centre, rows = hotspot_centre(spot), []
    while len(rows) < count:
        away, angle = 0.995 * radius_km * dice.random() ** 0.5, 2 * math.pi * dice.random()
        at = moved(centre, away * math.cos(angle), away * math.sin(angle))
        place = min((p for p in places if p["pcode"] == code), key=lambda p: distance_km(p["at"], at))
        rows.append(incident(dice, day_in(dice, periods), word, place, at, f"{dice.between(3, 15):.1f}"))
    return rows


def hotspot_truth(spot):
    name, kind, code, _, _, radius_km, periods, category, word, count = spot
    centre = hotspot_centre(spot)
    return {"id": name, "kind": kind, "district": code, "latitude": centre[1], "longitude": centre[0], "radius_km": radius_km,
            "periods": [list(p) for p in periods], "category": category, "word": word, "incidents": count,
            "per_km2": round(count / (math.pi * radius_km ** 2), 2)}
