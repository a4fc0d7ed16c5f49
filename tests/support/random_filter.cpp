// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_filter.hpp"

#include "geo/base/error.hpp"
#include "geo/cql2/make.hpp"
#include "geo/geometry/relation.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace test_support {
namespace {

using geo::Expression;
using geo::cql2::make_array;
using geo::cql2::make_call;
using geo::cql2::make_literal;
using geo::cql2::make_property;
using Kind = Expression::Kind;

/// Rows may hold shapes that no filter may name.
bool has_inside(const geo::Geometry& shape) {
  try {
    (void)geo::RelationTo(geo::Relation::intersects, geo::to_wkb(shape));
    return true;
  } catch (const geo::Error&) { return false; }
}

bool is_text(geo::FieldType type) { return type == geo::FieldType::text || type == geo::FieldType::code || type == geo::FieldType::json; }
bool is_number(geo::FieldType type) { return type == geo::FieldType::integer || type == geo::FieldType::real; }
bool is_instant(geo::FieldType type) { return type == geo::FieldType::date || type == geo::FieldType::time; }

constexpr std::int64_t day_ms = 86'400'000;
/// Of the years that can be written.
bool is_writable(std::int64_t day) { return day >= -719'528 && day <= 2'932'896; }

}  // namespace

RandomFilter::RandomFilter(std::uint64_t seed, const geo::Collection& collection, const std::vector<geo::Row>& rows)
    : m_collection(collection), m_rows(rows), m_random(seed) {}

Expression RandomFilter::condition(int depth) {
  if (depth <= 0) { return chance(10) ? value(Sort::boolean, 0) : comparison(0); }
  switch (below(12)) {
    case 0:
    case 1: {
      std::vector<Expression> parts;
      for (std::size_t i = 2 + below(3); i > 0; --i) { parts.push_back(condition(depth - 1)); }
      return make_call(one_of({"and", "or"}), std::move(parts));
    }
    case 2: return make_call("not", {condition(depth - 1)});
    case 3: {
      if (m_collection.geometry != geo::GeometryType::none && chance(20)) { return make_call("isNull", {make_property("geometry")}); }
      return make_call("isNull", {value(static_cast<Sort>(below(4)), depth - 1)});
    }
    case 4: return make_call("like", {text(depth - 1), chance(80) ? pattern() : text(0)});
    case 5: {
      const auto sort = static_cast<Sort>(1 + below(3));
      return make_call("between", {value(sort, depth - 1), value(sort, depth - 1), value(sort, depth - 1)});
    }
    case 6: {
      const auto sort = static_cast<Sort>(below(4));
      std::vector<Expression> items;
      for (std::size_t i = 1 + below(4); i > 0; --i) { items.push_back(value(sort, 0)); }
      return make_call("in", {value(sort, depth - 1), make_array(std::move(items))});
    }
    case 7: {
      const std::string op = one_of(
          {"s_intersects", "s_intersects", "s_disjoint", "s_equals", "s_touches", "s_within", "s_contains", "s_overlaps", "s_crosses"});
      return make_call(op, {place(), place()});
    }
    case 8: {
      const std::string op =
          one_of({"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy", "t_finishes", "t_intersects",
                  "t_meets", "t_metBy", "t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts"});
      return make_call(op, {time(), time()});
    }
    case 9: return make_call(one_of({"a_equals", "a_contains", "a_containedBy", "a_overlaps"}), {list(), list()});
    default: return comparison(depth - 1);
  }
}

Expression RandomFilter::comparison(int depth) {
  const auto sort = static_cast<Sort>(below(4));
  return make_call(one_of({"=", "<>", "<", ">", "<=", ">="}), {value(sort, depth), value(sort, depth)});
}

Expression RandomFilter::value(Sort sort, int depth) {
  switch (sort) {
    case Sort::boolean: return depth > 0 && chance(30) ? condition(depth - 1) : chance(70) ? property(sort) : literal(sort);
    case Sort::number: return number(depth);
    case Sort::text: return text(depth);
    case Sort::instant: break;
  }
  return instant();
}

Expression RandomFilter::number(int depth) {
  if (depth > 0 && chance(30)) { return make_call(one_of({"+", "-", "*", "/", "%", "^", "div"}), {number(depth - 1), number(depth - 1)}); }
  if (chance(15)) {
    std::vector<Expression> operands{instant()};
    if (chance(50)) {
      operands.push_back(depth > 0 ? number(depth - 1) : make_literal(Kind::number, static_cast<std::int64_t>(below(40)) - 20));
    }
    return make_call(one_of({"year", "month", "day", "weekday", "hour"}), std::move(operands));
  }
  return chance(60) ? property(Sort::number) : literal(Sort::number);
}

Expression RandomFilter::text(int depth) {
  if (depth > 0 && chance(40)) { return make_call(one_of({"casei", "accenti"}), {text(depth - 1)}); }
  return chance(60) ? property(Sort::text) : literal(Sort::text);
}

Expression RandomFilter::instant() { return chance(60) ? property(Sort::instant) : instant_literal(); }

Expression RandomFilter::property(Sort sort) {
  const auto fits = [&](const geo::Field& field) {
    if (!field.hot) { return false; }
    switch (sort) {
      case Sort::boolean: return field.type == geo::FieldType::boolean;
      case Sort::number: return is_number(field.type);
      case Sort::text: return is_text(field.type);
      case Sort::instant: break;
    }
    return is_instant(field.type);
  };
  std::vector<std::string> names;
  for (const geo::Field& field : m_collection.fields) {
    if (fits(field)) { names.push_back(field.name); }
  }
  return names.empty() ? literal(sort) : make_property(names[below(names.size())]);
}

Expression RandomFilter::literal(Sort sort) {
  if (sort == Sort::boolean) { return make_literal(Kind::boolean, chance(50)); }
  if (sort == Sort::instant) { return instant_literal(); }
  for (int attempt = 0; attempt < 20 && !m_rows.empty() && !m_collection.fields.empty(); ++attempt) {
    const std::size_t k = below(m_collection.fields.size());
    const geo::Value& found = m_rows[below(m_rows.size())].values[k];
    const geo::FieldType type = m_collection.fields[k].type;
    if (sort == Sort::text && is_text(type) && !geo::is_null(found)) { return make_literal(Kind::text, found); }
    if (sort == Sort::number && is_number(type) && !geo::is_null(found)) {
      if (chance(70)) { return make_literal(Kind::number, found); }
      const auto* whole = std::get_if<std::int64_t>(&found);
      const double near = (whole != nullptr ? static_cast<double>(*whole) : std::get<double>(found)) + (chance(50) ? 0.5 : -1);
      if (std::isfinite(near)) { return make_literal(Kind::number, near); }
    }
  }
  return sort == Sort::text ? make_literal(Kind::text, std::string("a"))
                            : make_literal(Kind::number, static_cast<std::int64_t>(below(5)) - 1);
}

Expression RandomFilter::instant_literal() {
  std::int64_t ms = 1'600'000'000'000;
  for (int attempt = 0; attempt < 20 && !m_rows.empty() && !m_collection.fields.empty(); ++attempt) {
    const std::size_t k = below(m_collection.fields.size());
    const geo::Value& found = m_rows[below(m_rows.size())].values[k];
    if (!is_instant(m_collection.fields[k].type) || geo::is_null(found)) { continue; }
    const std::int64_t whole = std::get<std::int64_t>(found);
    ms = m_collection.fields[k].type == geo::FieldType::date ? whole * day_ms : whole;
    break;
  }
  if (chance(40)) { ms += chance(50) ? 1 : -1; }
  if (chance(20)) { ms += chance(50) ? day_ms : -day_ms; }
  const std::int64_t day = ms >= 0 ? ms / day_ms : (ms + 1) / day_ms - 1;
  if (!is_writable(day)) { return make_literal(Kind::date, std::int64_t{0}); }
  return chance(50) ? make_literal(Kind::date, day) : make_literal(Kind::timestamp, ms);
}

Expression RandomFilter::pattern() {
  std::string all = chance(50) ? std::get<std::string>(literal(Sort::text).value) : "";
  if (all.size() > 3 && chance(50)) { all = "%" + all.substr(all.size() - 1); }
  for (std::size_t i = below(4); i > 0; --i) { all += one_of({"%", "_", "\\%", "\\_", "\\\\", "a", "ã", "n"}); }
  // A cut may have left half of a character; such a text cannot be written.
  while (!all.empty() && (static_cast<unsigned char>(all.front()) & 0xC0U) == 0x80U) { all.erase(0, 1); }
  const bool cut = std::any_of(all.begin(), all.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return make_literal(Kind::text, cut ? std::string("%") : all);
}

Expression RandomFilter::interval() {
  const auto end = [&] { return chance(20) ? make_literal(Kind::open, {}) : instant(); };
  return make_call("interval", {end(), end()});
}

Expression RandomFilter::time() { return chance(50) ? interval() : instant(); }

Expression RandomFilter::place() {
  return m_collection.geometry != geo::GeometryType::none && chance(60) ? make_property("geometry") : shape();
}

Expression RandomFilter::shape() {
  // Near a row more often than not.
  geo::LonLat at{static_cast<double>(below(360)) - 180, static_cast<double>(below(180)) - 90};
  if (!m_rows.empty() && chance(80)) {
    const geo::Geometry& near = m_rows[below(m_rows.size())].geometry;
    if (!near.is_none()) { at = {near.box().west, near.box().south}; }
    if (!near.is_none() && chance(30) && has_inside(near)) { return make_literal(Kind::geometry, geo::to_wkb(near)); }
  }
  const double size = chance(50) ? 0.25 : 20;
  const double west = std::clamp(chance(50) ? at.lon : at.lon - size / 2, -180.0, 180.0 - size);
  const double south = std::clamp(chance(50) ? at.lat : at.lat - size / 2, -90.0, 90.0 - size);
  geo::WkbBuilder wkb;
  switch (below(3)) {
    case 0:
      wkb.begin(geo::WkbType::point);
      wkb.vertex(at);
      break;
    case 1:
      wkb.begin(geo::WkbType::line);
      wkb.vertex(at);
      wkb.vertex({west + size, south + size / 3});
      break;
    default:
      wkb.begin(geo::WkbType::polygon);
      wkb.begin_ring();
      for (const geo::LonLat& p :
           {geo::LonLat{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south}}) {
        wkb.vertex(p);
      }
      wkb.end_ring();
  }
  wkb.end();
  return make_literal(Kind::geometry, wkb.bytes());
}

Expression RandomFilter::list() {
  std::vector<Expression> items;
  for (std::size_t i = below(4); i > 0; --i) {
    if (chance(10)) {
      items.push_back(chance(50) ? shape() : interval());
    } else {
      items.push_back(value(static_cast<Sort>(below(4)), 0));
    }
  }
  return make_array(std::move(items));
}

}  // namespace test_support
