// SPDX-License-Identifier: Apache-2.0
#include "tiles/shape_parts.hpp"

#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"
#include "tiles/tile_id.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace tiles {
namespace {

using geo::WkbType;
using geo::mosaic::FinePoint;
using geo::mosaic::Wide;

FinePoint fine_place(geo::LonLat p, MatrixSet set) {
  constexpr std::int64_t world = std::int64_t{shape_world} << fine_shift;
  const PlanePoint unit = to_unit_square(p, set);
  const auto on_lattice = [&](double share) {
    return std::clamp<std::int64_t>(std::llround(share * static_cast<double>(world)), 0, world);
  };
  return {on_lattice(unit.x), on_lattice(unit.y)};
}

/// Of a ring that repeats its first vertex.
bool is_positive(std::span<const FinePoint> ring) {
  Wide sum = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    sum += Wide{ring[i].x - ring[0].x} * (ring[i + 1].y - ring[0].y) - Wide{ring[i].y - ring[0].y} * (ring[i + 1].x - ring[0].x);
  }
  return sum > 0;
}

/// Takes geometries apart; told by geo::wkb::walk().
class Reader {
 public:
  Reader(ShapeParts& parts, MatrixSet set) : m_parts(parts), m_set(set) {}

  void begin(WkbType type, std::uint32_t) {
    m_type = type;
    m_is_shell = true;
    if (type == WkbType::line) { m_is_open = true; }
  }
  void ring(std::uint32_t) {
    close();
    m_is_open = true;
  }
  void vertex(double x, double y) {
    if (m_type == WkbType::point) {
      m_has_points = m_has_points || !std::isnan(x);
      return;
    }
    m_parts.chains.points.push_back(fine_place({x, y}, m_set));
  }
  void end() { close(); }

  /// Whether there was a point since the last call.
  bool take_has_points() { return std::exchange(m_has_points, false); }

 private:
  void close() {
    if (!m_is_open) { return; }
    m_is_open = false;
    auto& [points, ends] = m_parts.chains;
    const bool is_ring = m_type == WkbType::polygon;
    const auto part = std::span(std::as_const(points)).subspan(ends.empty() ? 0 : ends.back());
    m_parts.is_ring.push_back(is_ring);
    m_parts.is_turned.push_back(is_ring && is_positive(part) != m_is_shell);
    ends.push_back(static_cast<std::uint32_t>(points.size()));
    m_is_shell = false;
  }

  ShapeParts& m_parts;
  MatrixSet m_set;
  WkbType m_type = WkbType::point;
  bool m_is_open = false, m_is_shell = true, m_has_points = false;
};

}  // namespace

std::optional<ShapeParts> read_shapes(const geo::View& view, std::size_t most_vertices, MatrixSet set) {
  std::optional<ShapeParts> parts(std::in_place);
  Reader reader(*parts, set);
  view.scan({}, {}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
    for (const std::uint32_t row : found) {
      if (batch.geometry.is_none(row) || batch.geometry.ends == nullptr) { continue; }
      const std::string_view wkb = batch.geometry.wkb_of(row);
      if (wkb.empty()) { continue; }
      const std::size_t before = parts->is_ring.size();
      geo::wkb::walk(wkb, reader);
      const bool has_points = reader.take_has_points();
      if (parts->is_ring.size() > before) {
        parts->rows.push_back({batch.fid.integer(row), static_cast<std::uint32_t>(parts->is_ring.size()), has_points});
      }
      if (parts->chains.points.size() > most_vertices) { return false; }
    }
    return true;
  });
  if (parts->chains.points.size() > most_vertices) { parts.reset(); }
  return parts;
}

}  // namespace tiles
