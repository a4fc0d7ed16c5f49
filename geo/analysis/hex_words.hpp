// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/gi_star.hpp"

#include <map>
#include <optional>
#include <span>
#include <string_view>

// How analyses on hexagons speak of themselves: what all of them say in the same words.
namespace geo {

/// Of parameters: the collection, the filter, which incidents, the hexagons.
void write_hex_question(JsonWriter& json, const View& incidents, const Filter& filter, const HexOptions& options, const HexStudy& hexes);
/// Of parameters: the study area, the plane.
void write_hex_ground(JsonWriter& json, const HexStudy& hexes);

/// `name: value`, or null.
void write_optional(JsonWriter& json, std::string_view name, const std::optional<double>& value);
/// `"without_statistic":{…}` of summaries: hexagons by reason.
void write_without_statistic(JsonWriter& json, std::span<const NoStatistic> reasons);
/// `"hot_clusters":…,"hot_clusters_of_few_incidents":…,"largest_hot_clusters":[…]`; `values` those of hex_groups(), under `value_name`. A
/// value that is no number is not told, here and in say_groups().
void write_groups(JsonWriter& json, const HexGroups& groups, HexStudy& hexes, std::span<const double> values, std::string_view value_name);

/// The largest groups in words: at most five.
void say_groups(std::vector<Text>& findings, const HexGroups& groups, HexStudy& hexes, std::span<const double> values);
void say_no_study_area(std::vector<Text>& caveats, const HexStudy& hexes);
void say_small_groups(std::vector<Text>& caveats, const HexGroups& groups);
void say_rough_normal(std::vector<Text>& caveats);
/// What is not told of few, see told.hpp.
void say_untold(std::vector<Text>& caveats);

/// A last field and value where places were spread: incidents with shares of those of uncertain place.
void add_expected(Collection& collection, const HexStudy& hexes);
void add_expected(Row& row, const HexStudy& hexes, std::size_t i);

/// A value of a row; null for none.
inline Value value_of(const std::optional<double>& number) { return number ? Value(*number) : Value(); }
/// few_incidents, or why there is no statistic; null where neither holds.
Value reason_value(bool is_small, NoStatistic reason);

}  // namespace geo
