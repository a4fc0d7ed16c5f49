// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/reach_tree.hpp"

#include "geo/hotspots/kd_tree.hpp"
#include "geo/hotspots/sets.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t block = 4096;  // points to a task

/// Calls visit(point) for all, a block of them to a task.
template <class Visit>
void each_point(std::size_t n, const Workers& workers, const Progress& progress, const Visit& visit) {
  workers((n + block - 1) / block, [&](std::size_t task) {
    if (progress.cancelled()) { return; }
    for (std::size_t i = task * block; i < std::min(n, (task + 1) * block); ++i) { visit(static_cast<std::uint32_t>(i)); }
  });
}

/// The k nearest points of one, itself the first.
class Nearest {
 public:
  Nearest(const KdTree& tree, std::size_t k) : m_tree(tree), m_k(k) { m_found.reserve(k + 1); }

  double farthest_of(std::uint32_t point) {
    m_at = m_tree.points()[point];
    m_found.clear();
    look(0, 0);
    return m_found.front();
  }

 private:
  [[nodiscard]] double limit() const { return m_found.size() < m_k ? infinity : m_found.front(); }

  void look(std::uint32_t number, double squared) {
    // Equal ones change nothing: thousands at one place are not gone through.
    if (squared >= limit()) { return; }
    const KdTree::Node& node = m_tree.nodes()[number];
    if (node.right == 0) {
      for (std::uint32_t j = node.begin; j < node.end; ++j) { offer(squared_distance(m_at, m_tree.points()[j])); }
      return;
    }
    const double left = m_tree.nodes()[number + 1].squared_to(m_at);
    const double right = m_tree.nodes()[node.right].squared_to(m_at);
    if (left <= right) {
      look(number + 1, left);
      look(node.right, right);
    } else {
      look(node.right, right);
      look(number + 1, left);
    }
  }
  void offer(double squared) {
    if (squared >= limit()) { return; }
    if (m_found.size() == m_k) {
      std::pop_heap(m_found.begin(), m_found.end());
      m_found.pop_back();
    }
    m_found.push_back(squared);
    std::push_heap(m_found.begin(), m_found.end());
  }

  const KdTree& m_tree;
  std::size_t m_k;
  Metric m_at;
  std::vector<double> m_found;  ///< a heap, the farthest first
};

class Boruvka {
 public:
  Boruvka(const KdTree& tree, const std::vector<double>& core, const Workers& workers, const Progress& progress)
      : m_tree(tree),
        m_points(tree.points()),
        m_core(core),
        m_workers(workers),
        m_progress(progress),
        m_node_core(tree.nodes().size(), infinity),
        m_node_component(tree.nodes().size()),
        m_component(core.size()),
        m_shared(core.size()),
        m_best(core.size(), infinity),
        m_partner(core.size(), nobody),
        m_least(core),
        m_sets(core.size()) {
    std::iota(m_component.begin(), m_component.end(), 0);
    for (std::size_t v = m_node_core.size(); v-- > 0;) {
      const KdTree::Node& node = tree.nodes()[v];
      if (node.right == 0) {
        m_node_core[v] = *std::min_element(core.begin() + node.begin, core.begin() + node.end);
      } else {
        m_node_core[v] = std::min(m_node_core[v + 1], m_node_core[node.right]);
      }
    }
  }

  std::vector<ReachEdge> edges() {
    m_edges.reserve(m_core.size() - 1);
    while (m_edges.size() + 1 < m_core.size()) {
      name_nodes();
      seed();
      each_point(m_core.size(), m_workers, m_progress, [this](std::uint32_t i) { search(i); });
      if (m_progress.cancelled()) { return {}; }
      join();
      m_progress.at(static_cast<std::int64_t>(m_edges.size()), static_cast<std::int64_t>(m_core.size()));
    }
    return std::move(m_edges);
  }

 private:
  /// Halves whose points are all of one component need no look from there.
  void name_nodes() {
    for (std::size_t v = m_node_component.size(); v-- > 0;) {
      const KdTree::Node& node = m_tree.nodes()[v];
      const std::uint32_t first = node.right == 0 ? m_component[node.begin] : m_node_component[v + 1];
      bool same = true;
      if (node.right == 0) {
        for (std::uint32_t i = node.begin; i < node.end; ++i) { same = same && m_component[i] == first; }
      } else {
        same = m_node_component[node.right] == first;
      }
      m_node_component[v] = same ? first : nobody;
    }
  }

