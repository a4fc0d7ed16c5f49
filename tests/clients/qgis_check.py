#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a planner sees of the service and of an exported GeoPackage, in a real QGIS without a screen.

    qgis_check.py BASE_URL [--package FILE.gpkg] [--pictures FOLDER]

Opens every collection as OGC API - Features and as vector tiles, every layer of the package, and compares what QGIS has with
what the service says in JSON. The service and the package must show the same role's view of the same commit. Needs Debian's
python3-qgis and qgis-providers (QGIS 3.22) and the system's Python. Prints PASS and FAIL lines; the last line counts.
"""

import argparse
import json
import os
import sqlite3
import sys
import tempfile
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

SCRATCH = tempfile.mkdtemp(prefix="bairro-qgis-")  # QGIS keeps a profile, and XDG wants a private folder
for variable in ("HOME", "XDG_RUNTIME_DIR", "QGIS_CUSTOM_CONFIG_PATH"):
    os.environ[variable] = SCRATCH
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402  (after the environment)
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDataSourceUri,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QVariant  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from qgis_picture import PICTURES, draw  # noqa: E402

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")
WHITE = QColor("white")
FIRST_PAGE = 10  # features from which QGIS 3.22 takes the types of the fields


class Report:
    """Counts, and prints as it goes."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, good, what, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
        print(("PASS " if good else "FAIL ") + what + (": " + str(detail) if detail != "" else ""), flush=True)
        return good


