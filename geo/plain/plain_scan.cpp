// SPDX-License-Identifier: Apache-2.0
// scan: circles in which there are more cases than people explain; with time and with ellipses see plain_scan_cylinders.cpp.
#include "geo/hotspots/scan.hpp"
#include "geo/plain/scan_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo::plain {
namespace {

ScanOptions options_of(Question& question) {
  ScanOptions options;
  options.model = question.word("model", {"poisson", "bernoulli"}, "poisson") == "bernoulli" ? ScanModel::bernoulli : ScanModel::poisson;
  const ScanLimits limits = scan_limits(question);
  options.max_share = limits.max_share;
  options.min_cases = limits.min_cases;
  options.max_clusters = limits.max_clusters;
  options.permutations = limits.drawings.permutations;
  options.seed = limits.drawings.seed;
  return options;
}

ResultTable table_of(const Question& question, const ScanResult& found) {
  const auto& all = found.clusters;
  ResultTable table;
  const auto told = [&](const char* name, auto get) { table.add(name, all.size(), [&](std::size_t i) { return cell(get(all[i])); }); };
  table.add("cluster", all.size(), [](std::size_t i) { return cell(i); });
  table.add("centre", all.size(), [&](std::size_t i) { return PlainCell(question.id(all[i].centre)); });
  told("radius", [](const ScanCluster& c) { return c.radius_m; });
  told("cases", [](const ScanCluster& c) { return c.cases; });
  told("expected", [](const ScanCluster& c) { return c.expected; });
  told("population", [](const ScanCluster& c) { return c.population; });
  told("relative_risk", [](const ScanCluster& c) { return c.relative_risk; });
  // Nothing stands outside to compare with.
  told("reason", [](const ScanCluster& c) { return std::string_view(std::isfinite(c.relative_risk) ? "" : "no_case_outside"); });
  told("llr", [](const ScanCluster& c) { return c.llr; });
  told("p", [](const ScanCluster& c) { return c.p; });
  told("p_gumbel", [](const ScanCluster& c) { return c.p_gumbel; });
  table.add("members", all.size(), [&](std::size_t i) { return PlainCell(scan_members(question, all[i].members)); });
  return table;
}

void run(Question& question, PlainResult& result) {
  constexpr double alpha = 0.05;
  if (question.has("time") || question.has("shapes") || question.is("model", "permutation")) {
    run_scan_cylinders(question, result);
    return;
  }
  question.use({"value", "population"}, Question::Where::known);
  const ScanOptions options = options_of(question);
  const std::vector<double> cases = question.counts("value");
  const std::vector<double> people = question.counts("population");
  std::vector<ScanRegion> regions;
  regions.reserve(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) { regions.push_back({question.places()[i], cases[i], people[i]}); }
  const ScanResult found = scan_clusters(regions, options, question.workers(), question.progress());
  if (found.cancelled) { refuse_stopped(); }
  std::vector<PlainCell> cluster_of(regions.size());
  std::size_t sure = 0;
  for (std::size_t c = 0; c < found.clusters.size(); ++c) {
    for (const std::uint32_t i : found.clusters[c].members) { cluster_of[i] = cell(c); }
    sure += found.clusters[c].p <= alpha ? 1 : 0;
  }
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = regions.size();
  const double rate = found.total_cases / found.total_population;
  result.rows.add("cases", n, [&](std::size_t i) { return cell(cases[i]); });
  result.rows.add("population", n, [&](std::size_t i) { return cell(people[i]); });
  result.rows.add("expected", n, [&](std::size_t i) { return cell(people[i] * rate); });
  result.rows.add("cluster", n, [&](std::size_t i) { return cluster_of[i]; });
  result.rows.add("cluster_p", n, [&](std::size_t i) {
    const auto* c = std::get_if<std::int64_t>(&cluster_of[i]);
    return c == nullptr ? nothing() : cell(found.clusters[static_cast<std::size_t>(*c)].p);
  });
  result.tests = found.clusters.size();
  result.summary.emplace_back("total_cases", cell(found.total_cases));
  result.summary.emplace_back("total_population", cell(found.total_population));
  result.summary.emplace_back("circles", cell(found.zones));
  result.summary.emplace_back("llr_that_5_percent_of_drawings_exceed", cell(scan_quantile(found.maxima, 1 - alpha)));
  result.more.emplace_back("clusters", table_of(question, found));
  result.says = {fmt::format("{} of the {} likeliest circles hold more cases than people explain (p at most 5 %, already allowing for all "
                             "{} circles looked at); the circle is a search window, not the border of anything.",
                             sure, found.clusters.size(), found.zones),
                 fmt::format("{} dos {} círculos mais prováveis têm mais casos do que as pessoas explicam (p até 5 %, já contando com "
                             "todos os {} círculos vistos); o círculo é uma janela de procura, não a fronteira de nada.",
                             sure, found.clusters.size(), found.zones)};
}

}  // namespace

ScanLimits scan_limits(Question& question) {
  const ScanOptions usual;
  constexpr double least_share = 1e-9;
  ScanLimits limits;
  limits.max_share = question.number("max-share", {least_share, 1}, usual.max_share);
  limits.min_cases = question.number("min-cases", {0}, usual.min_cases);
  limits.max_clusters = question.whole("clusters", 1, 1'000'000, usual.max_clusters);
  limits.drawings = permutation_options(question, usual.permutations);
  return limits;
}

std::vector<std::string> scan_members(const Question& question, std::vector<std::uint32_t> members) {
  std::sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) { return question.rows()[a] < question.rows()[b]; });
  std::vector<std::string> ids;
  ids.reserve(members.size());
  for (const std::uint32_t i : members) { ids.push_back(question.id(i)); }
  return ids;
}

double scan_quantile(std::vector<double> maxima, double share) {
  std::sort(maxima.begin(), maxima.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(maxima.size())));
  return maxima[std::max<std::size_t>(rank, 1) - 1];
}

PlainMethod scan() {
  return {"scan",
          {"Circles with more cases than people explain: Kulldorff's scan",
           "Círculos com mais casos do que as pessoas explicam: varrimento de Kulldorff"},
          {"value", "population", "time", "step", "from", "to", "cell", "model", "shapes", "penalty", "max-share", "max-time-share",
           "alive", "min-cases", "clusters", "permutations", "seed"},
          run};
}

}  // namespace geo::plain
