// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/edge_correction.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo {
namespace {

constexpr EdgeCorrection all_corrections[] = {EdgeCorrection::none, EdgeCorrection::uniform, EdgeCorrection::jones_diggle};
constexpr std::size_t points_a_task = 1024;

/// Below, the share is little more than its error.
constexpr double least_share = 1e-6;

void too_narrow() {
  throw Error(Problem::usage, "Next to nothing of a point's kernel lies inside the window. Choose a narrower bandwidth.",
              "Quase nada do kernel de um ponto fica dentro da janela. Escolha uma largura de banda menor.");
}

}  // namespace

std::string_view code(EdgeCorrection correction) {
  switch (correction) {
    case EdgeCorrection::none: return "none";
    case EdgeCorrection::uniform: return "uniform";
    case EdgeCorrection::jones_diggle: return "jones-diggle";
  }
  return {};
}

std::optional<EdgeCorrection> edge_correction_named(std::string_view name) {
  for (const EdgeCorrection correction : all_corrections) {
    if (code(correction) == name) { return correction; }
  }
  return std::nullopt;
}

CorrectedKde corrected_kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, Kernel kernel,
                           const PlaneWindow& window, EdgeCorrection correction, const Workers& workers, const Progress& progress) {
  check_lengths(bandwidth_m, grid);
  check_points(points);
  const WindowMass mass(window, kernel, bandwidth_m);
  std::vector<WeightedPoint> inside;
  for (const WeightedPoint& p : points) {
    if (window.covers(p.at)) { inside.push_back(p); }
  }
  if (correction == EdgeCorrection::jones_diggle) {
    workers((inside.size() + points_a_task - 1) / points_a_task, [&](std::size_t task) {
      for (std::size_t i = task * points_a_task; i < std::min((task + 1) * points_a_task, inside.size()); ++i) {
        const double share = mass.at(inside[i].at);
        if (!(share > least_share)) { too_narrow(); }
        inside[i].weight /= share;
      }
    });
  }
  CorrectedKde result;
  result.outside_window = points.size() - inside.size();
  result.kde = kde(inside, bandwidth_m, grid, kernel, workers, progress);
  if (result.kde.cancelled) { return result; }
  workers(grid.rows, [&](std::size_t row) {
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      double& v = result.kde.per_km2[row * grid.columns + column];
      const Metric centre = grid.centre(column, static_cast<std::uint32_t>(row));
      if (!window.covers(centre)) {
        v = std::numeric_limits<double>::quiet_NaN();
      } else if (correction == EdgeCorrection::uniform && v > 0) {
        const double share = mass.at(centre);
        v = share > least_share ? v / share : std::numeric_limits<double>::quiet_NaN();
      }
    }
  });
  return result;
}

}  // namespace geo
