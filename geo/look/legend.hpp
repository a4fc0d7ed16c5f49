// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/look.hpp"
#include "geo/look/parts.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace geo {

/// What one thing on a map means.
struct LegendEntry {
  Part part;  ///< how it looks
  Text label;
  std::vector<std::string> values = {};  ///< of Legend::field
  std::uint64_t from = 0;                ///< of a cell: the number of its rows; 0: it is no cell
  std::uint64_t to = 0;                  ///< the last such number; 0: without an end
};

/// What a style explains of itself.
struct Legend {
  Text title;
  std::string field = {};  ///< whose values tell the entries apart
  std::vector<LegendEntry> entries;
};

Legend legend_of(const Collection& schema, const Look& look);

/// "20 to 49", "1,000 or more"; in Portuguese with a narrow space between the thousands.
Text range_text(std::uint64_t from, std::uint64_t to);

}  // namespace geo