class Service:
    """The same questions that QGIS asks, asked by ourselves."""

    def __init__(self, base):
        self.base = base.rstrip("/")

    def get(self, path, **query):
        url = self.base + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, headers={"Accept": "application/geo+json, application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def collections(self):
        return self.get("/collections")["collections"]

    def count(self, collection, **query):
        return self.get(f"/collections/{collection}/items", limit=1, **query)["numberMatched"]

    def features(self, collection):
        return self.get(f"/collections/{collection}/items", limit=10000)["features"]


def plain(value):
    """A value of QGIS as JSON has it."""
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    if isinstance(value, QDate):
        return value.toString(Qt.ISODate)
    if isinstance(value, QDateTime):
        return value.toString("yyyy-MM-ddTHH:mm:ss")
    return value


def agree(ours, theirs, is_time):
    """Whether QGIS's value says what ours does. Where the first page held nulls only, QGIS 3.22 keeps a column as text."""
    theirs = plain(theirs)
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if is_time:
        return str(theirs)[:19] == str(ours)[:19]  # the wall clock of the place
    if isinstance(theirs, str) and not isinstance(ours, str):
        if isinstance(ours, bool):
            return theirs.lower() in ({"true", "1"} if ours else {"false", "0"})
        if isinstance(ours, (int, float)):
            return float(theirs) == ours
        return json.loads(theirs) == ours
    return theirs == ours


def expected_types(values):
    """What QGIS may make of a column whose first values are these."""
    seen = [v for v in values if v is not None]
    if not seen:
        return {QVariant.String}
    if all(isinstance(v, bool) for v in seen):
        return {QVariant.Bool}
    if all(isinstance(v, int) for v in seen):
        return {QVariant.Int, QVariant.LongLong}
    if all(isinstance(v, (int, float)) for v in seen):
        return {QVariant.Double}
    if any(isinstance(v, dict) for v in seen):
        return {QVariant.String, QVariant.Map}
    dates = {len(v) for v in seen if v[:4].isdigit() and v[4:5] == "-"}
    if len(dates) == 1 and 10 in dates and all(v[7:8] == "-" for v in seen):
        return {QVariant.Date}
    if dates and min(dates) >= 20 and all("T" in v for v in seen):
        return {QVariant.DateTime}
    return {QVariant.String}


def same_geometry(ours, theirs):
    if ours is None:
        return not theirs.hasGeometry()
    wanted = QgsGeometry.fromWkt(wkt_of(ours))
    have = QgsGeometry(theirs.geometry())
    wanted.convertToMultiType()
    have.convertToMultiType()
    return have.asWkt(7) == wanted.asWkt(7)


def wkt_of(geometry):
    def pair(p):
        return f"{p[0]!r} {p[1]!r}"

    def level(part):
        return pair(part) if not isinstance(part[0], list) else "(" + ", ".join(level(p) for p in part) + ")"

    text = level(geometry["coordinates"])
    return f"{geometry['type']}({text})" if geometry["type"] == "Point" else geometry["type"] + text


def render(layers, extent, crs, size=QSize(600, 450)):
    """The picture, and how many of its pixels are not white."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(size)
    settings.setDestinationCrs(crs)
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setExtent(extent)
    settings.setBackgroundColor(WHITE)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    ink = sum(1 for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF)
    return image, ink, [e.message for e in job.errors()]


def to_mercator(extent):
    return QgsCoordinateTransform(WGS84, MERCATOR, QgsProject.instance()).transformBoundingBox(extent)


def middle(extent):
    """The middle third each way."""
    return QgsRectangle(
        extent.xMinimum() + extent.width() / 3,
        extent.yMinimum() + extent.height() / 3,
        extent.xMaximum() - extent.width() / 3,
        extent.yMaximum() - extent.height() / 3,
    )


def as_bbox(box):
    return f"{box.xMinimum()!r},{box.yMinimum()!r},{box.xMaximum()!r},{box.yMaximum()!r}"


class Collection:
    """One collection: what the service says of it, once for all checks."""

    def __init__(self, service, document):
        self.id = document["id"]
        self.title = document["title"]
        self.result = document.get("result")
        self.features = service.features(self.id)
        self.names = list(self.features[0]["properties"]) if self.features else []
        self.times = {
            name
            for name in self.names
            if any(isinstance(f["properties"][name], str) and f["properties"][name][10:11] == "T" for f in self.features)
        }
        kinds = {f["geometry"]["type"] for f in self.features if f["geometry"]}
        self.has_places = bool(kinds)
        self.kinds = {
            {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}[k] for k in kinds
        }


def source_of(service, collection, restricted):
    return (
        f"pagingEnabled='true' restrictToRequestBBOX='{int(restricted)}' preferCoordinatesForWfsT11='false' "
        f"typename='{collection.id}' url='{service.base}'"
    )


def differing(layer, collection, rows):
    """Names of what is not as the service says, over some rows."""
    bad = set()
    for feature, ours in rows:
        if not same_geometry(ours["geometry"], feature):
            bad.add("geometry")
        for name in collection.names:
            if not agree(ours["properties"][name], feature[name], name in collection.times):
                bad.add(f"{name}: {plain(feature[name])!r} instead of {ours['properties'][name]!r}")
    return sorted(bad)


def check_items(report, service, collection):
    """The collection as OGC API - Features."""
    what = f"items of {collection.id}"
    layer = QgsVectorLayer(source_of(service, collection, False), collection.title, "OAPIF")
    if not report.check(layer.isValid(), f"{what} open"):
        return None
    if collection.has_places:
        report.check(layer.crs() == WGS84, f"{what}: coordinate system", layer.crs().authid())
    if len(collection.kinds) == 1:
        report.check(layer.geometryType() in collection.kinds, f"{what}: geometry", QgsWkbTypes.displayString(layer.wkbType()))
    report.check(sorted(f.name() for f in layer.fields()) == sorted(collection.names), f"{what}: fields", f"{len(collection.names)}")
    page = collection.features[:FIRST_PAGE]
    wrong = [
        f"{f.name()} is {f.typeName()}"
        for f in layer.fields()
        if f.type() not in expected_types([p["properties"][f.name()] for p in page])
    ]
    report.check(not wrong, f"{what}: types", ", ".join(wrong))
    # Once: QGIS 3.22 gives 0 for an integer that is null when it reads its own copy again.
    read = list(layer.getFeatures())
    report.check(collection.has_places == any(f.hasGeometry() for f in read), f"{what}: has places", collection.has_places)
    matched = service.count(collection.id)
    report.check(
        len(read) == matched == layer.featureCount() and len({f.id() for f in read}) == matched,
        f"{what}: number",
        f"{len(read)} read, {layer.featureCount()} said, {matched} matched",
    )
    # QGIS numbers features by itself; uuid tells which is which.
    by_key = {f["uuid"]: f for f in read} if "uuid" in collection.names else dict(zip(range(1, len(read) + 1), read))
    ours = {f["properties"].get("uuid", f["id"]): f for f in collection.features}
    sample = [(by_key[k], ours[k]) for k in list(ours)[:: max(1, len(ours) // 200)] if k in by_key]
    bad = differing(layer, collection, sample)
    report.check(sample and not bad, f"{what}: values of {len(sample)} rows", "; ".join(bad[:5]))
    if collection.has_places:
        check_box(report, service, collection, layer)
    return layer


def check_box(report, service, collection, layer):
    what = f"items of {collection.id}"
    box = middle(layer.extent())
    request = QgsFeatureRequest().setFilterRect(box).setFlags(QgsFeatureRequest.ExactIntersect)
    asked = QgsVectorLayer(source_of(service, collection, True), "box", "OAPIF")
    through = sum(1 for _ in asked.getFeatures(request))
    window = QgsGeometry.fromRect(box)
    local = sum(1 for f in layer.getFeatures() if f.hasGeometry() and f.geometry().intersects(window))
    report.check(through == local, f"{what}: bbox", f"{through} asked for, {local} by looking at all")


def check_tiles(report, service, collection, extent):
    """The collection as vector tiles with the styles that the service gives."""
    check_tile_style(report, service, collection, extent, "default")
    for cells in service.get(f"/collections/{collection.id}/styles/default")["metadata"].get("bairro:cells", []):
        check_tile_style(report, service, collection, extent, cells)


def check_tile_style(report, service, collection, extent, name):
    what = f"tiles of {collection.id}" + ("" if name == "default" else f" as {name}")
    style = service.get(f"/collections/{collection.id}/styles/{name}")
    uri = QgsDataSourceUri()
    uri.setParam("type", "xyz")
    uri.setParam("url", style["sources"][collection.id]["tiles"][0])
    uri.setParam("styleUrl", f"{service.base}/collections/{collection.id}/styles/{name}")
    uri.setParam("zmin", "0")
    uri.setParam("zmax", "14")
    layer = QgsVectorTileLayer(bytes(uri.encodedUri()).decode(), collection.title)
    if not report.check(layer.isValid(), f"{what} open"):
        return
    answer = layer.loadDefaultStyle()
    good = answer[-1] if isinstance(answer, tuple) else not answer
    styles = layer.renderer().styles()
    drawn = [part for part in style["layers"] if part["type"] != "symbol"]
    right = good and len(styles) == len(drawn) and all(s.layerName() == collection.id for s in styles)
    report.check(right, f"{what}: style", f"{len(styles)} of {len(drawn)} parts")
    words = layer.labeling().styles() if layer.labeling() else []
    report.check(len(words) == len(style["layers"]) - len(drawn), f"{what}: words", f"{len(words)}")
    for where, box in (("all of it", extent), ("from near", around_one(collection))):
        _, ink, errors = render([layer], to_mercator(box), MERCATOR)
        report.check(ink > 40 and not errors, f"{what}: drawn, {where}", f"{ink} pixels" + "; ".join(errors))
    # The same tiles in the style's own colours, not in those that QGIS takes for a layer without one.
    image, _, _ = render([layer], to_mercator(extent), MERCATOR)
    check_colours(report, style, image, what)


def around_one(collection):
    """Thirty kilometres around the first place there is."""
    place = next(f["geometry"] for f in collection.features if f["geometry"])
    middle_point = QgsGeometry.fromWkt(wkt_of(place)).pointOnSurface().asPoint()
    return QgsRectangle(middle_point.x() - 0.15, middle_point.y() - 0.15, middle_point.x() + 0.15, middle_point.y() + 0.15)


def check_colours(report, style, image, what):
    """Most of the ink must be of the style's colours."""
    colours = {v for layer in style["layers"] for k, v in layer["paint"].items() if k.endswith("-color") and v != "#FFFFFF"}
    ink = Counter(image.pixel(x, y) & 0xFFFFFF for x in range(image.width()) for y in range(image.height()))
    del ink[0xFFFFFF]
    right = sum(n for pixel, n in ink.items() if any(near(c, pixel) for c in colours))
    report.check(right > 0.6 * sum(ink.values()), f"{what}: in the style's colours", f"{right} of {sum(ink.values())} pixels")


def near(colour, pixel):
    """Whether a pixel is the colour, as thick or as thin as paint may lie on white."""
    paint = [255 - int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    seen = [255 - ((pixel >> shift) & 255) for shift in (16, 8, 0)]
    if max(paint) == 0:
        return False
    share = max(seen) / max(paint)
    return share > 0.02 and all(abs(s - p * share) <= 8 for s, p in zip(seen, paint))


SQL_TYPES = {
    "BOOLEAN": {QVariant.Bool},
    "INTEGER": {QVariant.LongLong},
    "REAL": {QVariant.Double},
    "DATE": {QVariant.Date},
    "DATETIME": {QVariant.DateTime},
    "TEXT": {QVariant.String, QVariant.Map},
}


def check_package(report, service, collections, file):
    """The exported file: every layer, its style, its titles, its values."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    tables = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')")}
    layers = {}
    for collection in collections:
        what = f"layer {collection.id}"
        if not report.check(collection.id in tables, f"{what} is in the package"):
            continue
        title = database.execute("SELECT identifier FROM gpkg_contents WHERE table_name = ?", (collection.id,)).fetchone()[0]
        layer = QgsVectorLayer(f"{file}|layername={collection.id}", title, "ogr")
        if not report.check(layer.isValid(), f"{what} opens"):
            continue
        layers[collection.id] = layer
        columns = {row[1]: row[2] for row in database.execute(f'PRAGMA table_info("{collection.id}")')}
        titles = dict(database.execute("SELECT column_name, title FROM gpkg_data_columns WHERE table_name = ?", (collection.id,)))
        check_layer(report, collection, layer, columns, titles)
        if collection.has_places:
            check_layer_on_map(report, service, collection, layer)
    return layers


def check_layer(report, collection, layer, columns, titles):
    what = f"layer {collection.id}"
    own = [f for f in layer.fields() if f.name() != "fid"]
    report.check([f.name() for f in own] == collection.names, f"{what}: fields", f"{len(own)}")
    wrong = [f"{f.name()} is {f.typeName()}" for f in own if f.type() not in SQL_TYPES[columns[f.name()]]]
    report.check(not wrong, f"{what}: types", ", ".join(wrong))
    report.check(layer.featureCount() == len(collection.features), f"{what}: number", f"{layer.featureCount()}")
    aliases = {f.name(): layer.attributeAlias(layer.fields().indexOf(f.name())) for f in own}
    bad = [n for n, alias in aliases.items() if not alias or alias != titles.get(n)]
    report.check(own and not bad, f"{what}: titles of fields", ", ".join(bad) or next(iter(aliases.values())))
    lists = [f for f in own if layer.editorWidgetSetup(layer.fields().indexOf(f.name())).type() == "ValueMap"]
    unknown = set()
    for field in lists:
        config = layer.editorWidgetSetup(layer.fields().indexOf(field.name())).config()
        codes = {code for entry in config["map"] for code in entry.values()}
        unknown |= {f["properties"][field.name()] for f in collection.features} - codes - {None}
    coded = [f for f in own if f.name() in ("category", "status", "site_type", "basis")]
    report.check(not unknown and len(lists) >= len(coded), f"{what}: meanings of codes", f"{len(lists)} lists" + ", ".join(unknown))
    rows = [(layer.getFeature(f["id"]), f) for f in collection.features[:: max(1, len(collection.features) // 200)]]
    shifted = [(theirs, in_utc(ours, collection)) for theirs, ours in rows]
    bad = differing(layer, collection, shifted)
    report.check(rows and not bad, f"{what}: values of {len(rows)} rows", "; ".join(bad[:5]))


def in_utc(feature, collection):
    """The package has instants in UTC, the service in the place's own time."""
    properties = dict(feature["properties"])
    for name in collection.times:
        if properties[name] is not None:
            moment = QDateTime.fromString(properties[name], Qt.ISODateWithMs).toUTC()
            properties[name] = moment.toString("yyyy-MM-ddTHH:mm:ss")
    return {**feature, "properties": properties}


def check_layer_on_map(report, service, collection, layer):
    what = f"layer {collection.id}"
    report.check(layer.crs() == WGS84, f"{what}: coordinate system", layer.crs().authid())
    wanted = "RuleRenderer" if len(collection.kinds) > 1 else "categorizedSymbol" if collection.result else "singleSymbol"
    report.check(layer.renderer().type() == wanted, f"{what}: style", layer.renderer().type())
    image, ink, errors = render([layer], to_mercator(layer.extent()), MERCATOR)
    report.check(ink > 40 and not errors, f"{what}: drawn", f"{ink} pixels" + "; ".join(errors))
    check_colours(report, service.get(f"/collections/{collection.id}/styles/default"), image, what)
    box = middle(layer.extent())
    request = QgsFeatureRequest().setFilterRect(box).setFlags(QgsFeatureRequest.ExactIntersect)
    window = QgsGeometry.fromRect(box)
    by_index = {f.id() for f in layer.getFeatures(request)}
    by_looking = {f.id() for f in layer.getFeatures() if f.hasGeometry() and f.geometry().intersects(window)}
    report.check(by_index == by_looking, f"{what}: spatial index", f"{len(by_index)} in the middle")
    placeless = sum(1 for f in collection.features if not f["geometry"])
    # The service compares boxes of shapes, so it may give some more.
    asked = service.count(collection.id, bbox=as_bbox(box)) - placeless
    report.check(len(by_index) <= asked, f"{what}: no more in the middle than the service says", f"{len(by_index)} of {asked}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("--package", type=Path)
    parser.add_argument("--pictures", type=Path, help="draw the package's layers for the documents, into this folder")
    return parser.parse_args()


def main():
    given = arguments()
    application = QgsApplication([], True)
    application.initQgis()
    report = Report()
    service = Service(given.base)
    collections = [Collection(service, document) for document in service.collections()]
    report.check(len(collections) >= 6 and all(c.features for c in collections), "collections", " ".join(c.id for c in collections))
    for collection in collections:
        layer = check_items(report, service, collection)
        if layer is not None and collection.has_places:
            check_tiles(report, service, collection, layer.extent())
    if given.package:
        layers = check_package(report, service, collections, given.package)
        if given.pictures:
            drawn = draw(layers, given.pictures)
            report.check(sorted(drawn) == sorted(PICTURES), "pictures", " ".join(drawn))
    print(f"{report.passed} passed, {report.failed} failed", flush=True)
    # QGIS may crash while Python takes it apart; nothing is left to be saved.
    os._exit(0 if report.failed == 0 and report.passed > 0 else 1)


if __name__ == "__main__":
    main()
