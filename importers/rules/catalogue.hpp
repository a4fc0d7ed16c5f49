// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <span>
#include <string_view>

namespace importers {

/// A rule for people: what is wrong, and what to do about it. Ids with a letter and a number are those of the data model's
/// list of defects (G position, P polygon, T time, E encoding and cells, C codes, D duplicates); words are ours.
struct Rule {
  std::string_view id;
  std::string_view en;
  std::string_view pt;
  std::string_view advice_en;
  std::string_view advice_pt;

  [[nodiscard]] geo::Text sentence() const { return {std::string(en), std::string(pt)}; }
};

/// All of them, that of the id "" aside.
std::span<const Rule> all_rules();
/// A rule that is not in the catalogue gets a general sentence under the id "".
const Rule& rule(std::string_view id);

}  // namespace importers
