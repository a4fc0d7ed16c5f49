// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/instants.hpp"

#include "geo/base/time.hpp"

namespace geo::cql2 {
namespace {

Expression literal(Expression::Kind kind, std::int64_t value) {
  Expression e;
  e.kind = kind;
  e.value = value;
  return e;
}

}  // namespace

std::optional<Expression> date_of(std::string_view text) {
  const auto time = parse_iso_time(text);
  if (!time || time->has_time) { return std::nullopt; }
  return literal(Expression::Kind::date, utc_day(time->local));
}

std::optional<Expression> timestamp_of(std::string_view text) {
  const auto time = parse_iso_time(text);
  if (!time || !time->has_time) { return std::nullopt; }
  constexpr TimeMs minute = 60'000;
  return literal(Expression::Kind::timestamp, time->local - time->utc_offset_min.value_or(0) * minute);
}

std::optional<Expression> end_of_interval(std::string_view text) {
  if (text == "..") {
    Expression open;
    open.kind = Expression::Kind::open;
    return open;
  }
  auto date = date_of(text);
  return date ? date : timestamp_of(text);
}

}  // namespace geo::cql2
