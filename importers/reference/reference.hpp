// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/table/view.hpp"
#include "importers/reference/admin_areas.hpp"
#include "importers/reference/gazetteer.hpp"
#include "importers/reference/stand_ins.hpp"

#include <memory>
#include <string>
#include <vector>

namespace importers {

/// What is known of the country before a file is read: its administrative areas, its settlements, and the points that stand for
/// whole areas. Rules that need what is missing are off. Immutable; safe to use from many threads.
class Reference {
 public:
  Reference() : Reference({}, {}) {}
  Reference(std::vector<AdminAreaRow> areas, std::vector<PlaceRow> places);
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  [[nodiscard]] const AdminAreas& areas() const { return m_areas; }
  [[nodiscard]] const Gazetteer& places() const { return m_places; }
  [[nodiscard]] const StandIns& stand_ins() const { return m_stand_ins; }
  /// 128 bits of all that is in it, as text: part of what decides what a file becomes. Empty for an empty one.
  [[nodiscard]] const std::string& fingerprint() const { return m_fingerprint; }

 private:
  std::string m_fingerprint;
  AdminAreas m_areas;
  Gazetteer m_places;
  StandIns m_stand_ins;
};

/// Reads both layers; either may be missing (nullptr). Areas that were no longer valid on `today` are left out.
std::shared_ptr<const Reference> read_reference(const geo::View* admin_areas, const geo::View* settlements, geo::DayNumber today);

}  // namespace importers
