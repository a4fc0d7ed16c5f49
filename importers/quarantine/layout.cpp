// SPDX-License-Identifier: Apache-2.0
#include "importers/quarantine/layout.hpp"

#include "geo/base/hash.hpp"

#include <simdjson.h>

#include <algorithm>

namespace importers {
namespace {

/// What canonical() says of a profile of the user's own.
std::string own_profile_in(const std::string& options) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string_view fingerprint;
  const bool found = parser.parse(options).get(root) == simdjson::SUCCESS && root["own_profile"].get(fingerprint) == simdjson::SUCCESS;
  return found ? std::string(fingerprint) : std::string();
}

std::string fingerprint_of(const Layout& l) {
  std::string all = l.source;
  const auto add = [&](std::string_view text) { (all += '\n') += text; };
  for (const std::string_view text : {l.file.crs, l.file.crs_from, l.file.time_zone, l.file.profile, l.file.date_order, l.own_profile}) {
    add(text);
  }
  add(std::string_view(&l.file.decimal_sign, 1));
  for (const std::string& column : l.file.midnight_is_day) { add(column); }
  for (const Constant& c : l.constants) { add(c.field + "=" + c.value); }
  for (const ColumnFate& c : l.fates) { add(c.column + "\t" + c.use + "\t" + c.field); }
  return geo::hash128(all).hex();
}

/// Columns that only the user, or the tags of the file, have sent where they went: their names alone would not.
bool needs_map(const ColumnFate& fate) { return fate.why == "--map" || fate.why == "hxl"; }

bool is_position(std::string_view use) { return use == "latitude" || use == "longitude" || use == "geopoint" || use == "wkt"; }

}  // namespace

Layout layout_of(const std::string& report_json, const std::string& source, const std::string& options) {
  Report report = report_from_json(report_json);
  Layout layout;
  layout.source = source;
  layout.file = std::move(report.file);
  layout.constants = std::move(report.constants);
  layout.own_profile = own_profile_in(options);
  for (ColumnFate& fate : report.columns) {
    if (fate.use == "identifier") { continue; }
    layout.columns.push_back(fate.column);
    layout.fates.push_back(std::move(fate));
  }
  layout.fingerprint = fingerprint_of(layout);
  return layout;
}

ImportOptions options_like(const Layout& layout, const ImportOptions& given) {
  const std::string given_profile = given.own_profile ? given.own_profile->fingerprint : "";
  if (given_profile != layout.own_profile) {
    throw geo::Error(
        geo::Problem::usage,
        layout.own_profile.empty() ? "these rows were imported without a profile of your own: leave out --profile"
                                   : "these rows were imported with a profile of your own: give the same one with --profile FILE",
        layout.own_profile.empty() ? "estas linhas foram importadas sem um perfil próprio: retire --profile"
                                   : "estas linhas foram importadas com um perfil próprio: indique o mesmo com --profile FICHEIRO");
  }
  ImportOptions options = given;
  options.source = layout.source;
  options.time_zone = layout.file.time_zone;
  options.crs = layout.file.crs_from == "assumed" ? "" : layout.file.crs;
  options.profile = layout.file.profile.empty() ? "none" : layout.file.profile;
  options.columns.clear();
  options.complete = false;
  options.accept_partial = true;  // rows that fail again wait on; the others must not wait for them
  options.like = layout.file;
  options.map.clear();
  for (const ColumnFate& fate : layout.fates) {
    // What the store knows a row by must not depend on what a spreadsheet made of the other columns.
    if (fate.use == "key") { options.map.emplace_back("key", fate.column); }
    if (!needs_map(fate)) { continue; }
    if (!fate.field.empty()) { options.map.emplace_back(fate.field.substr(0, fate.field.find(" + ")), fate.column); }
    if (is_position(fate.use)) { options.map.emplace_back(fate.use, fate.column); }
  }
  options.set.clear();
  for (const Constant& c : layout.constants) { options.set.emplace_back(c.field, c.value); }
  return options;
}

}  // namespace importers
