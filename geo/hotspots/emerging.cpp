// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/emerging.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/hotspots/trend.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

constexpr std::array<std::string_view, 17> codes = {"none",
                                                    "new_hot",
                                                    "consecutive_hot",
                                                    "intensifying_hot",
                                                    "persistent_hot",
                                                    "diminishing_hot",
                                                    "sporadic_hot",
                                                    "oscillating_hot",
                                                    "historical_hot",
                                                    "new_cold",
                                                    "consecutive_cold",
                                                    "intensifying_cold",
                                                    "persistent_cold",
                                                    "diminishing_cold",
                                                    "sporadic_cold",
                                                    "oscillating_cold",
                                                    "historical_cold"};

constexpr std::size_t places_a_look = 64;  ///< at whether to stop

void check(std::span<const double> counts, std::size_t places, std::size_t steps, const EmergingOptions& options) {
  if (steps == 0 || counts.size() != places * steps) {
    throw Error(Problem::usage, "A cube of space and time needs a count for each place in each step, and one step at least.",
                "Um cubo de espaço e tempo precisa de uma contagem para cada lugar em cada passo, e de pelo menos um passo.");
  }
  if (!(options.alpha > 0 && options.alpha < 1)) {
    throw Error(Problem::usage, "Alpha must lie between 0 and 1.", "Alfa tem de estar entre 0 e 1.");
  }
  check_values(counts);
}

Pattern of_kind(Pattern hot, bool is_hot) {
  constexpr std::uint8_t kinds = 8;
  return is_hot ? hot : static_cast<Pattern>(static_cast<std::uint8_t>(hot) + kinds);
}

/// Of one kind of step: `ours` 1 for hot, -1 for cold; the trend is turned with it.
Pattern pattern_of_kind(std::span<const std::int8_t> heat, std::int8_t ours, double trend_z, bool is_significant) {
  constexpr double nearly_always = 0.9;
  const auto number = static_cast<std::size_t>(std::count(heat.begin(), heat.end(), ours));
  const bool is_last = heat.back() == ours;
  const bool is_hot = ours > 0;
  if (static_cast<double>(number) >= nearly_always * static_cast<double>(heat.size())) {
    if (!is_last) { return of_kind(Pattern::historical_hot, is_hot); }
    if (!is_significant) { return of_kind(Pattern::persistent_hot, is_hot); }
    return of_kind(trend_z * ours > 0 ? Pattern::intensifying_hot : Pattern::diminishing_hot, is_hot);
  }
  if (!is_last) { return Pattern::none; }
  if (std::find(heat.begin(), heat.end(), static_cast<std::int8_t>(-ours)) != heat.end()) {
    return of_kind(Pattern::oscillating_hot, is_hot);
  }
  if (number == 1) { return of_kind(Pattern::new_hot, is_hot); }
  const auto run = std::find_if(heat.rbegin(), heat.rend(), [&](std::int8_t h) { return h != ours; }) - heat.rbegin();
  return of_kind(static_cast<std::size_t>(run) == number ? Pattern::consecutive_hot : Pattern::sporadic_hot, is_hot);
}

/// Sums of a place and its neighbours in each step, then over the steps before it.
class Cube {
 public:
  Cube(std::span<const double> counts, const NeighbourLists& neighbours, std::size_t steps, std::size_t lag)
      : m_counts(counts), m_neighbours(neighbours), m_steps(steps), m_lag(std::min(lag, steps)) {}

