// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/pair_drawings.hpp"

#include "geo/base/philox.hpp"
#include "geo/hotspots/pair_counts.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <span>

namespace geo {
namespace {

using Counts = std::vector<std::uint64_t>;

/// `Number` holds every time and limit.
template <class Number>
class Drawings {
 public:
  Drawings(const BandedPairs& pairs, const SmallTimes& times, const PermutationOptions& options)
      : m_pairs(pairs),
        m_times(times.at.begin(), times.at.end()),
        m_limits(times.limits.begin(), times.limits.end()),
        m_philox(options.seed) {}

  static constexpr std::size_t at_once = LaneRow<Number>::at_once;

  /// Counts of permutations [first, first + number), by cell of the table, then lane.
  [[nodiscard]] Counts counts(std::uint32_t first, std::size_t number, const Progress& progress) const {
    std::vector<LaneRow<Number>> rows(m_pairs.listed.size());
    for (std::size_t lane = 0; lane < number && !progress.cancelled(); ++lane) {
      shuffle(first + static_cast<std::uint32_t>(lane), lane, rows);
    }
    const auto count = beyond_counter<Number>();
    Counts all(m_pairs.end.size() * m_limits.size() * at_once);
    std::size_t begin = 0;
    for (std::size_t band = 0; band < m_pairs.end.size(); ++band) {
      for (; begin < m_pairs.end[band] && !progress.cancelled(); begin += std::min(block, m_pairs.end[band] - begin)) {
        const auto pairs = std::span(m_pairs.pairs).subspan(begin, std::min(block, m_pairs.end[band] - begin));
        std::vector<LaneRow<Number>> beyond(m_limits.size());
        count(pairs, rows, m_limits, beyond.data());
        add(beyond, pairs.size(), all.data() + band * m_limits.size() * at_once);
      }
    }
    return all;
  }

 private:
  static constexpr std::size_t block = 16'384;  // few enough for the smallest Number

  void shuffle(std::uint32_t number, std::size_t lane, std::vector<LaneRow<Number>>& rows) const {
    RandomStream stream(m_philox, 0, number);
    std::vector<Number> times = m_times;
    for (std::size_t i = times.size(); i > 1; --i) { std::swap(times[i - 1], times[stream.below(static_cast<std::uint32_t>(i))]); }
    for (std::size_t place = 0; place < rows.size(); ++place) { rows[place].values[lane] = times[m_pairs.listed[place]]; }
  }
  void add(const std::vector<LaneRow<Number>>& beyond, std::size_t pairs, std::uint64_t* counts) const {
    for (std::size_t lane = 0; lane < at_once; ++lane) {
      std::uint64_t before = pairs;
      for (std::size_t k = 0; k < beyond.size(); ++k) {
        const auto farther = static_cast<std::uint64_t>(beyond[k].values[lane]);
        counts[k * at_once + lane] += before - farther;
        before = farther;
      }
    }
  }

  const BandedPairs& m_pairs;
  std::vector<Number> m_times;
  std::vector<Number> m_limits;
  Philox m_philox;
};

template <class Number>
Counts reached_by(const Drawings<Number>& drawings, const Counts& observed, std::uint32_t permutations, const Workers& workers,
                  const Progress& progress) {
  constexpr std::size_t at_once = Drawings<Number>::at_once;
  Counts reached(observed.size());
  std::mutex mutex;
  std::int64_t done = 0;
  workers((permutations + at_once - 1) / at_once, [&](std::size_t batch) {
    if (progress.cancelled()) { return; }
    const std::size_t number = std::min(at_once, permutations - batch * at_once);
    const Counts counts = drawings.counts(static_cast<std::uint32_t>(batch * at_once), number, progress);
    const std::lock_guard lock(mutex);
    for (std::size_t cell = 0; cell < observed.size(); ++cell) {
      for (std::size_t lane = 0; lane < number; ++lane) { reached[cell] += counts[cell * at_once + lane] >= observed[cell] ? 1 : 0; }
    }
    done += static_cast<std::int64_t>(number);
    progress.at(done, permutations);
  });
  return reached;
}

}  // namespace

std::vector<std::uint64_t> pairs_in_bands(const BandedPairs& pairs, const SmallTimes& times) {
  const std::size_t columns = times.limits.size();
  Counts counts(pairs.end.size() * columns);
  std::size_t k = 0;
  for (std::size_t band = 0; band < pairs.end.size(); ++band) {
    for (; k < pairs.end[band]; ++k) {
      const auto& [a, b] = pairs.pairs[k];
      const std::int64_t apart = std::abs(times.at[pairs.listed[a]] - times.at[pairs.listed[b]]);
      const auto column = std::lower_bound(times.limits.begin(), times.limits.end(), apart) - times.limits.begin();
      if (static_cast<std::size_t>(column) < columns) { ++counts[band * columns + static_cast<std::size_t>(column)]; }
    }
  }
  return counts;
}

std::vector<std::uint64_t> drawings_that_reach(const BandedPairs& pairs, const SmallTimes& times,
                                               const std::vector<std::uint64_t>& observed, const PermutationOptions& options,
                                               const Workers& workers, const Progress& progress) {
  const auto reached = [&](auto number) {
    return reached_by(Drawings<decltype(number)>(pairs, times, options), observed, options.permutations, workers, progress);
  };
  if (times.most <= std::numeric_limits<std::int16_t>::max()) { return reached(std::int16_t{}); }
  if (times.most <= std::numeric_limits<std::int32_t>::max()) { return reached(std::int32_t{}); }
  return reached(std::int64_t{});
}

}  // namespace geo
