# SPDX-License-Identifier: Apache-2.0
"""Invented events in a Kobo export, each with one defect, or none, and the label that says what should become of it."""
import csv
import datetime
import io

from labelled.grids import degrees_minutes_seconds, utm_south, web_mercator
from samples.plane import anywhere_in, contains

CATEGORIES = ("Roubo", "Furto", "Homicídio", "Agressão física", "Violência doméstica", "Ameaças", "Burla", "Danos à propriedade",
              "Desordem pública", "Rapto")
PLAIN = {"Homicídio": "Homicidio", "Agressão física": "Agressao fisica", "Violência doméstica": "Violencia doméstica", "Ameaças": "Ameacas",
         "Danos à propriedade": "Danos a propriedade", "Desordem pública": "Desordem publica"}
MONTHS = ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro")
COLUMNS = ("start", "end", "data_ocorrencia", "tipo_incidente", "distrito", "localidade", "gps", "_gps_latitude", "_gps_longitude",
           "_gps_altitude", "_gps_precision", "gravidade", "fonte", "_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by")
TAGS = ("", "", "#date+occurred", "#event+type", "#adm2+name", "#loc+name", "", "#geo+lat", "#geo+lon", "#geo+alt", "", "#severity", "#meta+source",
        "", "#meta+id", "#date+reported", "", "")
CLEAN = 250
EACH = 12
NO_POSITION = {"_gps_latitude": "", "_gps_longitude": "", "_gps_altitude": "", "_gps_precision": "", "gps": ""}


class Event:
    """A clean row and where and when it happened."""

    def __init__(self, dice, number, cells, names):
        code = dice.pick(sorted(cells))
        self.dice = dice
        self.district = names[code]
        self.lon, self.lat = anywhere_in(dice, cells[code])
        # Seven digits, as receivers write; the last ones keep it off every round number.
        self.lon, self.lat = round(self.lon + dice.between(0, 9e-6), 7), round(self.lat + dice.between(0, 9e-6), 7)
        self.at = datetime.datetime(2023, 1, 1) + datetime.timedelta(minutes=dice.whole(0, 3 * 525600 - 1))
        self.at -= datetime.timedelta(minutes=self.at.minute == 0)  # no full hours: they would be a defect of their own
        self.category = dice.pick(CATEGORIES)
        accuracy = round(dice.between(3, 20), 1)
        self.row = dict(zip(COLUMNS, (
            f"{self.at:%Y-%m-%dT%H:%M:%S}", f"{self.at:%Y-%m-%dT%H:%M:%S}", f"{self.at:%Y-%m-%d}", self.category, "",
            f"Casa {number}", f"{self.lat} {self.lon} 0.0 {accuracy}", str(self.lat), str(self.lon), "0.0", str(accuracy),
            str(dice.whole(1, 4)), dice.pick(("ONG", "PRM", "CSC", "comunidade")), str(200000 + number), dice.uuid(),
            f"{self.at + datetime.timedelta(hours=1):%Y-%m-%dT%H:%M:%S}", "{}", f"recolha_{dice.whole(1, 9)}")))
        self.expected = {"lat": str(self.lat), "lon": str(self.lon), "date": f"{self.at:%Y-%m-%d}"}

    def set(self, **values):
        self.row.update(values)
        return self

    def position(self, latitude, longitude, text=""):
        return self.set(_gps_latitude=latitude, _gps_longitude=longitude, gps=text)

    def without(self, *names):
        for name in names:
            self.expected[name] = ""
        return self


def exact_day(e, form):
    return e.set(data_ocorrencia=form(e.at))


def ambiguous(e):
    e.at = e.at.replace(day=1 + (e.at.month % 12))  # never the same both ways
    e.expected["date"] = f"{e.at:%Y-%m-%d}"
    report = f"{e.at:%Y-%m-%dT%H:%M:%S}"
    return e.set(data_ocorrencia=f"{e.at:%d/%m/%Y}", start=report, end=report, _submission_time=report)


def named(e, places):
    place = e.dice.pick(places)
    e.set(**NO_POSITION, localidade=place["nome"])
    e.expected.update(lat=place["latitude"], lon=place["longitude"])
    return e


