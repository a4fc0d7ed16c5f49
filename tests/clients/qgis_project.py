#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The files of /qgis in a real QGIS without a screen: the project, the layer definitions, the connections, the styles.

    qgis_project.py BASE_URL [--picture FILE.png]

Opens bairro.qgs as a person would, in both languages; every layer must be valid, hold as many features as the service says, and be drawn in
the colours of the style that the service gives for MapLibre. Needs Debian's python3-qgis and qgis-providers (QGIS 3.22). Prints PASS and FAIL
lines; the last line counts.
"""

import argparse
import json
import os
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path

SCRATCH = tempfile.mkdtemp(prefix="bairro-qgis-")  # QGIS keeps a profile, and XDG wants a private folder
for variable in ("HOME", "XDG_RUNTIME_DIR", "QGIS_CUSTOM_CONFIG_PATH"):
    os.environ[variable] = SCRATCH
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402  (after the environment)
    QgsApplication,
    QgsLayerDefinition,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.gui import QgsManageConnectionsDialog  # noqa: E402
from qgis.PyQt.QtCore import QSize, QTimer  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMessageBox  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from qgis_picture import draw_one  # noqa: E402

FAILED = 0
PASSED = 0
FEATURES, TILES = "bairro_features_", "bairro_tiles_"
SECRETS = ("password=", "username=", "token", "Authorization", "Bearer")


def check(good, what, detail=""):
    global FAILED, PASSED
    if good:
        PASSED += 1
    else:
        FAILED += 1
    print(("PASS " if good else "FAIL ") + what + (f": {detail}" if detail != "" else ""), flush=True)
    return good


def fetch(base, path, accept="*/*", language=None):
    headers = {"Accept": accept, **({"Accept-Language": language} if language else {})}
    with urllib.request.urlopen(urllib.request.Request(base + path, headers=headers), timeout=60) as answer:
        return answer.read().decode()


def get(base, path, language=None):
    return json.loads(fetch(base, path, "application/json", language))


def keep(base, path):
    """Downloads a file; where it lies."""
    file = Path(SCRATCH) / path.split("?")[0].rsplit("/", 1)[1]
    file.write_text(fetch(base, path))
    return file


def layer_id(prefix, collection):
    return prefix + collection.replace("-", "_")


def draw(layers, settings_from, size=QSize(700, 700)):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(size)
    settings.setDestinationCrs(settings_from.crs())
    settings.setTransformContext(settings_from.transformContext())
    settings.setExtent(settings_from.viewSettings().defaultViewExtent())
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage(), [error.message for error in job.errors()]


def near(colour, pixel):
    """Whether a pixel is the colour, as thick or as thin as paint may lie on white."""
    paint = [255 - int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    seen = [255 - ((pixel >> shift) & 255) for shift in (16, 8, 0)]
    if max(paint) == 0:
        return False
    share = max(seen) / max(paint)
    return share > 0.02 and all(abs(s - p * share) <= 8 for s, p in zip(seen, paint))


def in_colours(image, colours):
    """The share of the ink that is of these colours, and how much ink there is."""
    ink = Counter(image.pixel(x, y) & 0xFFFFFF for x in range(image.width()) for y in range(image.height()))
    del ink[0xFFFFFF]
    total = sum(ink.values())
    right = sum(n for pixel, n in ink.items() if any(near(colour, pixel) for colour in colours))
    return (right / total if total else 0), total


def colours_of(base, style):
    layers = get(base, f"/styles/{style}?f=mapbox")["layers"]
    return {value for layer in layers for key, value in layer["paint"].items() if key.endswith("-color") and value != "#FFFFFF"}


def feature_styles(base, lang):
    """Those that features have too; cells are of tiles alone."""
    styles = get(base, f"/styles?lang={lang}")["styles"]
    return [style for style in styles if any(link["type"] == "application/vnd.qgis.qml" for link in style["links"])]


def open_project(base, lang):
    file = keep(base, f"/qgis/bairro.qgs?lang={lang}")
    text = file.read_text()
    check(not any(word in text for word in SECRETS), f"{lang}: no secret in the project")
    check(text.count("http://") > 0 and all(part.startswith(base[7:]) or part.startswith("mrcc.com") for part in text.split("http://")[1:]),
          f"{lang}: all addresses are the service's own")
    project = QgsProject.instance()
    project.clear()
    check(project.read(str(file)), f"{lang}: the project opens", project.error())
    return project


def check_features(project, base, collection, title, look):
    what = f"features of {collection['id']}"
    layer = project.mapLayer(layer_id(FEATURES, collection["id"]))
    if not check(isinstance(layer, QgsVectorLayer) and layer.isValid(), f"{what} open"):
        return
    check(layer.name() == title, f"{what}: title", layer.name())
    check(layer.featureCount() == collection["itemCount"], f"{what}: number", layer.featureCount())
    check(layer.customProperty("userNotes"), f"{what}: notes")
    if collection["itemCount"] == 0:
        return  # QGIS 3.22 knows the fields of what it has seen
    aliases = [layer.attributeAlias(i) for i in range(layer.fields().count())]
    named = get(base, f"/collections/{collection['id']}/schema", look["lang"])["properties"]
    wrong = [
        f.name()
        for f, alias in zip(layer.fields(), aliases)
        if f.name() in named and "title" in named[f.name()] and not alias.startswith(named[f.name()]["title"])
    ]
    check(not wrong, f"{what}: titles of fields", ", ".join(wrong))
    check_styles(project, base, collection, layer, look)


def usual_name(lang):
    return "Habitual" if lang == "pt" else "Usual"


def labels_of(layer):
    renderer = layer.renderer()
    if renderer.type() == "categorizedSymbol":
        return [category.label() for category in renderer.categories()]
    if renderer.type() == "RuleRenderer":
        return [rule.label() for rule in renderer.rootRule().children()]
    return []


def check_styles(project, base, collection, layer, look):
    """The usual style and those by codes: all there, with the titles that the service gives in SLD, and drawn."""
    id_ = collection["id"]
    styles = [style for style in look["styles"] if style["id"] == id_ or style["id"].startswith(id_ + ".")]
    manager = layer.styleManager()
    check(len(manager.styles()) == max(1, len(styles)), f"features of {id_}: styles", ", ".join(manager.styles()))
    notes = layer.customProperty("userNotes")
    for style in styles:
        name = usual_name(look["lang"]) if style["id"] == id_ else style["title"].removeprefix(collection["title"] + ": ")
        check(manager.setCurrentStyle(name), f"style {style['id']}: chosen")
        sld = fetch(base, f"/styles/{style['id']}?f=sld11&lang={look['lang']}")
        titles = [part.split("<")[0] for part in sld.split("<se:Rule>")[1:] for part in part.split("<se:Title>")[1:2]]
        labels = labels_of(layer)
        plain = len(titles) == 1 and not labels
        check(plain or labels == titles, f"style {style['id']}: titles of classes", labels[:3])
        check(layer.customProperty("userNotes") == notes, f"style {style['id']}: notes stay")
        if any(link["rel"] == "stylesheet" for link in style["links"]) and layer.isSpatial():
            image, errors = draw([layer], project)
            share, ink = in_colours(image, colours_of(base, style["id"]))
            check(ink > 20 and share > 0.5 and not errors, f"style {style['id']}: drawn", f"{share:.2f} of {ink} pixels {errors}")
    if styles:
        manager.setCurrentStyle(usual_name(look["lang"]))


def check_tiles(project, base, collection):
    what = f"tiles of {collection['id']}"
    layer = project.mapLayer(layer_id(TILES, collection["id"]))
    if not check(isinstance(layer, QgsVectorTileLayer) and layer.isValid(), f"{what} open"):
        return
    parts = layer.renderer().styles()
    layers = get(base, f"/styles/{collection['id']}?f=mapbox")["layers"]
    ours = [layer for layer in layers if layer["type"] != "symbol"]
    check(len(parts) == len(ours), f"{what}: as many parts as the style for MapLibre", len(parts))
    if collection["itemCount"] == 0:
        return
    image, errors = draw([layer], project)
    share, ink = in_colours(image, colours_of(base, collection["id"]))
    check(ink > 20 and share > 0.6 and not errors, f"{what}: drawn", f"{share:.2f} of {ink} pixels {errors}")


def check_project(base, lang):
    project = open_project(base, lang)
    collections = get(base, "/collections", lang)["collections"]
    look = {"lang": lang, "styles": feature_styles(base, lang)}
    with_places = {style["id"] for style in look["styles"]}
    check(project.crs().authid() == "EPSG:3857" and project.ellipsoid() == "EPSG:7030", f"{lang}: coordinates", project.ellipsoid())
    check(project.title() == get(base, "/", lang)["title"], f"{lang}: title", project.title())
    wanted = len(collections) + len([c for c in collections if c["id"] in with_places])
    check(len(project.mapLayers()) == wanted, f"{lang}: layers", f"{len(project.mapLayers())} of {wanted}")
    names = [group.name() for group in project.layerTreeRoot().children()]
    first, tiles = ("Programa", "Mosaicos vectoriais") if lang == "pt" else ("Programme", "Vector tiles")
    check(names[:2] == [first, tiles], f"{lang}: groups", ", ".join(names))
    check(all(node.layer() for node in project.layerTreeRoot().findLayers()), f"{lang}: every entry has its layer")
    for collection in collections:
        check_features(project, base, collection, collection["title"], look)
        if collection["id"] in with_places:
            check_tiles(project, base, collection)
    return project


def check_definitions(base):
    """Each collection as .qlr, into an empty project."""
    for collection in get(base, "/collections")["collections"]:
        project = QgsProject.instance()
        project.clear()
        file = keep(base, f"/qgis/{collection['id']}.qlr?lang=pt")
        good, message = QgsLayerDefinition.loadLayerDefinition(str(file), project, project.layerTreeRoot())
        layers = list(project.mapLayers().values())
        check(good and layers and all(layer.isValid() for layer in layers), f"{collection['id']}.qlr", message or f"{len(layers)} layers")


def check_slds(base):
    """QGIS reads both versions, one rule for each class."""
    for style in feature_styles(base, "en"):
        collection = style["id"].split(".")[0]
        for form in ("sld10", "sld11", "qml"):
            file = Path(SCRATCH) / f"style.{form[:3]}"
            text = fetch(base, f"/styles/{style['id']}?f={form}")
            file.write_text(text)
            project = QgsProject.instance()
            layer = project.mapLayer(layer_id(FEATURES, collection))
            if layer.featureCount() == 0:
                continue
            message, good = layer.loadSldStyle(str(file)) if form != "qml" else layer.loadNamedStyle(str(file))
            rules = text.count("Rule>") // 2 if form != "qml" else text.count("<symbol ")
            shown = len(layer.renderer().legendSymbolItems())
            check(good and shown == rules, f"{style['id']} as {form}", f"{shown} of {rules} {message}")


def check_connections(base):
    """Through the dialogue that the button "Load" opens."""
    settings = QgsSettings()
    for file, kind, folder in (
        ("features.xml", QgsManageConnectionsDialog.WFS, "qgis/connections-wfs"),
        ("vector-tiles.xml", QgsManageConnectionsDialog.VectorTile, "qgis/connections-vector-tile"),
    ):
        path = keep(base, f"/qgis/{file}?lang=pt&authcfg=abc1234")
        dialogue = QgsManageConnectionsDialog(None, QgsManageConnectionsDialog.Import, kind, str(path))
        QTimer.singleShot(5000, lambda: [box.reject() for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox)])
        dialogue.selectAll()
        dialogue.findChild(QDialogButtonBox).button(QDialogButtonBox.Ok).click()
        settings.beginGroup(folder)
        names = settings.childGroups()
        urls = [settings.value(name + "/url") for name in names]
        settings.endGroup()
        check(names and all(url and url.startswith(base) for url in urls), f"{file}: loaded", ", ".join(names[:3]))
        text = path.read_text()
        check("password=\"\"" in text or "password" not in text, f"{file}: no secret")
    return settings


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("--picture", type=Path, help="draw the project as it opens, for the documents")
    given = parser.parse_args()
    base = given.base.rstrip("/")
    application = QgsApplication([], True)
    application.initQgis()
    check_definitions(base)
    check_connections(base)
    check_project(base, "en")
    project = check_project(base, "pt")
    shown = [layer for layer in project.layerTreeRoot().layerOrder() if project.layerTreeRoot().findLayer(layer).isVisible()]
    image, errors = draw(shown, project, QSize(900, 900))
    check(not errors and (in_colours(image, [])[1] > 1000 or not shown), "what is switched on is drawn", len(shown))
    if given.picture:
        districts = project.mapLayer(layer_id(FEATURES, "admin_areas"))
        by_type = project.mapLayer(layer_id(FEATURES, "sites"))
        by_type.styleManager().setCurrentStyle("Tipo")
        check(draw_one(shown, districts, given.picture, "Bairro", "bairro.qgs, aberto no QGIS"), "picture", given.picture)
    check_slds(base)
    print(f"{PASSED} passed, {FAILED} failed", flush=True)
    # QGIS may crash while Python takes it apart; nothing is left to be saved.
    os._exit(0 if FAILED == 0 and PASSED > 0 else 1)


if __name__ == "__main__":
    main()
