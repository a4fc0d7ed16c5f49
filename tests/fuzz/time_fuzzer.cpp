// SPDX-License-Identifier: Apache-2.0
// Every parser of a short token in geo: times, the datetime parameter, zones, numbers, CRS names, and text itself.
#include "geo/base/time.hpp"

#include "geo/base/error.hpp"
#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/crs/name.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void times(std::string_view token) {
  if (const auto parsed = geo::parse_iso_time(token)) {
    const int offset = parsed->utc_offset_min.value_or(0);
    const geo::TimeMs utc = parsed->local - offset * 60'000LL;
    const auto again = geo::parse_iso_time(geo::format_time(utc, offset));
    require(again && again->local == parsed->local && again->utc_offset_min == offset);
  }
  try {
    const geo::TimeInterval interval = geo::parse_datetime_parameter(token);
    require(interval.from <= interval.to);
  } catch (const geo::Error& error) { require(error.problem() == geo::Problem::usage && geo::is_valid_utf8(error.text().pt)); }
}

void zones(std::string_view token) {
  try {
    require(std::abs(geo::TimeZone(token).offset_min_at(0)) < 24 * 60);
  } catch (const geo::Error& error) { require(error.problem() == geo::Problem::usage); }
}

void numbers(std::string_view token) {
  std::string text;
  if (const auto number = geo::parse_number(token)) {
    geo::append_number(text, *number);
    require(std::isfinite(*number) && (geo::parse_number(text) == number || std::fpclassify(*number) == FP_SUBNORMAL));
  }
  geo::parse_decimal(token, ',');
  if (const auto integer = geo::parse_integer(token)) {
    text.clear();
    geo::append_integer(text, *integer);
    require(geo::parse_integer(text) == integer);
  }
}

void texts(std::string_view token) {
  require(geo::fold(geo::fold(token)) == geo::fold(token));
  for (const bool lines : {false, true}) {
    const std::string clean = geo::clean(token, lines);
    require(geo::clean(clean, lines) == clean && geo::is_valid_utf8(clean));
    require(geo::is_clean(token, lines) == (clean == token));
  }
  std::string json;
  geo::append_json_string(json, token);
  require(geo::is_valid_utf8(json) && geo::is_valid_utf8(geo::excerpt(token)) && geo::is_valid_utf8(geo::from_cp1252(token)));
  require(geo::truncate_utf8(token, token.size() / 2).size() <= token.size() / 2);
  geo::fold_name(token);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT(readability-identifier-naming)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  const std::string_view token(reinterpret_cast<const char*>(data), size);
  times(token);
  zones(token);
  numbers(token);
  texts(token);
  if (const auto crs = geo::parse_crs_name(token)) { require(geo::parse_crs_name(crs->uri()) == crs); }
  return 0;
}
