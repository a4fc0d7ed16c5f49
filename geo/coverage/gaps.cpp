// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/gaps.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/validity.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace geo {
namespace {

Geometry checked_study(const Geometry& study) {
  if (study.is_none()) { return {}; }
  Repair repair = repair_polygon(study);
  if (repair.unusable) {
    throw Error(Problem::input, "The study area cannot be used: " + repair.reason.en,
                "Não se pode usar a área de estudo: " + repair.reason.pt);
  }
  return std::move(repair.geometry);
}

bool is_sliver(const Geometry& part, double area_km2, const GapOptions& options) {
  return area_km2 < options.sliver_area_km2 || is_narrower_than(part, options.sliver_width_m);
}

void add_gaps(CoverageGaps& result, const Geometry& study, const Geometry& covered, const GapOptions& options) {
  result.study_km2 = ground_area_km2(study);
  result.covered_km2 = ground_area_km2(intersection(study, covered));
  result.gap_km2 = result.sliver_km2 = 0;
  for (Geometry& part : parts_of(difference(study, covered))) {
    const double area_km2 = ground_area_km2(part);
    const bool sliver = is_sliver(part, area_km2, options);
    result.parts.push_back({std::move(part), area_km2, sliver});
  }
  std::stable_sort(result.parts.begin(), result.parts.end(), [](const GapPart& a, const GapPart& b) { return a.area_km2 > b.area_km2; });
  for (const GapPart& part : result.parts) { *(part.is_sliver ? result.sliver_km2 : result.gap_km2) += part.area_km2; }
}

/// Pairs whose boxes meet, by sweeping from west to east.
std::vector<std::pair<std::size_t, std::size_t>> near_pairs(const std::vector<Catchment>& catchments) {
  std::vector<std::size_t> order(catchments.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = i; }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return catchments[a].area.box().west < catchments[b].area.box().west; });
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const BBox& box = catchments[order[i]].area.box();
    for (std::size_t j = i + 1; j < order.size() && catchments[order[j]].area.box().west <= box.east; ++j) {
      if (box.intersects(catchments[order[j]].area.box())) { pairs.emplace_back(std::minmax(order[i], order[j])); }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

Overlap overlap_of(const Geometry& shared, const CatchmentArea& a, const CatchmentArea& b, const GapOptions& options) {
  const double area_km2 = ground_area_km2(shared);
  const auto share = [&](const CatchmentArea& c) { return c.area_km2 > 0 ? std::min(area_km2 / c.area_km2, 1.0) : 0; };
  Overlap overlap{a.id, b.id, shared, area_km2, share(a), share(b), true};
  for (const Geometry& part : parts_of(shared)) {
    overlap.is_sliver = overlap.is_sliver && is_sliver(part, ground_area_km2(part), options);
  }
  return overlap;
}

void add_overlaps(CoverageGaps& result, const std::vector<Catchment>& catchments, const GapOptions& options, const Progress& progress) {
  const auto pairs = near_pairs(catchments);
  std::vector<std::vector<Geometry>> shared_of(catchments.size());
  std::vector<Geometry> shared_all;
  for (std::size_t n = 0; n < pairs.size(); ++n) {
    const auto [a, b] = pairs[n];
    progress.at(static_cast<std::int64_t>(n), static_cast<std::int64_t>(pairs.size()));
    if (progress.cancelled()) {
      result.cancelled = true;
      return;
    }
    const Geometry shared = intersection(catchments[a].area, catchments[b].area);
    if (shared.is_none()) { continue; }
    result.overlaps.push_back(overlap_of(shared, result.catchments[a], result.catchments[b], options));
    shared_of[a].push_back(shared);
    shared_of[b].push_back(shared);
    shared_all.push_back(shared);
  }
  result.shared_km2 = ground_area_km2(union_of(shared_all));
  for (std::size_t i = 0; i < catchments.size(); ++i) { result.catchments[i].shared_km2 = ground_area_km2(union_of(shared_of[i])); }
}

}  // namespace

CoverageGaps coverage_gaps(const CatchmentSet& catchments, const Geometry& study, const GapOptions& options, const Progress& progress) {
  if (!(options.sliver_width_m >= 0 && options.sliver_width_m < 1e6) || !(options.sliver_area_km2 >= 0)) {
    throw Error(Problem::usage, "The width and area of a sliver cannot be below 0.",
                "A largura e a área de uma lasca não podem estar abaixo de 0.");
  }
  const Geometry area = checked_study(study);
  CoverageGaps result;
  std::vector<Geometry> all;
  for (const Catchment& c : catchments.used) {
    const double outside_km2 = area.is_none() ? 0 : ground_area_km2(difference(c.area, area));
    result.catchments.push_back({c.id, ground_area_km2(c.area), outside_km2, 0});
    all.push_back(c.area);
  }
  if (!area.is_none()) { add_gaps(result, area, union_of(all), options); }
  add_overlaps(result, catchments.used, options, progress);
  return result;
}

}  // namespace geo
