// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "importers/rules/codes.hpp"
#include "importers/rules/extra.hpp"
#include "importers/rules/moments.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace importers {

/// Position of a field that rules know by name, or -1. A field is only what rules take it for when it is the built-in one: a
/// layer's own `category` or `severity` may hold anything.
int known_field(const geo::Collection& collection, std::string_view name);

/// Fields that rules know by name; -1 where the collection has none.
struct KnownFields {
  explicit KnownFields(const geo::Collection& collection);

  int category, category_source, severity, gbv, confidentiality;
  int occurred_from, occurred_to, utc_offset_min, time_precision, reported_at;
  int location_precision, uncertainty_m, place_name, duplicate_of, extra;
  int members_total, members_women, members_youth;
  int killed_low, killed, killed_high;
};

/// A row being made.
struct Draft {
  geo::StagedRow staged;
  ExtraWriter extra;
  bool extra_cut = false;
  const CodeMatch* category = nullptr;  ///< what the category's cell, or --set, means; nullptr: it has none
  std::string_view category_text;
  bool severity_unread = false;  ///< its cell says something that is no severity
  std::optional<Moment> occurred_from;
  std::optional<Moment> occurred_to;
  int month_only = 0;           ///< all that is said of when: a month of no year
  std::string_view month_text;  ///< the cell that says when, a month or not
  std::optional<Moment> reported;
  std::optional<Moment> started;  ///< when the form was filled in, as forms note it by themselves

  [[nodiscard]] geo::Value& at(int field) { return staged.row.values[static_cast<std::size_t>(field)]; }
  [[nodiscard]] bool is_null(int field) const { return geo::is_null(staged.row.values[static_cast<std::size_t>(field)]); }
  void clear(std::size_t fields);
};

/// A text field by its name; "" when the row has none.
std::string text_of(const geo::Row& row, std::string_view field, const geo::Collection& collection);

}  // namespace importers
