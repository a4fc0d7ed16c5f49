// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/spatial.hpp"

#include "geo/cql2/conditions.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/index/area_index.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace geo::cql2 {
namespace {

/// Answers yes, no or unknown for each row that has a place.
template <class Ask>
void for_each_place(const GeometryColumn& places, const Block& block, const Mask& asked, Truths& out, Ask ask) {
  out = {};
  asked.for_each([&](std::size_t i) {
    const std::size_t row = block.begin + i;
    if (places.is_none(row)) { return; }
    const std::optional<bool> said = ask(row);
    if (said) { (*said ? out.yes : out.no).set(i); }
  });
}

/// Points in an area: the commonest question, and one that can be answered exactly and fast.
class PointsMeetArea final : public Condition {
 public:
  PointsMeetArea(bool meet, const GeometryColumn& points, const Geometry& area)
      : m_meet(meet), m_points(points), m_box(area.box()), m_area(std::array{area}) {}
  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const override {
    for_each_place(m_points, block, asked, out, [&](std::size_t row) {
      const LonLat p = m_points.anchor(row);
      return std::optional((m_box.contains(p) && m_area.covers(0, p)) == m_meet);
    });
  }
  [[nodiscard]] double cost() const override { return 50; }

 private:
  bool m_meet;
  GeometryColumn m_points;
  BBox m_box;
  AreaIndex m_area;
};

class PlaceHas final : public Condition {
 public:
  PlaceHas(const GeometryColumn& places, RelationTo relation) : m_places(places), m_relation(std::move(relation)) {}
  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const override {
    for_each_place(m_places, block, asked, out, [&](std::size_t row) {
      if (m_places.ends == nullptr) { return std::optional(m_relation.point(m_places.anchor(row))); }
      return m_relation.shape(m_places.wkb_of(row), m_places.boxes[row]);
    });
  }
  [[nodiscard]] double cost() const override { return m_places.ends == nullptr ? 500 : 5000; }

 private:
  GeometryColumn m_places;
  RelationTo m_relation;
};

class PlaceHasToItself final : public Condition {
 public:
  PlaceHasToItself(Relation relation, const GeometryColumn& places) : m_relation(relation), m_places(places) {}
  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const override {
    for_each_place(m_places, block, asked, out, [&](std::size_t row) {
      const std::string wkb = to_wkb(m_places.geometry(row));
      return have_relation(m_relation, wkb, wkb);
    });
  }
  [[nodiscard]] double cost() const override { return 10000; }

 private:
  Relation m_relation;
  GeometryColumn m_places;
};

/// Nothing when it is no area, or reaches beyond the Earth.
std::optional<Geometry> area_of(const std::string& wkb, const BBox& box) {
  if (box.is_empty() || box.west < -180 || box.east > 180 || box.south < -90 || box.north > 90) { return std::nullopt; }
  Geometry geometry = Geometry::from_wkb(wkb);
  return geometry.kind() == GeometryKind::polygon ? std::optional(std::move(geometry)) : std::nullopt;
}

}  // namespace

Relation relation_of(std::string_view op) {
  constexpr std::pair<std::string_view, Relation> all[] = {
      {"s_intersects", Relation::intersects}, {"s_disjoint", Relation::disjoint}, {"s_equals", Relation::equals},
      {"s_touches", Relation::touches},       {"s_within", Relation::within},     {"s_contains", Relation::contains},
      {"s_overlaps", Relation::overlaps},     {"s_crosses", Relation::crosses},
  };
  return std::find_if(std::begin(all), std::end(all), [&](const auto& each) { return each.first == op; })->second;
}

ConditionPtr place_has(Relation relation, const GeometryColumn& places, const std::string& wkb) {
  RelationTo to(relation, wkb);
  const bool asks_for_meeting = relation == Relation::intersects || relation == Relation::disjoint;
  if (places.ends == nullptr && asks_for_meeting) {
    if (const auto area = area_of(wkb, to.box())) {
      return std::make_unique<PointsMeetArea>(relation == Relation::intersects, places, *area);
    }
  }
  return std::make_unique<PlaceHas>(places, std::move(to));
}

ConditionPtr place_has_to_itself(Relation relation, const GeometryColumn& places) {
  return std::make_unique<PlaceHasToItself>(relation, places);
}

ConditionPtr shapes_have(Relation relation, const std::string& a_wkb, const std::string& b_wkb) {
  const RelationTo checked(relation, b_wkb);
  const RelationTo checked_too(relation, a_wkb);
  const std::optional<bool> said = have_relation(relation, a_wkb, b_wkb);
  return constant_condition(!said ? Verdict::unknown : *said ? Verdict::yes : Verdict::no);
}

}  // namespace geo::cql2
