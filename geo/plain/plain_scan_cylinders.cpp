// SPDX-License-Identifier: Apache-2.0
// scan with --time or --shapes ellipses: cylinders and ellipses in which there are more cases than people, or place and time, explain.
#include "geo/hotspots/scan_cylinders.hpp"
#include "geo/plain/cube.hpp"
#include "geo/plain/events.hpp"
#include "geo/plain/scan_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace geo::plain {
namespace {

/// Cases of places in steps, and which of the rows in use stands for each place.
struct Counted {
  std::vector<Metric> places;
  std::vector<std::uint32_t> named_by;    ///< rows in use
  std::vector<double> steps;              ///< when each begins; a single one without time
  std::vector<double> cases, population;  ///< of place i in step t at t * places + i
  std::size_t outside = 0;                ///< events in no step
  std::vector<std::uint32_t> place_of;    ///< of each row in use, where rows are events in cells
  bool has_time = false;
};

/// Where events are counted: their own places, or the middles of squares of --cell.
struct EventPlaces {
  std::vector<Metric> places;
  std::vector<std::uint32_t> named_by, place_of;
};

EventPlaces own_places(const Question& question) {
  EventPlaces found;
  // Rows in use stand by place.
  for (std::uint32_t i = 0; i < question.size(); ++i) {
    if (i == 0 || question.places()[i] != question.places()[i - 1]) {
      found.places.push_back(question.places()[i]);
      found.named_by.push_back(i);
    }
    found.place_of.push_back(static_cast<std::uint32_t>(found.places.size() - 1));
  }
  return found;
}

EventPlaces cells_of_events(Question& question) {
  const double side = question.number("cell", above_zero);
  constexpr double most_cells = 1e15;  // a double holds the middle of each
  const auto cell_of = [side](const Metric& at) { return std::pair(std::floor(at.x / side), std::floor(at.y / side)); };
  std::map<std::pair<double, double>, std::uint32_t> known;  // in their order: places then stand by it
  for (const Metric& at : question.places()) {
    if (!(std::fabs(at.x / side) < most_cells) || !(std::fabs(at.y / side) < most_cells)) {
      throw Error(Problem::usage, "--cell is far too small for these coordinates.", "--cell é demasiado pequeno para estas coordenadas.");
    }
    known.emplace(cell_of(at), 0);
  }
  EventPlaces found;
  constexpr double middle = 0.5;
  for (auto& [cell, number] : known) {
    number = static_cast<std::uint32_t>(found.places.size());
    found.places.push_back({(cell.first + middle) * side, (cell.second + middle) * side});
  }
  found.named_by.assign(known.size(), 0);
  for (std::uint32_t i = static_cast<std::uint32_t>(question.size()); i > 0; --i) {
    found.named_by[known.at(cell_of(question.places()[i - 1]))] = i - 1;
  }
  for (const Metric& at : question.places()) { found.place_of.push_back(known.at(cell_of(at))); }
  question.warn({fmt::format("Events are brought to the middle of {} squares with a side of {:.6g}: windows are made of whole squares, and "
                             "rough by one.",
                             known.size(), side),
                 fmt::format("Os acontecimentos são levados ao meio de {} quadrados com lado de {:.6g}: as janelas são feitas de quadrados "
                             "inteiros, e imprecisas por um.",
                             known.size(), side)});
  return found;
}

/// Each row a case: places are those where there is one.
Counted count_events(Question& question) {
  question.use({"time"}, Question::Where::known);
  const PlainSteps steps = steps_of(question, period_of(question));
  Counted counted;
  counted.steps = steps.begin;
  counted.outside = steps.outside;
  const bool has_cells = question.has("cell");
  EventPlaces own = has_cells ? cells_of_events(question) : own_places(question);
  counted.places = std::move(own.places);
  counted.named_by = std::move(own.named_by);
  const std::size_t n = counted.places.size();
  constexpr std::size_t most = 200'000'000;
  if (n * steps.begin.size() > most) {
    throw Error(Problem::too_large,
                fmt::format("{} places in {} steps are too many; ask for longer steps (--step), or cells (--cell).", n, steps.begin.size()),
                fmt::format("{} lugares em {} passos são demasiados; peça passos mais longos (--step), ou células (--cell).", n,
                            steps.begin.size()));
  }
  counted.cases.assign(n * steps.begin.size(), 0);
  for (std::size_t i = 0; i < own.place_of.size(); ++i) {
    if (steps.step_of[i] >= 0) { ++counted.cases[static_cast<std::size_t>(steps.step_of[i]) * n + own.place_of[i]]; }
  }
  if (has_cells) { counted.place_of = std::move(own.place_of); }
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
  Counted counted;
  counted.places = question.places();
  counted.steps = {0};
  counted.cases = question.counts("value");
  counted.population = question.counts("population");
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

/// Events in cells, those outside the window's time too.
std::vector<std::uint32_t> rows_in(const Counted& counted, const std::vector<std::uint32_t>& places) {
  std::vector<bool> is_in(counted.places.size());
  for (const std::uint32_t place : places) { is_in[place] = true; }
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < counted.place_of.size(); ++i) {
    if (is_in[counted.place_of[i]]) { rows.push_back(i); }
  }
  return rows;
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
    if (!counted.place_of.empty()) { members = rows_in(counted, all[i].members); }
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
  // A row for each place, or for each event of the cells.
  const bool has_cells = !counted.place_of.empty();
  const auto place = [&](std::size_t row) { return has_cells ? counted.place_of[row] : row; };
  const std::size_t rows = has_cells ? counted.place_of.size() : n;
  result.rows = has_cells ? question.named_rows() : question.named_rows(counted.named_by);
  for (std::size_t i = 0; i < rows; ++i) { result.file_rows.push_back(question.rows()[has_cells ? i : counted.named_by[i]]); }
  std::vector<double> cases(n);
  for (std::size_t at = 0; at < counted.cases.size(); ++at) { cases[at % n] += counted.cases[at]; }
  result.rows.add(has_cells ? "cases_in_cell" : "cases", rows, [&](std::size_t i) { return cell(cases[place(i)]); });
  result.rows.add("cluster", rows, [&](std::size_t i) { return cluster_of[place(i)]; });
  result.rows.add("cluster_p", rows, [&](std::size_t i) { return p_of[place(i)]; });
}

/// What is too much is refused with the options that make it less.
CylinderResult scan(const Question& question, const Counted& counted, const CylinderOptions& options) {
  try {
    return scan_cylinders(counted.places, counted.steps.size(), counted.cases, counted.population, options, question.workers(),
                          question.progress());
  } catch (const Error& error) {
    if (error.problem() != Problem::too_large) { throw; }
    const std::string less = question.has("value") ? "--step, --max-share, --max-time-share, --permutations"
                                                   : "--cell, --step, --max-share, --max-time-share, --permutations";
    throw Error(Problem::too_large,
                fmt::format("{} ({} places, {} steps; {})", error.text().en, counted.places.size(), counted.steps.size(), less),
                fmt::format("{} ({} lugares, {} passos; {})", error.text().pt, counted.places.size(), counted.steps.size(), less));
  }
}

}  // namespace

void run_scan_cylinders(Question& question, PlainResult& result) {
  constexpr double alpha = 0.05;
  const bool permuted = question.word("model", {"poisson", "permutation"}, "poisson") == "permutation";
  const CylinderModel model = permuted ? CylinderModel::permutation : CylinderModel::poisson;
  const Counted counted = count(question, model);
  const CylinderOptions options = options_of(question, model, counted.has_time);
  const CylinderResult found = scan(question, counted, options);
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
