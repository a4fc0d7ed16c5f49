// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/road_network.hpp"

#include "geo/base/error.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace geo {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::d2::point_xy<double>;
using Segment = bg::model::segment<Point>;
using Entry = std::pair<Segment, std::uint32_t>;

bool comes_before(Metric a, Metric b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); }

std::vector<Metric> nodes_of(std::span<const std::vector<Metric>> lines) {
  std::vector<Metric> nodes;
  for (const auto& line : lines) {
    for (const Metric p : line) {
      if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
        throw Error(Problem::input, "A vertex of a road is not finite.", "Um vértice de uma estrada não é finito.");
      }
      nodes.push_back({p.x + 0.0, p.y + 0.0});  // -0 is 0
    }
  }
  std::sort(nodes.begin(), nodes.end(), comes_before);
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

/// Where the place is nearest to a piece: how far along, from 0 to its length.
OnRoad nearest_on(Metric at, std::uint32_t piece, Metric from, Metric to, double length_m) {
  const double dx = (to.x - from.x) / length_m;
  const double dy = (to.y - from.y) / length_m;
  const double along_m = std::clamp((at.x - from.x) * dx + (at.y - from.y) * dy, 0.0, length_m);
  return {piece, along_m, std::hypot(from.x + along_m * dx - at.x, from.y + along_m * dy - at.y)};
}

}  // namespace

struct RoadNetwork::Tree {
  bg::index::rtree<Entry, bg::index::linear<16>> entries;
};

RoadNetwork::RoadNetwork(RoadNetwork&&) noexcept = default;
RoadNetwork& RoadNetwork::operator=(RoadNetwork&&) noexcept = default;
RoadNetwork::~RoadNetwork() = default;

RoadNetwork::RoadNetwork(std::span<const std::vector<Metric>> lines) : m_nodes(nodes_of(lines)) {
  const auto node = [&](Metric p) {
    return static_cast<std::uint32_t>(std::lower_bound(m_nodes.begin(), m_nodes.end(), p, comes_before) - m_nodes.begin());
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t k = 1; k < lines[i].size(); ++k) {
      const auto [a, b] = std::minmax({node(lines[i][k - 1]), node(lines[i][k])});
      if (a == b) { continue; }
      m_pieces.push_back({a, b, static_cast<std::uint32_t>(i), std::hypot(m_nodes[b].x - m_nodes[a].x, m_nodes[b].y - m_nodes[a].y)});
    }
  }
  if (m_pieces.size() > max_road_pieces) {
    throw Error(Problem::too_large, "The roads have more than 20 million pieces.", "As estradas têm mais de 20 milhões de troços.");
  }
  std::sort(m_pieces.begin(), m_pieces.end(),
            [](const RoadPiece& a, const RoadPiece& b) { return std::tie(a.from, a.to, a.line) < std::tie(b.from, b.to, b.line); });
  const auto same = [](const RoadPiece& a, const RoadPiece& b) { return a.from == b.from && a.to == b.to; };
  m_pieces.erase(std::unique(m_pieces.begin(), m_pieces.end(), same), m_pieces.end());
  m_incident_begin.assign(m_nodes.size() + 1, 0);
  for (const RoadPiece& piece : m_pieces) { ++m_incident_begin[piece.from + 1], ++m_incident_begin[piece.to + 1]; }
  for (std::size_t i = 1; i < m_incident_begin.size(); ++i) { m_incident_begin[i] += m_incident_begin[i - 1]; }
  m_incident.resize(2 * m_pieces.size());
  std::vector<std::size_t> next(m_incident_begin.begin(), m_incident_begin.end());
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < m_pieces.size(); ++i) {
    const RoadPiece& piece = m_pieces[i];
    m_incident[next[piece.from]++] = i;
    m_incident[next[piece.to]++] = i;
    m_length_m += piece.length_m;
    const Metric a = m_nodes[piece.from];
    const Metric b = m_nodes[piece.to];
    entries.emplace_back(Segment({a.x, a.y}, {b.x, b.y}), i);
  }
  m_tree = std::make_unique<Tree>(Tree{decltype(Tree::entries)(entries)});
}

std::optional<OnRoad> RoadNetwork::nearest(Metric at, double limit_m) const {
  if (m_pieces.empty() || !std::isfinite(at.x) || !std::isfinite(at.y)) { return std::nullopt; }
  const auto place = [&](std::uint32_t piece) {
    const RoadPiece& p = m_pieces[piece];
    return nearest_on(at, piece, m_nodes[p.from], m_nodes[p.to], p.length_m);
  };
  const auto first = m_tree->entries.qbegin(bg::index::nearest(Point(at.x, at.y), 1));
  OnRoad best = place(first->second);
  // Others may be as near, at a junction say; the tree gives any of them.
  const double reach_m = best.off_m * (1 + 1e-12);
  const bg::model::box<Point> around({at.x - reach_m, at.y - reach_m}, {at.x + reach_m, at.y + reach_m});
  for (auto entry = m_tree->entries.qbegin(bg::index::intersects(around)); entry != m_tree->entries.qend(); ++entry) {
    const OnRoad other = place(entry->second);
    if (std::tie(other.off_m, other.piece) < std::tie(best.off_m, best.piece)) { best = other; }
  }
  if (best.off_m > limit_m) { return std::nullopt; }
  return best;
}

}  // namespace geo
