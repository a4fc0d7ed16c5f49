# SPDX-License-Identifier: Apache-2.0
"""Community safety councils and the areas they look after."""
import datetime

from samples.files import place_columns
from samples.plane import moved
from samples.programme import FICTIVE, FIRST, LAST

COUNCILS = 150
SEVERAL_COUNCILS = {"MZ0104": 5, "MZ0111": 4, "MZ0103": 3, "MZ0110": 3}  # in the seats of these; their areas overlap


def far_from_help(place):
    """Meluco and the west of Mueda have few councils: the sample's large gaps."""
    return place["pcode"] == "MZ0108" or (place["pcode"] == "MZ0112" and place["at"][0] < 39.3)


def council_places(dice, places):
    """(name, place, position) of every council."""
    chosen = []
    for place in places:
        count = 1 if place["invented"] else SEVERAL_COUNCILS.get(place["pcode"], 1)
        for i in range(count if not place["invented"] else 0):
            at = moved(place["at"], *(dice.between(-1.5, 1.5) for _ in "en")) if count > 1 else place["at"]
            chosen.append((f"{place['name']} {i + 1}" if count > 1 else place["name"], place, at))
    villages = [p for p in places if p["invented"]]
    while len(chosen) < COUNCILS:
        pick = dice.weighted([(p, 0.15 if far_from_help(p) else 1) for p in villages])[0]
        villages.remove(pick)
        chosen.append((pick["name"].replace(f" {FICTIVE}", ""), pick, moved(pick["at"], dice.between(-0.3, 0.3), dice.between(-0.3, 0.3))))
    return chosen


def councils(dice, places):
    rows = []
    for number, (name, place, at) in enumerate(council_places(dice, places), 1):
        status = "em formação" if number % 19 == 0 else "inactivo" if number % 13 == 0 else "dissolvido" if number % 47 == 0 else "activo"
        members = dice.whole(9, 30)
        women = dice.whole(members // 5, members * 3 // 5)
        days = dice.whole(10, 60) if status == "activo" else dice.whole(120, 500)
        met = "" if status == "em formação" else (LAST - datetime.timedelta(days=days)).isoformat()
        founded = FIRST + datetime.timedelta(days=dice.whole(-900, 500) if met else dice.whole(950, 1090))
        rows.append({"csc_id": f"CSC-{number:03}", "nome": f"CSC {name} {FICTIVE}", "estado": status, "data_criacao": founded.isoformat(),
                     "distrito": place["district"], "pcode_distrito": place["pcode"],
                     "frequencia": dice.weighted([("semanal", 1), ("quinzenal", 3), ("mensal", 6), ("trimestral", 2)])[0],
                     "ultima_reuniao": met, "membros_total": members, "membros_mulheres": women,
                     "membros_jovens": dice.whole(2, members // 2), "lideranca_mulheres": dice.whole(0, min(3, women)),
                     "membros_deslocados": dice.whole(0, members // 4), "ponto_focal": dice.weighted([("sim", 7), ("não", 3)])[0],
                     **place_columns(at)})
    return rows
