// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/written_row.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cstdint>

namespace api {
namespace {

using importers::SentFeature;

constexpr std::string_view level_field = "confidentiality";

/// JSON of a property; one that was not sent is null.
std::string said(const SentFeature& feature, const std::string& name) {
  const auto found = feature.properties.find(name);
  return found == feature.properties.end() ? "null" : found->second;
}

geo::Value larger(const geo::Value& a, const geo::Value& b) {
  const auto* x = std::get_if<std::int64_t>(&a);
  const auto* y = std::get_if<std::int64_t>(&b);
  if (x == nullptr || y == nullptr) { return x == nullptr ? b : a; }
  return std::max(*x, *y);
}

}  // namespace

void refuse_json_fields(const geo::Collection& seen, const SentFeature& before, const SentFeature& after) {
  for (const geo::Field& field : seen.fields) {
    if (field.type != geo::FieldType::json || field.system || said(before, field.name) == said(after, field.name)) { continue; }
    throw geo::Error(geo::Problem::input, field.name + ": cannot be written over HTTP; leave it out, or import a file.",
                     field.name + ": não se pode escrever por HTTP; não o envie, ou importe um ficheiro.");
  }
}

SentFeature without_old_areas(const SentFeature& before, SentFeature after, bool in_other_crs) {
  if (!in_other_crs && before.geometry == after.geometry) { return after; }
  std::erase_if(after.properties, [&](const auto& property) {
    return property.first.ends_with("_pcode") && said(before, property.first) == property.second;
  });
  return after;
}

geo::Row written_row(const RowChange& change, const geo::Row& old, const geo::Row& checked) {
  geo::Row row = old;
  const bool moved = change.in_other_crs ? checked.geometry != old.geometry : change.before.geometry != change.after.geometry;
  if (moved) { row.geometry = checked.geometry; }
  for (std::size_t i = 0; i < change.whole.fields.size(); ++i) {
    const geo::Field& field = change.whole.fields[i];
    if (field.system || field.type == geo::FieldType::json) { continue; }  // not for clients to write
    const bool is_known = change.seen.field(field.name) != nullptr;
    const bool is_new = is_known && said(change.before, field.name) != said(change.after, field.name);
    const bool follows_place = moved && field.name.ends_with("_pcode");
    if (field.name == level_field && !is_new) {
      row.values[i] = larger(old.values[i], checked.values[i]);
    } else if (is_new || follows_place || geo::is_null(old.values[i])) {
      row.values[i] = checked.values[i];
    }
  }
  return row;
}

}  // namespace api
