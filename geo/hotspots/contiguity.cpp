// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/contiguity.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/spatial_weights.hpp"
#include "geo/index/point_index.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace geo {
namespace {

bool before(Metric a, Metric b) { return a.x != b.x ? a.x < b.x : a.y < b.y; }

/// The distinct places of vertices, and which of them count as one.
class Corners {
 public:
  Corners(std::span<const AreaRings> areas, double snap_m) {
    for (const AreaRings& rings : areas) {
      for (const auto& ring : rings) {
        for (const Metric& vertex : ring) {
          if (!std::isfinite(vertex.x) || !std::isfinite(vertex.y)) {
            throw Error(Problem::input, "A vertex of an area has no position in the plane.",
                        "Um vértice de uma área não tem posição no plano.");
          }
          m_places.push_back(vertex);
        }
      }
    }
    std::sort(m_places.begin(), m_places.end(), before);
    m_places.erase(std::unique(m_places.begin(), m_places.end()), m_places.end());
    m_root.resize(m_places.size());
    std::iota(m_root.begin(), m_root.end(), 0U);
    if (snap_m > 0) { join(snap_m); }
  }

  /// The number of the corner that a vertex is.
  std::uint32_t of(Metric vertex) {
    const auto at = std::lower_bound(m_places.begin(), m_places.end(), vertex, before);
    return root(static_cast<std::uint32_t>(at - m_places.begin()));
  }

 private:
  std::uint32_t root(std::uint32_t i) {
    while (m_root[i] != i) { i = m_root[i] = m_root[m_root[i]]; }
    return i;
  }
  void join(double snap_m) {
    const PointIndex index(m_places);
    std::vector<std::uint32_t> near;
    for (std::uint32_t i = 0; i < m_places.size(); ++i) {
      index.within(m_places[i], snap_m, near);
      for (const std::uint32_t j : near) { m_root[std::max(root(i), root(j))] = std::min(root(i), root(j)); }
    }
  }

  std::vector<Metric> m_places;
  std::vector<std::uint32_t> m_root;
};

/// A corner twice, or the two ends of an edge; and an area that has it.
struct Part {
  std::pair<std::uint32_t, std::uint32_t> ends;
  std::uint32_t area;
  bool operator==(const Part&) const = default;
  bool operator<(const Part& other) const { return std::tie(ends, area) < std::tie(other.ends, other.area); }
};

std::vector<Part> parts_of(std::span<const AreaRings> areas, Contiguity kind, Corners& corners) {
  std::vector<Part> parts;
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    for (const auto& ring : areas[area]) {
      // A ring that does not repeat its first vertex is closed here; one that does has an edge of no length, which is none.
      std::uint32_t last = ring.empty() ? 0 : corners.of(ring.back());
      for (const Metric& vertex : ring) {
        const std::uint32_t corner = corners.of(vertex);
        if (kind == Contiguity::queen) {
          parts.push_back({{corner, corner}, area});
        } else if (corner != last) {
          parts.push_back({std::minmax(corner, last), area});
        }
        last = corner;
      }
    }
  }
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

}  // namespace

NeighbourLists contiguous(std::span<const AreaRings> areas, Contiguity kind, double snap_m) {
  if (!(snap_m >= 0) || !std::isfinite(snap_m)) {
    throw Error(Problem::usage, "How near vertices must be to count as one must be a length, 0 or more.",
                "A distância a que os vértices contam como um só tem de ser um comprimento, 0 ou mais.");
  }
  Corners corners(areas, snap_m);
  const std::vector<Part> parts = parts_of(areas, kind, corners);
  std::vector<std::vector<std::uint32_t>> lists(areas.size());
  std::size_t pairs = 0;
  for (auto first = parts.begin(); first != parts.end();) {
    const auto end = std::find_if(first, parts.end(), [&](const Part& part) { return part.ends != first->ends; });
    const auto sharing = static_cast<std::size_t>(end - first);
    pairs += sharing * (sharing - 1);
    if (pairs > max_neighbour_pairs) {
      throw Error(Problem::too_large, "More than 200 million pairs of areas share a vertex.",
                  "Mais de 200 milhões de pares de áreas partilham um vértice.");
    }
    for (auto a = first; a != end; ++a) {
      for (auto b = first; b != end; ++b) {
        if (a != b) { lists[a->area].push_back(b->area); }
      }
    }
    first = end;
  }
  return NeighbourLists(lists);
}

}  // namespace geo
