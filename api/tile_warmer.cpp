// SPDX-License-Identifier: Apache-2.0
#include "api/tile_warmer.hpp"

#include "api/ogc/tile_drawing.hpp"
#include "geo/base/error.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_id.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace api {
namespace {

class Warmer {
 public:
  Warmer(const SiteParts& parts, const std::function<bool()>& go_on, const WarmLimits& limits)
      : m_parts(parts), m_go_on(go_on), m_limits(limits) {}

  std::size_t run() {
    const std::vector<TilePlace> hottest = m_parts.tiles.hottest(m_limits.most_places);
    std::vector<std::string> roles{geo::role_text(m_parts.options.role)};
    for (const TilePlace& place : hottest) {
      if (!at(place)) { return m_drawn; }
      if (roles.size() < m_limits.most_roles && std::find(roles.begin(), roles.end(), place.role) == roles.end()) {
        roles.push_back(place.role);
      }
    }
    for (int zoom = 0; zoom <= m_limits.deepest_zoom; ++zoom) {
      for (const std::string& role : roles) {
        for (const auto& view : Site(m_parts, Identity{geo::role_named(role)}).views()) {
          if (!over(*view, geo::role_named(role), zoom)) { return m_drawn; }
        }
      }
    }
    return m_drawn;
  }

 private:
  /// False: the pass is over.
  bool at(const TilePlace& place) {
    const geo::Role role = geo::role_named(place.role);
    try {
      return one(*Site(m_parts, Identity{role}).view(place.collection), role, {place.zoom, place.row, place.column});
    } catch (const geo::Error& error) {
      if (error.problem() != geo::Problem::not_found) { throw; }
      return true;  // the collection is gone
    }
  }

  bool over(const geo::View& view, const geo::Role& role, int zoom) {
    const geo::BBox box = view.schema().geometry == geo::GeometryType::none ? geo::BBox::empty() : tiles::tile_bounds(view);
    if (box.is_empty()) { return true; }
    const auto tile_of = [&](double lon, double lat) {
      const tiles::PlanePoint p = tiles::to_unit_square({lon, lat});
      const double side = std::ldexp(1.0, zoom);
      const auto number = [&](double unit) { return static_cast<std::uint32_t>(std::clamp(std::floor(unit * side), 0.0, side - 1)); };
      return tiles::TileId(zoom, number(p.y), number(p.x));
    };
    const tiles::TileId first = tile_of(box.west, box.north);
    const tiles::TileId last = tile_of(box.east, box.south);
    for (std::uint32_t row = first.row(); row <= last.row(); ++row) {
      for (std::uint32_t column = first.column(); column <= last.column(); ++column) {
        if (!one(view, role, {zoom, row, column})) { return false; }
      }
    }
    return true;
  }

  bool one(const geo::View& view, const geo::Role& role, tiles::TileId id) {
    if (m_drawn >= m_limits.most_tiles || !m_go_on()) { return false; }
    const tiles::TileOptions options;
    const std::string etag = tile_etag(role, view, id, options, "");
    if (m_parts.tiles.has(etag)) { return true; }
    ++m_drawn;
    return m_parts.tiles.offer(etag, draw_tile(view, id, options));
  }

  const SiteParts& m_parts;
  const std::function<bool()>& m_go_on;
  WarmLimits m_limits;
  std::size_t m_drawn = 0;
};

}  // namespace

std::size_t warm_tiles(const SiteParts& parts, const std::function<bool()>& go_on, const WarmLimits& limits) {
  return Warmer(parts, go_on, limits).run();
}

}  // namespace api
