#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""GDAL's own programs read the service: every collection, its types, conditions, boxes, pages, other coordinates, sign-in.

    gdal_check.py OPEN_URL SIGNED_URL NAME:PASSWORD TOKEN

What ogrinfo and ogr2ogr count is compared with counts made here, from features that were read without GDAL. What GDAL asked the service for is
seen in its debug output: conditions on times and boxes must be sent, and what is sent must be right. TOKEN is of somebody who sees no incidents.
Prints PASS and FAIL lines; the last line counts.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from urllib.parse import parse_qs, urlsplit

from osgeo import ogr, osr

ogr.UseExceptions()
osr.UseExceptions()
ENVIRONMENT = {**os.environ, "CPL_DEBUG": "ON", "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
PAGE = ["-oo", "PAGE_SIZE=1000"]
BOX = (39.5, -13.2, 40.7, -11.5)
UTM_BOX = (550_000, 8_560_000, 680_000, 8_730_000)
KINDS = {"geometry-point": {"Point"}, "geometry-linestring-or-multilinestring": {"Line String", "Multi Line String", "Unknown (any)"},
         "geometry-polygon-or-multipolygon": {"Polygon", "Multi Polygon", "Unknown (any)"}, "geometry-any": {"Point", "Polygon", "Unknown (any)"},
         None: {"None", "Unknown (any)"}}  # a table: GDAL takes it for a layer whose features have no places
PASSED = 0
FAILED = 0


def check(good, what, detail=""):
    global PASSED, FAILED
    PASSED, FAILED = PASSED + bool(good), FAILED + (not good)
    print(("PASS " if good else "FAIL ") + what + (f": {detail}" if detail != "" and not good else ""), flush=True)


def get(url):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "application/geo+json, application/json"}), timeout=60) as answer:
        return json.load(answer)


def all_features(base, collection, **query):
    """Every feature, without GDAL."""
    url = f"{base}/collections/{collection}/items?limit=10000" + "".join(f"&{name}={value}" for name, value in query.items())
    features = []
    while url:
        page = get(url)
        features += page["features"]
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    return features


