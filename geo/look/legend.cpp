// SPDX-License-Identifier: Apache-2.0
#include "geo/look/legend.hpp"

#include <algorithm>

namespace geo {
namespace {

std::string with_thousands(std::uint64_t number, std::string_view separator) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, separator);
  }
  return digits;
}

std::string english(std::uint64_t number) { return with_thousands(number, ","); }
std::string portuguese(std::uint64_t number) { return with_thousands(number, "\u202f"); }

/// The part that is drawn for a class, and not its rim: that is a part of the same swatch.
const Part* part_of(const std::vector<Part>& parts, const std::string& name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

Text range_text(std::uint64_t from, std::uint64_t to) {
  if (to == 0) { return {english(from) + " or more", portuguese(from) + " ou mais"}; }
  if (to == from) { return {english(from), portuguese(from)}; }
  return {english(from) + " to " + english(to), portuguese(from) + " a " + portuguese(to)};
}

Legend legend_of(const Collection& schema, const Look& look) {
  Legend legend{schema.title, look.field, {}};
  const std::vector<Part> parts = parts_of(look);
  for (const LookClass& c : look.classes) {
    const Part* part = part_of(parts, c.part);
    if (part == nullptr) { continue; }
    LegendEntry entry{*part, c.title, c.values};
    entry.part.rim = c.rim.empty() && part->kind == Part::Kind::fill ? look.net : c.rim;
    entry.part.rim_px = c.rim.empty() ? look.net_px : c.rim_px;
    entry.part.dashed = c.dashed;
    legend.entries.push_back(std::move(entry));
  }
  for (const Part& part : parts) {
    if (part.test.counted != std::optional(true)) { continue; }
    const auto from = static_cast<std::uint64_t>(std::max(part.test.count_from, 1));
    const std::uint64_t to = part.test.count_below == 0 ? 0 : static_cast<std::uint64_t>(part.test.count_below) - 1;
    legend.entries.push_back({part, range_text(from, to), {}, from, to});
  }
  return legend;
}

}  // namespace geo
