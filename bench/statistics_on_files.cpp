// SPDX-License-Identifier: Apache-2.0
// One statistic on a file of bench/make_statistics.py, on both cores: prints milliseconds of the call alone, and a number that peers must
// find too. What bench/statistics_vs_peers.sh runs. usage: statistics_on_files TASK FILE
#include "app/workers.hpp"
#include "geo/hotspots/dbscan.hpp"
#include "geo/hotspots/hdbscan.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/hotspots/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Rows = std::vector<std::vector<double>>;

Rows read(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) { throw std::runtime_error("cannot read " + path); }
  Rows rows;
  while (std::getline(file, line)) {
    std::vector<double>& row = rows.emplace_back();
    for (const char* at = line.c_str(); *at != '\0';) {
      char* end = nullptr;
      row.push_back(std::strtod(at, &end));
      at = *end == ',' ? end + 1 : end;
    }
  }
  return rows;
}

std::vector<geo::Metric> places(const Rows& rows) {
  std::vector<geo::Metric> all;
  for (const auto& row : rows) { all.push_back({row[0], row[1]}); }
  return all;
}

std::vector<double> values(const Rows& rows) {
  std::vector<double> all;
  for (const auto& row : rows) { all.push_back(row[0]); }
  return all;
}

/// Squares that touch each other, at corners too.
geo::SpatialWeights squares(std::size_t cells) {
  const auto side = static_cast<std::int64_t>(std::sqrt(static_cast<double>(cells)));
  std::vector<std::vector<std::uint32_t>> lists;
  for (std::int64_t i = 0; i < side * side; ++i) {
    std::vector<std::uint32_t>& list = lists.emplace_back();
    for (std::int64_t row = std::max<std::int64_t>(i / side - 1, 0); row <= std::min(i / side + 1, side - 1); ++row) {
      for (std::int64_t column = std::max<std::int64_t>(i % side - 1, 0); column <= std::min(i % side + 1, side - 1); ++column) {
        if (row * side + column != i) { list.push_back(static_cast<std::uint32_t>(row * side + column)); }
      }
    }
  }
  return {geo::NeighbourLists(lists)};
}

double density(const Rows& rows, double bandwidth_m, const geo::Workers& workers) {
  std::vector<geo::WeightedPoint> points;
  for (const geo::Metric at : places(rows)) { points.push_back({at}); }
  const geo::Kde kde(points, bandwidth_m, {{0, 0}, 31.25, 1280, 960}, geo::Kernel::quartic);
  const std::vector<double> per_km2 = kde.all_rows(workers);
  return *std::max_element(per_km2.begin(), per_km2.end());
}

/// What is asked, with its input made ready: gives the number.
std::function<double()> prepared(const std::string& task, const Rows& rows, const geo::Workers& workers) {
  if (task == "dbscan") {
    return [=, all = places(rows)] { return geo::dbscan(all, 100, 20).number; };
  }
  if (task == "hdbscan") {
    return [=, all = places(rows)] {
      geo::HdbscanOptions options;
      options.min_points = 20;
      return static_cast<double>(geo::hdbscan(all, options, workers).clusters.size());
    };
  }
  if (task == "gi-star") {
    return [=, weights = squares(rows.size()), all = values(rows)] {
      double sum = 0;
      for (const geo::LocalG& place : geo::local_g(all, weights, geo::Self::included)) { sum += std::fabs(place.z.value_or(0)); }
      return sum;
    };
  }
  if (task == "local-moran") {
    return [=, weights = geo::row_standardised(squares(rows.size())), all = values(rows)] {
      double sum = 0;
      for (const geo::LocalMoran& place : geo::local_moran(all, weights)) { sum += std::fabs(place.z.value_or(0)); }
      return sum;
    };
  }
  if (task == "permutations-9" || task == "permutations-999") {
    geo::PermutationOptions options;
    options.permutations = task == "permutations-9" ? 9 : 999;
    return [=, weights = squares(rows.size()), all = values(rows)] {
      return geo::conditional_permutations(all, weights, geo::LocalKind::g, options, workers).front().drawings;
    };
  }
  if (task == "scan-3" || task == "scan-999") {
    std::vector<geo::ScanRegion> regions;
    for (const auto& row : rows) { regions.push_back({{row[0], row[1]}, row[2], row[3]}); }
    geo::ScanOptions options;
    options.permutations = task == "scan-3" ? 3 : 999;
    return [=] { return geo::scan_clusters(regions, options, workers).clusters.front().llr; };
  }
  if (task == "density") {
    return [=] { return density(rows, 1000, workers); };
  }
  if (task == "density-5km") {
    return [=] { return density(rows, 5000, workers); };
  }
  throw std::runtime_error("no such task: " + task);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "usage: statistics_on_files TASK FILE\n");
    return 2;
  }
  try {
    const auto ask = prepared(arguments[1], read(arguments[2]), app::all_workers());
    const auto started = std::chrono::steady_clock::now();
    const double number = ask();
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - started;
    fmt::print("{:.1f} {:.10g}\n", elapsed.count(), number);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