class Run:
    """One run of a program of GDAL, and the addresses that it asked for."""

    def __init__(self, program, *arguments, **more):
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=300, env={**ENVIRONMENT, **more})
        self.out, self.errors = done.stdout, [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        self.code = done.returncode
        self.asked = re.findall(r"HTTP: Fetch\(([^)]*)\)", done.stderr)
        self.items = [url for url in self.asked if "/items" in url]

    def queries(self, name):
        return [parse_qs(urlsplit(url).query).get(name, [None])[0] for url in self.items[1:]]  # the first is for the types

    def count(self):
        found = re.search(r"^Feature Count: (\d+)$", self.out, re.M)
        return int(found.group(1)) if found and not self.errors else self.errors or self.out[-300:]


def info(base, collection, *arguments):
    return Run("ogrinfo", "-ro", "-so", f"OAPIF:{base}", collection, *PAGE, *arguments)


def copied(base, collection, *arguments):
    """Features as ogr2ogr writes them."""
    run = Run("ogr2ogr", "-preserve_fid", "-f", "GeoJSON", "/vsistdout/", f"OAPIF:{base}", collection, *PAGE, "-lco", "COORDINATE_PRECISION=7", *arguments)
    run.features = json.loads(run.out)["features"] if run.out else []
    return run


def expected_type(field):
    by_format = {"date": "Date", "date-time": "DateTime"}
    by_type = {"integer": "Integer", "number": "Real", "boolean": "Integer(Boolean)"}
    return by_format.get(field.get("format")) or by_type.get(field.get("type"), "String")


def types(base, collection, about):
    schema = get(f"{base}/collections/{collection}/schema")["properties"]
    run = info(base, collection)
    check(run.count() == about["itemCount"], f"{collection}: how many", run.count())
    kind = re.search(r"^Geometry: (.*)$", run.out, re.M)
    check(kind and kind.group(1) in KINDS[schema.get("geometry", {}).get("format")], f"{collection}: geometry", kind and kind.group(1))
    check('ID["EPSG",4326]' in run.out and "Data axis to CRS axis mapping: 2,1" in run.out, f"{collection}: coordinates are degrees, longitude first")
    found = dict(re.findall(r"^(\w+): (\w+(?:\(Boolean\))?) \(", run.out.partition("Data axis")[2], re.M))
    wanted = {name: expected_type(field) for name, field in schema.items() if name != "geometry"}
    check(found == wanted, f"{collection}: types of fields", {name: (found.get(name), wanted[name]) for name in wanted if found.get(name) != wanted[name]})
    check(f"TITLE={about['title']}" in run.out, f"{collection}: title")


def pages(base, collection, features):
    run = copied(base, collection)
    check([f["id"] for f in run.features] == [f["id"] for f in features], f"{collection}: every feature once, in order", run.errors or len(run.features))
    check(len(run.items) == 1 + max(1, -(-len(features) // 1000)), f"{collection}: page by page, 1000 each", len(run.items))
    places = [(f["id"], g["geometry"], f["geometry"]) for f, g in zip(features, run.features) if not same_place(f["geometry"], g["geometry"])]
    check(not places, f"{collection}: every place", places[:1])
    fields = [name for name in features[0]["properties"] if all(isinstance(f["properties"][name], (int, str, float, type(None))) for f in features)]
    values = [(f["id"], name) for f, g in zip(features, run.features) for name in fields if not same_value(f["properties"][name], g["properties"][name])]
    check(not values, f"{collection}: every value", values[:3])


def same_place(a, b):
    if a is None or b is None:
        return a == b
    flat = lambda x: [x] if isinstance(x, (int, float)) else [n for part in x for n in flat(part)]  # noqa: E731
    left, right = flat(a["coordinates"]), flat(b["coordinates"])
    return a["type"] == b["type"] and len(left) == len(right) and all(abs(x - y) < 2e-7 for x, y in zip(left, right))


def same_value(a, b):
    if isinstance(a, str) and isinstance(b, str) and a != b:  # GDAL writes times with slashes
        return re.sub(r"\D", "", a)[:14] == re.sub(r"\D", "", b)[:14]
    return a == b or (isinstance(a, float) and isinstance(b, (int, float)) and abs(a - b) <= 1e-9 * max(1, abs(a)))


def conditions(base, collection, features, schema):
    for kind, quote in (("integer", ""), ("string", "'"), ("number", "")):
        names = [n for n, f in schema.items() if f.get("type") == kind and not f.get("format") and any(g["properties"][n] is not None for g in features)]
        if not names:
            continue
        name = names[-1]  # among the last are those that the first ten features do not have
        value = sorted(g["properties"][name] for g in features if g["properties"][name] is not None)[len(features) // 3 if len(names) > 20 else 0]
        text = str(value).replace("'", "''")
        equal = sum(g["properties"][name] == value for g in features)
        run = info(base, collection, "-where", f'"{name}" = {quote}{text}{quote}')
        check(run.count() == equal, f"{collection}: -where {name} = {value}", (run.count(), equal))
        less = sum(g["properties"][name] is not None and g["properties"][name] != value for g in features)
        run = info(base, collection, "-where", f'"{name}" <> {quote}{text}{quote}')
        check(run.count() == less, f"{collection}: -where {name} <> {value}", (run.count(), less))
        nothing = sum(g["properties"][name] is None for g in features)
        run = info(base, collection, "-where", f'"{name}" IS NULL')
        check(run.count() == nothing, f"{collection}: -where {name} IS NULL", (run.count(), nothing))


def boxes(base, collection, features):
    placed = [(f["id"], ogr.CreateGeometryFromJson(json.dumps(f["geometry"]))) for f in features if f["geometry"]]
    west, south, east, north = BOX
    ring = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    inside = [fid for fid, place in placed if place.Intersects(ogr.CreateGeometryFromWkt(ring))]
    run = info(base, collection, "-spat", *BOX)
    check(run.count() == len(inside), f"{collection}: -spat", (run.count(), len(inside)))
    sent = {tuple(round(float(n), 6) for n in box.split(",")) if box else None for box in run.queries("bbox")}
    check(sent == {BOX}, f"{collection}: the box is sent, on every page", sent)
    run = copied(base, collection, "-spat_srs", "EPSG:32737", "-spat", *UTM_BOX)
    to_utm = transformation(4326, 32737)
    corners = ogr.CreateGeometryFromWkt("POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(*UTM_BOX))
    within = []
    for fid, place in placed:
        place.Transform(to_utm)
        if place.Intersects(corners):
            within.append(fid)
    found = {f["id"] for f in run.features}
    # GDAL's box keeps four corners: its sides are straight in degrees. What lies within 1.5 km of a side may go either way.
    near = {fid for fid, place in placed if place.Distance(corners.Boundary()) < 1500}
    check(found ^ set(within) <= near and len(found) > 0, f"{collection}: -spat in metres (-spat_srs)", sorted((found ^ set(within)) - near)[:5])


def transformation(source, target):
    systems = []
    for code in (source, target):
        system = osr.SpatialReference()
        system.ImportFromEPSG(code)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        systems.append(system)
    return osr.CoordinateTransformation(*systems)


def other_coordinates(base, collection):
    """GDAL turns coordinates by itself; the service must turn them alike."""
    run = copied(base, collection, "-t_srs", "EPSG:32737", "-limit", 200)
    ours = get(f"{base}/collections/{collection}/items?limit=200&crs=http://www.opengis.net/def/crs/EPSG/0/32737")["features"]
    flat = lambda x: [x] if isinstance(x, (int, float)) else [n for part in x for n in flat(part)]  # noqa: E731
    both = [(flat(a["geometry"]["coordinates"]), flat(b["geometry"]["coordinates"])) for a, b in zip(run.features, ours) if b["geometry"]]
    worst = max(abs(x - y) for a, b in both for x, y in zip(a, b))
    check(len(run.features) == len(ours) and all(len(a) == len(b) for a, b in both) and worst < 0.05, f"{collection}: -t_srs as the service's own crs=", worst)


def times(base):
    """GDAL sends a condition on any time as `datetime`, and believes the answer: right for the time of the collection, wrong for others."""
    for collection, name, day in (("incidents", "occurred_from", "2024-06-01"), ("sites", "opened_on", "2024-01-01")):
        for condition, period in ((f"{name} >= '{day}'", f"{day}/.."), (f"{name} >= '{day}T00:00:00'", f"{day}T00:00:00Z/.."), (f"{name} <= '{day}'", f"../{day}")):
            run = info(base, collection, "-where", condition)
            by_hand = len(all_features(base, collection, datetime=period))
            check(run.count() == by_hand > 0, f"{collection}: -where {condition}", (run.count(), by_hand))
            check(all(query for query in run.queries("datetime")), f"{collection}: -where {condition} is sent", run.queries("datetime")[:2])
    run = info(base, "incidents", "-where", "CAST(reported_at AS character(30)) >= '2024/06/01'")
    by_hand = sum((f["properties"]["reported_at"] or "") >= "2024-06-01" for f in all_features(base, "incidents"))
    check(run.count() == by_hand > 0, "incidents: -where on another time, as text", (run.count(), by_hand))
    check(not any(run.queries("datetime")), "incidents: that is not sent", run.queries("datetime")[:2])


def sign_in(base, account, token):
    """The layers that there are, without, with a password and with a token of somebody who sees no incidents."""
    def layers(*arguments, **more):
        run = Run("ogrinfo", "-ro", f"OAPIF:{base}", *arguments, **more)
        return set(re.findall(r"^\d+: (\S+)", run.out, re.M)), run

    nobody, _ = layers()
    signed, _ = layers("-oo", f"USERPWD={account}")
    partner, _ = layers(GDAL_HTTP_HEADERS=f"Authorization: Bearer {token}")
    check("sites" in nobody and "incidents" not in nobody, "nobody: no incidents", nobody)
    check("incidents" in signed, "a password (USERPWD) shows them", signed)
    check("sites" in partner and "incidents" not in partner, "a token (GDAL_HTTP_HEADERS) of a partner does not", partner)
    _, run = layers("-oo", "USERPWD=" + account.split(":")[0] + ":wrong")
    check(run.code != 0 and any("401" in line for line in run.errors), "a wrong password is said to be so", run.errors)


def main():
    base, signed, account, token = (word.rstrip("/") for word in sys.argv[1:5])
    collections = get(f"{base}/collections")["collections"]
    listed = Run("ogrinfo", "-ro", f"OAPIF:{base}")
    found = re.findall(r"^\d+: (\S+)", listed.out, re.M)
    check(found == [c["id"] for c in collections] and found, "every collection is a layer", found)
    one = Run("ogrinfo", "-ro", "-so", f"OAPIF:{base}/collections/sites", "sites")
    check(one.count() == next(c["itemCount"] for c in collections if c["id"] == "sites"), "one collection by its address", one.count())
    for about in collections:
        collection = about["id"]
        features = all_features(base, collection)
        schema = get(f"{base}/collections/{collection}/schema")["properties"]
        types(base, collection, about)
        pages(base, collection, features)
        conditions(base, collection, features, {name: field for name, field in schema.items() if name != "geometry"})
        if "geometry" in schema:
            boxes(base, collection, features)
            other_coordinates(base, collection)
    ten = Run("ogrinfo", "-ro", "-so", f"OAPIF:{base}", "incidents", "-where", "killed >= 1")
    by_hand = sum((f["properties"]["killed"] or 0) >= 1 for f in all_features(base, "incidents"))
    check(ten.count() == by_hand > 0, "pages of ten, as without PAGE_SIZE", (ten.count(), by_hand))
    by_address = Run("ogrinfo", "-ro", "-al", "-so", f"{base}/collections/incidents/items?limit=10000&filter=killed%20%3E%3D%201")
    check(by_address.count() == by_hand and len(by_address.asked) == 1, "the address of a filter, which the service looks at", by_address.count())
    times(base)
    sign_in(signed, account, token)
    print(f"{PASSED} passed, {FAILED} failed")
    return 0 if FAILED == 0 and PASSED > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
