// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/lanes.hpp"
#include "geo/hotspots/scan_zones.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace geo {

/// Makes drawings in batches, the first one to see how high maxima are.
/// A maximum that is above the floor is the same with it and without; the floor only saves work.
template <class Drawings>
class DrawingBatches {
 public:
  using Floors = decltype(std::declval<const Drawings&>().floors(0, std::declval<const Workers&>()));

  DrawingBatches(const Drawings& drawings, std::size_t number, const Workers& workers, const Progress& progress)
      : m_drawings(drawings), m_workers(workers), m_progress(progress), m_maxima(number), m_all(drawings.floors(0, workers)) {}

  void first() {
    run(0, 1, m_all);
    constexpr double below_them = 0.9;
    m_floors = m_drawings.floors(below_them * *std::min_element(m_maxima.begin(), m_maxima.begin() + static_cast<std::ptrdiff_t>(end(1))),
                                 m_workers);
  }
  /// Batches [first, last), with those that have no maximum above the floor gone through once more.
  void some(std::size_t first, std::size_t last) {
    run(first, last, m_floors);
    std::vector<std::size_t> low;
    for (std::size_t m = first * lanes; m < end(last); ++m) {
      if (m_maxima[m] <= 0) { low.push_back(m); }
    }
    m_workers(low.size(), [&](std::size_t k) {
      if (!m_progress.cancelled()) { m_drawings.run(static_cast<std::uint32_t>(low[k]), 1, m_all, &m_maxima[low[k]]); }
    });
  }
  [[nodiscard]] std::size_t end(std::size_t batch) const { return std::min(batch * lanes, m_maxima.size()); }
  std::vector<double>& maxima() { return m_maxima; }

 private:
  void run(std::size_t first, std::size_t last, const Floors& floors) {
    m_workers(last - first, [&](std::size_t k) {
      if (m_progress.cancelled()) { return; }
      const std::size_t begin = (first + k) * lanes;
      m_drawings.run(static_cast<std::uint32_t>(begin), end(first + k + 1) - begin, floors, &m_maxima[begin]);
      const auto number = static_cast<std::int64_t>(m_maxima.size());
      m_progress.at(std::min<std::int64_t>(m_done += lanes, number), number);
    });
  }

  const Drawings& m_drawings;
  const Workers& m_workers;
  const Progress& m_progress;
  std::vector<double> m_maxima;
  Floors m_all, m_floors;
  std::atomic<std::int64_t> m_done = 0;
};

/// How many drawings are wanted, and whether fewer will do.
struct DrawingPlan {
  std::uint32_t number = 0;
  std::uint32_t stop_after = 0;  ///< 0: all are made
  double llr = 0;                ///< of the likeliest cluster: what drawings have to reach
};

/// The highest llr of drawings, in their order: all, or as many as it takes until `stop_after` of them reach `llr` (Besag & Clifford 1991).
/// The same for any number of workers. `drawings` has floors(floor, workers), what a look at drawings needs to pass over what is not above
/// the floor, and run(first, number, floors, maxima). Empty when `progress` asks to stop.
template <class Drawings>
std::vector<double> maxima_of_drawings(const Drawings& drawings, const DrawingPlan& plan, const Workers& workers,
                                       const Progress& progress) {
  DrawingBatches<Drawings> batches(drawings, plan.number, workers, progress);
  const std::size_t number = (plan.number + lanes - 1) / lanes;
  // Where it may end early a few batches go at a time, the same whoever works on them.
  const std::size_t wave = plan.stop_after > 0 ? 4 : number;
  std::uint32_t reached = 0;
  std::size_t seen = 0;
  for (std::size_t done = 0; done < number && !progress.cancelled();) {
    const std::size_t next = done == 0 ? 1 : std::min(number, done + wave);
    if (done == 0) {
      batches.first();
    } else {
      batches.some(done, next);
    }
    done = next;
    for (; plan.stop_after > 0 && seen < batches.end(done); ++seen) {
      reached += reaches(batches.maxima()[seen], plan.llr) ? 1 : 0;
      if (reached < plan.stop_after) { continue; }
      batches.maxima().resize(seen + 1);
      return progress.cancelled() ? std::vector<double>() : std::move(batches.maxima());
    }
  }
  if (progress.cancelled()) { return {}; }
  return std::move(batches.maxima());
}

}  // namespace geo
