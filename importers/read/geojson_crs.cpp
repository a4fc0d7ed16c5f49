// SPDX-License-Identifier: Apache-2.0
#include "importers/read/geojson_crs.hpp"

#include "geo/base/text.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstdint>

namespace importers {
namespace {

/// Takes `prefix` off the front of `text`.
bool skip(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) { return false; }
  text.remove_prefix(prefix.size());
  return true;
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 6 && text.find_first_not_of("0123456789") == std::string_view::npos && text[0] != '0';
}

[[noreturn]] void refuse_crs(std::string_view file, std::string_view what_en, std::string_view what_pt) {
  refuse(fmt::format("The crs member of {} {}.", file, what_en), fmt::format("O membro crs de {} {}.", file, what_pt));
}

}  // namespace

std::optional<std::string> crs_of_name(std::string_view name) {
  char separator = ':';
  if (name == "CRS84") { return "OGC:CRS84"; }
  if (skip(name, "http://www.opengis.net/def/crs/") || skip(name, "https://www.opengis.net/def/crs/")) {
    separator = '/';
  } else {
    skip(name, "urn:ogc:def:crs:") || skip(name, "urn:x-ogc:def:crs:");
  }
  const std::size_t first = name.find(separator);
  if (first == std::string_view::npos) { return std::nullopt; }
  const std::string_view authority = name.substr(0, first);
  const std::string_view code = name.substr(name.rfind(separator) + 1);
  if (authority == "OGC" && code == "CRS84") { return "OGC:CRS84"; }
  const bool numbered = authority == "EPSG" || authority == "epsg" || authority == "ESRI";
  if (!numbered || !is_code(code)) { return std::nullopt; }
  return fmt::format("{}:{}", authority == "ESRI" ? "ESRI" : "EPSG", code);
}

bool is_crs84(std::string_view crs) { return crs.empty() || crs == "OGC:CRS84" || crs == "EPSG:4326"; }

std::string read_geojson_crs(std::string_view json, std::string_view file) {
  if (json == "null") { return ""; }
  simdjson::dom::parser parser;
  simdjson::dom::element crs;
  std::string_view type;
  if (parser.parse(json.data(), json.size()).get(crs) != simdjson::SUCCESS || crs["type"].get(type) != simdjson::SUCCESS) {
    refuse_crs(file, "has no type", "não tem tipo");
  }
  if (type == "link") {
    refuse_crs(file, "is a link to another place; links are never followed. Name it, like EPSG:32737",
               "é uma ligação para outro lugar; ligações nunca são seguidas. Indique um nome, como EPSG:32737");
  }
  std::string_view name;
  if (type == "name" && crs["properties"]["name"].get(name) == simdjson::SUCCESS) {
    if (const auto known = crs_of_name(name)) { return *known; }
    refuse_crs(file, fmt::format("has the name {}, which is not known", geo::excerpt(name)),
               fmt::format("tem o nome {}, que não é conhecido", geo::excerpt(name)));
  }
  std::int64_t code = 0;
  if (type == "EPSG" && crs["properties"]["code"].get(code) == simdjson::SUCCESS && code > 0 && code < 1'000'000) {
    return fmt::format("EPSG:{}", code);
  }
  refuse_crs(file, "is neither a name nor an EPSG code", "não é um nome nem um código EPSG");
}

}  // namespace importers
