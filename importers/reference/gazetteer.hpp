// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "importers/reference/admin_areas.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace importers {

/// One settlement as a store has it.
struct PlaceRow {
  std::string name;
  std::string alt_names;
  std::array<std::string, admin_levels> admin_names = {};
  std::array<std::string, admin_levels> admin_codes = {};
  geo::LonLat at;
};

struct Place {
  std::string name;
  geo::LonLat at;
  std::array<int, admin_levels> areas;                     ///< that it lies in, by level; -1 where no shape covers it
  std::array<std::string, admin_levels> admin_names = {};  ///< as its source has them, in fold_name() form
  std::array<std::string, admin_levels> admin_codes = {};
};

/// The part of the world in which a row says that it lies, by what it states: codes and names that may be those of areas we
/// know, or of none.
struct Stated {
  std::array<int, admin_levels> areas{-1, -1, -1, -1};
  std::array<std::string, admin_levels> names = {};  ///< in fold_name() form
  std::array<std::string, admin_levels> codes = {};
  std::array<std::string, admin_levels> written = {};  ///< the names as the row has them

  /// The innermost level about which anything is said, -1: nothing.
  [[nodiscard]] int level() const;
  /// The area stated at the innermost level, when it is one we know; else -1.
  [[nodiscard]] int area() const { return level() < 0 ? -1 : areas[static_cast<std::size_t>(level())]; }
};

struct PlaceMatch {
  std::vector<const Place*> candidates;  ///< one: found; more: the name does not tell which
  bool exact = false;                    ///< the very name, accents and case aside; else one letter differs
};

/// Settlements by name. Immutable; safe to ask from many threads.
class Gazetteer {
 public:
  Gazetteer() = default;
  Gazetteer(std::vector<PlaceRow> rows, const AdminAreas& areas);

  [[nodiscard]] bool empty() const { return m_places.empty(); }
  [[nodiscard]] std::size_t size() const { return m_places.size(); }
  [[nodiscard]] const std::vector<Place>& places() const { return m_places; }

  /// Places of that name in the part of the world stated, for which `fits` holds as well. Those closer than 2 km to each
  /// other count as one: lists have the same place twice. Names of five letters or more may have one letter more, less,
  /// changed, or exchanged with its neighbour, when there is no exact match.
  [[nodiscard]] PlaceMatch find(std::string_view name, const Stated& stated, const std::function<bool(const Place&)>& fits) const;
  /// The area of `level` that a code of another version stands for: where most settlements with that code lie, and which has
  /// the name they give it. -1 when either does not hold.
  [[nodiscard]] int area_of_old_code(int level, std::string_view code) const;

 private:
  using Variant = std::pair<std::uint64_t, std::uint32_t>;  ///< hash of a name or of a name without one letter; which name

  void learn_codes(const AdminAreas& areas, int level);
  [[nodiscard]] std::vector<const Place*> pick(std::string_view folded, const Stated& stated, const std::function<bool(const Place&)>& fits,
                                               bool exact) const;

  std::vector<Place> m_places;
  std::vector<std::pair<std::string, std::uint32_t>> m_names;  // fold_name() form, place
  std::vector<Variant> m_exact;                                // sorted by hash
  std::vector<Variant> m_near;
  std::vector<std::pair<std::string, int>> m_old_codes[admin_levels];  // sorted
};

/// Whether one letter added, taken away, changed, or exchanged with its neighbour makes one text of the other, or they are equal.
bool is_one_letter_off(std::string_view a, std::string_view b);

}  // namespace importers
