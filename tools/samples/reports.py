# SPDX-License-Identifier: Apache-2.0
"""Incidents as the form sends them."""
import datetime
import math

from samples.plane import anywhere_in, area_km2, contains, distance_km, moved

YEARS = [("2023-01-01", "2025-12-31")]
# The form's word, its code, the usual severity, the share of the background.
CATEGORIES = [
    ("Furto", "0502", 1, 21), ("Roubo", "0401", 3, 12), ("Agressão física", "02011", 3, 14), ("Violência doméstica", "02011", 3, 10),
    ("Arrombamento", "0501", 2, 8), ("Conflito de terra", "X1", 2, 8), ("Ameaças", "02012", 2, 6), ("Danos à propriedade", "0504", 2, 6),
    ("Desordem", "0801", 1, 5), ("Lugar inseguro", "X2", 1, 4), ("Burla", "0701", 1, 2), ("Drogas", "0601", 2, 2),
    ("Incêndio", "X4", 3, 1), ("Pessoa desaparecida", "X4", 3, 1), ("Roubo de viatura", "05021", 2, 1), ("Homicídio", "0101", 5, 0.6),
    ("Rapto", "020221", 5, 0.3),
]
REPORTERS = [("Comunidade", 40), ("CSC", 28), ("PRM", 16), ("ONG", 8), ("Rádio", 4), ("Patrulha", 4)]
CHECKED = [("não verificado", 50), ("corroborado", 20), ("verificado", 24), ("contestado", 4), ("rejeitado", 2)]


def day_in(dice, periods):
    days = [(datetime.date.fromisoformat(a), datetime.date.fromisoformat(b)) for a, b in periods]
    first, last, _ = dice.weighted([(a, b, (b - a).days + 1) for a, b in days])
    return first + datetime.timedelta(days=dice.whole(0, (last - first).days))


def incident(dice, day, word, place, at, precision_m, level=""):
    """One row as the form sends it. level: how well the place is known when no GPS fix gave it."""
    when = day.isoformat()
    hour, minute = dice.whole(0, 23), 5 * dice.whole(0, 11)
    if dice.random() < 0.4:
        when += f"T{hour:02}:{minute:02}"
    usual = next(severity for name, code, severity, _ in CATEGORIES if word in (name, code))
    severity = min(5, max(1, usual + dice.weighted([(-1, 1), (0, 3), (1, 2)])[0])) if dice.random() < 0.6 else ""
    if word == "Homicídio" and severity:
        severity = 5  # a life lost is the highest
    injured = dice.whole(0, 2) if word in ("Agressão física", "Roubo") else ""
    sent = datetime.datetime.combine(day, datetime.time(20, 0)) + datetime.timedelta(hours=5 + 90 * dice.random() ** 2)
    return {"data_ocorrencia": when, "tipo_incidente": word, "gravidade": severity,
            "mortos": 1 if word == "Homicídio" else "", "feridos": injured,
            "localidade": place["name"], "pcode_distrito": place["pcode"], "fonte": dice.weighted(REPORTERS)[0],
            "verificacao": dice.weighted(CHECKED)[0], "_gps_latitude": f"{at[1]:.5f}" if at else "",
            "_gps_longitude": f"{at[0]:.5f}" if at else "", "_gps_precision": precision_m, "precisao_localizacao": level,
            "_id": "", "_uuid": dice.uuid(), "_submission_time": sent.isoformat(timespec="seconds")}


def near(dice, place, cell):
    """Close to the place, seldom far, never in another district."""
    while True:
        away = place["scale_km"] * -math.log(1 - dice.random())
        angle = 2 * math.pi * dice.random()
        at = moved(place["at"], away * math.cos(angle), away * math.sin(angle))
        if contains(cell, at):
            return at


def background(dice, places, cells):
    """One incident where people live, by a place known well or badly."""
    place = dice.weighted([(p, p["population"] ** 0.75) for p in places])[0]
    word, code, _, _ = dice.weighted(CATEGORIES)
    if dice.random() < 0.08:
        word = code  # some offices write the code
    day = day_in(dice, YEARS)
    kind = dice.weighted([("gps", 76), ("tapped", 7), ("poor", 3), ("settlement", 9), ("district", 2), ("none", 1.5), ("rural", 6)])[0]
    if kind == "rural":
        villages = [p for p in places if p["invented"]]
        at = anywhere_in(dice, cells[dice.weighted([(code, area_km2(cells[code])) for code in cells])[0]])
        place = min(villages, key=lambda p: distance_km(p["at"], at) + (0 if contains(cells[p["pcode"]], at) else 1e6))
        return incident(dice, day, word, place, at, f"{dice.between(3, 18):.1f}")
    if kind in ("settlement", "district"):
        seat = place if kind == "settlement" else next(p for p in places if p["pcode"] == place["pcode"])
        return incident(dice, day, word, seat, seat["at"], "", "povoado" if kind == "settlement" else "distrito")
    if kind == "none":
        return incident(dice, day, word, place, None, "")
    precision = {"gps": f"{dice.between(3, 18):.1f}", "tapped": "0", "poor": f"{dice.between(150, 900):.0f}"}[kind]
    row = incident(dice, day, word, place, near(dice, place, cells[place["pcode"]]), precision)
    if dice.random() < 0.03:
        row["data_ocorrencia"] = day.isoformat()[:7]  # only the month is known
    return row
