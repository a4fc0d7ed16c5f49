// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/relation.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/geometry/geos_handle.hpp"

#include <array>

namespace geo {
namespace {

/// What GEOS answers with: 0, 1, or 2 when it threw.
std::optional<bool> answer(char said) { return said == 2 ? std::nullopt : std::optional(said == 1); }

using Predicate = char (*)(GEOSContextHandle_t, const GEOSGeometry*, const GEOSGeometry*);
using PreparedPredicate = char (*)(GEOSContextHandle_t, const GEOSPreparedGeometry*, const GEOSGeometry*);

// In the order of Relation.
constexpr std::array<Predicate, 8> predicates{GEOSIntersects_r, GEOSDisjoint_r, GEOSEquals_r,   GEOSTouches_r,
                                              GEOSWithin_r,     GEOSContains_r, GEOSOverlaps_r, GEOSCrosses_r};
constexpr std::array<PreparedPredicate, 8> prepared_predicates{GEOSPreparedIntersects_r, GEOSPreparedDisjoint_r, nullptr,
                                                               GEOSPreparedTouches_r,    GEOSPreparedWithin_r,   GEOSPreparedContains_r,
                                                               GEOSPreparedOverlaps_r,   GEOSPreparedCrosses_r};

bool asks_for_meeting(Relation relation) { return relation == Relation::intersects || relation == Relation::disjoint; }

void require_meaning(const geos::Context& context, Relation relation, const GEOSGeometry& shape) {
  if (GEOSGeomTypeId_r(context.get(), &shape) != GEOS_GEOMETRYCOLLECTION || asks_for_meeting(relation)) { return; }
  throw Error(Problem::usage, "a GEOMETRYCOLLECTION can only be asked for S_INTERSECTS and S_DISJOINT",
              "a uma GEOMETRYCOLLECTION só se pode aplicar S_INTERSECTS e S_DISJOINT");
}

/// A shape that crosses itself has no inside that two programs agree on.
void require_valid(const geos::Context& context, const GEOSGeometry& shape) {
  char* reason = nullptr;
  GEOSGeometry* place = nullptr;
  const char valid = GEOSisValidDetail_r(context.get(), &shape, 0, &reason, &place);
  const std::unique_ptr<char, geos::Deleter<GEOSFree_r>> owned_reason(reason, {context.get()});
  const geos::Shape owned_place(place, {context.get()});
  if (valid == 1) { return; }
  double x = 0;
  double y = 0;
  std::string where;
  if (place != nullptr && GEOSGeomGetX_r(context.get(), place, &x) == 1 && GEOSGeomGetY_r(context.get(), place, &y) == 1) {
    append_number(where, x);
    where += ' ';
    append_number(where, y);
  }
  throw Error(Problem::usage, "a geometry of the filter is not valid at " + where + ": its border crosses or touches itself",
              "uma geometria do filtro não é válida em " + where + ": o seu limite cruza-se ou toca-se");
}

BBox box_of(const geos::Context& context, const GEOSGeometry& shape) {
  BBox box = BBox::empty();
  if (GEOSisEmpty_r(context.get(), &shape) != 0) { return box; }
  GEOSGeom_getXMin_r(context.get(), &shape, &box.west);
  GEOSGeom_getYMin_r(context.get(), &shape, &box.south);
  GEOSGeom_getXMax_r(context.get(), &shape, &box.east);
  GEOSGeom_getYMax_r(context.get(), &shape, &box.north);
  return box;
}

}  // namespace

void require_inside(std::string_view wkb) {
  const geos::Context context;
  require_valid(context, *geos::read(context, wkb));
}

void require_meaning(Relation relation, std::string_view wkb) {
  const geos::Context context;
  require_meaning(context, relation, *geos::read(context, wkb));
}

Relation converse(Relation relation) {
  if (relation == Relation::within) { return Relation::contains; }
  return relation == Relation::contains ? Relation::within : relation;
}

struct RelationTo::Impl {
  Impl(Relation the_relation, std::string_view wkb) : relation(the_relation), shape(geos::read(context, wkb)) {
    require_meaning(context, relation, *shape);
    require_valid(context, *shape);
    box = box_of(context, *shape);
    prepared = geos::Prepared(GEOSPrepare_r(context.get(), shape.get()), {context.get()});
    if (!prepared) { context.fail(); }
  }

  [[nodiscard]] std::optional<bool> ask(const GEOSGeometry& other) const {
    const auto which = static_cast<std::size_t>(converse(relation));  // the prepared one comes first
    if (prepared_predicates[which] == nullptr) { return answer(predicates[which](context.get(), shape.get(), &other)); }
    return answer(prepared_predicates[which](context.get(), prepared.get(), &other));
  }

  geos::Context context;
  Relation relation;
  geos::Shape shape;
  geos::Prepared prepared;
  BBox box;
};

RelationTo::RelationTo(Relation relation, std::string_view wkb) : m_impl(std::make_unique<Impl>(relation, wkb)) {}
RelationTo::~RelationTo() = default;
RelationTo::RelationTo(RelationTo&&) noexcept = default;
RelationTo& RelationTo::operator=(RelationTo&&) noexcept = default;

const BBox& RelationTo::box() const { return m_impl->box; }

bool RelationTo::point(LonLat other) const {
  const Impl& self = *m_impl;
  if (!self.box.contains(other)) { return self.relation == Relation::disjoint; }
  const auto& context = self.context;
  const geos::Shape shape = geos::own(context, GEOSGeom_createPointFromXY_r(context.get(), other.lon, other.lat));
  const auto said = self.ask(*shape);
  return said && *said;
}

std::optional<bool> RelationTo::shape(std::string_view other_wkb, const BBox& other_box) const {
  const Impl& self = *m_impl;
  if (!self.box.intersects(other_box)) { return self.relation == Relation::disjoint; }
  return self.ask(*geos::read(self.context, other_wkb));
}

std::optional<bool> have_relation(Relation relation, std::string_view a_wkb, std::string_view b_wkb) {
  const geos::Context context;
  const geos::Shape a = geos::read(context, a_wkb);
  const geos::Shape b = geos::read(context, b_wkb);
  return answer(predicates[static_cast<std::size_t>(relation)](context.get(), a.get(), b.get()));
}

}  // namespace geo
