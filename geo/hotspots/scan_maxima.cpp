// SPDX-License-Identifier: Apache-2.0
// The drawings of a scan. Nearly all of the time goes into adding up cases along the circles and into the question whether a circle could
// be the likeliest of its drawing. So sixteen drawings go side by side, and the question is one comparison of whole numbers: of each circle
// is known from how many cases on its llr exceeds a floor that nearly every drawing's maximum lies above.
#include "geo/base/philox.hpp"
#include "geo/hotspots/scan_zones.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <numeric>

namespace geo {
namespace {

constexpr std::size_t lanes = 16;
using Lanes = std::array<std::int32_t, lanes>;

/// The lanes in registers of the processor: compilers leave loops over arrays in memory.
class LaneSums {
 public:
  void add(const Lanes& more) {
    for (std::size_t k = 0; k < m_fours.size(); ++k) {
      Four four;
      std::memcpy(&four, more.data() + k * 4, sizeof four);
      m_fours[k] += four;
    }
  }
  [[nodiscard]] bool any_at_least(std::int32_t wanted) const {
    const auto reached = (m_fours[0] >= wanted) | (m_fours[1] >= wanted) | (m_fours[2] >= wanted) | (m_fours[3] >= wanted);
    std::array<std::uint64_t, 2> bits{};
    std::memcpy(bits.data(), &reached, sizeof reached);
    return (bits[0] | bits[1]) != 0;
  }
  [[nodiscard]] Lanes values() const {
    Lanes values;
    std::memcpy(values.data(), m_fours.data(), sizeof values);
    return values;
  }

 private:
  using Four [[gnu::vector_size(16)]] = std::int32_t;

  std::array<Four, lanes / 4> m_fours{};
};

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
      make_aliases(regions);
    }
  }

  /// Adds the cases of drawing `number` to the lane.
  void draw(std::uint32_t number, std::size_t lane, std::vector<Lanes>& counts) const {
    RandomStream stream(m_philox, 1, number);
    if (m_model == ScanModel::bernoulli) {
      // The cases are the first ones of a shuffle of all people.
      std::vector<std::uint32_t> people = m_people;
      for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(m_cases); ++i) {
        std::swap(people[i], people[i + stream.below(static_cast<std::uint32_t>(people.size()) - i)]);
        ++counts[people[i]][lane];
      }
      return;
    }
    for (std::int32_t i = 0; i < m_cases; ++i) {
      const std::uint32_t region = stream.below(static_cast<std::uint32_t>(m_own.size()));
      const bool is_own = static_cast<double>(stream.next()) < m_own[region] * 0x1p32;
      ++counts[is_own ? region : m_alias[region]][lane];
    }
  }

 private:
  /// Vose's aliases: a region at random keeps its share of the draws and gives the rest to another one.
  void make_aliases(std::span<const ScanRegion> regions) {
    const std::size_t n = regions.size();
    const double all = scan_totals(regions).population;
    m_own.assign(n, 1);
    m_alias.resize(n);
    std::iota(m_alias.begin(), m_alias.end(), 0);
    std::vector<double> share(n);
    std::vector<std::uint32_t> poor;
    std::vector<std::uint32_t> rich;
    for (std::uint32_t i = 0; i < n; ++i) {
      share[i] = regions[i].population * static_cast<double>(n) / all;
      (share[i] < 1 ? poor : rich).push_back(i);
    }
    while (!poor.empty() && !rich.empty()) {
      const std::uint32_t p = poor.back();
      const std::uint32_t r = rich.back();
      poor.pop_back();
      m_own[p] = share[p];
      m_alias[p] = r;
      share[r] -= 1 - share[p];
      if (share[r] < 1) {
        rich.pop_back();
        poor.push_back(r);
      }
    }
  }

  ScanModel m_model;
  Philox m_philox;
  std::int32_t m_cases;
  std::vector<std::uint32_t> m_people;  ///< of Bernoulli: the region of each
  std::vector<double> m_own;            ///< of Poisson: the part of its draws that a region keeps
  std::vector<std::uint32_t> m_alias;
};

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

  /// How many cases a circle must have for an llr above `floor`; and never fewer than min_cases.
  [[nodiscard]] std::vector<std::int32_t> least_cases(double floor, const Workers& workers) const {
    const auto fewest = static_cast<std::int32_t>(std::ceil(m_options.min_cases));
    const std::vector<double> widest = widest_above(floor);
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

  /// The maxima of drawings [first, first + number); 0 where none exceeds the floor that `least` was made with.
  void run(std::uint32_t first, std::size_t number, const std::vector<std::int32_t>& least, double* maxima) const {
    std::vector<Lanes> counts(m_regions.size(), Lanes{});
    for (std::size_t lane = 0; lane < number; ++lane) { m_shares.draw(first + static_cast<std::uint32_t>(lane), lane, counts); }
    std::array<double, lanes> best{};
    for (std::size_t centre = 0; centre < m_regions.size(); ++centre) {
      LaneSums sum;
      for (const ScanZones::Step& step : m_zones.around(centre)) {
        sum.add(counts[step.region]);
        if (step.zone == ScanZones::inside) { continue; }
        const std::int32_t wanted = least[step.zone];
        if (sum.any_at_least(wanted)) { look(sum.values(), wanted, m_zones.size[step.zone] * m_scale, best); }
      }
    }
    std::copy_n(best.begin(), number, maxima);
  }

 private:
  /// By number of cases: how large a circle may be for an llr above `floor`; rises. The last one is infinite.
  [[nodiscard]] std::vector<double> widest_above(double floor) const {
    std::vector<double> widest(static_cast<std::size_t>(m_cases) + 2, INFINITY);
    widest[0] = -1;
    for (std::int32_t c = 1; c <= m_cases; ++c) {
      double low = 0;
      double high = m_all * static_cast<double>(c) / m_cases;
      for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        (llr(c, middle) > floor ? low : high) = middle;
      }
      // Rounded up: a circle that is looked at in vain costs little.
      widest[static_cast<std::size_t>(c)] = std::max(high * (1 + 1e-9), widest[static_cast<std::size_t>(c) - 1]);
    }
    return widest;
  }
  [[nodiscard]] double llr(std::int32_t cases, double size) const { return scan_llr(m_options.model, cases, size, m_cases, m_all); }

  void look(const Lanes& sum, std::int32_t wanted, double size, std::array<double, lanes>& best) const {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      if (sum[lane] >= wanted) { best[lane] = std::max(best[lane], llr(sum[lane], size)); }
    }
  }

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
  std::vector<Lanes> counts(regions.size(), Lanes{});
  Shares(regions, options, static_cast<std::int32_t>(std::llround(scan_totals(regions).cases))).draw(number, 0, counts);
  std::vector<std::int32_t> drawn;
  for (const Lanes& lane : counts) { drawn.push_back(lane[0]); }
  return drawn;
}

