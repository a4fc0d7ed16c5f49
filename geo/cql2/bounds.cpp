// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/bounds.hpp"

#include "geo/cql2/operands.hpp"
#include "geo/cql2/operators.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <string_view>

namespace geo::cql2 {
namespace {

using Kind = Expression::Kind;
constexpr TimeMs day_ms = 86'400'000;

/// First and last moment of a date or timestamp.
std::optional<TimeInterval> instant(const Expression& e) {
  if (e.kind == Kind::timestamp) { return span_of_moment(std::get<std::int64_t>(e.value)).begin; }
  if (e.kind == Kind::date) { return span_of_day(static_cast<DayNumber>(std::get<std::int64_t>(e.value))).begin; }
  return std::nullopt;
}

BBox box_of(std::string_view wkb) {
  BBox box = BBox::empty();
  (void)map_wkb(wkb, [&](LonLat p) {
    box.extend(p);
    return p;
  });
  return box;
}

class Reader {
 public:
  explicit Reader(const Collection& collection) : m_collection(collection) {}

  void read(const Expression& e) {
    if (e.kind != Kind::call) { return; }
    const Operator& op = *find_operator(e.name);
    const auto& a = e.arguments;
    if (op.name == "and") {
      for (const Expression& part : a) { read(part); }
    } else if (op.family == Family::comparison) {
      compare(op.name, a[0], a[1]);
      compare(mirrored(op.name), a[1], a[0]);
    } else if (op.family == Family::between) {
      compare(">=", a[0], a[1]);
      compare("<=", a[0], a[2]);
    } else if (op.family == Family::spatial && op.name != "s_disjoint") {
      place(a[0], a[1]);
      place(a[1], a[0]);
    }
  }
  [[nodiscard]] Bounds take() { return std::move(m_bounds); }

 private:
  /// What follows for the begin and the end of a row's time when one of its fields compares so with an instant. A day of a field
  /// counts from its first to its last moment, so the bounds are those of the days.
  void compare(std::string_view op, const Expression& field, const Expression& other) {
    if (field.kind != Kind::property) { return; }
    const auto time = instant(other);
    if (!time) { return; }
    const bool at_least = op == ">" || op == ">=" || op == "=";
    const bool at_most = op == "<" || op == "<=" || op == "=";
    const Field* found = m_collection.field(field.name);
    if (found == nullptr) { return; }
    const TimeMs slack = found->type == FieldType::date ? day_ms : 0;  // the field's own day may begin before and end after
    const auto below = [&](TimeMs t) { return t < INT64_MIN + slack ? INT64_MIN : t - slack; };
    const auto above = [&](TimeMs t) { return t > INT64_MAX - slack ? INT64_MAX : t + slack; };
    if (field.name == m_collection.time_from) {
      if (at_most) { m_bounds.latest_begin = std::min(m_bounds.latest_begin, above(time->to)); }
      if (at_least) { m_bounds.earliest_begin = std::max(m_bounds.earliest_begin, below(time->from)); }
    }
    if (field.name == m_collection.time_to && at_least) { m_bounds.earliest_end = std::max(m_bounds.earliest_end, below(time->from)); }
  }

  void place(const Expression& property, const Expression& shape) {
    if (property.kind != Kind::property || shape.kind != Kind::geometry) { return; }
    m_bounds.boxes.push_back(box_of(std::get<std::string>(shape.value)));
  }

  const Collection& m_collection;
  Bounds m_bounds;
};

}  // namespace

Bounds bounds_of(const Expression& filter, const Collection& collection) {
  Reader reader(collection);
  reader.read(filter);
  return reader.take();
}

}  // namespace geo::cql2
