# SPDX-License-Identifier: Apache-2.0
"""Police-community sites of all types and statuses."""
import datetime

from samples.files import place_columns, table
from samples.plane import moved
from samples.programme import FICTIVE

# type, status, district of the seat they are near
SITES = [
    ("esquadra", "activo", "MZ0104"), ("esquadra", "activo", "MZ0111"), ("esquadra", "em construção", "MZ0116"),
    ("esquadra", "activo", "MZ0103"), ("esquadra", "suspenso", "MZ0110"), ("posto policial", "activo", "MZ0106"),
    ("posto policial", "activo", "MZ0101"), ("posto policial", "em construção", "MZ0112"), ("posto policial", "encerrado", "MZ0118"),
    ("posto policial", "planeado", "MZ0108"), ("posto policial", "activo", "MZ0114"), ("posto comunitário-polícia", "activo", "MZ0109"),
    ("posto comunitário-polícia", "planeado", "MZ0113"), ("posto comunitário-polícia", "em concurso", "MZ0115"),
    ("casa do CSC", "activo", "MZ0107"), ("casa do CSC", "activo", "MZ0102"), ("casa do CSC", "em construção", "MZ0105"),
    ("centro juvenil / comunitário", "activo", "MZ0104"), ("centro juvenil / comunitário", "em concurso", "MZ0111"),
    ("gabinete de atendimento à família e menor vítima", "activo", "MZ0104"),
    ("gabinete de atendimento à família e menor vítima", "activo", "MZ0111"), ("posto fronteiriço", "activo", "MZ0116"),
    ("posto fronteiriço", "suspenso", "MZ0115"), ("iluminação / espaço público", "activo", "MZ0103"),
    ("iluminação / espaço público", "encerrado", "MZ0110"),
]


def site_row(dice, number, kind, status, seat):
    was_open = status in ("activo", "suspenso", "encerrado")
    opened = datetime.date(2021, 1, 1) + datetime.timedelta(days=dice.whole(0, 1100))
    changed = opened if status == "activo" else datetime.date(2024, 6, 1) + datetime.timedelta(days=dice.whole(0, 500))
    planned = 1000 * dice.whole(300, 9000)
    police = "esquadra" in kind or "posto" in kind
    officers = dice.whole(4, 30) if police else 0
    return {"site_id": f"S{number:02}", "nome": f"Exemplo {number:02}: {kind}, {seat['name']} {FICTIVE}", "tipo_de_local": kind,
            "estado": status, "status_on": changed.isoformat(), "data_abertura": opened.isoformat() if was_open else "",
            "data_encerramento": changed.isoformat() if status == "encerrado" else "", "distrito": seat["district"],
            "pcode_distrito": seat["pcode"], "financiador": f"Doador {dice.pick('ABC')} {FICTIVE}", "custo_previsto": planned,
            "custo_real": round(planned * dice.between(0.9, 1.3)) if was_open else "", "moeda": "MZN",
            "agentes": officers if police and status == "activo" else "",
            "agentes_mulheres": dice.whole(0, officers // 2) if police and status == "activo" else "",
            "lugares": "" if police else dice.whole(20, 120), "csc_use": dice.pick(("sim", "não")),
            "victim_desk": "sim" if kind.startswith(("gabinete", "esquadra")) else "não",
            "open_24h": "sim" if kind == "esquadra" else "não",
            **place_columns(moved(seat["at"], dice.between(-1.2, 0.4), dice.between(-0.9, 0.9)))}


def site_file(dice, places):
    seats = {p["pcode"]: p for p in places if not p["invented"]}
    return table([site_row(dice, i, kind, status, seats[code]) for i, (kind, status, code) in enumerate(SITES, 1)])
