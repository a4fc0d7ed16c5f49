// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/network_kde.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <tuple>

namespace geo {
namespace {

void check(const NetworkKdeOptions& options) {
  const auto is_length = [](double length_m) { return std::isfinite(length_m) && length_m > 0; };
  if (is_length(options.bandwidth_m) && is_length(options.lixel_m) && std::isfinite(options.snap_m) && options.snap_m >= 0) { return; }
  throw Error(
      Problem::usage, "The bandwidth and the length of pieces along roads must be positive, the distance to roads 0 or more.",
      "A largura de banda e o comprimento dos troços ao longo das estradas têm de ser positivos, a distância às estradas 0 ou mais.");
}

struct Event {
  OnRoad at;
  double weight;
  std::optional<std::uint32_t> node = {};  ///< where it lies on one
};

/// The node that a place is on, but for rounding.
std::optional<std::uint32_t> node_at(const RoadNetwork& roads, const OnRoad& at) {
  constexpr double as_good_as_m = 1e-6;
  const RoadPiece& piece = roads.pieces()[at.piece];
  const double rest_m = piece.length_m - at.along_m;
  if (std::min(at.along_m, rest_m) > as_good_as_m) { return std::nullopt; }
  return at.along_m <= rest_m ? piece.from : piece.to;
}

/// On a node all pieces that meet there are as near: it stands on the first.
Event on_road(const RoadNetwork& roads, OnRoad at, double weight) {
  const auto node = node_at(roads, at);
  if (node) {
    at.piece = roads.pieces_at(*node).front();
    const RoadPiece& piece = roads.pieces()[at.piece];
    at.along_m = piece.from == *node ? 0 : piece.length_m;
  }
  return {at, weight, node};
}

/// On roads, those at one place as one, in an order of their own.
std::vector<Event> on_roads(const RoadNetwork& roads, std::span<const WeightedPoint> points, double snap_m, NetworkKde& result) {
  std::vector<Event> events;
  for (const WeightedPoint& point : points) {
    if (!std::isfinite(point.weight) || point.weight < 0) {
      throw Error(Problem::input, "A weight is negative or not finite.", "Um peso é negativo ou não é finito.");
    }
    const auto at = roads.nearest(point.at, snap_m);
    if (!at) {
      ++result.off_road;
      continue;
    }
    ++result.used;
    events.push_back(on_road(roads, *at, point.weight));
  }
  std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return std::tie(a.at.piece, a.at.along_m, a.weight) < std::tie(b.at.piece, b.at.along_m, b.weight);
  });
  std::vector<Event> merged;
  for (const Event& event : events) {
    const bool is_same = !merged.empty() && merged.back().at.piece == event.at.piece && merged.back().at.along_m == event.at.along_m;
    if (is_same) {
      merged.back().weight += event.weight;
    } else {
      merged.push_back(event);
    }
  }
  return merged;
}

/// All lixels, and where those of each piece begin.
std::vector<std::size_t> cut(const RoadNetwork& roads, double lixel_m, std::vector<Lixel>& lixels) {
  double wanted = 0;
  for (const RoadPiece& piece : roads.pieces()) { wanted += std::ceil(piece.length_m / lixel_m); }
  if (wanted > static_cast<double>(max_lixels)) {
    throw Error(Problem::too_large, "The roads have more than 20 million pieces of that length. Choose a greater length.",
                "As estradas têm mais de 20 milhões de troços desse comprimento. Escolha um comprimento maior.");
  }
  std::vector<std::size_t> begin{0};
  for (std::uint32_t i = 0; i < roads.pieces().size(); ++i) {
    const double length_m = roads.pieces()[i].length_m;
    const double number = std::ceil(length_m / lixel_m);
    for (double k = 0; k < number; ++k) { lixels.push_back({i, length_m * k / number, length_m * (k + 1) / number}); }
    begin.push_back(lixels.size());
  }
  return begin;
}

/// What some of the events add to the lixels.
class Walk {
 public:
  Walk(const RoadNetwork& roads, const std::vector<Lixel>& lixels, const std::vector<std::size_t>& begin, double bandwidth_m,
       std::atomic<std::uint64_t>& steps)
      : m_roads(roads), m_lixels(lixels), m_begin(begin), m_bandwidth_m(bandwidth_m), m_steps(steps), m_per_m(lixels.size()) {}

  void add(const Event& event) {
    m_ways.clear();
    event.node ? begin_at_node(*event.node, event.weight) : begin_on_piece(event);
    std::uint64_t steps = 0;
    while (!m_ways.empty()) {
      const Way way = m_ways.back();
      m_ways.pop_back();
      pass(way);
      if (++steps % 65536 == 0) { count(65536); }
    }
    count(steps % 65536);
  }

  [[nodiscard]] const std::vector<double>& per_m() const { return m_per_m; }

