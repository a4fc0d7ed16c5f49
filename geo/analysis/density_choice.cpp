// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_choice.hpp"

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/hotspots/bandwidth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

Text why_none(NoBandwidth reason) {
  switch (reason) {
    case NoBandwidth::too_few: return {"there are fewer than two incidents", "há menos de dois incidentes"};
    case NoBandwidth::no_spread:
      return {"the incidents lie at one place, or on a line along an axis",
              "os incidentes estão num só lugar, ou numa linha ao longo de um eixo"};
    case NoBandwidth::no_minimum:
      return {"its score has no best place; often many incidents share one position",
              "a sua pontuação não tem um melhor valor; muitas vezes muitos incidentes partilham uma posição"};
    case NoBandwidth::unsolvable: return {"its equation has no solution", "a sua equação não tem solução"};
    case NoBandwidth::none:
    case NoBandwidth::cancelled: break;
  }
  return {"it is not between 1 m and 1,000 km", "não fica entre 1 m e 1.000 km"};
}

[[noreturn]] void refuse(Selector selector, NoBandwidth reason) {
  const Text why = why_none(reason);
  throw Error(Problem::usage, fmt::format("The rule {} gives no bandwidth: {}. Give bandwidth_m.", code(selector), why.en),
              fmt::format("A regra {} não dá largura de banda: {}. Indique bandwidth_m.", code(selector), why.pt));
}

std::vector<double> sorted_axis(const std::vector<Metric>& points, double Metric::*axis) {
  std::vector<double> values;
  values.reserve(points.size());
  for (const Metric& p : points) { values.push_back(p.*axis); }
  std::sort(values.begin(), values.end());
  return values;
}

double of_axes(const std::vector<Metric>& points) {
  const LineBandwidth x = sheather_jones(sorted_axis(points, &Metric::x));
  const LineBandwidth y = sheather_jones(sorted_axis(points, &Metric::y));
  if (!x.bandwidth || !y.bandwidth) { refuse(Selector::sheather_jones, x.bandwidth ? y.reason : x.reason); }
  return std::sqrt(*x.bandwidth * *y.bandwidth);
}

double of_score(Selector selector, const CrossValidation& found, const Progress& progress) {
  stop_if_cancelled(progress);
  if (!found.bandwidth_m) { refuse(selector, found.reason); }
  return *found.bandwidth_m;
}

/// The standard deviation of the kernel along an axis.
double deviation_m(const std::vector<Metric>& points, Selector selector, const Progress& progress, const Workers& workers) {
  if (selector == Selector::lcv) { return of_score(selector, likelihood_cross_validation(points, workers, progress), progress); }
  if (selector == Selector::lscv) { return of_score(selector, least_squares_cross_validation(points, workers, progress), progress); }
  if (selector == Selector::sheather_jones) { return of_axes(points); }
  const auto isotropic = isotropic_normal_reference(points);
  if (!isotropic) { refuse(selector, points.size() < 2 ? NoBandwidth::too_few : NoBandwidth::no_spread); }
  return *isotropic;
}

}  // namespace

std::string_view code(Selector selector) {
  switch (selector) {
    case Selector::spread: return "spread";
    case Selector::scott: return "scott";
    case Selector::lcv: return "lcv";
    case Selector::lscv: return "lscv";
    case Selector::sheather_jones: return "sheather-jones";
  }
  return {};
}

std::optional<Selector> selector_named(std::string_view name) {
  for (const Selector selector : all_selectors) {
    if (code(selector) == name) { return selector; }
  }
  return std::nullopt;
}

double as_wide_as_quartic(double quartic_m, Kernel kernel) {
  return kernel == Kernel::quartic ? quartic_m : quartic_m * axis_deviation(Kernel::quartic) / axis_deviation(kernel);
}

double choose_bandwidth_m(const Frame& frame, Selector selector, Kernel kernel, const Progress& progress, const Workers& workers) {
  if (selector == Selector::spread) {
    const double quartic_m = frame.part_of_side_m(kde_bandwidths_in_a_side);
    return kernel == Kernel::quartic ? quartic_m : round_length(as_wide_as_quartic(quartic_m, kernel));
  }
  const double found_m = deviation_m(frame.points(), selector, progress, workers) / axis_deviation(kernel);
  if (!(found_m >= 1 && found_m <= 1e6)) { refuse(selector, NoBandwidth::none); }
  return found_m;
}

}  // namespace geo
