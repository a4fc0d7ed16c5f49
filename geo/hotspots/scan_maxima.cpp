// SPDX-License-Identifier: Apache-2.0
// The drawings of a scan. Nearly all of the time goes into adding up cases along the circles and into the question whether a circle could
// be the likeliest of its drawing. So dozens of drawings go side by side, and the question is one comparison of whole numbers: of each
// circle is known from how many cases on its llr exceeds a floor that nearly every drawing's maximum lies above.
#include "geo/base/philox.hpp"
#include "geo/hotspots/alias_table.hpp"
#include "geo/hotspots/circle_sums.hpp"
#include "geo/hotspots/drawings_maxima.hpp"
#include "geo/hotspots/scan_zones.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo {
namespace {

/// Draws which regions the cases fall into.
class Shares {
 public:
  Shares(std::span<const ScanRegion> regions, const ScanOptions& options, std::int32_t cases)
      : m_model(options.model), m_philox(options.seed), m_cases(cases) {
    if (m_model == ScanModel::bernoulli) {
      for (std::uint32_t i = 0; i < regions.size(); ++i) {
        m_people.insert(m_people.end(), static_cast<std::size_t>(regions[i].population), i);
      }
    } else {
      std::vector<double> people;
      for (const ScanRegion& region : regions) { people.push_back(region.population); }
      m_by_people = AliasTable(people, scan_totals(regions).population);
    }
  }

  /// Adds the cases of drawing `number` to the lane.
  template <class Number>
  void draw(std::uint32_t number, std::size_t lane, std::vector<LaneRow<Number>>& rows) const {
    RandomStream stream(m_philox, 1, number);
    if (m_model == ScanModel::bernoulli) {
      // The cases are the first ones of a shuffle of all people.
      std::vector<std::uint32_t> people = m_people;
      for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(m_cases); ++i) {
        std::swap(people[i], people[i + stream.below(static_cast<std::uint32_t>(people.size()) - i)]);
        ++rows[people[i]].values[lane];
      }
      return;
    }
    for (std::int32_t i = 0; i < m_cases; ++i) { ++rows[m_by_people.draw(stream)].values[lane]; }
  }

 private:
  ScanModel m_model;
  Philox m_philox;
  std::int32_t m_cases;
  std::vector<std::uint32_t> m_people;  ///< of Bernoulli: the region of each
  AliasTable m_by_people;               ///< of Poisson: regions
};

/// `Number` holds the cases of a drawing, see LaneRow.
template <class Number>
class Drawings {
 public:
  Drawings(std::span<const ScanRegion> regions, const ScanZones& zones, const ScanOptions& options)
      : m_regions(regions),
        m_zones(zones),
        m_options(options),
        m_cases(static_cast<std::int32_t>(std::llround(scan_totals(regions).cases))),
        m_all(options.model == ScanModel::poisson ? static_cast<double>(m_cases) : scan_totals(regions).population),
        // Circles are as large as the observed cases say; drawings have whole ones.
        m_scale(options.model == ScanModel::poisson ? m_all / scan_totals(regions).cases : 1),
        m_shares(regions, options, m_cases) {}

  static constexpr std::size_t at_once() { return LaneRow<Number>::at_once; }

  /// How many cases a circle must have for an llr above `floor`; and never fewer than min_cases.
  [[nodiscard]] std::vector<std::int32_t> floors(double floor, const Workers& workers) const {
    const auto fewest = static_cast<std::int32_t>(std::ceil(std::min(m_options.min_cases, 1e9)));
    const std::vector<double> widest = widest_above(floor, workers);
    std::vector<std::int32_t> least(m_zones.size.size());
    constexpr std::size_t block = 65536;
    workers((least.size() + block - 1) / block, [&](std::size_t b) {
      auto found = widest.begin();
      for (std::size_t z = b * block; z < std::min(least.size(), (b + 1) * block); ++z) {
        const double size = m_zones.size[z] * m_scale;
        // Around one centre circles grow: what is looked for is mostly near what was found.
        if (size < (found == widest.begin() ? 0 : *(found - 1))) { found = widest.begin(); }
        std::ptrdiff_t reach = 1;
        while (reach < widest.end() - found && found[reach] < size) { reach *= 2; }
        found = std::partition_point(found, found + std::min(reach + 1, widest.end() - found), [size](double s) { return s < size; });
        least[z] = std::max(fewest, static_cast<std::int32_t>(found - widest.begin()));
      }
    });
    return least;
  }

