// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/scan.hpp"

namespace geo {

/// The circles of a scan: around each region the others by distance, and where a circle ends. Made in O(n² log n), with 8 bytes for each
/// step.
struct ScanZones {
  struct Step {
    std::uint32_t region;
    std::uint32_t zone;  ///< the circle that ends with this region; `inside`: the next one is as far away
  };
  static constexpr std::uint32_t inside = UINT32_MAX;

  std::vector<Step> steps;
  std::vector<std::size_t> end;  ///< of the steps around each region
  std::vector<double> size;      ///< of each circle: expected cases, or people (see scan_llr)

  [[nodiscard]] std::span<const Step> around(std::size_t centre) const {
    const std::size_t begin = centre == 0 ? 0 : end[centre - 1];
    return std::span(steps).subspan(begin, end[centre] - begin);
  }
};

/// `per_person`: what a person adds to a circle's size. Throws Error{too_large} beyond max_scan_steps.
ScanZones scan_zones(std::span<const ScanRegion> regions, double max_population, double per_person, const Workers& workers = one_by_one);

/// The highest llr of drawings, in their order: all, or as many as it takes until `stop_after` of them reach `llr`. Empty when `progress`
/// asks to stop.
std::vector<double> scan_maxima(std::span<const ScanRegion> regions, const ScanZones& zones, const ScanOptions& options, double llr,
                                const Workers& workers, const Progress& progress);

/// The cases of one drawing, by region.
std::vector<std::int32_t> scan_drawing(std::span<const ScanRegion> regions, const ScanOptions& options, std::uint32_t number);

/// Sums over regions as a scan takes them.
struct ScanTotals {
  double cases = 0, population = 0;
  /// The `all` of scan_llr().
  [[nodiscard]] double all(ScanModel model) const { return model == ScanModel::poisson ? cases : population; }
};
ScanTotals scan_totals(std::span<const ScanRegion> regions);

/// How likely a Gumbel distribution through the maxima makes one of llr or above (Abrams et al. 2010); none where they do not differ.
std::optional<double> gumbel_p(double llr, const std::vector<double>& maxima);

/// Whether a drawing's maximum is as high as an llr, but for rounding.
inline bool reaches(double maximum, double llr) { return maximum >= llr * (1 - 1e-11); }

/// p of a cluster by the drawings that were made: (R + 1)/(M + 1); R/M of the likeliest where it ended them early (Besag & Clifford 1991).
double drawn_p(double llr, const std::vector<double>& maxima, bool ended_them);

}  // namespace geo
