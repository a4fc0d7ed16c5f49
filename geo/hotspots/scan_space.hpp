// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/scan_cylinders.hpp"
#include "geo/hotspots/scan_zones.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Where a scan in space and time looks: circles or ellipses by shape, windows of time, and what is expected in each.
class ScanSpace {
 public:
  ScanSpace(std::span<const Metric> places, std::size_t steps, std::span<const double> cases, std::span<const double> population,
            const CylinderOptions& options, const Workers& workers);

  [[nodiscard]] std::size_t places() const { return m_places; }
  [[nodiscard]] std::size_t steps() const { return m_steps; }
  [[nodiscard]] double total_cases() const { return m_total; }
  [[nodiscard]] const std::vector<ScanZones>& zones() const { return m_zones; }  ///< by shape
  [[nodiscard]] double penalty(std::size_t shape) const { return m_penalty[shape]; }
  /// Expected cases by place and step (as the numbers come in); with `permutation` none.
  [[nodiscard]] const std::vector<double>& expected() const { return m_expected; }

  /// Expected cases of places that come in one by one, up to each step.
  class Expected {
   public:
    explicit Expected(const ScanSpace& space) : m_space(space), m_until(space.m_steps + 1) {}
    void clear();
    void add(std::uint32_t place);
    [[nodiscard]] double of(std::size_t first, std::size_t end) const;

   private:
    const ScanSpace& m_space;
    std::vector<double> m_until;
    double m_cases = 0;
  };

  /// Circles and ellipses of each size, times windows of time.
  [[nodiscard]] double windows() const;
  /// Calls visit(first, end) for all windows: their first step and that after their last one.
  template <class Visit>
  void each_window(Visit visit) const {
    for (std::size_t first = m_alive ? m_steps - m_longest : 0; first < m_steps; ++first) {
      const std::size_t last_end = std::min(m_steps, first + m_longest);
      for (std::size_t end = m_alive ? m_steps : first + 1; end <= last_end; ++end) { visit(first, end); }
    }
  }

 private:
  std::size_t m_places, m_steps;
  std::size_t m_longest;  ///< window
  bool m_alive;
  double m_total = 0;
  std::vector<ScanZones> m_zones;
  std::vector<double> m_penalty;
  std::vector<double> m_expected;
  std::vector<double> m_expected_until;  ///< of place i before step t, at i * (steps + 1) + t
  std::vector<double> m_place_cases;     ///< with `permutation`
  std::vector<double> m_share_until;     ///< with `permutation`: of all cases those before step t
};

/// The highest llr of drawings, in their order: all, or as many as it takes until `stop_after` of them reach `llr`. Empty when `progress`
/// asks to stop.
std::vector<double> cylinder_maxima(const ScanSpace& space, std::span<const double> cases, const CylinderOptions& options, double llr,
                                    const Workers& workers, const Progress& progress);

/// The cases of one drawing, by place and step.
std::vector<std::int32_t> cylinder_drawing(const ScanSpace& space, std::span<const double> cases, const CylinderOptions& options,
                                           std::uint32_t number);

}  // namespace geo
