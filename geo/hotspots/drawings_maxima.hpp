// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/scan_zones.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace geo {

/// Makes drawings in batches. A maximum that is above a floor is the same with it and without; the floor only saves work.
template <class Drawings>
class DrawingBatches {
 public:
  using Floors = decltype(std::declval<const Drawings&>().floors(0, std::declval<const Workers&>()));

  DrawingBatches(const Drawings& drawings, std::uint32_t number, const Workers& workers, const Progress& progress)
      : m_drawings(drawings), m_workers(workers), m_progress(progress), m_maxima(number), m_floor(sketched_floor()) {
    m_floors = drawings.floors(m_floor, workers);
  }

  /// The first batch, which tells how high maxima are.
  void first() {
    some(0, 1);
    constexpr double below_them = 0.9;
    m_floor = below_them * *std::min_element(m_maxima.begin(), m_maxima.begin() + static_cast<std::ptrdiff_t>(end(1)));
    m_floors = m_drawings.floors(m_floor, m_workers);
  }
  /// Batches [first, last), with those that have no maximum above the floor gone through once more: what they have then may be too low.
  void some(std::size_t first, std::size_t last) {
    std::vector<std::uint32_t> wanted;
    for (std::size_t m = first * m_drawings.at_once(); m < end(last); ++m) { wanted.push_back(static_cast<std::uint32_t>(m)); }
    run(wanted, m_floors);
    double passed = m_floor;
    constexpr double half = 0.5;
    for (const double floor : {half * m_floor, 0.0}) {
      std::erase_if(wanted, [&](std::uint32_t m) { return m_maxima[m] > passed; });
      if (wanted.empty() || !(passed > 0) || m_progress.cancelled()) { break; }
      run(wanted, m_drawings.floors(floor, m_workers));
      passed = floor;
    }
  }
  [[nodiscard]] std::size_t end(std::size_t batch) const { return std::min(batch * m_drawings.at_once(), m_maxima.size()); }
  std::vector<double>& maxima() { return m_maxima; }

 private:
  /// What every drawing of the first batch exceeds: the least of their maxima over a few centres, where each is looked at.
  double sketched_floor() {
    constexpr std::size_t every = 64;
    std::vector<std::uint32_t> numbers(end(1));
    std::iota(numbers.begin(), numbers.end(), 0U);
    std::vector<double> maxima(numbers.size());
    const Floors floors = m_drawings.floors(0, m_workers);
    if (m_progress.cancelled()) { return 0; }
    m_drawings.run(numbers, floors, every, maxima.data(), m_progress);
    return 0.999 * *std::min_element(maxima.begin(), maxima.end());
  }
  void run(const std::vector<std::uint32_t>& numbers, const Floors& floors) {
    const std::size_t at_once = m_drawings.at_once();
    m_workers((numbers.size() + at_once - 1) / at_once, [&](std::size_t k) {
      if (m_progress.cancelled()) { return; }
      const auto some = std::span(numbers).subspan(k * at_once, std::min(at_once, numbers.size() - k * at_once));
      std::vector<double> maxima(some.size());
      m_drawings.run(some, floors, 1, maxima.data(), m_progress);
      for (std::size_t i = 0; i < some.size(); ++i) { m_maxima[some[i]] = maxima[i]; }
      m_progress.at(std::min(m_done += static_cast<std::int64_t>(some.size()), static_cast<std::int64_t>(m_maxima.size())),
                    static_cast<std::int64_t>(m_maxima.size()));
    });
  }

  const Drawings& m_drawings;
  const Workers& m_workers;
  const Progress& m_progress;
  std::vector<double> m_maxima;
  std::atomic<std::int64_t> m_done = 0;
  double m_floor;
  Floors m_floors;
};

/// How many drawings are wanted, and whether fewer will do.
struct DrawingPlan {
  std::uint32_t number = 0;
  std::uint32_t stop_after = 0;  ///< 0: all are made
  double llr = 0;                ///< of the likeliest cluster: what drawings have to reach
};

/// The highest llr of drawings, in their order: all, or as many as it takes until `stop_after` of them reach `llr` (Besag & Clifford 1991).
/// The same for any number of workers. `drawings` has at_once(), how many go side by side; floors(floor, workers), what a look at drawings
/// needs to pass over what is not above the floor; and run(numbers, floors, every, maxima, progress), at most at_once() of them around each
/// so manyth centre: a maximum above the floor is right, another may be too low. Empty when `progress` asks to stop.
template <class Drawings>
std::vector<double> maxima_of_drawings(const Drawings& drawings, const DrawingPlan& plan, const Workers& workers,
                                       const Progress& progress) {
  DrawingBatches<Drawings> batches(drawings, plan.number, workers, progress);
  const std::size_t number = (plan.number + drawings.at_once() - 1) / drawings.at_once();
  // Where it may end early a few batches go at a time, the same whoever works on them.
  const std::size_t wave = plan.stop_after > 0 ? std::max<std::size_t>(2, 64 / drawings.at_once()) : number;
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
