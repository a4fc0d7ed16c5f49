# SPDX-License-Identifier: Apache-2.0
"""Visits of the mobile brigades, as their form sends them."""
from samples.reports import YEARS, day_in, near

OUTREACH = 200
KINDS = [("Patrulha com a comunidade", 8), ("Palestra na escola", 7), ("Banca no mercado", 6), ("Programa de rádio", 3),
         ("Desporto ou cultura", 4), ("Aconselhamento jurídico", 2), ("Outra", 1)]
TOPICS = ["denúncia e protecção", "violência doméstica", "jovens e emprego", "uso de terra", "direitos da mulher", "documentação"]
LANGUAGES = [("emakhuwa", 6), ("shimakonde", 3), ("kimwani", 2), ("português", 3)]


def attendance(dice, most):
    """Who came, in numbers; an empty cell was not counted. Parts never exceed the whole."""
    total = dice.whole(8, most)
    women = dice.whole(total // 4, total * 3 // 4)
    kind = dice.weighted([("all", 70), ("total only", 20), ("nobody counted", 10)])[0]
    if kind == "nobody counted":
        return {"participantes_total": "", "participantes_mulheres": "", "participantes_homens": "", "participantes_jovens": "",
                "participantes_deslocados": ""}
    whole = kind == "all"
    return {"participantes_total": total, "participantes_mulheres": women if whole else "",
            "participantes_homens": total - women if whole else "", "participantes_jovens": dice.whole(0, total // 2) if whole else "",
            "participantes_deslocados": dice.whole(0, total // 5) if dice.random() < 0.4 else ""}


def position(dice, place, cell, share):
    """A GPS fix for this share of the rows; the others have only the settlement's name."""
    if dice.random() >= share:
        return {"_gps_latitude": "", "_gps_longitude": "", "_gps_precision": ""}
    at = near(dice, place, cell)
    return {"_gps_latitude": f"{at[1]:.5f}", "_gps_longitude": f"{at[0]:.5f}", "_gps_precision": f"{dice.between(3, 20):.1f}"}


def outreach(dice, places, cells):
    rows = []
    for _ in range(OUTREACH):
        place = dice.weighted([(p, p["population"] ** 0.5) for p in places])[0]
        day = day_in(dice, YEARS)
        rows.append({"data_actividade": day.isoformat(), "brigada": f"B{dice.whole(1, 6)}", "tipo_actividade": dice.weighted(KINDS)[0],
                     "localidade": place["name"], "distrito": place["district"], "pcode_distrito": place["pcode"],
                     **attendance(dice, 120), "temas": dice.pick(TOPICS), "policia_presente": dice.weighted([("sim", 7), ("não", 3)])[0],
                     "lingua_materiais": dice.weighted(LANGUAGES)[0], **position(dice, place, cells[place["pcode"]], 0.8),
                     "_uuid": dice.uuid()})
    rows.sort(key=lambda row: (row["data_actividade"], row["_uuid"]))
    return rows
