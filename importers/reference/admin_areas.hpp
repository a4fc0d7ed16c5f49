// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/index/area_index.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

inline constexpr int admin_levels = 4;  ///< 0 country, 1 province, 2 district, 3 administrative post

/// One administrative area as a store has it.
struct AdminAreaRow {
  std::string pcode;
  std::string name;
  std::string alt_names;                             ///< divided by ',', ';', '|' or '/'
  std::optional<int> level;                          ///< else told from the codes
  std::array<std::string, admin_levels> above = {};  ///< codes of the areas around it, by level, where they are known
  geo::Geometry shape;
};

/// The same, ready to be asked.
struct AdminArea {
  std::string pcode;
  std::string name;
  int level = -1;                                    ///< -1: not known; it then only tells what lies in any area
  std::vector<std::string> names;                    ///< fold_name() forms, also without "cidade de" and the like
  std::array<std::string, admin_levels> codes = {};  ///< its own and those above, by level
  geo::BBox box = geo::BBox::empty();
  geo::LonLat centre;  ///< of its surface
  double reach_m = 0;  ///< from there to its farthest vertex: how far off the centre may be
  [[nodiscard]] bool has_shape() const { return !box.is_empty(); }
};

/// The administrative areas of one version: what lies where, and which code and name go together. Immutable; safe to ask from
/// many threads.
class AdminAreas {
 public:
  AdminAreas() = default;
  explicit AdminAreas(std::vector<AdminAreaRow> rows);

  [[nodiscard]] bool empty() const { return m_areas.empty(); }
  [[nodiscard]] std::size_t size() const { return m_areas.size(); }
  [[nodiscard]] const AdminArea& operator[](int area) const { return m_areas[static_cast<std::size_t>(area)]; }
  [[nodiscard]] bool has_level(int level) const { return m_has_level[static_cast<std::size_t>(level)]; }

  /// By level, the area that covers the point (where neighbours overlap, the one with the smallest code), or -1.
  using ByLevel = std::array<int, admin_levels>;
  [[nodiscard]] ByLevel find(geo::LonLat p) const;
  /// Whether any area covers the point, also one whose level is not known.
  [[nodiscard]] bool cover(geo::LonLat p) const;
  [[nodiscard]] bool is_within(int area, geo::LonLat p, double tolerance_m) const;

  /// -1 when there is none.
  [[nodiscard]] int by_code(int level, std::string_view pcode) const;
  /// By a name in fold_name() form, inside `inside` (or anywhere: -1); -1 when there is none or more than one.
  [[nodiscard]] int by_name(int level, std::string_view folded, int inside) const;
  /// Whether `area` lies in `outer` by its codes, or is it.
  [[nodiscard]] bool is_part(int area, int outer) const;

 private:
  std::vector<AdminArea> m_areas;  // by level, code, name
  geo::AreaIndex m_index;
  std::array<bool, admin_levels> m_has_level{};
};

/// Level of an area from codes of the kind "MZ", "MZ01", "MZ0110", "MZ011003"; nothing for others.
std::optional<int> level_of_pcode(std::string_view pcode);
/// fold_name() forms of a name and of those in `alt_names`, also without "distrito de", "cidade de", "vila de" ….
std::vector<std::string> folded_names(std::string_view name, std::string_view alt_names);

}  // namespace importers
