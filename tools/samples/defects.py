# SPDX-License-Identifier: Apache-2.0
"""What is wrong in a few rows, so that the import has something to report."""
import datetime

MONTHS = ("Janeiro", "Fevereiro", "Março", "Abril", "Maio", "Junho", "Julho", "Agosto", "Setembro", "Outubro", "Novembro", "Dezembro")


def day_of(row):
    return datetime.date.fromisoformat(row["data_ocorrencia"][:10])


def decimal_comma(row):
    return {"_gps_latitude": row["_gps_latitude"].replace(".", ","), "_gps_longitude": row["_gps_longitude"].replace(".", ",")}


# What is wrong, the rule the import names, whether the row is taken in, and how to make it wrong.
DEFECTS = [
    ("day/month/year", "T1", True, lambda row: {"data_ocorrencia": day_of(row).strftime("%d/%m/%Y")}),
    ("day/month/year, as month/day it would be a date too", "T1", True, lambda row: {"data_ocorrencia": day_of(row).strftime("05/%m/%Y")}),
    ("date in words", "T2", True, lambda row: {"data_ocorrencia": f"{day_of(row).day} de {MONTHS[day_of(row).month - 1]} de 2024"}),
    ("year mistyped, in the future", "T5", False, lambda row: {"data_ocorrencia": "2052-03-14"}),
    ("no date", "time", True, lambda row: {"data_ocorrencia": ""}),
    ("position 0,0, but place and district named", "G3", True, lambda row: {"_gps_latitude": "0", "_gps_longitude": "0"}),
    ("latitude and longitude exchanged", "G1", True,
     lambda row: {"_gps_latitude": row["_gps_longitude"], "_gps_longitude": row["_gps_latitude"]}),
    ("minus sign missing", "G2", True, lambda row: {"_gps_latitude": row["_gps_latitude"].lstrip("-")}),
    ("decimal comma", "G5", True, decimal_comma),
    ("outside the province", "G9", False, lambda row: {"_gps_latitude": "-15.12000", "_gps_longitude": "39.27000"}),
    ("unknown category", "C1", True, lambda row: {"tipo_incidente": "Boato"}),
    ("unknown category", "C1", True, lambda row: {"tipo_incidente": "Outro assunto"}),
    ("severity in words", "number", True, lambda row: {"gravidade": "alta"}),
    ("severity out of range", "range", True, lambda row: {"gravidade": 9}),
    ("sent before it happened", "reported", True, lambda row: {"_submission_time": "2022-12-30T08:00:00"}),
]
