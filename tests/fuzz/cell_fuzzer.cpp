// SPDX-License-Identifier: Apache-2.0
// The parsers of single cells: no crash, and what they give has a meaning (finite numbers, periods that are not empty).

#include "geo/base/text.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/parse/date.hpp"
#include "importers/parse/latlon.hpp"
#include "importers/parse/mojibake.hpp"
#include "importers/parse/number.hpp"
#include "importers/parse/shape_text.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void check_date(std::string_view cell, importers::DateOrder order) {
  const auto date = importers::parse_date(cell, order);
  if (!date) { return; }
  constexpr geo::TimeMs day_ms = 86'400'000;
  const geo::TimeMs length = date->to_local - date->from_local;
  require(length >= 0 && length < 366 * day_ms);
  require((date->precision == importers::TimePrecision::minute) == (length == 0));
  require(!date->utc_offset_min || (*date->utc_offset_min >= -24 * 60 && *date->utc_offset_min <= 24 * 60));
}

void check_numbers(std::string_view cell, importers::NumberStyle style) {
  const auto number = importers::parse_number_cell(cell, style);
  require(!number || std::isfinite(*number));
  const auto angle = importers::parse_latlon_cell(cell, style);
  require(!angle || std::isfinite(angle->value));
  require(!number || (angle && angle->value == *number));
}

void check_texts(std::string_view cell) {
  const auto mended = importers::mend_mojibake(cell);
  require(!mended || (geo::is_valid_utf8(*mended) && mended->size() < cell.size()));
  if (const auto wkb = importers::parse_area_cell(cell)) {
    require(geo::map_wkb(*wkb, [](geo::LonLat p) { return p; }) == *wkb);  // throws what it cannot read
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view cell(reinterpret_cast<const char*>(data), size);
  check_date(cell, importers::DateOrder::day_month);
  check_date(cell, importers::DateOrder::month_day);
  check_numbers(cell, importers::NumberStyle::point);
  check_numbers(cell, importers::NumberStyle::comma);
  check_texts(cell);
  const auto point = importers::parse_geopoint_cell(cell);
  require(!point || (std::isfinite(point->latitude) && std::isfinite(point->longitude)));
  importers::DateOrderVote vote;
  vote.add(cell);
  const auto decision = vote.decide();
  require(!decision.mixed && decision.ambiguous <= 1);
  importers::NumberStyleVote style;
  style.add(cell);
  require(!style.decide().mixed);
  return 0;
}
