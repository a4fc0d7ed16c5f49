// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/scan_cylinders.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/lanes.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/hotspots/scan_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <tuple>

namespace geo {
namespace {

bool is_share(double value) { return value > 0 && value <= 1; }

void check(const CylinderOptions& options) {
  if (!is_share(options.max_share) || !is_share(options.max_time_share)) {
    throw Error(Problem::usage, "The share of people, or of the time, in a cluster must be above 0 and at most 1.",
                "A parte das pessoas, ou do tempo, num aglomerado tem de ser superior a 0 e no máximo 1.");
  }
  const bool has_shapes = !options.shapes.empty() && std::all_of(options.shapes.begin(), options.shapes.end(), [](const ScanShape& s) {
    return s.ratio >= 1 && s.ratio <= 1000 && std::isfinite(s.angle_rad);
  });
  if (!has_shapes || !(options.penalty >= 0) || !std::isfinite(options.penalty)) {
    throw Error(Problem::usage, "Shapes have a ratio of axes from 1 to 1000 and an angle; the penalty is 0 or more.",
                "As formas têm uma razão de eixos de 1 a 1000 e um ângulo; a penalização é 0 ou mais.");
  }
  check_permutations(options.permutations);
}

void check(std::span<const Metric> places, std::span<const double> cases, std::span<const double> population, CylinderModel model) {
  const bool have_places =
      std::all_of(places.begin(), places.end(), [](const Metric& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
  const auto are_counts = [](std::span<const double> values, double most) {
    return std::all_of(values.begin(), values.end(), [most](double v) { return v >= 0 && v < most; });
  };
  const bool is_poisson = model == CylinderModel::poisson;
  if (!have_places || !are_counts(cases, 1e9) || (is_poisson && !are_counts(population, 1e12))) {
    throw Error(Problem::input, "A place has no position, or a number of cases or people that is none.",
                "Um lugar não tem posição, ou tem um número de casos ou de pessoas que não o é.");
  }
  if (!is_poisson && std::any_of(cases.begin(), cases.end(), [](double c) { return std::floor(c) != c; })) {
    throw Error(Problem::input, "Cases whose times are permuted are whole numbers.",
                "Os casos cujos tempos são permutados são números inteiros.");
  }
  double all_cases = 0;
  double all_people = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    all_cases += cases[i];
    all_people += is_poisson ? population[i] : cases[i];
    if (is_poisson && cases[i] > 0 && !(population[i] > 0)) {
      throw Error(Problem::input, "There are cases where nobody lives.", "Há casos onde ninguém vive.");
    }
  }
  if (!(all_cases >= 0.5) || !(all_people > 0)) {
    throw Error(Problem::input, "There are no cases, or no people.", "Não há casos, ou não há pessoas.");
  }
  if (all_cases > 1e8) { throw Error(Problem::too_large, "There are more than 100 million cases.", "Há mais de 100 milhões de casos."); }
}

void check_work(const ScanSpace& space, std::uint32_t permutations) {
  // Drawings go sixteen at a time; what there is takes about as long as one such batch.
  const double batches = std::ceil(static_cast<double>(permutations) / static_cast<double>(lanes)) + 1;
  const double times = space.windows() * batches / max_cylinder_looks;
  if (times <= 1) { return; }
  throw Error(
      Problem::too_large,
      fmt::format("So many places, times and drawings would take {:.2g} times as long as the longest that is done, some minutes. Take "
                  "fewer places (events brought to cells or areas), longer steps, a smaller share of cases or of the time, or fewer "
                  "drawings.",
                  times),
      fmt::format("Tantos lugares, tempos e sorteios levariam {:.2g} vezes o máximo que se faz, alguns minutos. Use menos lugares "
                  "(acontecimentos levados a células ou áreas), passos mais longos, uma parte menor dos casos ou do tempo, ou menos "
                  "sorteios.",
                  times));
}

/// A cylinder and how likely it is.
struct Found {
  double llr = 0;
  std::size_t places = 0, shape = 0, first = 0, end = 0;
  std::uint32_t centre = 0;
  double cases = 0, expected = 0;

  [[nodiscard]] bool is_before(const Found& other) const {
    // Equal ones, but for rounding: sums are taken in another order.
    if (std::fabs(llr - other.llr) > 1e-11 * std::max(llr, other.llr)) { return llr > other.llr; }
    return rank() < other.rank();
  }

 private:
  [[nodiscard]] std::tuple<std::size_t, std::size_t, std::size_t, std::uint32_t, std::size_t> rank() const {
    return {places, end - first, shape, centre, first};
  }
};

class Cylinders {
 public:
  Cylinders(const ScanSpace& space, std::span<const double> cases, double min_cases, const Workers& workers)
      : m_space(space), m_min(min_cases), m_taken(space.places()), m_likeliest(space.zones().size() * space.places()) {
    for (std::size_t i = 0; i < space.places(); ++i) {
      double until = 0;
      for (std::size_t t = 0; t < space.steps(); ++t) {
        m_until.push_back(until);
        until += cases[t * space.places() + i];
      }
      m_until.push_back(until);
    }
    workers(m_likeliest.size(), [this](std::size_t origin) { m_likeliest[origin] = likeliest(origin); });
  }

  /// The likeliest without a place that was told; the next call gives the next one.
  std::optional<Found> next() {
    const double near = update();
    Found best;
    for (std::size_t origin = 0; origin < m_likeliest.size(); ++origin) {
      if (m_likeliest[origin] < near) { continue; }
      each(origin, near, [&](const Found& found) {
        if (found.llr > 0 && (best.llr == 0 || found.is_before(best))) { best = found; }
      });
    }
    if (best.llr == 0) { return std::nullopt; }
    return best;
  }
  void take(std::span<const std::uint32_t> members) {
    for (const std::uint32_t place : members) { m_taken[place] = 1; }
  }

 private:
  /// Whether an llr may be as high as a floor. As log x <= (x² - 1)/2x above 1, with c cases, e expected and C in all it is at most
  /// (c - e)² (1/2e + 1/(C - e)): most windows need no logarithm.
  [[nodiscard]] static bool may_reach(double floor, double cases, double expected, double all) {
    const double more = cases - expected;
    constexpr double rounding = 1e-9;
    return more > 0 && more * more * (all + expected) >= 2 * (1 - rounding) * floor * expected * (all - expected);
  }
  /// An origin is a shape around a centre. Windows whose llr is below the floor may be left out; `visit` may raise it.
  template <class Visit>
  void each(std::size_t origin, const double& floor, Visit visit) const {
    Found found;
    found.shape = origin / m_space.places();
    found.centre = static_cast<std::uint32_t>(origin % m_space.places());
    const double penalty = m_space.penalty(found.shape);
    const double per_penalty = 1 / penalty;
    ScanSpace::Expected expected(m_space);
    const std::size_t stride = m_space.steps() + 1;
    std::vector<double> until(stride);
    for (const ScanZones::Step& step : m_space.zones()[found.shape].around(found.centre)) {
      if (m_taken[step.region] != 0) { break; }
      ++found.places;
      expected.add(step.region);
      for (std::size_t t = 0; t < stride; ++t) { until[t] += m_until[step.region * stride + t]; }
      if (step.zone == ScanZones::inside) { continue; }
      m_space.each_window([&](std::size_t first, std::size_t end) {
        found.cases = until[end] - until[first];
        if (found.cases < m_min) { return; }
        found.first = first;
        found.end = end;
        found.expected = expected.of(first, end);
        if (!may_reach(floor * per_penalty, found.cases, found.expected, m_space.total_cases())) { return; }
        found.llr = penalty * scan_llr(ScanModel::poisson, found.cases, found.expected, m_space.total_cases(), m_space.total_cases());
        visit(found);
      });
    }
  }
  [[nodiscard]] double likeliest(std::size_t origin) const {
    double most = 0;
    each(origin, most, [&](const Found& found) { most = std::max(most, found.llr); });
    return most;
  }
  /// As that of scan.cpp: what was told only lowers the best of an origin, so it is looked at again where that matters.
  double update() {
    std::vector<std::size_t> origins(m_likeliest.size());
    std::iota(origins.begin(), origins.end(), 0);
    std::sort(origins.begin(), origins.end(), [this](std::size_t a, std::size_t b) { return m_likeliest[a] > m_likeliest[b]; });
    constexpr double as_likely = 1 - 1e-8;
    double most = 0;
    for (const std::size_t origin : origins) {
      if (m_likeliest[origin] < most * as_likely) { break; }
      m_likeliest[origin] = likeliest(origin);
      most = std::max(most, m_likeliest[origin]);
    }
    return most * as_likely;
  }

  const ScanSpace& m_space;
  double m_min;
  std::vector<double> m_until;  ///< cases of place i before step t, at i * (steps + 1) + t
  std::vector<std::uint8_t> m_taken;
  std::vector<double> m_likeliest;  ///< by origin: no cylinder there is likelier
};

ScanCylinder told(const Found& found, const ScanSpace& space, std::span<const Metric> places, const ScanShape& shape) {
  ScanCylinder cluster;
  cluster.centre = found.centre;
  cluster.shape = shape;
  cluster.first_step = found.first;
  cluster.steps = found.end - found.first;
  cluster.cases = found.cases;
  cluster.expected = found.expected;
  cluster.llr = found.llr;
  const Metric& centre = places[found.centre];
  for (const ScanZones::Step& step : space.zones()[found.shape].around(found.centre).first(found.places)) {
    cluster.members.push_back(step.region);
    const Metric offset{places[step.region].x - centre.x, places[step.region].y - centre.y};
    const double along = offset.x * std::cos(shape.angle_rad) + offset.y * std::sin(shape.angle_rad);
    const double across = offset.y * std::cos(shape.angle_rad) - offset.x * std::sin(shape.angle_rad);
    cluster.radius_m = std::max(cluster.radius_m, std::hypot(along, across * shape.ratio));
  }
  std::sort(cluster.members.begin(), cluster.members.end());
  const double outside = space.total_cases() - found.cases;
  if (outside > 0) { cluster.relative_risk = found.cases / found.expected / (outside / (space.total_cases() - found.expected)); }
  return cluster;
}

}  // namespace

CylinderResult scan_cylinders(std::span<const Metric> places, std::size_t steps, std::span<const double> cases,
                              std::span<const double> population, const CylinderOptions& options, const Workers& workers,
                              const Progress& progress) {
  const bool is_poisson = options.model == CylinderModel::poisson;
  assert(steps > 0 && cases.size() == places.size() * steps && (!is_poisson || population.size() == cases.size()));
  check(options);
  check(places, cases, population, options.model);
  const ScanSpace space(places, steps, cases, population, options, workers);
  check_work(space, options.permutations);
  Cylinders cylinders(space, cases, options.min_cases, workers);
  CylinderResult result;
  result.total_cases = space.total_cases();
  while (result.clusters.size() < options.max_clusters && !progress.cancelled()) {
    const std::optional<Found> found = cylinders.next();
    if (!found) { break; }
    result.clusters.push_back(told(*found, space, places, options.shapes[found->shape]));
    cylinders.take(result.clusters.back().members);
  }
  const double highest = result.clusters.empty() ? 0 : result.clusters.front().llr;
  result.maxima = cylinder_maxima(space, cases, options, highest, workers, progress);
  if (progress.cancelled()) {
    result = {};
    result.cancelled = true;
    return result;
  }
  result.stopped_early = result.maxima.size() < options.permutations;
  for (ScanCylinder& cluster : result.clusters) {
    cluster.p = drawn_p(cluster.llr, result.maxima, result.stopped_early && &cluster == &result.clusters.front());
    cluster.p_gumbel = gumbel_p(cluster.llr, result.maxima);
  }
  return result;
}

}  // namespace geo