std::vector<double> scan_maxima(std::span<const ScanRegion> regions, const ScanZones& zones, const ScanOptions& options,
                                const Workers& workers, const Progress& progress) {
  const Drawings drawings(regions, zones, options);
  const std::size_t number = options.permutations;
  std::vector<double> maxima(number);
  std::atomic<std::int64_t> done = 0;
  const auto run = [&](std::size_t first_batch, std::size_t batches, const std::vector<std::int32_t>& least) {
    workers(batches, [&](std::size_t batch) {
      if (progress.cancelled()) { return; }
      const std::size_t first = (first_batch + batch) * lanes;
      drawings.run(static_cast<std::uint32_t>(first), std::min(lanes, number - first), least, maxima.data() + first);
      progress.at(std::min<std::int64_t>(done += lanes, static_cast<std::int64_t>(number)), static_cast<std::int64_t>(number));
    });
  };
  const std::vector<std::int32_t> all = drawings.least_cases(0, workers);
  run(0, 1, all);
  // The floor makes no difference to a maximum that is above it; drawings that have none above it are gone through once more.
  constexpr double below_them = 0.9;
  const double floor =
      below_them * *std::min_element(maxima.begin(), maxima.begin() + static_cast<std::ptrdiff_t>(std::min(lanes, number)));
  run(1, (number + lanes - 1) / lanes - 1, drawings.least_cases(floor, workers));
  for (std::size_t m = lanes; m < number && !progress.cancelled(); ++m) {
    if (maxima[m] <= 0) { drawings.run(static_cast<std::uint32_t>(m), 1, all, &maxima[m]); }
  }
  if (progress.cancelled()) { maxima.clear(); }
  return maxima;
}

}  // namespace geo
