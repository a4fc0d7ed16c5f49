// SPDX-License-Identifier: Apache-2.0
#include "tiles/pyramid.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/intersects.hpp"
#include "tiles/gzip.hpp"
#include "tiles/line_lengths.hpp"
#include "tiles/pmtiles_id.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <cassert>

namespace tiles {
namespace {

constexpr std::size_t block_tiles = 256;

bool is_of_points(const geo::View& view) { return view.schema().geometry == geo::GeometryType::point; }

/// Whether any shape reaches into the tile or what of its surroundings it is drawn with. A tile may be empty nevertheless: what is smaller
/// than a square of its grid is drawn in one tile only. Surroundings of the tiles below lie within those of this one.
bool has_shapes(const geo::View& view, TileId tile) {
  const geo::BBox box = tile.search_box(TileOptions().buffer);
  bool found = false;
  view.scan({box, {}}, {}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    found = std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
      return !batch.geometry.is_none(row) && geo::intersects_box(batch.geometry.geometry(row), box);
    });
    return !found;
  });
  return found;
}

bool has_points(const geo::View& view, TileId tile) {
  const auto cells = view.aggregate({tile.search_box(), {}}, {tile.zoom()}).cells;
  return std::any_of(cells.begin(), cells.end(), [&](const geo::CellCount& cell) { return cell.cell == tile.cell(); });
}

/// What a program that draws every layer it finds would put on the map as well.
TileOptions without_asides() {
  TileOptions options;
  options.says_left_out = false;
  return options;
}

class Walk {
 public:
  Walk(const PyramidPlan& plan, const geo::Workers& workers, const geo::Progress& progress,
       const std::function<void(const PyramidTile&)>& take)
      : m_plan(plan), m_workers(workers), m_progress(progress), m_take(take) {}

  void run(const std::vector<PyramidPlace>& finished);

 private:
  void draw_zoom(int zoom, std::vector<PyramidPlace> wanted);
  [[nodiscard]] PyramidTile drawn(const PyramidPlace& place) const;

  const PyramidPlan& m_plan;
  TileOptions m_options = without_asides();
  const geo::Workers& m_workers;
  const geo::Progress& m_progress;
  const std::function<void(const PyramidTile&)>& m_take;
  std::vector<PyramidPlace> m_above;  ///< tiles of the zoom before that have something below
};

/// The four below each; `below` then says which views to look at.
std::vector<PyramidPlace> places_below(const std::vector<PyramidPlace>& above, int zoom) {
  std::vector<PyramidPlace> places;
  places.reserve(above.size() * 4);
  for (const PyramidPlace& place : above) {
    const std::uint64_t first = first_pmtiles_id(zoom + 1) + (place.id - first_pmtiles_id(zoom)) * 4;
    for (std::uint64_t k = 0; k < 4; ++k) { places.push_back({first + k, place.below}); }
  }
  return places;
}

void Walk::run(const std::vector<PyramidPlace>& finished) {
  assert(!m_plan.views.empty() && m_plan.views.size() <= most_pyramid_layers && m_plan.max_zoom <= max_zoom);
  const std::uint64_t all = ~std::uint64_t{0} >> (most_pyramid_layers - m_plan.views.size());
  std::vector<PyramidPlace> wanted{{0, all}};
  auto done = finished.begin();
  for (int zoom = 0; zoom <= m_plan.max_zoom && !wanted.empty(); ++zoom) {
    for (; done != finished.end() && done->id < first_pmtiles_id(zoom + 1); ++done) {
      if (done->below != 0) { m_above.push_back(*done); }
    }
    if (!finished.empty()) {
      std::erase_if(wanted, [&](const PyramidPlace& place) { return place.id <= finished.back().id; });
    }
    draw_zoom(zoom, std::move(wanted));
    wanted = places_below(m_above, zoom);
    m_above.clear();
  }
}

void Walk::draw_zoom(int zoom, std::vector<PyramidPlace> wanted) {
  constexpr std::int64_t share = 1000;
  std::vector<PyramidTile> block;
  for (std::size_t at = 0; at < wanted.size(); at += block.size()) {
    if (m_progress.cancelled()) { throw geo::Error(geo::Problem::failed, "the work was stopped", "o trabalho foi interrompido"); }
    m_progress.at(zoom * share + share * static_cast<std::int64_t>(at) / static_cast<std::int64_t>(wanted.size()),
                  (m_plan.max_zoom + 1) * share);
    block.assign(std::min(block_tiles, wanted.size() - at), {});
    m_workers(block.size(), [&](std::size_t i) { block[i] = drawn(wanted[at + i]); });
    for (const PyramidTile& tile : block) {
      if (tile.below == 0 && tile.bytes.empty()) { continue; }
      if (tile.below != 0) { m_above.push_back({tile.id, tile.below}); }
      m_take(tile);
    }
  }
}

PyramidTile Walk::drawn(const PyramidPlace& place) const {
  const TileId id = *tile_of_pmtiles_id(place.id);
  PyramidTile tile{place.id, 0, {}};
  for (std::size_t k = 0; k < m_plan.views.size(); ++k) {
    const std::uint64_t bit = std::uint64_t{1} << k;
    if ((place.below & bit) == 0) { continue; }
    const geo::View& view = *m_plan.views[k];
    const std::string layer = id.zoom() < m_plan.min_zoom ? std::string() : make_tile(view, id, m_options);
    bool goes_on = !layer.empty();
    if (!goes_on && id.zoom() < m_plan.max_zoom) {
      goes_on = is_of_points(view) ? id.zoom() < m_plan.min_zoom && has_points(view, id) : has_shapes(view, id);
    }
    if (goes_on) { tile.below |= bit; }
    tile.bytes += layer;  // layers of a tile stand one after the other
  }
  if (id.zoom() == m_plan.max_zoom) { tile.below = 0; }
  if (!tile.bytes.empty()) { tile.bytes = gzip(tile.bytes, m_plan.level); }
  return tile;
}

}  // namespace

void build_pyramid(const PyramidPlan& plan, const std::vector<PyramidPlace>& finished, const geo::Workers& workers,
                   const geo::Progress& progress, const std::function<void(const PyramidTile&)>& take) {
  Walk(plan, workers, progress, take).run(finished);
}

int deepest_zoom_of(const geo::View& view) {
  if (!is_of_points(view)) { return std::clamp(all_lines_from(view), least_deepest_zoom, most_deepest_zoom); }
  for (int zoom = least_deepest_zoom; zoom < most_deepest_zoom; ++zoom) {
    const auto cells = view.aggregate({}, {zoom}).cells;
    const auto fits = [](const geo::CellCount& cell) { return cell.count <= default_point_budget; };
    if (std::all_of(cells.begin(), cells.end(), fits)) { return zoom; }
  }
  return most_deepest_zoom;
}

int all_lines_from(const geo::View& view) {
  if (!may_have_lines(view.schema())) { return 0; }
  const auto lengths = LineLengths::of(view, MatrixSet::web_mercator_quad);
  int zoom = most_deepest_zoom + 1;
  while (zoom > 0 && lengths->least(zoom - 1, TileOptions().byte_budget) == LineLengths::Rank()) { --zoom; }
  return zoom;
}

}  // namespace tiles