 private:
  /// Onto a piece, from one of its nodes.
  struct Way {
    std::uint32_t piece, node;
    double distance_m, weight;
  };

  void begin_on_piece(const Event& event) {
    const RoadPiece& own = m_roads.pieces()[event.at.piece];
    for (std::size_t i = m_begin[event.at.piece]; i < m_begin[event.at.piece + 1]; ++i) {
      add_to(i, std::fabs(middle(i) - event.at.along_m), event.weight);
    }
    go_on(own.from, event.at.piece, event.at.along_m, event.weight);
    go_on(own.to, event.at.piece, own.length_m - event.at.along_m, event.weight);
  }

  /// What an event a hair along each of the n pieces gives on average: on one it is whole, on the others 1/(n - 1).
  void begin_at_node(std::uint32_t node, double weight) {
    const auto pieces = m_roads.pieces_at(node);
    const double share = pieces.size() > 1 ? 2 / static_cast<double>(pieces.size()) : 1;
    for (const std::uint32_t piece : pieces) { m_ways.push_back({piece, node, 0, weight * share}); }
  }

  [[nodiscard]] double middle(std::size_t lixel) const { return (m_lixels[lixel].from_m + m_lixels[lixel].to_m) / 2; }

  void add_to(std::size_t lixel, double distance_m, double weight) {
    const double u = distance_m / m_bandwidth_m;
    if (u >= 1) { return; }
    const double rest = 1 - u * u;
    m_per_m[lixel] += weight * 15 / 16 * rest * rest / m_bandwidth_m;
  }

  /// From a piece through a node onto all others.
  void go_on(std::uint32_t node, std::uint32_t from_piece, double distance_m, double weight) {
    if (distance_m >= m_bandwidth_m) { return; }
    const auto pieces = m_roads.pieces_at(node);
    for (const std::uint32_t piece : pieces) {
      if (piece != from_piece) { m_ways.push_back({piece, node, distance_m, weight / static_cast<double>(pieces.size() - 1)}); }
    }
  }

  void pass(const Way& way) {
    const RoadPiece& piece = m_roads.pieces()[way.piece];
    const bool is_forwards = piece.from == way.node;
    for (std::size_t i = m_begin[way.piece]; i < m_begin[way.piece + 1]; ++i) {
      add_to(i, way.distance_m + (is_forwards ? middle(i) : piece.length_m - middle(i)), way.weight);
    }
    go_on(is_forwards ? piece.to : piece.from, way.piece, way.distance_m + piece.length_m, way.weight);
  }

  void count(std::uint64_t steps) {
    if (m_steps.fetch_add(steps) + steps <= max_network_steps) { return; }
    throw Error(Problem::too_large, "There are too many ways along the roads within the bandwidth. Choose a smaller bandwidth.",
                "Há demasiados caminhos ao longo das estradas dentro da largura de banda. Escolha uma largura de banda menor.");
  }

  const RoadNetwork& m_roads;
  const std::vector<Lixel>& m_lixels;
  const std::vector<std::size_t>& m_begin;
  double m_bandwidth_m;
  std::atomic<std::uint64_t>& m_steps;
  std::vector<double> m_per_m;
  std::vector<Way> m_ways;
};

}  // namespace

NetworkKde network_kde(const RoadNetwork& roads, std::span<const WeightedPoint> events, const NetworkKdeOptions& options,
                       const Workers& workers, const Progress& progress) {
  check(options);
  NetworkKde result;
  const std::vector<std::size_t> begin = cut(roads, options.lixel_m, result.lixels);
  const std::vector<Event> on = on_roads(roads, events, options.snap_m, result);
  // So many parts whatever the number of workers: sums are made in one order.
  constexpr std::size_t most_parts = 8;
  const std::size_t parts = std::min<std::size_t>(most_parts, on.size() / 64 + 1);
  std::vector<std::vector<double>> sums(parts);
  std::atomic<std::uint64_t> steps = 0;
  std::atomic<bool> is_cancelled = false;
  workers(parts, [&](std::size_t part) {
    Walk walk(roads, result.lixels, begin, options.bandwidth_m, steps);
    for (std::size_t i = on.size() * part / parts; i < on.size() * (part + 1) / parts; ++i) {
      if (i % 256 == 0 && progress.cancelled()) { is_cancelled = true; }
      if (is_cancelled) { return; }
      walk.add(on[i]);
    }
    sums[part] = walk.per_m();
  });
  result.cancelled = is_cancelled;
  result.per_km.resize(result.lixels.size());
  if (result.cancelled) { return result; }
  for (const auto& sum : sums) {
    for (std::size_t i = 0; i < sum.size(); ++i) { result.per_km[i] += 1000 * sum[i]; }
  }
  return result;
}

}  // namespace geo
