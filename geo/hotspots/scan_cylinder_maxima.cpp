// SPDX-License-Identifier: Apache-2.0
// The drawings of a scan in space and time, sixteen side by side, otherwise as in scan_maxima.cpp. From how many cases on a cylinder's llr
// exceeds the floor is read from a table by expected cases, rounded down: what is looked at in vain costs little, nothing is missed.
#include "geo/base/philox.hpp"
#include "geo/hotspots/alias_table.hpp"
#include "geo/hotspots/drawings_maxima.hpp"
#include "geo/hotspots/lanes.hpp"
#include "geo/hotspots/scan_space.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

/// Draws places and steps of cases.
class CaseDrawings {
 public:
  CaseDrawings(const ScanSpace& space, std::span<const double> cases, const CylinderOptions& options)
      : m_places(space.places()), m_philox(options.seed), m_cases(static_cast<std::uint32_t>(std::llround(space.total_cases()))) {
    if (options.model == CylinderModel::poisson) {
      m_cells = AliasTable(space.expected(), space.total_cases());
      return;
    }
    for (std::uint32_t cell = 0; cell < cases.size(); ++cell) {
      m_place.insert(m_place.end(), static_cast<std::size_t>(cases[cell]), static_cast<std::uint32_t>(cell % m_places));
      m_step.insert(m_step.end(), static_cast<std::size_t>(cases[cell]), static_cast<std::uint32_t>(cell / m_places));
    }
  }

  [[nodiscard]] std::int32_t cases() const { return static_cast<std::int32_t>(m_cases); }

  /// Calls visit(place, step) for each case of drawing `number`.
  template <class Visit>
  void draw(std::uint32_t number, Visit visit) const {
    RandomStream stream(m_philox, 2, number);
    if (m_place.empty()) {
      for (std::uint32_t i = 0; i < m_cases; ++i) {
        const std::uint32_t cell = m_cells.draw(stream);
        visit(cell % m_places, cell / m_places);
      }
      return;
    }
    std::vector<std::uint32_t> step = m_step;
    for (std::uint32_t i = 0; i < m_cases; ++i) {
      std::swap(step[i], step[i + stream.below(m_cases - i)]);
      visit(m_place[i], step[i]);
    }
  }

 private:
  std::size_t m_places;
  Philox m_philox;
  std::uint32_t m_cases;
  AliasTable m_cells;                          ///< of Poisson
  std::vector<std::uint32_t> m_place, m_step;  ///< of permutation: of each case
};

/// How many cases it takes for an llr above a floor, by expected cases.
class LeastCases {
 public:
  LeastCases(double floor, std::int32_t fewest, double all) : m_per_size(per_case(all)) {
    const auto most = static_cast<std::int32_t>(all);
    std::int32_t cases = fewest;
    for (std::size_t k = 0; k < m_least.size(); ++k) {
      const double size = static_cast<double>(k) / m_per_size;
      while (cases <= most && !(scan_llr(ScanModel::poisson, cases, size, all, all) > floor)) { ++cases; }
      m_least[k] = cases;
    }
  }
  /// By size, in bins of the table. A hair less, so that rounding never leaves out; what that takes below 0 is rounded to it.
  [[nodiscard]] std::int32_t at(double bins) const { return m_least[static_cast<std::size_t>(static_cast<std::int32_t>(bins - 1e-6))]; }
  /// Bins to an expected case.
  [[nodiscard]] static double per_case(double all) { return sizes / all; }

 private:
  static constexpr std::size_t sizes = 16384;

  double m_per_size;
  std::vector<std::int32_t> m_least = std::vector<std::int32_t>(sizes + 2);
};

class CylinderDrawings {
 public:
  CylinderDrawings(const ScanSpace& space, std::span<const double> cases, const CylinderOptions& options)
      : m_space(space),
        m_drawings(space, cases, options),
        m_fewest(std::max(1, static_cast<std::int32_t>(std::ceil(std::min(options.min_cases, 1e9))))),
        m_all(m_drawings.cases()),
        // What is expected adds up to the observed cases; drawings have whole ones.
        m_scale(m_all / space.total_cases()),
        m_bins_per_case(m_scale * LeastCases::per_case(m_all)) {}

