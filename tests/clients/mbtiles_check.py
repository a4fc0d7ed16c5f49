#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""GDAL and QGIS open a file of tiles, and find in it what the service serves.

    mbtiles_check.py OPEN_URL FILE COLLECTION…

GDAL reads the deepest zoom: each point of the collections is there once, with its id, where it belongs and with its values. QGIS opens the
file as a layer of vector tiles, and paints each collection as it paints the tiles that the service sends. Prints PASS and FAIL lines; the last line counts.
"""

import json
import math
import os
import sqlite3
import sys
import urllib.request

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from osgeo import ogr  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorTileBasicRenderer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

ogr.UseExceptions()
RADIUS_M = 6378137.0
PASSED = 0
FAILED = 0


def check(good, what, detail=""):
    global PASSED, FAILED
    PASSED, FAILED = PASSED + bool(good), FAILED + (not good)
    print(("PASS " if good else "FAIL ") + what + (f": {detail}" if detail != "" and not good else ""), flush=True)


def all_features(base, collection):
    url = f"{base}/collections/{collection}/items?limit=10000"
    features = []
    while url:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "application/geo+json"}), timeout=60) as answer:
            page = json.load(answer)
        features += page["features"]
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    return features


def mercator(lon, lat):
    return math.radians(lon) * RADIUS_M, math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) * RADIUS_M


def same(a, b):
    if isinstance(b, bool):
        return a in (b, int(b))
    return math.isclose(a, b, rel_tol=1e-9) if isinstance(b, (int, float)) else a == b


def points(layer, features, zoom):
    """What is wrong with the points that GDAL has."""
    grid_m = 2 * math.pi * RADIUS_M / 2**zoom / 4096
    expected = {f["id"]: f for f in features if f["geometry"]}
    wrong, met = [], set()
    for feature in layer:
        fid = feature["mvt_id"]
        met.add(fid)
        if fid not in expected:
            wrong.append(f"no row {fid}")
            continue
        x, y = mercator(*expected[fid]["geometry"]["coordinates"])
        at = feature.GetGeometryRef()
        if max(abs(at.GetX() - x), abs(at.GetY() - y)) > grid_m:
            wrong.append(f"row {fid} is {at.GetX() - x:.2f}, {at.GetY() - y:.2f} m off")
        for i in range(feature.GetFieldCount()):
            name = feature.GetFieldDefnRef(i).GetName()
            if name in ("mvt_id", "count") or not feature.IsFieldSetAndNotNull(i):
                continue
            if not same(feature.GetField(i), expected[fid]["properties"][name]):
                wrong.append(f"row {fid}: {name} is {feature.GetField(i)!r}, not {expected[fid]['properties'][name]!r}")
    return wrong + ([f"{len(expected) - len(met)} rows are missing"] if met != set(expected) else [])


def with_gdal(base, file, collections, zoom):
    source = ogr.Open(file)
    check(source is not None and source.GetDriver().GetName() == "MBTiles", "GDAL opens it")
    names = [source.GetLayer(i).GetName() for i in range(source.GetLayerCount())]
    check(sorted(names) == sorted(collections), "every collection is a layer", names)
    for collection in collections:
        features = all_features(base, collection)
        layer = source.GetLayerByName(collection)
        if all(f["geometry"] is None or f["geometry"]["type"] == "Point" for f in features):
            wrong = points(layer, features, zoom)
            check(not wrong, f"{collection}: every row with a place is there once, where it belongs", wrong[:5])
        else:
            ids = {feature["mvt_id"] for feature in layer}
            check(ids == {f["id"] for f in features if f["geometry"]}, f"{collection}: every shape is there", len(ids))


def vector_tiles(parameters):
    uri = QgsDataSourceUri()
    for name, value in parameters.items():
        uri.setParam(name, value)
    return QgsVectorTileLayer(bytes(uri.encodedUri()).decode(), "tiles")


def picture(layer, collection, box):
    """What QGIS paints of one collection, and how many pixels are not white."""
    plain = QgsVectorTileBasicRenderer.simpleStyle(QColor("green"), QColor("black"), 0.5, QColor("blue"), 0.5, QColor("red"), QColor("black"), 3)
    for style in plain:
        style.setLayerName(collection)
    renderer = QgsVectorTileBasicRenderer()
    renderer.setStyles(plain)
    layer.setRenderer(renderer)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setOutputSize(QSize(600, 600))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(box)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    white = QColor("white").rgb()
    return image, sum(image.pixel(x, y) != white for x in range(0, 600, 5) for y in range(0, 600, 5))


def with_qgis(base, file, collections):
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    layer = vector_tiles({"type": "mbtiles", "url": file})
    check(layer.isValid(), "QGIS opens it as vector tiles")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        facts = dict(database.execute("SELECT name, value FROM metadata"))
    zooms = int(facts["minzoom"]), int(facts["maxzoom"])
    check((layer.sourceMinZoom(), layer.sourceMaxZoom()) == zooms, "its zooms")
    west, south, east, north = map(float, facts["bounds"].split(","))
    corners = (*mercator(west, south), *mercator(east, north))
    extent = layer.extent()
    check(all(abs(a - b) < 1 for a, b in zip((extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()), corners)), "its extent")
    middle = QgsRectangle(*corners)
    middle.scale(0.4)
    for collection in collections:
        url = f"{base}/collections/{collection}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
        served = vector_tiles({"type": "xyz", "url": url, "zmin": str(zooms[0]), "zmax": str(zooms[1])})
        for what, box in (("all of it", QgsRectangle(*corners)), ("the middle", middle)):
            ours, painted = picture(layer, collection, box)
            theirs, _ = picture(served, collection, box)
            check(painted >= 5 and ours == theirs, f"{collection}, {what}: QGIS paints the file as it paints the service", painted)
    del layer, served
    application.exitQgis()


def main():
    base, file, *collections = sys.argv[1:]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        zoom = int(dict(database.execute("SELECT name, value FROM metadata"))["maxzoom"])
    with_gdal(base.rstrip("/"), file, collections, zoom)
    with_qgis(base.rstrip("/"), file, collections)
    print(f"{PASSED} passed, {FAILED} failed")
    return 0 if FAILED == 0 and PASSED > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