def in_grid(e, order):
    zone = 37 if e.lon >= 36 else 36
    pair = [f"{v:.1f}" for v in utm_south(e.lat, e.lon, zone)]
    return e.position(*(pair if order == "easting first" else reversed(pair)))


def another_district(e, cells, names):
    """Stated is one that it lies far from."""
    far = [code for code in sorted(cells) if not any(contains(cells[code], (e.lon + dx, e.lat + dy)) for dx in (-0.1, 0, 0.1) for dy in (-0.1, 0, 0.1))]
    return e.set(distrito=names[e.dice.pick(far)])


def mojibake(e):
    e.set(tipo_incidente=e.category.encode("utf-8").decode("cp1252", errors="replace") if "à" not in e.category and "í" not in e.category
          else e.category.encode("utf-8").decode("latin-1"))
    return e


def kinds(world):
    """name -> (label, how to spoil an event). world: cells, names, unique and ambiguous places, centres of districts."""
    cells, names = world["cells"], world["names"]
    return {
        "swapped_latlon": ("fix:swap", lambda e: e.position(e.row["_gps_longitude"], e.row["_gps_latitude"])),
        "lost_minus": ("fix:sign", lambda e: e.position(str(-e.lat), str(e.lon))),
        "zero_zero": ("quarantine:null_island", lambda e: e.position("0.0", "0.0", "0 0 0 0").without("lat", "lon")),
        "zero_zero_named": ("fix:zero by name", lambda e: zero_named(e, world)),
        "dms": ("fix:dms", lambda e: e.position(degrees_minutes_seconds(e.lat, "NS"), degrees_minutes_seconds(e.lon, "EW"))),
        "decimal_comma": ("fix:decimal_comma", lambda e: e.position(str(e.lat).replace(".", ","), str(e.lon).replace(".", ","))),
        "utm37s": ("fix:utm37s", lambda e: in_grid(e, "northing first")),
        "utm37s_in_latlon_cols": ("fix:utm37s", lambda e: in_grid(e, "easting first")),
        "web_mercator": ("fix:web mercator", lambda e: e.position(*(f"{v:.2f}" for v in reversed(web_mercator(e.lat, e.lon))))),
        "missing_gps_known_place": ("fix:gazetteer(precision=settlement) or quarantine if the name is ambiguous", lambda e: named(e, world["unique"])),
        "missing_gps_ambiguous_place": ("quarantine:ambiguous name", lambda e: named(e, world["ambiguous"])),
        "missing_gps_unknown_place": ("quarantine:no_location", lambda e: e.set(**NO_POSITION, localidade=f"Bairro Zzyx {e.dice.whole(1, 99)}")),
        "missing_gps_known_district": ("accept:precision=district", lambda e: e.set(**NO_POSITION, localidade="n/a", distrito=e.district)),
        "country_centroid": ("accept:precision=country (never in hotspots)", lambda e: e.position("-18.25", "35.0").without("lat", "lon")),
        "district_centroid": ("accept:precision=district (never in hotspots)", lambda e: district_centre(e, world)),
        "outside_country": ("quarantine:outside_area", lambda e: e.position("-1.29210", "36.82190")),
        "in_sea": ("quarantine:outside_area", lambda e: e.position("-12.00000", "41.50000")),
        "wrong_district": ("accept:district warned", lambda e: another_district(e, cells, names)),
        "precision_500m": ("accept:uncertainty_m=500", lambda e: e.set(_gps_precision="500.0", gps=f"{e.lat} {e.lon} 0.0 500.0")),
        "precision_100km": ("fix:accuracy by name", lambda e: hopeless(e, world)),
        "date_pt_long": ("fix:date", lambda e: exact_day(e, lambda d: f"{d.day} de {MONTHS[d.month - 1]} de {d.year}")),
        "date_dmy": ("fix:date", lambda e: exact_day(e, lambda d: f"{d:%d/%m/%Y}")),
        "date_ambiguous": ("fix:date(profile d/m/y)+warn", ambiguous),
        "date_2digit": ("fix:date", lambda e: exact_day(e, lambda d: f"{d:%d-%m-%y}")),
        "date_excel_serial": ("fix:date", lambda e: exact_day(e, lambda d: str((d.date() - datetime.date(1899, 12, 30)).days))),
        "date_future": ("quarantine:future_date", lambda e: e.set(data_ocorrencia="2061-05-04")),
        "date_missing": ("accept:date from start, date_precision=reported", lambda e: e.set(data_ocorrencia="")),
        "cat_case": ("fix:category", lambda e: e.set(tipo_incidente=f"  {e.category.upper()} ")),
        "cat_no_accent": ("fix:category", lambda e: e.set(tipo_incidente=PLAIN[accented(e)])),
        "cat_unknown": ("accept:category=unmapped(warn)", lambda e: e.set(tipo_incidente="Outro caso")),
        "na_strings": ("accept:null n/a", lambda e: e.set(localidade="n/a", _gps_precision="NA")),
        "geopoint_only": ("fix:parse geopoint", lambda e: e.set(_gps_latitude="", _gps_longitude="", _gps_altitude="")),
        "nbsp_ws": ("fix:trim", lambda e: e.set(_gps_latitude=f"\u00a0{e.lat} ", localidade=f"  {e.row['localidade']}\u00a0")),
        "mojibake": ("fix:mojibake", lambda e: (accented(e), mojibake(e))[1]),
        "submit_before_event": ("flag:submitted_before_event", lambda e: e.set(_submission_time="2022-01-02T08:00:00")),
    }