  static constexpr std::size_t at_once() { return lanes; }
  using Floors = std::vector<LeastCases>;
  [[nodiscard]] Floors floors(double floor, const Workers& /*workers*/) const {
    Floors by_shape;
    for (std::size_t shape = 0; shape < m_space.zones().size(); ++shape) {
      // The same as that of the shape before: shapes of one ratio follow each other.
      if (shape > 0 && m_space.penalty(shape) == m_space.penalty(shape - 1)) {
        by_shape.push_back(by_shape.back());
      } else {
        by_shape.emplace_back(floor / m_space.penalty(shape), m_fewest, m_all);
      }
    }
    return by_shape;
  }

  /// The maxima of drawings around every so manyth centre; those above the floor are right.
  void run(std::span<const std::uint32_t> numbers, const Floors& floors, std::size_t every, double* maxima,
           const Progress& progress) const {
    const std::size_t stride = m_space.steps() + 1;
    std::vector<Lanes> until(m_space.places() * stride, Lanes{});
    for (std::size_t lane = 0; lane < numbers.size() && !progress.cancelled(); ++lane) {
      m_drawings.draw(numbers[lane], [&](std::size_t place, std::size_t step) { ++until[place * stride + step + 1][lane]; });
    }
    for (std::size_t k = 0; k < until.size(); ++k) {
      if (k % stride == 0) { continue; }
      for (std::size_t lane = 0; lane < lanes; ++lane) { until[k][lane] += until[k - 1][lane]; }
    }
    std::array<double, lanes> best{};
    ScanSpace::Expected expected(m_space);
    std::vector<LaneSums> sums(stride);
    std::vector<double> bins(stride);
    for (std::size_t shape = 0; shape < m_space.zones().size(); ++shape) {
      for (std::size_t centre = 0; centre < m_space.places(); centre += every) {
        expected.clear();
        std::fill(sums.begin(), sums.end(), LaneSums());
        for (const ScanZones::Step& step : m_space.zones()[shape].around(centre)) {
          expected.add(step.region);
          for (std::size_t t = 1; t < stride; ++t) { sums[t].add(until[step.region * stride + t]); }
          if (step.zone == ScanZones::inside) { continue; }
          for (std::size_t t = 1; t < stride; ++t) { bins[t] = expected.of(0, t) * m_bins_per_case; }
          look(shape, sums, bins, expected, floors[shape], best);
        }
      }
    }
    std::copy_n(best.begin(), numbers.size(), maxima);
  }

 private:
  void look(std::size_t shape, const std::vector<LaneSums>& sums, const std::vector<double>& bins, const ScanSpace::Expected& expected,
            const LeastCases& least, std::array<double, lanes>& best) const {
    m_space.each_window([&](std::size_t first, std::size_t end) {
      const std::int32_t wanted = least.at(bins[end] - bins[first]);
      if (!sums[end].any_at_least(wanted, sums[first])) { return; }
      LaneSums sum = sums[end];
      sum.subtract(sums[first]);
      const double size = expected.of(first, end) * m_scale;
      const Lanes cases = sum.values();
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        if (cases[lane] < wanted) { continue; }
        best[lane] = std::max(best[lane], m_space.penalty(shape) * scan_llr(ScanModel::poisson, cases[lane], size, m_all, m_all));
      }
    });
  }

  const ScanSpace& m_space;
  CaseDrawings m_drawings;
  std::int32_t m_fewest;
  double m_all;
  double m_scale;
  double m_bins_per_case;
};

}  // namespace

std::vector<double> cylinder_maxima(const ScanSpace& space, std::span<const double> cases, const CylinderOptions& options, double llr,
                                    const Workers& workers, const Progress& progress) {
  const CylinderDrawings drawings(space, cases, options);
  return maxima_of_drawings(drawings, {options.permutations, options.stop_after, llr}, workers, progress);
}

std::vector<std::int32_t> cylinder_drawing(const ScanSpace& space, std::span<const double> cases, const CylinderOptions& options,
                                           std::uint32_t number) {
  std::vector<std::int32_t> drawn(cases.size());
  CaseDrawings(space, cases, options).draw(number, [&](std::size_t place, std::size_t step) { ++drawn[step * space.places() + place]; });
  return drawn;
}

}  // namespace geo