  std::vector<double> z(const Moments& all, const Progress& progress) const {
    const std::size_t places = m_neighbours.size();
    const auto n = static_cast<double>(m_counts.size());
    std::vector<double> z(m_counts.size());
    std::vector<double> around(m_steps);
    // Off a whole number near the mean, sums of counts are exact: steps with as many have the same z to the last bit, and are ties of a
    // trend. Off the mean they would rise and fall by rounding.
    const double near_mean = std::round(all.mean);
    for (std::size_t i = 0; i < places; ++i) {
      if (i % places_a_look == 0 && progress.cancelled()) { return z; }
      for (std::size_t t = 0; t < m_steps; ++t) { around[t] = around_in(i, t, near_mean); }
      for (std::size_t t = 0; t < m_steps; ++t) {
        const std::size_t first = t > m_lag ? t - m_lag : 0;
        double sum = 0;
        for (std::size_t u = first; u <= t; ++u) { sum += around[u]; }
        const auto k = static_cast<double>((t - first + 1) * (m_neighbours.of(i).size() + 1));
        // Where the neighbours are the whole cube there is nothing to compare with.
        z[t * places + i] = k < n ? (sum - k * (all.mean - near_mean)) / (all.deviation * std::sqrt(k * (n - k) / (n - 1))) : 0;
      }
    }
    return z;
  }

 private:
  [[nodiscard]] double around_in(std::size_t i, std::size_t t, double from) const {
    const double* step = m_counts.data() + t * m_neighbours.size();
    m_terms.assign(1, step[i] - from);
    for (const std::uint32_t j : m_neighbours.of(i)) { m_terms.push_back(step[j] - from); }
    return sum_sorted(m_terms);
  }

  std::span<const double> m_counts;
  const NeighbourLists& m_neighbours;
  std::size_t m_steps, m_lag;
  mutable std::vector<double> m_terms;
};

std::vector<double> q_of(const std::vector<double>& z) {
  std::vector<std::optional<double>> p(z.size());
  std::transform(z.begin(), z.end(), p.begin(), normal_p);
  std::vector<double> q(z.size());
  const auto adjusted = false_discovery_q(p);
  std::transform(adjusted.begin(), adjusted.end(), q.begin(), [](const auto& one) { return *one; });
  return q;
}

}  // namespace

std::string_view code(Pattern pattern) { return codes[static_cast<std::size_t>(pattern)]; }

Pattern pattern_of(std::span<const std::int8_t> heat, double trend_z, bool trend_is_significant) {
  const Pattern hot = pattern_of_kind(heat, 1, trend_z, trend_is_significant);
  return hot != Pattern::none ? hot : pattern_of_kind(heat, -1, trend_z, trend_is_significant);
}

Emerging emerging_hot_spots(std::span<const double> counts, const NeighbourLists& neighbours, std::size_t steps,
                            const EmergingOptions& options, const Progress& progress) {
  const std::size_t places = neighbours.size();
  check(counts, places, steps, options);
  const double terms = static_cast<double>(neighbours.total() + places) * static_cast<double>(steps) * static_cast<double>(options.lag + 1);
  if (terms > max_emerging_terms) {
    throw Error(Problem::too_large,
                "So many steps of so many neighbours would take too long. Choose longer steps, wider places or nearer neighbours.",
                "Tantos passos de tantos vizinhos levariam demasiado tempo. Escolha passos mais longos, lugares mais largos ou vizinhos "
                "mais próximos.");
  }
  Emerging result;
  result.places.resize(places);
  const Moments all = moments_of(counts);
  if (counts.size() < 3) { result.reason = NoStatistic::too_few_places; }
  if (all.constant || !(all.deviation > 0)) { result.reason = NoStatistic::zero_variance; }
  if (result.reason != NoStatistic::none) { return result; }
  result.z = Cube(counts, neighbours, steps, options.lag).z(all, progress);
  if (progress.cancelled()) { return result; }
  result.q = q_of(result.z);
  std::vector<double> series(steps);
  std::vector<std::int8_t> heat(steps);
  for (std::size_t i = 0; i < places; ++i) {
    if (i % places_a_look == 0 && progress.cancelled()) { return result; }
    for (std::size_t t = 0; t < steps; ++t) {
      const std::size_t at = t * places + i;
      series[t] = result.z[at];
      heat[t] = static_cast<std::int8_t>(result.q[at] > options.alpha ? 0 : result.z[at] > 0 ? 1 : -1);
    }
    EmergingPlace& place = result.places[i];
    place.trend_z = mann_kendall_z(series);
    place.trend_p = normal_p(place.trend_z);
    place.pattern = pattern_of(heat, place.trend_z, place.trend_p <= options.alpha);
  }
  return result;
}

}  // namespace geo
