# SPDX-License-Identifier: Apache-2.0
"""Whether a row became what its label asks for."""
import csv
from datetime import datetime, timedelta, timezone

DEGREES = 3e-5  # 3 m: what writing metres to 1 m and degrees to 5 places may lose
PRECISIONS = {"country": "country", "district": "admin2", "settlement": "settlement"}
MAPUTO = timezone(timedelta(hours=2))


def read_labels(file):
    with open(file, encoding="utf-8", newline="") as stream:
        return {row["label"]: row for row in csv.DictReader(stream)}


def outcome_fits(wanted, became):
    if wanted == "in":
        return became.outcome in ("accepted", "fixed")
    return became.outcome in wanted.split(" or ")


def one_of_its_key(became):
    """The newest row of a key stays, whichever of them carries the label; what counts is that one does."""
    return sum(row.outcome in ("accepted", "fixed") for row in became.group) == 1 and len(became.group) > 1


def point_problem(row, feature):
    if not row.get("lat"):
        return None
    geometry = feature["geometry"]
    if geometry is None:
        return "it has no position"
    lon, lat = geometry["coordinates"][:2]
    if abs(lon - float(row["lon"])) > DEGREES or abs(lat - float(row["lat"])) > DEGREES:
        return f"it lies at {lat} {lon}, not at {row['lat']} {row['lon']}"
    return None


def date_problem(row, feature):
    if not row.get("date"):
        return None
    at = feature["properties"]["occurred_from"]
    day = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(MAPUTO).date().isoformat() if at else "no day"
    return None if day == row["date"] else f"it happened on {day}, not on {row['date']}"


def value_problem(wanted, row, feature):
    properties = feature["properties"]
    if wanted in PRECISIONS:
        at = properties["location_precision"]
        return (None if at == PRECISIONS[wanted] else f"its precision is {at}") or (point_problem(row, feature) if wanted == "settlement" else None)
    if wanted == "point":
        return point_problem(row, feature)
    if wanted == "date":
        return date_problem(row, feature)
    if wanted == "category":
        return None if properties["category"] not in (None, "ZZ") else "its category was not found"
    name, _, value = wanted.partition("=")
    return None if properties[name] == float(value) else f"{name} is {properties[name]}"


def judge(labels, row, became):
    """None, or what is not as the label has it."""
    label = labels.get(row["expected"])
    if label is None:
        return "a label that labels.csv has not"
    repeated = one_of_its_key(became) and any(r.has("D1") for r in became.group)
    if label["outcome"] == "dropped":
        return None if repeated else "it is not one of several with its key"
    if became.outcome == "dropped":
        return None if repeated else "it was dropped"
    if not outcome_fits(label["outcome"], became):
        return f"it was {became.outcome}"
    rules = label["rules"].split()
    must = rules and not (label["outcome"] == "in" and rules[0].startswith("E"))  # said only where the spelling is unusual
    if must and not any(became.has(rule) for rule in rules):
        return f"none of {', '.join(rules)} was found"
    if row["expected"] == "accept":
        # That it overlaps another or lies in another district than stated is said, but no fault of its shape or point.
        blamed = [rule for rule in became.rules if rule[0] in "GPD" and rule[1:2].isdigit() and rule not in ("G9!", "G13!", "P7!", "D1")]
        if blamed:
            return f"{', '.join(blamed)} found fault with it"
    if became.outcome == "quarantined":
        return None
    if became.feature is None:
        return "it is not in the store"
    for wanted in label["values"].split():
        problem = value_problem(wanted, row, became.feature)
        if problem:
            return problem
    return None
