// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// How two geometries can lie to each other (OGC 06-103r4, 6.1.15; DE-9IM).
enum class Relation : std::uint8_t { intersects, disjoint, equals, touches, within, contains, overlaps, crosses };
/// The relation that B has to A when A has this one to B.
Relation converse(Relation relation);

/// Throws Error{usage} for a shape that has no inside and outside (a ring that crosses itself), with the place. `wkb` as below.
void require_inside(std::string_view wkb);
/// Throws Error{usage} when it is a collection of several kinds, unless intersects or disjoint is asked: nothing else has a meaning there.
void require_meaning(Relation relation, std::string_view wkb);

/// One geometry that many others are compared with: "does the other one have this relation to it?". Coordinates are taken as a plane.
/// Belongs to one thread at a time.
class RelationTo {
 public:
  /// `wkb`: well-formed, two-dimensional. Throws as require_inside() and require_meaning().
  RelationTo(Relation relation, std::string_view wkb);
  ~RelationTo();
  RelationTo(RelationTo&&) noexcept;
  RelationTo& operator=(RelationTo&&) noexcept;
  RelationTo(const RelationTo&) = delete;
  RelationTo& operator=(const RelationTo&) = delete;

  [[nodiscard]] const BBox& box() const;
  /// Decided from the box where it suffices; else about a µs.
  [[nodiscard]] bool point(LonLat other) const;
  /// Nothing when the other shape is such that GEOS cannot say. Decided from the boxes where they suffice; else some µs.
  [[nodiscard]] std::optional<bool> shape(std::string_view other_wkb, const BBox& other_box) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// Whether A has the relation to B. Nothing when GEOS cannot say, for shapes that are not valid.
std::optional<bool> have_relation(Relation relation, std::string_view a_wkb, std::string_view b_wkb);

}  // namespace geo
