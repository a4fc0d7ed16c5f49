// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hash.hpp"
#include "geo/base/json.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/import.hpp"

#include <algorithm>

namespace importers {
namespace {

void write_sorted(geo::JsonWriter& json, std::string_view name, NamePairs pairs) {
  std::sort(pairs.begin(), pairs.end());
  json.key(name).begin_array();
  for (const auto& [key, value] : pairs) { json.begin_array().value(key).value(value).end_array(); }
  json.end_array();
}

}  // namespace

std::string canonical(const ImportOptions& options, const std::string& layer) {
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object();
  write_sorted(json, "map", options.map);
  write_sorted(json, "set", options.set);
  json.member("crs", options.crs).member("time_zone", options.time_zone.empty() ? options.home_time_zone : options.time_zone).member("source", options.source);
  if (!options.columns.empty()) { json.member("columns", options.columns); }
  if (options.own_profile) {
    json.member("own_profile", options.own_profile->fingerprint);
  } else if (!options.profile.empty() && options.profile != "auto") {
    json.member("profile", options.profile);
  }
  if (options.area_of_operation) { json.member("area", geo::hash128(geo::to_wkb(*options.area_of_operation)).hex()); }
  if (!layer.empty()) { json.member("layer", layer); }
  if (options.reference && !options.reference->fingerprint().empty()) { json.member("reference", options.reference->fingerprint()); }
  json.end_object();
  return out;
}

}  // namespace importers
