// SPDX-License-Identifier: Apache-2.0
// dbscan and st-dbscan: groups of points that lie densely.
#include "geo/hotspots/dbscan.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo::plain {
namespace {

constexpr double ms_per_day = 86'400'000;
constexpr double longest_days = 1e9;

ResultTable table_of(const Clusters& clusters) {
  std::vector<std::size_t> points(static_cast<std::size_t>(clusters.number));
  std::vector<std::size_t> core(points.size());
  for (std::size_t i = 0; i < clusters.label.size(); ++i) {
    if (clusters.label[i] == Clusters::noise) { continue; }
    ++points[static_cast<std::size_t>(clusters.label[i])];
    core[static_cast<std::size_t>(clusters.label[i])] += clusters.core[i];
  }
  ResultTable table;
  table.add("cluster", points.size(), [](std::size_t i) { return cell(i); });
  table.add("points", points.size(), [&](std::size_t i) { return cell(points[i]); });
  table.add("core_points", points.size(), [&](std::size_t i) { return cell(core[i]); });
  return table;
}

void run(Question& question, PlainResult& result, bool with_time) {
  if (with_time) {
    question.use({"time"}, Question::Where::known);
  } else {
    question.use({}, Question::Where::known);
  }
  const double radius = question.number("radius", above_zero);
  const double days = with_time ? question.number("days", {0, longest_days}) : 0;
  const auto min_points = static_cast<std::size_t>(question.whole("min-points", 1, INT32_MAX));
  const Clusters clusters = with_time ? st_dbscan(question.places(), question.times(), radius, std::llround(days * ms_per_day), min_points)
                                      : dbscan(question.places(), radius, min_points);
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = clusters.label.size();
  result.rows.add("cluster", n, [&](std::size_t i) { return cell(clusters.label[i]); });
  result.rows.add("core", n, [&](std::size_t i) { return PlainCell(clusters.core[i] != 0); });
  result.rows.add("kind", n, [&](std::size_t i) {
    return PlainCell(clusters.core[i] != 0 ? "core" : clusters.label[i] == Clusters::noise ? "noise" : "border");
  });
  const auto noise = std::count(clusters.label.begin(), clusters.label.end(), Clusters::noise);
  result.summary.emplace_back("clusters", cell(clusters.number));
  result.summary.emplace_back("noise", cell(noise));
  result.more.emplace_back("clusters", table_of(clusters));
  result.says = {fmt::format("{} groups of points lie densely, {} of {} points belong to none; density is not compared with chance or with "
                             "people, and another radius gives other groups.",
                             clusters.number, noise, n),
                 fmt::format("{} grupos de pontos são densos, {} de {} pontos não pertencem a nenhum; a densidade não é comparada com o "
                             "acaso nem com pessoas, e outro raio dá outros grupos.",
                             clusters.number, noise, n)};
}

}  // namespace

PlainMethod dbscan() {
  return {"dbscan",
          {"Groups of points that lie densely: DBSCAN", "Grupos de pontos densos: DBSCAN"},
          {"radius", "min-points"},
          [](Question& question, PlainResult& result) { run(question, result, false); }};
}

PlainMethod st_dbscan() {
  return {"st-dbscan",
          {"Groups of points that lie densely in space and time: ST-DBSCAN", "Grupos de pontos densos no espaço e no tempo: ST-DBSCAN"},
          {"time", "radius", "days", "min-points"},
          [](Question& question, PlainResult& result) { run(question, result, true); }};
}

}  // namespace geo::plain
