// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/relative_risk.hpp"

#include "geo/base/error.hpp"
#include "geo/base/philox.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/hotspots/permutation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace geo {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t drawings_a_round = 16;
constexpr std::uint32_t stream_name = 0x5249534b;  // apart from other uses of the seed

struct Weights {
  double sum = 0;
  double effective = 0;  ///< points of equal weight that would say as much

  explicit Weights(std::span<const WeightedPoint> points) {
    double squares = 0;
    std::vector<double> sorted;
    for (const WeightedPoint& p : points) { sorted.push_back(p.weight); }
    std::sort(sorted.begin(), sorted.end());
    for (const double w : sorted) { sum += w, squares += w * w; }
    effective = squares > 0 ? sum * sum / squares : 0;
  }
};

std::vector<WeightedPoint> pooled(std::span<const WeightedPoint> cases, std::span<const WeightedPoint> controls) {
  std::vector<WeightedPoint> all(cases.begin(), cases.end());
  all.insert(all.end(), controls.begin(), controls.end());
  std::sort(all.begin(), all.end(), [](const WeightedPoint& a, const WeightedPoint& b) {
    if (a.at.x != b.at.x) { return a.at.x < b.at.x; }
    return a.at.y != b.at.y ? a.at.y < b.at.y : a.weight < b.weight;
  });
  return all;
}

double log_ratio(double share_of_cases, double share_of_controls, double least) {
  return std::log(std::max(share_of_cases, least)) - std::log(std::max(share_of_controls, least));
}

void add_normal_p(RelativeRisk& risk, const std::vector<double>& pooled_share, const RelativeRiskOptions& options, double n_cases,
                  double n_controls) {
  const double h_km = options.bandwidth_m / 1000;
  const double spread = roughness(options.kernel) / (h_km * h_km) * (1 / n_cases + 1 / n_controls);
  for (std::size_t i = 0; i < risk.log_ratio.size(); ++i) {
    if (std::isnan(risk.log_ratio[i])) { continue; }
    const double z = risk.log_ratio[i] / std::sqrt(spread / pooled_share[i]);
    risk.p_high[i] = p_above_zero(std::erfc(z / M_SQRT2) / 2);
    risk.p_low[i] = p_above_zero(std::erfc(-z / M_SQRT2) / 2);
  }
}

/// Which of the pooled points are cases in a drawing.
std::vector<WeightedPoint> drawn_cases(std::vector<WeightedPoint> all, std::size_t cases, std::uint64_t seed, std::uint32_t drawing) {
  RandomStream random(Philox(seed), drawing, stream_name);
  for (std::size_t i = 0; i < cases; ++i) { std::swap(all[i], all[i + random.below(static_cast<std::uint32_t>(all.size() - i))]); }
  all.resize(cases);
  return all;
}

struct Drawings {
  const std::vector<WeightedPoint>& all;
  const std::vector<double>& all_per_km2;
  std::size_t cases;
  double weight_of_all;
};

/// 1: as high or higher than what there is, 2: as low or lower.
void compare(const Drawings& from, const RelativeRiskOptions& options, const RelativeRisk& risk, std::uint32_t drawing,
             std::vector<unsigned char>& marks) {
  const std::vector<WeightedPoint> cases = drawn_cases(from.all, from.cases, options.seed, drawing);
  const std::vector<double> per_km2 = Kde(cases, options.bandwidth_m, risk.grid, options.kernel).all_rows();
  const double weight = Weights(cases).sum;
  const double others = from.weight_of_all - weight;
  marks.assign(per_km2.size(), 0);
  for (std::size_t i = 0; i < per_km2.size(); ++i) {
    if (std::isnan(risk.log_ratio[i])) { continue; }
    const double share = weight > 0 ? per_km2[i] / weight : 0;
    const double share_of_others = others > 0 ? std::max(from.all_per_km2[i] - per_km2[i], 0.0) / others : 0;
    const double drawn = log_ratio(share, share_of_others, risk.floor_per_km2);
    constexpr double equal = 1e-9;
    marks[i] = static_cast<unsigned char>((drawn >= risk.log_ratio[i] - equal ? 1 : 0) + (drawn <= risk.log_ratio[i] + equal ? 2 : 0));
  }
}

