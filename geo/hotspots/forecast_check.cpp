// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/forecast_check.hpp"

#include "geo/base/error.hpp"
#include "geo/index/point_index.hpp"

#include <cassert>
#include <cmath>
#include <memory>

namespace geo {
namespace {

std::vector<double> mean_of(const PastCounts& past) {
  std::vector<double> mean(past.places);
  for (std::size_t t = 0; t < past.steps(); ++t) {
    for (std::size_t i = 0; i < past.places; ++i) { mean[i] += past.step(t)[i]; }
  }
  for (double& m : mean) { m /= static_cast<double>(past.steps()); }
  return mean;
}

/// What each place gives to those around it, itself too; the shares of each add up to 1.
struct Spread {
  struct Share {
    std::uint32_t place;
    double share;
  };
  std::vector<std::size_t> end;
  std::vector<Share> shares;
};

Spread quartic(std::span<const Metric> centres, double bandwidth_m) {
  const PointIndex index(centres);
  Spread spread;
  std::vector<std::uint32_t> found;
  for (const Metric& centre : centres) {
    index.within(centre, bandwidth_m, found);
    double sum = 0;
    const std::size_t begin = spread.shares.size();
    for (const std::uint32_t place : found) {
      const double u = distance_m(centres[place], centre) / bandwidth_m;
      const double kernel = (1 - u * u) * (1 - u * u);
      sum += kernel;
      spread.shares.push_back({place, kernel});
    }
    for (std::size_t k = begin; k < spread.shares.size(); ++k) { spread.shares[k].share /= sum; }
    spread.end.push_back(spread.shares.size());
  }
  return spread;
}

}  // namespace

Forecaster last_step() {
  return [](const PastCounts& past) {
    const std::span<const double> last = past.step(past.steps() - 1);
    return std::vector<double>(last.begin(), last.end());
  };
}

Forecaster long_run_mean() { return mean_of; }

Forecaster long_run_density(std::span<const Metric> centres, double bandwidth_m) {
  if (!(bandwidth_m > 0) || !std::isfinite(bandwidth_m)) {
    throw Error(Problem::usage, "The bandwidth must be a length above 0 m.", "A largura de banda tem de ser um comprimento acima de 0 m.");
  }
  return [spread = std::make_shared<const Spread>(quartic(centres, bandwidth_m))](const PastCounts& past) {
    assert(spread->end.size() == past.places);
    const std::vector<double> mean = mean_of(past);
    std::vector<double> expected(past.places);
    for (std::size_t i = 0, k = 0; i < past.places; ++i) {
      for (; k < spread->end[i]; ++k) { expected[spread->shares[k].place] += mean[i] * spread->shares[k].share; }
    }
    return expected;
  };
}

std::vector<ForecastCheck> forecast_check(std::span<const double> counts, std::span<const double> area_m2,
                                          const std::vector<NamedForecaster>& forecasters, const ForecastCheckOptions& options,
                                          const Progress& progress) {
  const std::size_t places = area_m2.size();
  assert(places == 0 || counts.size() % places == 0);
  const std::size_t steps = places == 0 ? 0 : counts.size() / places;
  if (options.first_step == 0 || options.first_step >= steps) {
    throw Error(Problem::usage, "There must be a step to forecast, and one before it to forecast from.",
                "Tem de haver um período para prever, e um anterior a partir do qual se prevê.");
  }
  std::vector<ForecastCheck> checks;
  for (const NamedForecaster& forecaster : forecasters) {
    ForecastCheck check;
    check.name = forecaster.name;
    ForecastTally pooled;
    for (std::size_t t = options.first_step; t < steps; ++t) {
      if (progress.cancelled()) { return {}; }
      const PastCounts past{counts.first(t * places), places};
      const std::vector<double> expected = forecaster.forecast(past);
      if (expected.size() != places) {
        throw Error(Problem::input, "A forecast has no number for each place.", "Uma previsão não tem um número para cada lugar.");
      }
      const ForecastInput input{expected, area_m2, counts.subspan(t * places, places), past.step(t - 1)};
      const ForecastTally tally = forecast_tally(input, options.area_share, 0.5 / static_cast<double>(t * places));
      check.steps.push_back(tally.scores());
      pooled += tally;
    }
    check.pooled = pooled.scores();
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace geo
