// SPDX-License-Identifier: Apache-2.0
// hdbscan: groups of any density.
#include "geo/hotspots/hdbscan.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo::plain {
namespace {

ResultTable table_of(const Hdbscan& found) {
  const auto& all = found.clusters;
  ResultTable table;
  table.add("cluster", all.size(), [](std::size_t i) { return cell(i); });
  table.add("points", all.size(), [&](std::size_t i) { return cell(all[i].size); });
  table.add("birth", all.size(), [&](std::size_t i) { return cell(all[i].birth_m); });
  table.add("death", all.size(), [&](std::size_t i) { return cell(all[i].death_m); });
  table.add("stability", all.size(), [&](std::size_t i) { return cell(all[i].stability); });
  // What has no limit is no number of JSON's.
  table.add("reason", all.size(), [&](std::size_t i) {
    std::vector<std::string> reasons;
    if (!std::isfinite(all[i].birth_m)) { reasons.emplace_back("birth_without_limit_all_points"); }
    if (!std::isfinite(all[i].stability)) { reasons.emplace_back("stability_without_limit_points_at_one_place"); }
    return reasons.empty() ? nothing() : PlainCell(reasons);
  });
  return table;
}

void run(Question& question, PlainResult& result) {
  question.use({}, Question::Where::known);
  HdbscanOptions options;
  options.min_points = question.whole("min-points", 1, INT32_MAX);
  options.min_cluster_size = question.whole("min-cluster-size", 2, INT32_MAX, std::max<std::uint64_t>(options.min_points, 2));
  options.floor_m = question.number("floor", {0}, 0);
  options.whole = question.flag("whole");
  const Hdbscan found = hdbscan(question.places(), options, question.workers(), question.progress());
  if (found.cancelled) { refuse_stopped(); }
  const std::size_t n = found.label.size();
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  result.rows.add("cluster", n, [&](std::size_t i) { return cell(found.label[i]); });
  result.rows.add("core_distance", n, [&](std::size_t i) { return found.core_m.empty() ? nothing() : cell(found.core_m[i]); });
  result.rows.add("membership", n, [&](std::size_t i) { return cell(found.membership[i]); });
  result.rows.add("outlier", n, [&](std::size_t i) { return cell(found.outlier[i]); });
  result.rows.add("reason", n, [&](std::size_t) { return found.core_m.empty() ? PlainCell("fewer_points_than_min_points") : nothing(); });
  const auto noise = std::count(found.label.begin(), found.label.end(), Hdbscan::noise);
  const auto without_limit =
      std::count_if(found.clusters.begin(), found.clusters.end(), [](const HdbscanCluster& c) { return !std::isfinite(c.stability); });
  result.summary.emplace_back("clusters", cell(found.clusters.size()));
  result.summary.emplace_back("noise", cell(noise));
  result.summary.emplace_back("tree_length", cell(found.tree_m));
  result.more.emplace_back("clusters", table_of(found));
  if (without_limit > 0) {
    question.warn(
        {fmt::format("{} clusters are places that {} rows or more share: their density has no limit. --floor says how well places "
                     "are known.",
                     without_limit, options.min_points),
         fmt::format("{} grupos são lugares que {} linhas ou mais partilham: a sua densidade não tem limite. --floor diz quão bem "
                     "se conhecem os lugares.",
                     without_limit, options.min_points)});
  }
  result.says = {fmt::format("{} groups of points last while the limit of reach falls, {} of {} points belong to none; density is not "
                             "compared with chance or with people.",
                             found.clusters.size(), noise, n),
                 fmt::format("{} grupos de pontos mantêm-se enquanto o limite de alcance desce, {} de {} pontos não pertencem a nenhum; a "
                             "densidade não é comparada com o acaso nem com pessoas.",
                             found.clusters.size(), noise, n)};
}

}  // namespace

PlainMethod hdbscan() {
  return {"hdbscan",
          {"Groups of points of any density: HDBSCAN", "Grupos de pontos de qualquer densidade: HDBSCAN"},
          {"min-points", "min-cluster-size", "floor", "whole"},
          run};
}

}  // namespace geo::plain
