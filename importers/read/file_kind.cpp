// SPDX-License-Identifier: Apache-2.0
#include "importers/read/file_kind.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/osm/blobs.hpp"
#include "importers/read/json_rows_reader.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <utility>

namespace importers {
namespace {

enum class Name { csv, geojson, geojson_sequence, unknown };

std::string lower_extension(std::string_view name) {
  std::string text;
  for (const char c : name) { text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
  if (text.size() > 3 && text.compare(text.size() - 3, 3, ".gz") == 0) { text.resize(text.size() - 3); }
  const std::size_t dot = text.rfind('.');
  return dot == std::string::npos ? "" : text.substr(dot + 1);
}

Name kind_by_name(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Name>, 14> known{{{"csv", Name::csv},
                                                                            {"xyz", Name::csv},
                                                                            {"tsv", Name::csv},
                                                                            {"tab", Name::csv},
                                                                            {"txt", Name::csv},
                                                                            {"ssv", Name::csv},
                                                                            {"psv", Name::csv},
                                                                            {"geojson", Name::geojson},
                                                                            {"json", Name::geojson},
                                                                            {"geojsonl", Name::geojson_sequence},
                                                                            {"geojsons", Name::geojson_sequence},
                                                                            {"ndjson", Name::geojson_sequence},
                                                                            {"jsonl", Name::geojson_sequence},
                                                                            {"geojsonseq", Name::geojson_sequence}}};
  const std::string extension = lower_extension(name);
  for (const auto& [text, kind] : known) {
    if (extension == text) { return kind; }
  }
  return Name::unknown;
}

[[noreturn]] void refuse_kind(std::string_view name, std::string_view en, std::string_view pt) {
  const std::string shown = geo::excerpt(name);
  refuse(fmt::format("{} {}; CSV, GeoJSON, GeoPackage, Shapefile (.zip), KML, GPX, FlatGeobuf, XLSX, ODS, GeoTIFF and OpenStreetMap "
                     "(.osm.pbf) files are read here.",
                     shown, en),
         fmt::format("{} {}; aqui leem-se ficheiros CSV, GeoJSON, GeoPackage, Shapefile (.zip), KML, GPX, FlatGeobuf, XLSX, ODS, GeoTIFF e "
                     "OpenStreetMap (.osm.pbf).",
                     shown, pt));
}

FileKind kind_of_json(Name by_name, std::string_view name) {
  if (by_name == Name::csv) { refuse_kind(name, "is named as a table but holds JSON", "tem nome de tabela mas contém JSON"); }
  return by_name == Name::geojson_sequence ? FileKind::geojson_sequence : FileKind::geojson;
}

}  // namespace

FileKind file_kind(std::string_view first_text, std::string_view name, std::string_view wanted) {
  Name by_name = kind_by_name(name);
  if (wanted == "csv") { return FileKind::csv; }
  if (wanted == "geojson") { by_name = by_name == Name::geojson_sequence ? by_name : Name::geojson; }
  if (!wanted.empty() && wanted != "geojson") {
    throw geo::Error(geo::Problem::usage, fmt::format("The format {} is not one of csv, geojson.", geo::excerpt(wanted)),
                     fmt::format("O formato {} não é csv nem geojson.", geo::excerpt(wanted)));
  }
  const std::size_t first = first_text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    refuse(fmt::format("{} is empty.", geo::excerpt(name)), fmt::format("{} está vazio.", geo::excerpt(name)));
  }
  const char begin = first_text[first];
  if (by_name != Name::csv && by_name != Name::geojson_sequence && looks_like_json_rows(first_text)) { return FileKind::json_rows; }
  if (begin == '{' || begin == '\x1e') { return kind_of_json(by_name, name); }
  if (begin == '<') {
    refuse_kind(name, "holds XML or HTML but is not named .kml or .gpx", "contém XML ou HTML mas não tem a extensão .kml ou .gpx");
  }
  if (by_name == Name::geojson || by_name == Name::geojson_sequence) {
    refuse_kind(name, "is named as GeoJSON but holds no JSON object", "tem nome de GeoJSON mas não contém um objecto JSON");
  }
  if (by_name == Name::unknown) {
    refuse_kind(name, "has neither the name nor the content of a known kind of file",
                "não tem nome nem conteúdo de um tipo de ficheiro conhecido");
  }
  return FileKind::csv;
}

void refuse_binary(std::string_view first_bytes, bool utf16, std::string_view name) {
  struct Magic {
    std::string_view bytes;
    std::string_view en;
    std::string_view pt;
  };
  static constexpr std::array<Magic, 10> magics{{
      {"PK\x03\x04", "is a zip archive but not named .xlsx, .ods, .kmz or, for a Shapefile or tables of ODK Central, .zip",
       "é um arquivo zip mas não tem a extensão .xlsx, .ods, .kmz ou, para um Shapefile ou tabelas do ODK Central, .zip"},
      {"SQLite format 3", "is an SQLite database but not named as a GeoPackage, .gpkg",
       "é uma base de dados SQLite mas não tem a extensão de um GeoPackage, .gpkg"},
      {{"\0\0\x27\x0a", 4},
       "is one part of a Shapefile; put its .shp, .shx, .dbf and .prj into one .zip and import that",
       "é uma parte de um Shapefile; ponha o .shp, o .shx, o .dbf e o .prj num só .zip e importe-o"},
      {"\xd0\xcf\x11\xe0", "is an old Excel or Word file; save it as .xlsx", "é um ficheiro antigo do Excel ou Word; guarde-o como .xlsx"},
      {"%PDF", "is a PDF document", "é um documento PDF"},
      {"\x1f\x8b", "is a gzip file inside a gzip file", "é um ficheiro gzip dentro de outro"},
      {"BZh", "is compressed with bzip2", "está comprimido com bzip2"},
      {"\xfd"
       "7zXZ",
       "is compressed with xz", "está comprimido com xz"},
      {"\x28\xb5\x2f\xfd", "is compressed with zstd", "está comprimido com zstd"},
      {"PAR1", "is a Parquet file", "é um ficheiro Parquet"},
  }};
  for (const Magic& magic : magics) {
    if (first_bytes.substr(0, magic.bytes.size()) == magic.bytes) { refuse_kind(name, magic.en, magic.pt); }
  }
  if (osm::looks_like_pbf(first_bytes)) {
    refuse_kind(name, "is an OpenStreetMap file (PBF), which is read only as it lies on disk, not packed",
                "é um ficheiro OpenStreetMap (PBF), que só se lê tal como está no disco, sem estar comprimido");
  }
  if (!utf16 && first_bytes.substr(0, 4096).find('\0') != std::string_view::npos) {
    refuse_kind(name, "is a binary file, or UTF-16 text without its mark", "é um ficheiro binário, ou texto UTF-16 sem a sua marca");
  }
}

}  // namespace importers
