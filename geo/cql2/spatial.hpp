// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"
#include "geo/geometry/relation.hpp"
#include "geo/table/column.hpp"

#include <string>
#include <string_view>

// Conditions on where rows lie, longitudes and latitudes taken as a plane. Private to this folder.
namespace geo::cql2 {

/// `op`: s_intersects, …
Relation relation_of(std::string_view op);

/// Whether the row's place has the relation to `wkb`. Unknown for rows without a place. Throws as RelationTo.
ConditionPtr place_has(Relation relation, const GeometryColumn& places, const std::string& wkb);
/// Whether the row's place has the relation to itself.
ConditionPtr place_has_to_itself(Relation relation, const GeometryColumn& places);
/// The same of two geometries that are the same for all rows.
ConditionPtr shapes_have(Relation relation, const std::string& a_wkb, const std::string& b_wkb);

}  // namespace geo::cql2
