// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/draft.hpp"

namespace importers {

KnownFields::KnownFields(const geo::Collection& c)
    : category(c.index_of("category")),
      category_source(c.index_of("category_source")),
      severity(c.index_of("severity")),
      gbv(c.index_of("gbv")),
      confidentiality(c.index_of("confidentiality")),
      occurred_from(c.index_of("occurred_from")),
      occurred_to(c.index_of("occurred_to")),
      utc_offset_min(c.index_of("utc_offset_min")),
      time_precision(c.index_of("time_precision")),
      reported_at(c.index_of("reported_at")),
      location_precision(c.index_of("location_precision")),
      uncertainty_m(c.index_of("uncertainty_m")),
      extra(c.index_of("extra")),
      members_total(c.index_of("members_total")),
      members_women(c.index_of("members_women")),
      members_youth(c.index_of("members_youth")),
      killed_low(c.index_of("killed_low")),
      killed(c.index_of("killed")),
      killed_high(c.index_of("killed_high")) {}

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
  reported.reset();
}

}  // namespace importers
