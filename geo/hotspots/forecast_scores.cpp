// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/forecast_scores.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/distributions.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

void check(const ForecastInput& input) {
  const auto are_counts = [](std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return v >= 0 && std::isfinite(v); });
  };
  if (input.area_m2.empty()) { throw Error(Problem::input, "There is no place to score.", "Não há lugar para avaliar."); }
  const bool have_area = std::all_of(input.area_m2.begin(), input.area_m2.end(), [](double a) { return a > 0 && std::isfinite(a); });
  if (!have_area || !are_counts(input.expected) || !are_counts(input.came) || !are_counts(input.before)) {
    throw Error(Problem::input, "A place has no area, or a number of incidents that is none.",
                "Um lugar não tem área, ou tem um número de incidentes que não o é.");
  }
}

/// From the smallest on: no order of places changes a bit.
double sum_of(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// What the places that are first by value per area hold, as the area grows.
class Curve {
 public:
  Curve(std::span<const double> value, std::span<const double> area, std::span<const double> held) {
    std::vector<std::size_t> order(value.size());
    std::iota(order.begin(), order.end(), 0);
    const auto density = [&](std::size_t i) { return value[i] / area[i]; };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return density(a) > density(b); });
    std::vector<double> areas;
    std::vector<double> holds;
    m_points.push_back({0, 0});
    for (std::size_t k = 0; k < order.size(); ++k) {
      areas.push_back(area[order[k]]);
      holds.push_back(held[order[k]]);
      if (k + 1 < order.size() && density(order[k + 1]) == density(order[k])) { continue; }
      m_points.push_back({m_points.back().area + sum_of(areas), m_points.back().held + sum_of(holds)});
      areas.clear();
      holds.clear();
    }
  }

  struct Point {
    double area, held;
  };
  [[nodiscard]] const std::vector<Point>& points() const { return m_points; }
  [[nodiscard]] double all() const { return m_points.back().held; }
  [[nodiscard]] double area() const { return m_points.back().area; }

  [[nodiscard]] double held_within(double area) const {
    for (std::size_t k = 1; k < m_points.size(); ++k) {
      const Point& low = m_points[k - 1];
      const Point& high = m_points[k];
      if (area >= high.area) { continue; }
      return low.held + (high.held - low.held) * (area - low.area) / (high.area - low.area);
    }
    return all();
  }
  /// By shares of the area.
  [[nodiscard]] double below() const {
    double twice = 0;
    for (std::size_t k = 1; k < m_points.size(); ++k) {
      twice += (m_points[k].area - m_points[k - 1].area) * (m_points[k].held + m_points[k - 1].held);
    }
    return twice / 2 / area();
  }

 private:
  std::vector<Point> m_points;
};

/// The sum of logarithms; none where something came and nothing was expected.
std::optional<double> log_sum(const ForecastInput& input, double least_expected) {
  std::vector<double> terms;
  for (std::size_t i = 0; i < input.came.size(); ++i) {
    const double expected = std::max(input.expected[i], least_expected);
    if (!(expected > 0) && input.came[i] > 0) { return std::nullopt; }
    const double logarithm = input.came[i] > 0 ? input.came[i] * std::log(expected) : 0;
    terms.push_back(logarithm - expected - log_factorial(input.came[i]));
  }
  return sum_of(terms);
}

}  // namespace

ForecastTally& ForecastTally::operator+=(const ForecastTally& other) {
  events += other.events;
  hits += other.hits;
  best_hits += other.best_hits;
  before += other.before;
  hits_before += other.hits_before;
  area_m2 += other.area_m2;
  flagged_m2 += other.flagged_m2;
  curve += other.curve;
  log_sum += other.log_sum;
  is_impossible = is_impossible || other.is_impossible;
  places += other.places;
  return *this;
}

ForecastScores ForecastTally::scores() const {
  ForecastScores scores;
  scores.events = events;
  if (flagged_m2 > 0) { scores.ser_per_km2 = hits / flagged_m2 * 1e6; }
  if (!is_impossible && places > 0) { scores.log_score = log_sum / static_cast<double>(places); }
  if (!(events > 0)) { return scores; }
  scores.hit_rate = hits / events;
  scores.pai = *scores.hit_rate / (flagged_m2 / area_m2);
  scores.pei_star = hits / best_hits;
  scores.curve_area = curve / events;
  if (hits_before > 0) { scores.rri = hits / hits_before / (events / before); }
  return scores;
}

ForecastTally forecast_tally(const ForecastInput& input, double area_share, double least_expected) {
  assert(input.expected.size() == input.area_m2.size() && input.came.size() == input.area_m2.size());
  assert(input.before.empty() || input.before.size() == input.area_m2.size());
  if (!(area_share > 0 && area_share <= 1)) {
    throw Error(Problem::usage, "The share of the area must be above 0 and at most 1.",
                "A parte da área tem de ser superior a 0 e no máximo 1.");
  }
  if (!(least_expected >= 0) || !std::isfinite(least_expected)) {
    throw Error(Problem::usage, "The least expected number must be 0 or more.", "O número mínimo esperado tem de ser 0 ou mais.");
  }
  check(input);
  const Curve curve(input.expected, input.area_m2, input.came);
  ForecastTally tally;
  tally.places = input.area_m2.size();
  tally.area_m2 = curve.area();
  tally.flagged_m2 = area_share * curve.area();
  tally.events = curve.all();
  tally.hits = curve.held_within(tally.flagged_m2);
  tally.best_hits = Curve(input.came, input.area_m2, input.came).held_within(tally.flagged_m2);
  tally.curve = curve.below();
  if (!input.before.empty()) {
    const Curve earlier(input.expected, input.area_m2, input.before);
    tally.before = earlier.all();
    tally.hits_before = earlier.held_within(tally.flagged_m2);
  }
  const std::optional<double> logarithms = log_sum(input, least_expected);
  tally.is_impossible = !logarithms;
  tally.log_sum = logarithms.value_or(0);
  return tally;
}

std::vector<HitRate> hit_rate_curve(const ForecastInput& input) {
  check(input);
  const Curve curve(input.expected, input.area_m2, input.came);
  std::vector<HitRate> rates;
  if (!(curve.all() > 0)) { return rates; }
  for (const Curve::Point& point : curve.points()) { rates.push_back({point.area / curve.area(), point.held / curve.all()}); }
  return rates;
}

}  // namespace geo