def accented(e):
    e.category = e.dice.pick(sorted(PLAIN))
    e.row["tipo_incidente"] = e.category
    return e.category


def zero_named(e, world):
    place = e.dice.pick(world["unique"])
    e.position("0.0", "0.0", "0 0 0 0").set(localidade=place["nome"], distrito=place["distrito"])
    e.expected.update(lat=place["latitude"], lon=place["longitude"])
    return e


def hopeless(e, world):
    place = e.dice.pick(world["unique"])
    e.set(_gps_precision="100000", gps="", localidade=place["nome"])
    e.expected.update(lat=place["latitude"], lon=place["longitude"])
    return e


def district_centre(e, world):
    lon, lat = world["centres"][e.dice.pick(sorted(world["centres"]))]
    return e.position(f"{lat:.5f}", f"{lon:.5f}").without("lat", "lon")


def events(dice, world):
    """(CSV of the form, CSV of what is expected)."""
    spoilers = kinds(world)
    plan = ["clean"] * CLEAN + [kind for kind in spoilers for _ in range(EACH)] + ["dup_uuid"] * EACH + ["dup_near"] * EACH
    for i in range(len(plan) - 1, 0, -1):  # mixed, but the same everywhere
        j = dice.whole(0, i)
        plan[i], plan[j] = plan[j], plan[i]
    plan.insert(0, "clean")
    rows, expected, clean = [], [], []
    for number, kind in enumerate(plan):
        e = Event(dice, number, world["cells"], world["names"])
        label = "accept"
        if kind in ("dup_uuid", "dup_near"):
            first = dice.pick(clean)
            fresh = e.row
            e.row = dict(first.row, _id=fresh["_id"])
            e.expected = first.expected
            if kind == "dup_near":
                e.row["_uuid"] = fresh["_uuid"]
            else:
                clean.remove(first)  # each at most once
            label = "drop:duplicate(_uuid)" if kind == "dup_uuid" else "flag:probable_duplicate"
        elif kind == "clean":
            clean.append(e)
        else:
            label, spoil = spoilers[kind]
            spoil(e)
        if label.startswith("quarantine") or kind in ("missing_gps_known_district",):
            e.without("lat", "lon")
        if kind == "date_future":
            e.without("date")
        rows.append(e.row)
        expected.append({"_id": e.row["_id"], "_uuid": e.row["_uuid"], "defect": kind, "expected": label, **e.expected})
    return form(rows), table(expected)


def form(rows):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(TAGS)
    for row in rows:
        writer.writerow([row[c] for c in COLUMNS])
    writer.writerow(["Total"] + [""] * 10 + [str(sum(int(row["gravidade"]) for row in rows))] + [""] * 6)
    return "\ufeff" + out.getvalue()


def table(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
