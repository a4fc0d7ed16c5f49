// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/draft.hpp"

#include "geo/table/builtin.hpp"

#include <vector>

namespace importers {

int known_field(const geo::Collection& collection, std::string_view name) {
  const int at = collection.index_of(name);
  if (at < 0) { return -1; }
  const geo::Field& field = collection.fields[static_cast<std::size_t>(at)];
  const geo::Collection* builtin = geo::builtin_catalog().collection(collection.id);
  const geo::Field* meant = builtin == nullptr ? nullptr : builtin->field(name);
  static const std::vector<geo::Field> everywhere = geo::fields_of_every_collection();
  for (const geo::Field& f : everywhere) { meant = f.name == name ? &f : meant; }
  return meant != nullptr && meant->type == field.type && meant->code_list == field.code_list ? at : -1;
}

KnownFields::KnownFields(const geo::Collection& c)
    : category(known_field(c, "category")),
      category_source(known_field(c, "category_source")),
      severity(known_field(c, "severity")),
      gbv(known_field(c, "gbv")),
      confidentiality(known_field(c, "confidentiality")),
      occurred_from(known_field(c, "occurred_from")),
      occurred_to(known_field(c, "occurred_to")),
      utc_offset_min(known_field(c, "utc_offset_min")),
      time_precision(known_field(c, "time_precision")),
      reported_at(known_field(c, "reported_at")),
      location_precision(known_field(c, "location_precision")),
      uncertainty_m(known_field(c, "uncertainty_m")),
      place_name(known_field(c, "place_name")),
      duplicate_of(known_field(c, "duplicate_of")),
      extra(known_field(c, "extra")),
      members_total(known_field(c, "members_total")),
      members_women(known_field(c, "members_women")),
      members_youth(known_field(c, "members_youth")),
      killed_low(known_field(c, "killed_low")),
      killed(known_field(c, "killed")),
      killed_high(known_field(c, "killed_high")) {}

std::string text_of(const geo::Row& row, std::string_view field, const geo::Collection& collection) {
  const int at = collection.index_of(field);
  const auto* text = at < 0 ? nullptr : std::get_if<std::string>(&row.values[static_cast<std::size_t>(at)]);
  return text == nullptr ? std::string() : *text;
}

void Draft::clear(std::size_t fields) {
  staged.line = 0;
  staged.source_key.clear();
  staged.raw = {};
  staged.row.geometry = {};
  staged.row.values.resize(fields);
  for (geo::Value& v : staged.row.values) { v = std::monostate(); }
  extra.clear();
  extra_cut = false;
  category = nullptr;
  category_text = {};
  severity_unread = false;
  occurred_from.reset();
  occurred_to.reset();
  month_only = 0;
  month_text = {};
  reported.reset();
  started.reset();
}

}  // namespace importers
