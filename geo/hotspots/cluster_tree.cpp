// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/cluster_tree.hpp"

#include "geo/hotspots/sets.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace geo {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double density(double squared) { return squared > 0 ? 1 / std::sqrt(squared) : infinity; }

/// Every edge joins two parts: points 0..n-1, and what the edges before have joined, n onwards.
class Joins {
 public:
  Joins(std::span<const ReachEdge> edges, std::size_t points) : m_edges(edges), m_points(static_cast<std::uint32_t>(points)) {
    Sets sets(points);
    std::vector<std::uint32_t> part(points);
    std::iota(part.begin(), part.end(), 0);
    m_halves.reserve(edges.size());
    m_size.reserve(edges.size());
    for (const ReachEdge& edge : edges) {
      const std::uint32_t a = part[sets.find(edge.a)];
      const std::uint32_t b = part[sets.find(edge.b)];
      sets.join(edge.a, edge.b);
      part[sets.find(edge.a)] = m_points + static_cast<std::uint32_t>(m_halves.size());
      m_halves.push_back({a, b});
      m_size.push_back(size(a) + size(b));
    }
  }

  [[nodiscard]] std::uint32_t whole() const { return m_points + static_cast<std::uint32_t>(m_halves.size()) - 1; }
  [[nodiscard]] bool is_point(std::uint32_t part) const { return part < m_points; }
  [[nodiscard]] std::uint32_t size(std::uint32_t part) const { return is_point(part) ? 1 : m_size[part - m_points]; }
  [[nodiscard]] double squared(std::uint32_t part) const { return m_edges[part - m_points].squared; }

  /// What a part falls into when all edges as long as its longest go.
  void pieces(std::uint32_t part, std::vector<std::uint32_t>& found) {
    found.clear();
    walk(part, [&](std::uint32_t piece) {
      const bool stays = is_point(piece) || squared(piece) < squared(part);
      if (stays) { found.push_back(piece); }
      return !stays;
    });
  }
  template <class Visit>
  void each_point(std::uint32_t part, Visit visit) {
    walk(part, [&](std::uint32_t piece) {
      if (is_point(piece)) { visit(piece); }
      return !is_point(piece);
    });
  }

 private:
  struct Halves {
    std::uint32_t a, b;
  };

  /// Calls into(piece) on the part and, where that says so, on its halves.
  template <class Into>
  void walk(std::uint32_t part, Into into) {
    m_open.assign(1, part);
    while (!m_open.empty()) {
      const std::uint32_t piece = m_open.back();
      m_open.pop_back();
      if (!into(piece)) { continue; }
      m_open.push_back(m_halves[piece - m_points].a);
      m_open.push_back(m_halves[piece - m_points].b);
    }
  }

  std::span<const ReachEdge> m_edges;
  std::uint32_t m_points;
  std::vector<Halves> m_halves;
  std::vector<std::uint32_t> m_size, m_open;
};

class Condensing {
 public:
  Condensing(std::span<const ReachEdge> edges, std::size_t points, std::size_t min_cluster_size)
      : m_joins(edges, points), m_least(min_cluster_size) {
    m_tree.last.resize(points);
    m_tree.left_squared.resize(points);
  }

  ClusterTree tree() {
    m_open.push_back({m_joins.whole(), add(ClusterTree::no_parent, m_joins.whole(), infinity)});
    while (!m_open.empty()) {
      const Open open = m_open.back();
      m_open.pop_back();
      fall_apart(open);
    }
    for (std::size_t c = m_tree.nodes.size(); c-- > 1;) {
      ClusterTree::Node& parent = m_tree.nodes[m_tree.nodes[c].parent];
      parent.death_squared = std::min(parent.death_squared, m_tree.nodes[c].death_squared);
    }
    return std::move(m_tree);
  }

 private:
  struct Open {
    std::uint32_t part, node;
  };

  std::uint32_t add(std::uint32_t parent, std::uint32_t part, double birth_squared) {
    m_tree.nodes.push_back({parent, m_joins.size(part), birth_squared, infinity});
    return static_cast<std::uint32_t>(m_tree.nodes.size() - 1);
  }

  void fall_apart(Open open) {
    const double squared = m_joins.squared(open.part);
    m_joins.pieces(open.part, m_pieces);
    const auto small = std::partition(m_pieces.begin(), m_pieces.end(), [&](std::uint32_t p) { return m_joins.size(p) >= m_least; });
    const auto large = static_cast<std::size_t>(small - m_pieces.begin());
    std::uint32_t leaving = m_joins.size(open.part);
    if (large == 1) { leaving -= m_joins.size(m_pieces.front()); }
    ClusterTree::Node& node = m_tree.nodes[open.node];
    node.death_squared = squared;
    node.is_split = large > 1;
    // By numbers of points, from the longest limit on: the same sum in whatever order points are.
    node.stability += leaving * (density(squared) - density(node.birth_squared));
    for (auto piece = small; piece != m_pieces.end(); ++piece) {
      m_joins.each_point(*piece, [&](std::uint32_t point) {
        m_tree.last[point] = open.node;
        m_tree.left_squared[point] = squared;
      });
    }
    for (std::size_t k = 0; k < large; ++k) {
      m_open.push_back({m_pieces[k], large == 1 ? open.node : add(open.node, m_pieces[k], squared)});
    }
  }

  Joins m_joins;
  std::size_t m_least;
  ClusterTree m_tree;
  std::vector<Open> m_open;
  std::vector<std::uint32_t> m_pieces;
};

}  // namespace

ClusterTree cluster_tree(std::span<const ReachEdge> edges, std::size_t points, std::size_t min_cluster_size) {
  assert(min_cluster_size > 1 && (points == 0 || edges.size() + 1 == points));
  if (points < min_cluster_size) { return {}; }
  return Condensing(edges, points, min_cluster_size).tree();
}

std::vector<std::uint32_t> most_stable(const ClusterTree& tree, bool whole) {
  const std::size_t n = tree.nodes.size();
  std::vector<double> sum(n);
  std::vector<std::uint8_t> stays(n);
  std::vector<std::vector<double>> below(n);
  for (std::size_t c = n; c-- > 0;) {
    // From the smallest on: clusters come up in no order that means something.
    std::sort(below[c].begin(), below[c].end());
    double others = 0;
    for (const double s : below[c]) { others += s; }
    const double own = tree.nodes[c].stability;
    const bool is_eligible = tree.nodes[c].parent != ClusterTree::no_parent || whole;
    stays[c] = is_eligible && own >= others * (1 - 1e-12) ? 1 : 0;
    sum[c] = stays[c] != 0 ? own : others;
    below[c] = {};
    if (tree.nodes[c].parent != ClusterTree::no_parent) { below[tree.nodes[c].parent].push_back(sum[c]); }
  }
  std::vector<std::uint32_t> chosen;
  std::vector<std::uint8_t> within(n);
  for (std::uint32_t c = 0; c < n; ++c) {
    const std::uint32_t parent = tree.nodes[c].parent;
    within[c] = parent != ClusterTree::no_parent && (within[parent] != 0 || stays[parent] != 0) ? 1 : 0;
    if (stays[c] != 0 && within[c] == 0) { chosen.push_back(c); }
  }
  return chosen;
}

}  // namespace geo