  /// The maxima of drawings, in circles around each so manyth region; those above the floor that `least` was made with are right.
  void run(std::span<const std::uint32_t> numbers, const std::vector<std::int32_t>& least, std::size_t every, double* maxima,
           const Progress& progress) const {
    std::vector<LaneRow<Number>> rows(m_regions.size());
    for (std::size_t lane = 0; lane < numbers.size() && !progress.cancelled(); ++lane) { m_shares.draw(numbers[lane], lane, rows); }
    std::fill_n(maxima, numbers.size(), 0.0);
    for (std::size_t centre = 0; centre < m_regions.size(); centre += every) {
      along_circles_of(m_zones.around(centre), least, rows, [&](const LaneRow<Number>& sum, std::uint32_t zone, std::int32_t wanted) {
        const double size = m_zones.size[zone] * m_scale;
        for (std::size_t lane = 0; lane < numbers.size(); ++lane) {
          if (sum.values[lane] >= wanted) { maxima[lane] = std::max(maxima[lane], llr(sum.values[lane], size)); }
        }
      });
    }
  }

 private:
  /// By number of cases: how large a circle may be for an llr above `floor`; rises. The last one is infinite.
  [[nodiscard]] std::vector<double> widest_above(double floor, const Workers& workers) const {
    std::vector<double> widest(static_cast<std::size_t>(m_cases) + 2, INFINITY);
    widest[0] = -1;
    constexpr std::int32_t block = 1024;
    workers(static_cast<std::size_t>(m_cases / block + 1), [&](std::size_t b) {
      const auto first = static_cast<std::int32_t>(b) * block;
      for (std::int32_t c = std::max(first, 1); c < std::min(first + block, m_cases + 1); ++c) {
        double low = 0;
        double high = m_all * static_cast<double>(c) / m_cases;
        while (high - low > 1e-10 * high) {
          const double middle = (low + high) / 2;
          (llr(c, middle) > floor ? low : high) = middle;
        }
        // Rounded up: a circle that is looked at in vain costs little.
        widest[static_cast<std::size_t>(c)] = high * (1 + 1e-9);
      }
    });
    for (std::size_t c = 1; c < widest.size(); ++c) { widest[c] = std::max(widest[c], widest[c - 1]); }
    return widest;
  }
  [[nodiscard]] double llr(std::int32_t cases, double size) const { return scan_llr(m_options.model, cases, size, m_cases, m_all); }

  std::span<const ScanRegion> m_regions;
  const ScanZones& m_zones;
  const ScanOptions& m_options;
  std::int32_t m_cases;
  double m_all;
  double m_scale;
  Shares m_shares;
};

}  // namespace

std::vector<std::int32_t> scan_drawing(std::span<const ScanRegion> regions, const ScanOptions& options, std::uint32_t number) {
  std::vector<LaneRow<std::int32_t>> rows(regions.size());
  Shares(regions, options, static_cast<std::int32_t>(std::llround(scan_totals(regions).cases))).draw(number, 0, rows);
  std::vector<std::int32_t> drawn;
  for (const auto& row : rows) { drawn.push_back(row.values[0]); }
  return drawn;
}

std::vector<double> scan_maxima(std::span<const ScanRegion> regions, const ScanZones& zones, const ScanOptions& options, double llr,
                                const Workers& workers, const Progress& progress) {
  const DrawingPlan plan{options.permutations, options.stop_after, llr};
  // A circle may want one case more than there are.
  if (scan_totals(regions).cases < std::numeric_limits<std::int16_t>::max() - 1) {
    return maxima_of_drawings(Drawings<std::int16_t>(regions, zones, options), plan, workers, progress);
  }
  return maxima_of_drawings(Drawings<std::int32_t>(regions, zones, options), plan, workers, progress);
}

}  // namespace geo
