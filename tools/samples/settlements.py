# SPDX-License-Identifier: Apache-2.0
"""District seats, and settlements that do not exist."""
from samples.districts import DISTRICTS
from samples.files import place_columns, table
from samples.plane import anywhere_in, area_km2, distance_km
from samples.programme import FICTIVE

SETTLEMENTS = 200


def invented_names(dice):
    """Endless different names. No real place of the province is meant."""
    used = set()
    while True:
        name = "".join(dice.pick(part) for part in (("Na", "Mu", "Ki", "Lu", "Ni", "Ma", "Xi", "Mi"),
                                                    ("tave", "rusa", "pemo", "lohe", "gwira", "zuma", "dike", "faro"),
                                                    ("lo", "ne", "ta", "ri", "mba", "wa")))
        if name not in used:
            used.add(name)
            yield f"{name} {FICTIVE}"


def settlements(dice, cells):
    places = []
    for code, district, _, seat, latitude, longitude, population, _ in DISTRICTS:
        places.append({"name": seat, "class": "sede de distrito", "district": district, "pcode": code, "at": (longitude, latitude),
                       "population": population, "scale_km": 0.8 + population ** 0.5 / 250, "invented": False})
    names = invented_names(dice)
    shares = [(code, area_km2(cells[code]) ** 0.6) for code in cells]
    while len(places) < SETTLEMENTS:
        code = dice.weighted(shares)[0]
        at = anywhere_in(dice, cells[code])
        least_km = 2 if code in ("MZ0104", "MZ0105") else 6
        if any(distance_km(at, p["at"]) < least_km for p in places):
            continue
        population = 10 * int(10 ** dice.between(1.6, 3.1))
        district = next(d[1] for d in DISTRICTS if d[0] == code)
        places.append({"name": next(names), "class": "aldeia" if population < 3000 else "vila", "district": district, "pcode": code,
                       "at": at, "population": population, "scale_km": 0.3 + population ** 0.5 / 80, "invented": True})
    return places


def settlement_file(places):
    rows = []
    for number, p in enumerate(places, 1):
        note = "nome e lugar inventados" if p["invented"] else "nome real, lugar aproximado"
        rows.append({"id": f"L{number:03}", "nome": p["name"], "classe": p["class"], "distrito": p["district"],
                     "pcode_distrito": p["pcode"], "populacao": p["population"], "population_year": 2025,
                     "population_source": "inventada", "nota": note, **place_columns(p["at"])})
    return table(rows)