  /// What was found in rounds before and is still another component's is a limit for the whole component.
  void seed() {
    for (std::atomic<double>& shared : m_shared) { shared.store(infinity, std::memory_order_relaxed); }
    for (std::size_t i = 0; i < m_partner.size(); ++i) {
      if (m_partner[i] == nobody) { continue; }
      if (m_component[m_partner[i]] == m_component[i]) {
        m_partner[i] = nobody;
        m_best[i] = infinity;
      } else {
        lower(m_shared[m_component[i]], m_best[i]);
      }
    }
  }
  static void lower(std::atomic<double>& shared, double value) {
    double seen = shared.load(std::memory_order_relaxed);
    while (value < seen && !shared.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {}
  }

  /// What others have found meanwhile only saves work: a component's shortest edge is found by one of its points or another as short.
  void search(std::uint32_t i) {
    std::atomic<double>& shared = m_shared[m_component[i]];
    double limit = std::min(m_best[i], shared.load(std::memory_order_relaxed));
    if (m_least[i] >= limit) { return; }
    look(0, i, limit);
    if (m_best[i] <= limit) { lower(shared, m_best[i]); }
    m_least[i] = limit;
  }
  [[nodiscard]] double squared_to(std::uint32_t number, std::uint32_t i) const {
    return std::max({m_core[i], m_node_core[number], m_tree.nodes()[number].squared_to(m_points[i])});
  }
  void look(std::uint32_t number, std::uint32_t i, double& limit) {
    const KdTree::Node& node = m_tree.nodes()[number];
    if (node.right == 0) {
      for (std::uint32_t j = node.begin; j < node.end; ++j) {
        if (m_component[j] == m_component[i]) { continue; }
        const double squared = std::max({m_core[i], m_core[j], squared_distance(m_points[i], m_points[j])});
        if (squared >= limit) { continue; }
        limit = m_best[i] = squared;
        m_partner[i] = j;
      }
      return;
    }
    std::uint32_t first = number + 1;
    std::uint32_t second = node.right;
    double to_first = m_tree.nodes()[first].squared_to(m_points[i]);
    double to_second = m_tree.nodes()[second].squared_to(m_points[i]);
    if (to_second < to_first) {
      std::swap(first, second);
      std::swap(to_first, to_second);
    }
    for (const auto& [child, squared] : {std::pair(first, to_first), std::pair(second, to_second)}) {
      if (m_node_component[child] != m_component[i] && std::max({m_core[i], m_node_core[child], squared}) < limit) {
        look(child, i, limit);
      }
    }
  }

  /// Each component's edge, one after the other: where several are as short they may close a ring, and the last one is left out.
  void join() {
    std::vector<std::uint32_t>& winner = m_winner;
    winner.assign(m_core.size(), nobody);
    for (std::uint32_t i = 0; i < m_core.size(); ++i) {
      if (m_partner[i] == nobody) { continue; }
      std::uint32_t& best = winner[m_component[i]];
      if (best == nobody || m_best[i] < m_best[best]) { best = i; }
    }
    for (const std::uint32_t i : winner) {
      if (i == nobody || m_sets.find(i) == m_sets.find(m_partner[i])) { continue; }
      m_sets.join(i, m_partner[i]);
      m_edges.push_back({m_best[i], m_tree.position()[i], m_tree.position()[m_partner[i]]});
    }
    for (std::uint32_t i = 0; i < m_core.size(); ++i) { m_component[i] = m_sets.find(i); }
  }

  const KdTree& m_tree;
  const std::vector<Metric>& m_points;
  const std::vector<double>& m_core;
  const Workers& m_workers;
  const Progress& m_progress;
  std::vector<double> m_node_core;              ///< the least core distance of a node
  std::vector<std::uint32_t> m_node_component;  ///< of all its points; nobody: of several
  std::vector<std::uint32_t> m_component;       ///< of each point, by the lowest one
  std::vector<std::atomic<double>> m_shared;    ///< of each component: it has an edge as short as this
  std::vector<double> m_best;                   ///< of each point: the shortest edge it knows …
  std::vector<std::uint32_t> m_partner;         ///< … and whereto
  std::vector<double> m_least;                  ///< of each point: no edge out of its component is shorter
  std::vector<std::uint32_t> m_winner;
  Sets m_sets;
  std::vector<ReachEdge> m_edges;
};

}  // namespace

ReachTree reach_tree(std::span<const Metric> points, std::size_t min_points, double floor_m, const Workers& workers,
                     const Progress& progress) {
  assert(min_points > 0 && min_points <= points.size() && floor_m >= 0);
  const KdTree tree(points);
  std::vector<double> core(points.size());
  workers((points.size() + block - 1) / block, [&](std::size_t task) {
    if (progress.cancelled()) { return; }
    Nearest nearest(tree, min_points);
    const std::size_t end = std::min(points.size(), (task + 1) * block);
    for (std::size_t i = task * block; i < end; ++i) {
      core[i] = std::max(nearest.farthest_of(static_cast<std::uint32_t>(i)), floor_m * floor_m);
    }
  });
  if (progress.cancelled()) { return {}; }
  ReachTree found;
  found.edges = Boruvka(tree, core, workers, progress).edges();
  if (progress.cancelled()) { return {}; }
  std::sort(found.edges.begin(), found.edges.end(), [](const ReachEdge& a, const ReachEdge& b) { return a.squared < b.squared; });
  found.core_squared.resize(points.size());
  for (std::size_t i = 0; i < core.size(); ++i) { found.core_squared[tree.position()[i]] = core[i]; }
  return found;
}

}  // namespace geo
