// SPDX-License-Identifier: Apache-2.0
// scan with --time or --shapes ellipses: cylinders and ellipses in which there are more cases than people, or place and time, explain.
#include "geo/hotspots/scan_cylinders.hpp"
#include "geo/plain/cube.hpp"
#include "geo/plain/events.hpp"
#include "geo/plain/scan_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geo::plain {
namespace {

/// Cases of places in steps, and which of the rows in use stands for each place.
struct Counted {
  std::vector<Metric> places;
  std::vector<std::uint32_t> named_by;    ///< rows in use
  std::vector<double> steps;              ///< when each begins; a single one without time
  std::vector<double> cases, population;  ///< of place i in step t at t * places + i
  std::size_t outside = 0;                ///< events in no step
  bool has_time = false;
};

/// Each row a case: places are those where there is one.
Counted count_events(Question& question) {
  question.use({"time"}, Question::Where::known);
  const PlainSteps steps = steps_of(question, period_of(question));
  Counted counted;
  counted.steps = steps.begin;
  counted.outside = steps.outside;
  std::vector<std::size_t> place_of;
  // Rows in use stand by place.
  for (std::uint32_t i = 0; i < question.size(); ++i) {
    if (i == 0 || question.places()[i] != question.places()[i - 1]) {
      counted.places.push_back(question.places()[i]);
      counted.named_by.push_back(i);
    }
    place_of.push_back(counted.places.size() - 1);
  }
  const std::size_t n = counted.places.size();
  constexpr std::size_t most = 200'000'000;
  if (n * steps.begin.size() > most) {
    throw Error(Problem::too_large, fmt::format("{} places in {} steps are too many; ask for longer steps.", n, steps.begin.size()),
                fmt::format("{} lugares em {} passos são demasiados; peça passos mais longos.", n, steps.begin.size()));
  }
  counted.cases.assign(n * steps.begin.size(), 0);
  for (std::size_t i = 0; i < place_of.size(); ++i) {
    if (steps.step_of[i] >= 0) { ++counted.cases[static_cast<std::size_t>(steps.step_of[i]) * n + place_of[i]]; }
  }
  return counted;
}

Counted count_cube(Question& question, bool has_people) {
  if (has_people) {
    question.use({"value", "population", "time"}, Question::Where::known);
  } else {
    question.use({"value", "time"}, Question::Where::known);
  }
  const PlainCube cube = cube_of(question);
  warn_of_gaps(question, cube.steps);
  Counted counted;
  counted.steps = cube.steps;
  counted.named_by = cube.places.used;
  for (const std::uint32_t i : cube.places.used) { counted.places.push_back(question.places()[i]); }
  const std::vector<double> cases = question.counts("value");
  for (const std::uint32_t i : cube.row_of) { counted.cases.push_back(cases[i]); }
  if (has_people) {
    const std::vector<double> people = question.counts("population");
    for (const std::uint32_t i : cube.row_of) { counted.population.push_back(people[i]); }
  }
  return counted;
}

/// Ellipses without time.
Counted count_once(Question& question) {
  question.use({"value", "population"}, Question::Where::known);
  Counted counted{question.places(), {}, {0}, question.counts("value"), question.counts("population")};
  for (std::uint32_t i = 0; i < question.size(); ++i) { counted.named_by.push_back(i); }
  return counted;
}

Counted count(Question& question, CylinderModel model) {
  if (!question.has("time")) {
    if (model == CylinderModel::permutation) {
      throw Error(Problem::usage, "--model permutation shares out times: say --time.",
                  "--model permutation redistribui tempos: indique --time.");
    }
    return count_once(question);
  }
  Counted counted = model == CylinderModel::permutation && !question.has("value") ? count_events(question)
                                                                                  : count_cube(question, model == CylinderModel::poisson);
  counted.has_time = true;
  return counted;
}

CylinderOptions options_of(Question& question, CylinderModel model, bool has_time) {
  CylinderOptions options;
  options.model = model;
  if (question.word("shapes", {"circles", "ellipses"}, "circles") == "ellipses") {
    options.shapes = ellipses();
    options.penalty = question.number("penalty", {0}, options.penalty);
  }
  const ScanLimits limits = scan_limits(question);
  options.max_share = limits.max_share;
  options.min_cases = limits.min_cases;
  options.max_clusters = limits.max_clusters;
  options.permutations = limits.drawings.permutations;
  options.seed = limits.drawings.seed;
  if (has_time) {
    constexpr double least_share = 1e-9;
    options.max_time_share = question.number("max-time-share", {least_share, 1}, options.max_time_share);
    options.alive = question.flag("alive");
  }
  return options;
}

ResultTable table_of(const Question& question, const Counted& counted, const CylinderResult& found) {
  const auto& all = found.clusters;
  ResultTable table;
  const auto told = [&](const char* name, auto get) { table.add(name, all.size(), [&](std::size_t i) { return cell(get(all[i])); }); };
  table.add("cluster", all.size(), [](std::size_t i) { return cell(i); });
  table.add("centre", all.size(), [&](std::size_t i) { return PlainCell(question.id(counted.named_by[all[i].centre])); });
  told("radius", [](const ScanCylinder& c) { return c.radius_m; });
  told("axes_ratio", [](const ScanCylinder& c) { return c.shape.ratio; });
  told("angle_degrees", [](const ScanCylinder& c) { return c.shape.angle_rad * 180 / std::numbers::pi; });
  if (counted.has_time) {
    told("first_time", [&](const ScanCylinder& c) { return counted.steps[c.first_step]; });
    told("last_time", [&](const ScanCylinder& c) { return counted.steps[c.first_step + c.steps - 1]; });
    told("steps", [](const ScanCylinder& c) { return c.steps; });
  }
  told("cases", [](const ScanCylinder& c) { return c.cases; });
  told("expected", [](const ScanCylinder& c) { return c.expected; });
  told("relative_risk", [](const ScanCylinder& c) { return c.relative_risk; });
  told("reason", [](const ScanCylinder& c) { return std::string_view(c.relative_risk ? "" : "no_case_outside"); });
  told("llr", [](const ScanCylinder& c) { return c.llr; });
  told("p", [](const ScanCylinder& c) { return c.p; });
  told("p_gumbel", [](const ScanCylinder& c) { return c.p_gumbel; });
  table.add("members", all.size(), [&](std::size_t i) {
    std::vector<std::uint32_t> members;
    for (const std::uint32_t place : all[i].members) { members.push_back(counted.named_by[place]); }
    return PlainCell(scan_members(question, members));
  });
  return table;
}

void add_places(const Question& question, const Counted& counted, const CylinderResult& found, PlainResult& result) {
  const std::size_t n = counted.places.size();
  std::vector<PlainCell> cluster_of(n);
  std::vector<PlainCell> p_of(n);
  for (std::size_t c = 0; c < found.clusters.size(); ++c) {
    for (const std::uint32_t i : found.clusters[c].members) {
      cluster_of[i] = cell(c);
      p_of[i] = cell(found.clusters[c].p);
    }
  }
  result.rows = question.named_rows(counted.named_by);
  for (const std::uint32_t i : counted.named_by) { result.file_rows.push_back(question.rows()[i]); }
  result.rows.add("cases", n, [&](std::size_t i) {
    double sum = 0;
    for (std::size_t at = i; at < counted.cases.size(); at += n) { sum += counted.cases[at]; }
    return cell(sum);
  });
  result.rows.add("cluster", n, [&](std::size_t i) { return cluster_of[i]; });
  result.rows.add("cluster_p", n, [&](std::size_t i) { return p_of[i]; });
}

}  // namespace

