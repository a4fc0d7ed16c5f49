// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/hdbscan.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/cluster_tree.hpp"
#include "geo/hotspots/reach_tree.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

void check(const HdbscanOptions& options) {
  if (options.min_points == 0) {
    throw Error(Problem::usage, "The least number of points must be 1 or more.", "O número mínimo de pontos tem de ser 1 ou mais.");
  }
  if (options.min_cluster_size == 1) {
    throw Error(Problem::usage, "A cluster must have two points or more.", "Um aglomerado tem de ter dois pontos ou mais.");
  }
  if (!(options.floor_m >= 0) || !std::isfinite(options.floor_m)) {
    throw Error(Problem::usage, "The smallest distance must be a length of 0 m or more.",
                "A distância mínima tem de ser um comprimento de 0 m ou mais.");
  }
}

/// 1 - part / whole, where nothing of nothing is all of it.
double lacking(double part, double whole) { return whole > 0 ? 1 - part / whole : 0; }

/// Of each node of the tree the chosen one that it is or lies in, by its place among those chosen.
std::vector<std::int32_t> homes(const ClusterTree& tree, const std::vector<std::uint32_t>& chosen) {
  std::vector<std::int32_t> home(tree.nodes.size(), Hdbscan::noise);
  for (std::size_t k = 0; k < chosen.size(); ++k) { home[chosen[k]] = static_cast<std::int32_t>(k); }
  for (std::size_t c = 0; c < home.size(); ++c) {
    const std::uint32_t parent = tree.nodes[c].parent;
    if (home[c] == Hdbscan::noise && parent != ClusterTree::no_parent) { home[c] = home[parent]; }
  }
  return home;
}

void label(const ClusterTree& tree, bool whole, Hdbscan& result) {
  const std::vector<std::uint32_t> chosen = most_stable(tree, whole);
  const std::vector<std::int32_t> home = homes(tree, chosen);
  std::vector<std::int32_t> label_of(chosen.size(), Hdbscan::noise);
  for (std::size_t i = 0; i < tree.last.size(); ++i) {
    const std::int32_t k = home[tree.last[i]];
    if (k == Hdbscan::noise) { continue; }
    std::int32_t& label = label_of[static_cast<std::size_t>(k)];
    if (label == Hdbscan::noise) {
      label = static_cast<std::int32_t>(result.clusters.size());
      const ClusterTree::Node& node = tree.nodes[chosen[static_cast<std::size_t>(k)]];
      result.clusters.push_back({node.size, std::sqrt(node.birth_squared), std::sqrt(node.death_squared), node.stability});
    }
    result.label[i] = label;
  }
}

void score(const ClusterTree& tree, Hdbscan& result) {
  std::vector<double> largest(result.clusters.size());
  for (std::size_t i = 0; i < result.label.size(); ++i) {
    if (result.label[i] == Hdbscan::noise) { continue; }
    double& of_cluster = largest[static_cast<std::size_t>(result.label[i])];
    of_cluster = std::max(of_cluster, result.core_m[i]);
  }
  for (std::size_t i = 0; i < result.label.size(); ++i) {
    if (result.label[i] != Hdbscan::noise) {
      const double most = largest[static_cast<std::size_t>(result.label[i])];
      result.membership[i] = most > 0 ? lacking(result.core_m[i], most) : 1;
    }
    result.outlier[i] = lacking(std::sqrt(tree.nodes[tree.last[i]].death_squared), std::sqrt(tree.left_squared[i]));
  }
}

}  // namespace

Hdbscan hdbscan(std::span<const Metric> points, const HdbscanOptions& options, const Workers& workers, const Progress& progress) {
  check(options);
  Hdbscan result;
  const auto nothing = [&] {
    result.label.assign(points.size(), Hdbscan::noise);
    result.membership.assign(points.size(), 0);
    result.outlier.assign(points.size(), 0);
  };
  if (points.size() < options.min_points) {
    nothing();
    return result;
  }
  const ReachTree reach = reach_tree(points, options.min_points, options.floor_m, workers, progress);
  if (progress.cancelled()) {
    result.cancelled = true;
    return result;
  }
  nothing();
  for (const ReachEdge& edge : reach.edges) { result.tree_m += std::sqrt(edge.squared); }
  result.core_m.resize(points.size());
  std::transform(reach.core_squared.begin(), reach.core_squared.end(), result.core_m.begin(), [](double s) { return std::sqrt(s); });
  const std::size_t least = options.min_cluster_size != 0 ? options.min_cluster_size : std::max<std::size_t>(2, options.min_points);
  const ClusterTree tree = cluster_tree(reach.edges, points.size(), least);
  if (tree.nodes.empty()) { return result; }
  label(tree, options.whole, result);
  score(tree, result);
  return result;
}

}  // namespace geo