void add_drawn_p(RelativeRisk& risk, const Drawings& from, const RelativeRiskOptions& options, const Workers& workers,
                 const Progress& progress) {
  std::vector<std::uint32_t> high(risk.log_ratio.size());
  std::vector<std::uint32_t> low(risk.log_ratio.size());
  std::vector<std::vector<unsigned char>> marks(drawings_a_round);
  for (std::uint32_t begin = 0; begin < options.permutations; begin += drawings_a_round) {
    const std::uint32_t number = std::min(drawings_a_round, options.permutations - begin);
    workers(number, [&](std::size_t i) { compare(from, options, risk, begin + static_cast<std::uint32_t>(i), marks[i]); });
    for (std::uint32_t k = 0; k < number; ++k) {
      for (std::size_t i = 0; i < high.size(); ++i) { high[i] += marks[k][i] & 1U, low[i] += marks[k][i] >> 1U; }
    }
    progress.at(begin + number, options.permutations);
    if (progress.cancelled()) {
      risk.cancelled = true;
      return;
    }
  }
  for (std::size_t i = 0; i < high.size(); ++i) {
    if (std::isnan(risk.log_ratio[i])) { continue; }
    risk.p_high[i] = permutation_p(high[i], options.permutations);
    risk.p_low[i] = permutation_p(low[i], options.permutations);
  }
}

}  // namespace

RelativeRisk relative_risk(std::span<const WeightedPoint> cases, std::span<const WeightedPoint> controls,
                           const RelativeRiskOptions& options, const PlaneGrid& grid, const Workers& workers, const Progress& progress) {
  check_lengths(options.bandwidth_m, grid);
  check_points(cases);
  check_points(controls);
  if (options.tolerance == Tolerance::permutation) { check_permutations(options.permutations); }
  if (!(options.floor_share > 0 && options.floor_share < 1)) {
    throw Error(Problem::usage, "The floor must be a share between 0 and 1.", "O limiar tem de ser uma parte entre 0 e 1.");
  }
  const Weights of_cases(cases);
  const Weights of_controls(controls);
  if (!(of_cases.sum > 0) || !(of_controls.sum > 0)) {
    throw Error(Problem::input, "There are no cases, or no controls to compare them with.",
                "Não há casos, ou não há controlos para os comparar.");
  }
  const std::vector<double> case_per_km2 = Kde(cases, options.bandwidth_m, grid, options.kernel, workers).all_rows(workers);
  const std::vector<double> control_per_km2 = Kde(controls, options.bandwidth_m, grid, options.kernel, workers).all_rows(workers);
  RelativeRisk risk;
  risk.grid = grid;
  const double highest = control_per_km2.empty() ? 0 : *std::max_element(control_per_km2.begin(), control_per_km2.end());
  risk.floor_per_km2 = options.floor_share * highest / of_controls.sum;
  risk.log_ratio.assign(grid.size(), nothing);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const double controls_here = control_per_km2[i] / of_controls.sum;
    if (highest > 0 && controls_here >= risk.floor_per_km2) {
      risk.log_ratio[i] = log_ratio(case_per_km2[i] / of_cases.sum, controls_here, risk.floor_per_km2);
    } else {
      ++risk.without;
    }
  }
  if (options.tolerance == Tolerance::none) { return risk; }
  risk.p_high = risk.p_low = std::vector<double>(grid.size(), nothing);
  const double weight_of_all = of_cases.sum + of_controls.sum;
  std::vector<double> all_per_km2(grid.size());
  for (std::size_t i = 0; i < grid.size(); ++i) { all_per_km2[i] = case_per_km2[i] + control_per_km2[i]; }
  if (options.tolerance == Tolerance::asymptotic) {
    for (double& v : all_per_km2) { v /= weight_of_all; }
    add_normal_p(risk, all_per_km2, options, of_cases.effective, of_controls.effective);
    return risk;
  }
  const std::vector<WeightedPoint> all = pooled(cases, controls);
  add_drawn_p(risk, {all, all_per_km2, cases.size(), weight_of_all}, options, workers, progress);
  return risk;
}

}  // namespace geo
