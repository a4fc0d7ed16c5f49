// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/api_schemas.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace api {
namespace {

using Of = std::pair<std::string_view, std::string_view>;

constexpr std::array<Of, 50> schemas{{{"getLandingPage", "LandingPage"},
                                      {"getStyles", "Styles"},
                                      {"getStyleSheet", "Style"},
                                      {"getQgisFiles", "Document"},
                                      {"getQgisProject", "Text"},
                                      {"getQgisFeatureConnections", "Text"},
                                      {"getQgisTileConnections", "Text"},
                                      {"getQgisLayer", "Text"},
                                      {"getConformance", "Conformance"},
                                      {"getApi", "ApiDocument"},
                                      {"getCollections", "Collections"},
                                      {"getCollection", "Collection"},
                                      {"getItems", "FeatureCollection"},
                                      {"getItem", "Feature"},
                                      {"getTilesets", "TileSets"},
                                      {"getTileset", "TileSet"},
                                      {"getTileJson", "TileJson"},
                                      {"getTile", "Binary"},
                                      {"getMapTilesets", "TileSets"},
                                      {"getMapTileset", "TileSet"},
                                      {"getMapTile", "Binary"},
                                      {"getMapLegend", "MapLegend"},
                                      {"getDensityTile", "Binary"},
                                      {"getDensityLegend", "DensityLegend"},
                                      {"getSurfaceStyle", "Style"},
                                      {"getCoverage", "Binary"},
                                      {"getDatasetTilesets", "TileSets"},
                                      {"getDatasetTileset", "TileSet"},
                                      {"getDatasetTileJson", "TileJson"},
                                      {"getDatasetTile", "Binary"},
                                      {"getTileMatrixSets", "TileMatrixSets"},
                                      {"getTileMatrixSet", "TileMatrixSet"},
                                      {"getStyle", "Style"},
                                      {"getSchema", "PropertiesSchema"},
                                      {"getFeatureSchema", "PropertiesSchema"},
                                      {"getQueryables", "PropertiesSchema"},
                                      {"getSortables", "PropertiesSchema"},
                                      {"getProcesses", "Processes"},
                                      {"getProcess", "Process"},
                                      {"getJobs", "Jobs"},
                                      {"getStatus", "StatusInfo"},
                                      {"dismiss", "StatusInfo"},
                                      {"getFunctions", "Functions"},
                                      {"getImports", "Imports"},
                                      {"getImport", "Import"},
                                      {"beginImport", "Import"},
                                      {"endImport", "Import"},
                                      {"getImportReportCsv", "Binary"},
                                      {"getSession", "Session"},
                                      {"getHealth", "Health"}}};

}  // namespace

std::string_view schema_of(std::string_view operation) {
  if (operation == "execute" || operation == "getResult") { return "Results"; }
  const auto* const found = std::find_if(schemas.begin(), schemas.end(), [&](const Of& of) { return of.first == operation; });
  return found == schemas.end() ? "Document" : found->second;
}

