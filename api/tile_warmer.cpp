// SPDX-License-Identifier: Apache-2.0
#include "api/tile_warmer.hpp"

#include "api/ogc/tile_drawing.hpp"
#include "geo/base/error.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace api {
namespace {

/// Null: it is gone.
std::shared_ptr<const geo::View> view_if_any(const SiteParts& parts, const geo::Role& role, const std::string& collection) {
  try {
    return Site(parts, Identity{role}).view(collection);
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::not_found) { throw; }
    return nullptr;
  }
}

/// Of whoever has not signed in. Results are left alone: they are many, and are read from the disk when somebody asks for them.
std::vector<std::shared_ptr<const geo::View>> opened_views(const SiteParts& parts, const std::function<bool()>& go_on) {
  std::vector<std::shared_ptr<const geo::View>> views;
  for (const geo::Collection& collection : parts.store.catalog().collections) {
    if (geo::is_result_id(collection.id)) { continue; }
    if (!go_on()) { break; }
    if (auto view = view_if_any(parts, parts.options.role, collection.id)) { views.push_back(std::move(view)); }
  }
  return views;
}

class Warmer {
 public:
  Warmer(const SiteParts& parts, const std::function<bool()>& go_on, const WarmLimits& limits)
      : m_parts(parts), m_go_on(go_on), m_limits(limits) {}

  std::size_t run() {
    m_parts.tiles.begin_pass();
    const std::vector<TilePlace> hottest = m_parts.tiles.hottest(m_limits.most_places, m_limits.most_places_of_role);
    for (const TilePlace& place : hottest) {
      if (!at(place)) { return m_drawn; }
    }
    const std::vector<Wide> all = wide(hottest);
    for (int zoom = 0; zoom <= m_limits.deepest_zoom; ++zoom) {
      for (const Wide& one : all) {
        if (!over(*one.view, one.role, zoom)) { return m_drawn; }
      }
    }
    return m_drawn;
  }

 private:
  /// What is drawn ahead all over.
  struct Wide {
    geo::Role role;
    std::shared_ptr<const geo::View> view;
  };

  /// Every collection for whoever has not signed in; for other roles those that they look at, which are in memory for that.
  std::vector<Wide> wide(const std::vector<TilePlace>& hottest) {
    std::vector<Wide> all;
    for (auto& view : opened_views(m_parts, m_go_on)) { all.push_back({m_parts.options.role, std::move(view)}); }
    std::map<std::string, std::set<std::string>> looked_at;
    for (const TilePlace& place : hottest) {
      if (geo::is_result_id(place.collection) || place.role == geo::role_text(m_parts.options.role)) { continue; }
      if (looked_at.contains(place.role) || looked_at.size() + 1 < m_limits.most_roles) { looked_at[place.role].insert(place.collection); }
    }
    for (const auto& [text, collections] : looked_at) {
      const geo::Role role = geo::role_named(text);
      for (const std::string& collection : collections) {
        if (auto view = view_if_any(m_parts, role, collection)) { all.push_back({role, std::move(view)}); }
      }
    }
    return all;
  }

  /// False: the pass is over.
  bool at(const TilePlace& place) {
    const geo::Role role = geo::role_named(place.role);
    const auto view = view_if_any(m_parts, role, place.collection);
    return !view || one(*view, role, {place.zoom, place.row, place.column});
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
    const TileKey key = tile_key(role, view, id, "");
    const std::string etag = tile_etag(role, view, id, options, "");
    if (m_parts.tiles.confirm(key, etag) || tiles::needs_preparation(view, id)) { return true; }
    ++m_drawn;
    return m_parts.tiles.offer(key, etag, draw_tile(view, id, options));
  }

  const SiteParts& m_parts;
  const std::function<bool()>& m_go_on;
  WarmLimits m_limits;
  std::size_t m_drawn = 0;
};

}  // namespace

void open_views(const SiteParts& parts, const std::function<bool()>& go_on) { opened_views(parts, go_on); }

std::size_t warm_tiles(const SiteParts& parts, const std::function<bool()>& go_on, const WarmLimits& limits) {
  return Warmer(parts, go_on, limits).run();
}

}  // namespace api
