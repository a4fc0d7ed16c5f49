# SPDX-License-Identifier: Apache-2.0
"""Trainings, in numbers: who by sex and rank, in what, with what result. No names."""
import datetime

from samples.files import place_columns, table
from samples.programme import FICTIVE
from samples.reports import YEARS, day_in

TRAININGS = 80
KINDS = [("inicial", 10, 2), ("reciclagem", 4, 4), ("formação de formadores", 5, 1), ("mentoria", 2, 2)]  # longest in days, share


def by_rank(dice, count):
    """count people over three ranks."""
    officers = dice.whole(0, count // 4)
    sergeants = dice.whole(0, (count - officers) // 2)
    return officers, sergeants, count - officers - sergeants


def training(dice, seat):
    kind, longest, _ = dice.weighted(KINDS)
    first = day_in(dice, YEARS)
    total = dice.whole(10, 40)
    women = dice.whole(total // 6, total // 2)
    ranks = {"women": by_rank(dice, women), "men": by_rank(dice, total - women)}
    before = dice.between(35, 65)
    tested = dice.random() < 0.7
    return {"id_formacao": "", "tipo_formacao": kind, "instituicao": f"Escola {dice.pick('AB')} {FICTIVE}", "data_inicio": first.isoformat(),
            "data_fim": (first + datetime.timedelta(days=dice.whole(0, longest - 1))).isoformat(), "localidade": seat["name"],
            "distrito": seat["district"], "pcode_distrito": seat["pcode"], "participantes": total, "participantes_mulheres": women,
            "participantes_homens": total - women,
            **{f"{rank}_{word}": ranks[sex][i] for sex, word in (("women", "mulheres"), ("men", "homens"))
               for i, rank in enumerate(("oficiais", "sargentos", "guardas"))},
            "direitos_humanos": dice.weighted([("sim", 8), ("não", 2)])[0], "vbg": dice.weighted([("sim", 6), ("não", 4)])[0],
            "uso_da_forca": dice.weighted([("sim", 5), ("não", 5)])[0], "pre_teste": f"{before:.1f}" if tested else "",
            "pos_teste": f"{before + dice.between(5, 30):.1f}" if tested else "", **place_columns(seat["at"])}


def training_file(dice, places):
    seats = [p for p in places if not p["invented"]]
    rows = [training(dice, dice.weighted([(p, p["population"] ** 0.5) for p in seats])[0]) for _ in range(TRAININGS)]
    rows.sort(key=lambda row: (row["data_inicio"], row["localidade"]))
    for number, row in enumerate(rows, 1):
        row["id_formacao"] = f"F-{number:02}"
    return table(rows)
