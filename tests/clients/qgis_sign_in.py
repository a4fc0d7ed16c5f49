#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Two people in a real QGIS, each with an authentication configuration of its own: what each of them has must be what their role may see.

    qgis_sign_in.py BASE_URL basic=NAME:PASSWORD bearer=TOKEN

The first signs in with a password (Basic), the second with a token in a header (Bearer), then with the same token as a password.
Debian's QGIS 3.22 comes without the method "API Header"; a preprocessor of requests does what that does. The service must let people sign in; the
second must see less than the first. The project of /qgis is opened with the id of a configuration, and without. Prints PASS and FAIL lines; the last line counts.
"""

import base64
import json
import os
import sys
import tempfile
import urllib.error
import urllib.request

SCRATCH = tempfile.mkdtemp(prefix="bairro-qgis-")
for variable in ("HOME", "XDG_RUNTIME_DIR", "QGIS_CUSTOM_CONFIG_PATH", "QGIS_AUTH_DB_DIR_PATH"):
    os.environ[variable] = SCRATCH
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsNetworkAccessManager,
    QgsProject,
    QgsVectorLayer,
    QgsVectorTileLayer,
)

FAILED = 0
PASSED = 0
OWN = {"fid", "id", "geometry"}


def check(good, what, detail=""):
    global FAILED, PASSED
    if good:
        PASSED += 1
    else:
        FAILED += 1
    print(("PASS " if good else "FAIL ") + what + (f": {detail}" if detail != "" else ""), flush=True)


def ask(base, path, header):
    """(status, JSON) as the one whom the header names."""
    request = urllib.request.Request(base + path, headers={"Accept": "application/json", **header})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, {}


def configuration(method, **settings):
    """Stored in QGIS as a planner would; its id."""
    config = QgsAuthMethodConfig(method)
    config.setName(method)
    for key, value in settings.items():
        config.setConfig(key, value)
    stored, config = QgsApplication.authManager().storeAuthenticationConfig(config)
    check(stored, f"QGIS keeps a configuration of the method {method}")
    return config.id()


def features(base, collection, authcfg):
    uri = QgsDataSourceUri()
    uri.setParam("url", base + "/")
    uri.setParam("typename", collection)
    uri.setParam("pagingEnabled", "true")
    if authcfg:
        uri.setAuthConfigId(authcfg)
    return QgsVectorLayer(uri.uri(False), collection, "OAPIF")


def compare(base, who, header, authcfg, collections):
    """Every collection that anybody has, as this one."""
    _, listed = ask(base, "/collections", header)
    own = {c["id"]: c["itemCount"] for c in listed["collections"]}
    for collection in collections:
        layer = features(base, collection, authcfg)
        if collection not in own:
            check(not layer.isValid(), f"{who}: QGIS opens no layer '{collection}'")
            continue
        if own[collection] == 0:
            continue  # QGIS 3.22 takes the fields of an empty collection for none
        if not layer.isValid():
            check(False, f"{who}: QGIS opens '{collection}'", layer.error().message())
            continue
        read = list(layer.getFeatures())
        check(len(read) == own[collection], f"{who}: '{collection}' has {own[collection]} features", len(read))
        _, schema = ask(base, f"/collections/{collection}/schema", header)
        expected = {name for name, field in schema["properties"].items() if field.get("x-ogc-role") != "primary-geometry"}
        names = {field.name() for field in layer.fields()} - OWN
        check(names <= expected, f"{who}: '{collection}' shows no field beyond the schema", sorted(names - expected))
        check(len(names) > 0, f"{who}: '{collection}' has fields", len(names))
    tiles = QgsDataSourceUri()
    tiles.setParam("type", "xyz")
    tiles.setParam("url", base + "/collections/catchments/tiles/WebMercatorQuad/{z}/{y}/{x}")
    tiles.setParam("zmax", "14")
    tiles.setParam("zmin", "0")
    if authcfg:
        tiles.setAuthConfigId(authcfg)
    layer = QgsVectorTileLayer(bytes(tiles.encodedUri()).decode(), "tiles")
    check(layer.isValid(), f"{who}: vector tiles with the same configuration")
    return own


def open_project(base, header, authcfg):
    """The project as the one whom the header names downloads it; (ids of collections, those of layers that QGIS opens with all their rows)."""
    request = urllib.request.Request(f"{base}/qgis/bairro.qgs" + (f"?authcfg={authcfg}" if authcfg else ""), headers=header)
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
    check(not any(value.split(" ")[1].encode() in text for value in header.values()), "the project holds nothing of who downloads it")
    file = os.path.join(SCRATCH, "bairro.qgs")
    with open(file, "wb") as out:
        out.write(text)
    project = QgsProject.instance()
    project.clear()
    project.read(file)
    _, listed = ask(base, "/collections", header)
    counts = {c["id"]: c["itemCount"] for c in listed["collections"]}
    layers = {id_: project.mapLayer("bairro_features_" + id_.replace("-", "_")) for id_ in counts}
    return set(counts), {id_ for id_, layer in layers.items() if layer and layer.isValid() and layer.featureCount() == counts[id_]}


def main():
    base = sys.argv[1].rstrip("/")
    given = dict(each.split("=", 1) for each in sys.argv[2:])
    name, password = given["basic"].split(":", 1)
    app = QgsApplication([], False)
    app.initQgis()
    manager = QgsApplication.authManager()
    check(manager.setMasterPassword("only for this test", True), "QGIS has a master password")
    basic = configuration("Basic", username=name, password=password, realm="")
    basic_header = {"Authorization": "Basic " + base64.b64encode(given["basic"].encode()).decode()}
    bearer_header = {"Authorization": f"Bearer {given['bearer']}"}
    _, everything = ask(base, "/collections", basic_header)
    collections = [c["id"] for c in everything["collections"]]
    more = compare(base, "by password", basic_header, basic, collections)
    there, opened = open_project(base, basic_header, basic)
    check(there == opened and "incidents" in opened, "the project with the id of a configuration opens all of it", len(opened))
    with_header = QgsNetworkAccessManager.setRequestPreprocessor(
        lambda request: request.setRawHeader(b"Authorization", bearer_header["Authorization"].encode())
    )
    less = compare(base, "by token", bearer_header, "", collections)
    QgsNetworkAccessManager.removeRequestPreprocessor(with_header)
    _, known = ask(base, "/session", bearer_header)
    by_token = configuration("Basic", username=known["account"], password=given["bearer"], realm="")
    check(compare(base, "by token as a password", bearer_header, by_token, collections) == less, "a token as a password opens the same")
    check(set(less) < set(more), "the second knows fewer collections", sorted(set(more) - set(less)))
    check(not features(base, "incidents", "").isValid(), "nobody: QGIS opens no layer 'incidents'")
    wrong = configuration("Basic", username=name, password=password + "x", realm="")
    check(not features(base, "incidents", wrong).isValid(), "a wrong password: QGIS opens nothing")
    check(ask(base, "/collections/incidents", {"Authorization": "Bearer x"})[0] == 401, "a wrong token is refused with 401")
    _, opened = open_project(base, basic_header, "")
    check("incidents" not in opened, "without the id QGIS opens what anybody may see, and no incidents", len(opened))
    print(f"{PASSED} passed, {FAILED} failed", flush=True)
    app.exitQgis()
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