constexpr std::string_view api_schemas_json = R"({
"Document":{"type":"object"},
"Html":{"type":"string"},
"Text":{"type":"string"},
"Styles":{"type":"object","required":["styles"],"properties":{"default":{"type":"string"},"styles":{"type":"array","items":{"type":"object","required":["id","links"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"links":{"$ref":"#/components/schemas/Links"}}}},"links":{"$ref":"#/components/schemas/Links"}}},
"Binary":{"type":"string","format":"binary"},
"Link":{"type":"object","required":["href","rel"],"properties":{"href":{"type":"string"},"rel":{"type":"string"},"type":{"type":"string"},"title":{"type":"string"},"templated":{"type":"boolean"}}},
"Links":{"type":"array","items":{"$ref":"#/components/schemas/Link"}},
"LandingPage":{"type":"object","required":["title","links"],"properties":{"title":{"type":"string"},"description":{"type":"string"},"access":{"type":"string","description":"As whom one reads here"},"links":{"$ref":"#/components/schemas/Links"}}},
"Conformance":{"type":"object","required":["conformsTo"],"properties":{"conformsTo":{"type":"array","items":{"type":"string","format":"uri"}},"links":{"$ref":"#/components/schemas/Links"}}},
"ApiDocument":{"type":"object","required":["openapi","info","paths"],"properties":{"openapi":{"type":"string"},"info":{"type":"object"},"paths":{"type":"object"}}},
"Collections":{"type":"object","required":["collections","links"],"properties":{"collections":{"type":"array","items":{"$ref":"#/components/schemas/Collection"}},"links":{"$ref":"#/components/schemas/Links"}}},
"Collection":{"type":"object","required":["id","title","links","itemType","crs","storageCrs"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"description":{"type":"string"},"links":{"$ref":"#/components/schemas/Links"},"extent":{"$ref":"#/components/schemas/Extent"},"itemType":{"type":"string","enum":["feature"]},"itemCount":{"type":"integer","minimum":0},"crs":{"type":"array","minItems":1,"items":{"type":"string","format":"uri"}},"storageCrs":{"type":"string","format":"uri"},"result":{"type":"object","description":"Of the result of an analysis: how it came to be","required":["method","parameters"],"properties":{"method":{"type":"string"},"parameters":{"type":"object"},"summary":{"type":"object"},"inputs":{"type":"array","items":{"type":"string"}},"role":{"type":"string"},"rev":{"type":"integer"},"made_at":{"type":"string","format":"date-time"},"expires_at":{"type":"string","format":"date-time","nullable":true}}}}},
"Extent":{"type":"object","properties":{"spatial":{"type":"object","required":["bbox"],"properties":{"bbox":{"type":"array","minItems":1,"items":{"type":"array","minItems":4,"maxItems":4,"items":{"type":"number"}}},"crs":{"type":"string","format":"uri"}}},"temporal":{"type":"object","required":["interval"],"properties":{"interval":{"type":"array","minItems":1,"items":{"type":"array","minItems":2,"maxItems":2,"items":{"type":"string","format":"date-time","nullable":true}}},"trs":{"type":"string","format":"uri"}}}}},
"Geometry":{"type":"object","nullable":true,"required":["type","coordinates"],"properties":{"type":{"type":"string","enum":["Point","MultiPoint","LineString","MultiLineString","Polygon","MultiPolygon"]},"coordinates":{"type":"array","items":{}}}},
"Feature":{"type":"object","required":["type","id","geometry","properties"],"properties":{"type":{"type":"string","enum":["Feature"]},"id":{"type":"integer","format":"int64"},"geometry":{"$ref":"#/components/schemas/Geometry"},"properties":{"type":"object","description":"As /schema of the collection says"},"links":{"$ref":"#/components/schemas/Links"}}},
"WrittenFeature":{"type":"object","description":"Properties as the schema of the collection has them; those that are read only are passed over","required":["type","geometry","properties"],"properties":{"type":{"type":"string","enum":["Feature"]},"geometry":{"$ref":"#/components/schemas/Geometry"},"properties":{"type":"object"}}},
"FeaturePatch":{"type":"object","description":"JSON merge patch of RFC 7396: what is not said stays, null takes a property away","properties":{"geometry":{"$ref":"#/components/schemas/Geometry"},"properties":{"type":"object"}}},
"FeatureCollection":{"type":"object","required":["type","features","numberMatched","numberReturned","links"],"properties":{"type":{"type":"string","enum":["FeatureCollection"]},"numberMatched":{"type":"integer","minimum":0},"numberReturned":{"type":"integer","minimum":0},"features":{"type":"array","items":{"$ref":"#/components/schemas/Feature"}},"links":{"$ref":"#/components/schemas/Links"}}},
"PropertiesSchema":{"type":"object","description":"A JSON Schema","required":["$schema","$id","type","properties"],"properties":{"$schema":{"type":"string","enum":["https://json-schema.org/draft/2020-12/schema"]},"$id":{"type":"string","format":"uri"},"type":{"type":"string","enum":["object"]},"title":{"type":"string"},"description":{"type":"string"},"properties":{"type":"object","additionalProperties":{"type":"object"}}}},
"TileSets":{"type":"object","required":["tilesets"],"properties":{"links":{"$ref":"#/components/schemas/Links"},"tilesets":{"type":"array","items":{"$ref":"#/components/schemas/TileSetItem"}}}},
"TileSetItem":{"type":"object","required":["dataType","crs","links"],"properties":{"title":{"type":"string"},"dataType":{"type":"string","enum":["vector","map"]},"crs":{"type":"string","format":"uri"},"tileMatrixSetURI":{"type":"string","format":"uri"},"links":{"$ref":"#/components/schemas/Links"}}},
"TileSet":{"allOf":[{"$ref":"#/components/schemas/TileSetItem"},{"type":"object","required":["layers","tileMatrixSet"],"properties":{"description":{"type":"string"},"boundingBox":{"type":"object","required":["lowerLeft","upperRight"],"properties":{"lowerLeft":{"$ref":"#/components/schemas/Position"},"upperRight":{"$ref":"#/components/schemas/Position"},"crs":{"type":"string","format":"uri"}}},"layers":{"type":"array","minItems":1,"items":{"type":"object","required":["id","dataType"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"dataType":{"type":"string","enum":["vector","map"]},"geometryDimension":{"type":"integer","minimum":0,"maximum":3},"propertiesSchema":{"type":"object"}}}},"tileMatrixSet":{"$ref":"#/components/schemas/TileMatrixSet"}}}]},
"Position":{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number"}},
"MapLegend":{"type":"object","required":["title","unit","classes","clear"],"properties":{"title":{"type":"string"},"description":{"type":"string"},"unit":{"type":"string"},"cell_m":{"type":"number"},"classes":{"type":"array","minItems":1,"items":{"type":"object","required":["level","from","below","title","colour","dotted"],"properties":{"level":{"type":"integer","minimum":0},"from":{"type":"number"},"below":{"type":"number"},"title":{"type":"string"},"colour":{"type":"string","pattern":"^#[0-9A-F]{6}$"},"dotted":{"type":"boolean"}}}},"clear":{"type":"string"},"links":{"$ref":"#/components/schemas/Links"}}},
"DensityLegend":{"allOf":[{"$ref":"#/components/schemas/MapLegend"},{"type":"object","required":["detail","bandwidth_m","matched","looked_at","used","caveats"],"properties":{"detail":{"type":"string","enum":["sketch","exact"]},"bandwidth_m":{"type":"number"},"matched":{"type":"integer","minimum":0},"looked_at":{"type":"integer","minimum":0},"used":{"type":"integer","minimum":0},"caveats":{"type":"array","items":{"type":"string"}}}}]},
"TileMatrixSets":{"type":"object","required":["tileMatrixSets"],"properties":{"tileMatrixSets":{"type":"array","items":{"type":"object","required":["id","links"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"uri":{"type":"string","format":"uri"},"crs":{"type":"string","format":"uri"},"links":{"$ref":"#/components/schemas/Links"}}}},"links":{"$ref":"#/components/schemas/Links"}}},
"TileMatrixSet":{"type":"object","required":["id","crs","tileMatrices"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"uri":{"type":"string","format":"uri"},"crs":{"type":"string","format":"uri"},"orderedAxes":{"type":"array","items":{"type":"string"}},"wellKnownScaleSet":{"type":"string","format":"uri"},"tileMatrices":{"type":"array","minItems":1,"items":{"type":"object","required":["id","scaleDenominator","cellSize","pointOfOrigin","tileWidth","tileHeight","matrixWidth","matrixHeight"],"properties":{"id":{"type":"string"},"scaleDenominator":{"type":"number"},"cellSize":{"type":"number"},"cornerOfOrigin":{"type":"string","enum":["topLeft"]},"pointOfOrigin":{"$ref":"#/components/schemas/Position"},"tileWidth":{"type":"integer"},"tileHeight":{"type":"integer"},"matrixWidth":{"type":"integer"},"matrixHeight":{"type":"integer"}}}},"links":{"$ref":"#/components/schemas/Links"}}},
"TileJson":{"type":"object","required":["tilejson","tiles","vector_layers"],"properties":{"tilejson":{"type":"string","enum":["3.0.0"]},"name":{"type":"string"},"tiles":{"type":"array","minItems":1,"items":{"type":"string"}},"minzoom":{"type":"integer"},"maxzoom":{"type":"integer"},"bounds":{"type":"array","minItems":4,"maxItems":4,"items":{"type":"number"}},"vector_layers":{"type":"array","minItems":1,"items":{"type":"object","required":["id","fields"],"properties":{"id":{"type":"string"},"fields":{"type":"object","additionalProperties":{"type":"string"}}}}}}},
"Style":{"type":"object","description":"A style for MapLibre","required":["version","sources","layers"],"properties":{"version":{"type":"integer","enum":[8]},"name":{"type":"string"},"sources":{"type":"object"},"layers":{"type":"array","items":{"type":"object","required":["id","type"],"properties":{"id":{"type":"string"},"type":{"type":"string"}}}}}},
"Processes":{"type":"object","required":["processes","links"],"properties":{"processes":{"type":"array","items":{"$ref":"#/components/schemas/ProcessSummary"}},"links":{"$ref":"#/components/schemas/Links"}}},
"ProcessSummary":{"type":"object","required":["id","version"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"description":{"type":"string"},"version":{"type":"string"},"jobControlOptions":{"type":"array","items":{"type":"string","enum":["sync-execute","async-execute","dismiss"]}},"outputTransmission":{"type":"array","items":{"type":"string","enum":["value","reference"]}},"links":{"$ref":"#/components/schemas/Links"}}},
"Process":{"allOf":[{"$ref":"#/components/schemas/ProcessSummary"},{"type":"object","required":["inputs","outputs"],"properties":{"inputs":{"type":"object","additionalProperties":{"type":"object","required":["schema"]}},"outputs":{"type":"object","additionalProperties":{"type":"object","required":["schema"]}}}}]},
"Jobs":{"type":"object","required":["jobs","links"],"properties":{"jobs":{"type":"array","items":{"$ref":"#/components/schemas/StatusInfo"}},"links":{"$ref":"#/components/schemas/Links"}}},
"StatusInfo":{"type":"object","required":["jobID","status","type"],"properties":{"jobID":{"type":"string"},"processID":{"type":"string"},"type":{"type":"string","enum":["process"]},"status":{"type":"string","enum":["accepted","running","successful","failed","dismissed"]},"message":{"type":"string"},"progress":{"type":"integer","minimum":0,"maximum":100},"created":{"type":"string","format":"date-time"},"started":{"type":"string","format":"date-time"},"finished":{"type":"string","format":"date-time"},"updated":{"type":"string","format":"date-time"},"links":{"$ref":"#/components/schemas/Links"}}},
"Execute":{"type":"object","properties":{"inputs":{"type":"object","description":"By name, as the process describes them"},"outputs":{"type":"object","description":"result, summary, provenance; without it all"},"response":{"type":"string","enum":["document","raw"],"default":"document"}}},
"Results":{"type":"object","description":"A document with those outputs that were asked for; with response raw the one output itself","properties":{"result":{"$ref":"#/components/schemas/Link"},"summary":{"type":"object","required":["value"],"properties":{"value":{"type":"object"}}},"provenance":{"type":"object","required":["value"],"properties":{"value":{"type":"object"}}}}},
"Functions":{"type":"object","required":["functions"],"properties":{"functions":{"type":"array","items":{"type":"object","required":["name","returns"],"properties":{"name":{"type":"string"},"description":{"type":"string"},"arguments":{"type":"array","items":{"type":"object","required":["type"]}},"returns":{"type":"array","items":{"type":"string"}}}}},"links":{"$ref":"#/components/schemas/Links"}}},
"ImportForm":{"type":"object","required":["file","collection"],"description":"The parameters of the query may stand here, too","properties":{"file":{"type":"string","format":"binary"},"collection":{"type":"string"},"dry-run":{"type":"boolean"}}},
"Import":{"type":"object","required":["importID","status","asked","links"],"properties":{"importID":{"type":"string"},"status":{"type":"string","enum":["waiting","running","done","stopped","refused","failed"]},"message":{"type":"string"},"progress":{"type":"integer","minimum":0,"maximum":100},"created":{"type":"string","format":"date-time"},"finished":{"type":"string","format":"date-time"},"asked":{"type":"object"},"counts":{"type":"object"},"links":{"$ref":"#/components/schemas/Links"}}},
"Imports":{"type":"object","required":["imports","links"],"properties":{"imports":{"type":"array","items":{"$ref":"#/components/schemas/Import"}},"links":{"$ref":"#/components/schemas/Links"}}},
"Session":{"type":"object","required":["sign_in","account","role","areas"],"properties":{"sign_in":{"type":"boolean","description":"Whether people can sign in here"},"account":{"type":"string","nullable":true},"role":{"type":"string"},"areas":{"type":"array","items":{"type":"string"}}}},
"Health":{"type":"object","required":["status"],"properties":{"status":{"type":"string","enum":["ok"]}}},
"Problem":{"type":"object","description":"RFC 9457","required":["type","title","status"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"request_id":{"type":"string"}}}})";

}  // namespace api
