// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/gaussian_neighbours.hpp"
#include "geo/hotspots/log_search.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geo {
namespace {

struct Range {
  double low;
  double high;
};

Range range_of(const PointPlaces& places, const std::vector<double>& nearest) {
  std::vector<double> sorted = nearest;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const auto n = static_cast<double>(places.points);
  Metric mean;
  const Metric origin = places.at.front();
  for (std::size_t i = 0; i < places.at.size(); ++i) {
    mean.x += places.count[i] * (places.at[i].x - origin.x) / n;
    mean.y += places.count[i] * (places.at[i].y - origin.y) / n;
  }
  double squares = 0;
  for (std::size_t i = 0; i < places.at.size(); ++i) {
    const double dx = places.at[i].x - origin.x - mean.x;
    const double dy = places.at[i].y - origin.y - mean.y;
    squares += places.count[i] * (dx * dx + dy * dy);
  }
  const double low = *middle / 10;
  return {low, std::max(std::sqrt(squares / n), 20 * low)};
}

/// Searches for the lowest score; `make` gives the score of the sums.
template <class Make>
CrossValidation search(std::span<const Metric> points, const Workers& workers, const Progress& progress, Make make) {
  CrossValidation found;
  if (points.size() < 2) {
    found.reason = NoBandwidth::too_few;
    return found;
  }
  const PointPlaces places(points);
  found.duplicates = places.points - places.at.size();
  found.many_duplicates = static_cast<double>(found.duplicates) > 0.05 * static_cast<double>(places.points);
  if (places.at.size() < 2) {
    found.reason = NoBandwidth::no_spread;
    return found;
  }
  found.held_out_together = std::all_of(places.count.begin(), places.count.end(), [](double c) { return c > 1; });
  GaussianNeighbours sums(places, workers);
  const Range range = range_of(places, sums.nearest());
  const LogMinimum lowest =
      search_by_ratio([&](double s) { return make(places, sums, s); }, range.low, range.high, [&] { return progress.cancelled(); });
  found.score = lowest.value;
  if (lowest.cancelled) {
    found.reason = NoBandwidth::cancelled;
  } else if (lowest.at_limit) {
    found.reason = NoBandwidth::no_minimum;
  } else {
    found.bandwidth_m = lowest.at;
  }
  return found;
}

}  // namespace

CrossValidation likelihood_cross_validation(std::span<const Metric> points, const Workers& workers, const Progress& progress) {
  CrossValidation found = search(points, workers, progress, [&](const PointPlaces& places, GaussianNeighbours& neighbours, double s) {
    const bool together = std::all_of(places.count.begin(), places.count.end(), [](double c) { return c > 1; });
    const std::vector<double> sums = neighbours.log_sums(s, workers);
    const auto n = static_cast<double>(places.points);
    double likelihood = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const double others_here = together ? 0 : places.count[i] - 1;
      const double others = n - (together ? places.count[i] : 1);
      const double log_sum = others_here > 0 ? std::log(others_here + std::exp(sums[i])) : sums[i];
      likelihood += places.count[i] * (log_sum - std::log(others * 2 * M_PI * s * s));
    }
    return -likelihood;
  });
  found.score = -found.score;
  return found;
}

CrossValidation least_squares_cross_validation(std::span<const Metric> points, const Workers& workers, const Progress& progress) {
  CrossValidation found = search(points, workers, progress, [&](const PointPlaces& places, GaussianNeighbours& neighbours, double s) {
    const std::vector<double> wide = neighbours.log_sums(s * M_SQRT2, workers);
    const std::vector<double> sums = neighbours.log_sums(s, workers);
    const auto n = static_cast<double>(places.points);
    double square = 0;
    double own = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      square += places.count[i] * (places.count[i] + std::exp(wide[i]));
      own += places.count[i] * (places.count[i] - 1 + std::exp(sums[i]));
    }
    return square / (n * n * 4 * M_PI * s * s) - 2 * own / (n * (n - 1) * 2 * M_PI * s * s);
  });
  found.held_out_together = false;  // all stay in: that is what `many_duplicates` warns of
  return found;
}

}  // namespace geo