void run_scan_cylinders(Question& question, PlainResult& result) {
  constexpr double alpha = 0.05;
  const bool permuted = question.word("model", {"poisson", "permutation"}, "poisson") == "permutation";
  const CylinderModel model = permuted ? CylinderModel::permutation : CylinderModel::poisson;
  const Counted counted = count(question, model);
  const CylinderOptions options = options_of(question, model, counted.has_time);
  const CylinderResult found = scan_cylinders(counted.places, counted.steps.size(), counted.cases, counted.population, options,
                                              question.workers(), question.progress());
  if (found.cancelled) { refuse_stopped(); }
  add_places(question, counted, found, result);
  const auto sure = std::count_if(found.clusters.begin(), found.clusters.end(), [&](const ScanCylinder& c) { return c.p <= alpha; });
  result.tests = found.clusters.size();
  result.summary.emplace_back("total_cases", cell(found.total_cases));
  result.summary.emplace_back("places", cell(counted.places.size()));
  if (counted.has_time) { result.summary.emplace_back("steps", cell(counted.steps.size())); }
  if (counted.outside > 0) { result.summary.emplace_back("events_outside_the_steps", cell(counted.outside)); }
  result.summary.emplace_back("llr_that_5_percent_of_drawings_exceed", cell(scan_quantile(found.maxima, 1 - alpha)));
  result.more.emplace_back("clusters", table_of(question, counted, found));
  const std::size_t told = found.clusters.size();
  result.says = {
      fmt::format("{} of the {} likeliest windows hold more cases than {} (p at most 5 %, already allowing for all that were looked "
                  "at); a window is for searching, not the border of anything.",
                  sure, told, permuted ? "places and times by themselves explain" : "people explain"),
      fmt::format("{} das {} janelas mais prováveis têm mais casos do que {} (p até 5 %, já contando com todas as que foram "
                  "vistas); a janela é de procura, não a fronteira de nada.",
                  sure, told, permuted ? "os lugares e os tempos por si explicam" : "as pessoas explicam")};
}

}  // namespace geo::plain
