// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/coverage/gaps.hpp"
#include "geo/index/area_index.hpp"
#include "geo/table/view.hpp"
#include "importers/report/recorder.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace importers {

/// How the catchments of a file lie to each other and to those in the store (P7): which overlap, by how much, and what gaps they
/// enclose. Reported, never a reason to refuse: councils share ground. Full precision, no snapping; what is narrower than 50 m
/// is two drawings of one border, and only counted. 500,000 vertices at most; beyond, the report says that it was not done.
class CatchmentPairs {
 public:
  /// A catchment of the file that goes in; of those with one key the last counts.
  void add(std::int64_t line, const std::string& key, const std::string& label, const geo::Geometry& area);
  /// Compares. `existing`: the catchments in the store, or nullptr; those that the file brings again are left out.
  void finish(const geo::View* existing, const std::string& source, Recorder& recorder, std::vector<geo::Text>& notes,
              const geo::Progress& progress) const;

 private:
  struct Area {
    std::int64_t line = 0;  ///< 0: in the store
    std::string label;
    geo::Geometry shape;
  };

  [[nodiscard]] std::vector<Area> all(const geo::View* existing, const std::string& source) const;
  static void compare(const std::vector<Area>& areas, Recorder& recorder, std::vector<geo::Text>& notes, const geo::Progress& progress);
  static geo::Text named(const Area& area);
  static bool note_overlap(const geo::Overlap& overlap, const std::vector<Area>& areas, Recorder& recorder);
  static bool note_gap(const geo::GapPart& gap, const std::vector<Area>& areas, const geo::AreaIndex& index, Recorder& recorder);

  std::vector<Area> m_areas;
  std::map<std::string, std::size_t> m_by_key;
  std::size_t m_bytes = 0;
};

}  // namespace importers
