// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/draft.hpp"

#include "geo/table/builtin.hpp"

#include <vector>

namespace importers {
namespace {

/// A field is only what rules take it for when it is the built-in one: a layer's own `category` or `severity` may hold anything.
int known(const geo::Collection& collection, std::string_view name) {
  const int at = collection.index_of(name);
  if (at < 0) { return -1; }
  const geo::Field& field = collection.fields[static_cast<std::size_t>(at)];
  const geo::Collection* builtin = geo::builtin_catalog().collection(collection.id);
  const geo::Field* meant = builtin == nullptr ? nullptr : builtin->field(name);
  static const std::vector<geo::Field> everywhere = geo::fields_of_every_collection();
  for (const geo::Field& f : everywhere) { meant = f.name == name ? &f : meant; }
  return meant != nullptr && meant->type == field.type && meant->code_list == field.code_list ? at : -1;
}

}  // namespace

KnownFields::KnownFields(const geo::Collection& c)
    : category(known(c, "category")),
      category_source(known(c, "category_source")),
      severity(known(c, "severity")),
      gbv(known(c, "gbv")),
      confidentiality(known(c, "confidentiality")),
      occurred_from(known(c, "occurred_from")),
      occurred_to(known(c, "occurred_to")),
      utc_offset_min(known(c, "utc_offset_min")),
      time_precision(known(c, "time_precision")),
      reported_at(known(c, "reported_at")),
      location_precision(known(c, "location_precision")),
      uncertainty_m(known(c, "uncertainty_m")),
      place_name(known(c, "place_name")),
      duplicate_of(known(c, "duplicate_of")),
      extra(known(c, "extra")),
      members_total(known(c, "members_total")),
      members_women(known(c, "members_women")),
      members_youth(known(c, "members_youth")),
      killed_low(known(c, "killed_low")),
      killed(known(c, "killed")),
      killed_high(known(c, "killed_high")) {}

std::string Draft::text(std::string_view field, const geo::Collection& collection) const {
  const int at = collection.index_of(field);
  const auto* text = at < 0 ? nullptr : std::get_if<std::string>(&staged.row.values[static_cast<std::size_t>(at)]);
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
  occurred_from.reset();
  occurred_to.reset();
  month_only = 0;
  month_text = {};
  reported.reset();
  started.reset();
}

}  // namespace importers
