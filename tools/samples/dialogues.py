# SPDX-License-Identifier: Apache-2.0
"""Dialogues, and the issues raised in them, in every state."""
import datetime

from samples.outreach import attendance, position
from samples.programme import FICTIVE, LAST
from samples.reports import day_in

DIALOGUES = 120
ISSUES = 300
PERIOD = [("2023-03-01", "2025-12-15")]
LEVELS = [("fraca", 3), ("média", 5), ("forte", 3), ("nenhuma", 1)]
# The form's word, the usual severity, its share.
RAISED = [("Conflito de terra", 2, 22), ("Lugar inseguro", 1, 20), ("Furto", 1, 14), ("Roubo", 3, 8), ("Violência doméstica", 3, 8),
          ("Desordem", 1, 8), ("Drogas", 2, 6), ("Agressão física", 3, 5), ("Queixa sobre conduta das forças de segurança", 4, 5),
          ("Pessoa desaparecida", 3, 2), ("Corrupção", 3, 2)]
# The form's word, whether it is closed, how many of the dated steps were taken, its share.
STATES = [("levantado", False, 0, 14), ("solução acordada", False, 1, 18), ("em curso", False, 2, 22), ("resolvido", True, 2, 30),
          ("inviável", True, 0, 6), ("encaminhado", True, 1, 10)]
RESPONSIBLE = [("comunidade", 5), ("CSC", 6), ("polícia", 5), ("governo", 4), ("ONG", 1)]


def dialogues(dice, council_rows, places, cells):
    """Most are held by a council, some in a settlement that has none."""
    by_name = {p["name"]: p for p in places}
    rows = []
    for _ in range(DIALOGUES):
        council = dice.pick(council_rows) if dice.random() < 0.8 else None
        spot = dice.pick(places) if council is None else min(
            (p for p in places if p["pcode"] == council["pcode_distrito"]),
            key=lambda p: abs(p["at"][0] - float(council["longitude"])) + abs(p["at"][1] - float(council["latitude"])))
        place = by_name[spot["name"]]
        rows.append({"id_dialogo": "", "data_dialogo": day_in(dice, PERIOD).isoformat(),
                     "organizacao_facilitadora": f"OSC {dice.pick('ABCD')} {FICTIVE}", "csc_id": council["csc_id"] if council else "",
                     "localidade": place["name"], "distrito": place["district"], "pcode_distrito": place["pcode"], **attendance(dice, 60),
                     "participacao_mulheres": dice.weighted(LEVELS)[0], "participacao_homens": dice.weighted(LEVELS)[0],
                     "participacao_jovens": dice.weighted(LEVELS)[0], "policia_presente": dice.weighted([("sim", 6), ("não", 4)])[0],
                     **position(dice, place, cells[place["pcode"]], 0.7)})
    rows.sort(key=lambda row: (row["data_dialogo"], row["localidade"]))
    for number, row in enumerate(rows, 1):
        row["id_dialogo"] = f"D-{number:03}"
    return rows


def days_after(day, dice, least, most):
    """A later day, none after the last of the sample."""
    return min(day + datetime.timedelta(days=dice.whole(least, most)), LAST)


def steps(dice, raised, closed, taken):
    """The dated steps of an issue, in order, as far as it got."""
    agreed = days_after(raised, dice, 0, 30) if taken >= 1 else None
    started = days_after(agreed, dice, 1, 60) if taken >= 2 else None
    done = days_after(started or agreed or raised, dice, 5, 180) if closed else None
    due = (agreed or raised) + datetime.timedelta(days=30 * dice.whole(1, 8)) if taken >= 1 or dice.random() < 0.3 else None
    return {"data_levantamento": raised, "data_acordo": agreed, "em_curso_desde": started, "prazo": due, "data_resolucao": done}


def issues(dice, dialogue_rows):
    rows = []
    for number in range(1, ISSUES + 1):
        dialogue = dialogue_rows[(number * 7) % len(dialogue_rows)] if number % 3 else dice.pick(dialogue_rows)
        word, usual, _ = dice.weighted(RAISED)
        state, closed, taken, _ = dice.weighted(STATES)
        dates = steps(dice, datetime.date.fromisoformat(dialogue["data_dialogo"]), closed, taken)
        rows.append({"id_questao": f"Q-{number:03}", "codigo_dialogo": dialogue["id_dialogo"], "categoria": word,
                     "gravidade": min(5, usual + dice.whole(0, 1)) if dice.random() < 0.7 else "", "prioridade": dice.whole(1, 5),
                     "estado": state, **{name: day.isoformat() if day else "" for name, day in dates.items()},
                     "entidade_responsavel": dice.weighted(RESPONSIBLE)[0] if taken else "",
                     "encaminhada_para": "administração distrital" if state == "encaminhado" else "",
                     "confirmado_comunidade": dice.weighted([("sim", 6), ("não", 2), ("", 2)])[0] if state == "resolvido" else "",
                     **{name: dialogue[name] for name in ("localidade", "distrito", "pcode_distrito", "_gps_latitude", "_gps_longitude",
                                                          "_gps_precision")}})
    return rows


def is_overdue(row):
    """Open, and due before the last day of the sample. Nobody stores this: it changes overnight."""
    return row["estado"] in ("levantado", "solução acordada", "em curso") and "" < row["prazo"] < LAST.isoformat()


def issue_truth(rows):
    states = [name for name, *_ in STATES]
    return {"by_state": {state: sum(row["estado"] == state for row in rows) for state in states}, "overdue_on": LAST.isoformat(),
            "overdue": sum(is_overdue(row) for row in rows),
            "confirmed": sum(row["confirmado_comunidade"] == "sim" for row in rows)}
