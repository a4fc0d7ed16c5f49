// SPDX-License-Identifier: Apache-2.0
#include "tiles/point_tiles.hpp"

#include "tiles/cell_tally.hpp"
#include "tiles/cells.hpp"
#include "tiles/tile_rows.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <unordered_map>

namespace tiles {
namespace {

int step_for(TileId tile, int cell_px) {
  const int step = std::bit_width(static_cast<unsigned>(tile_px / cell_px)) - 1;
  return std::min(step, deepest_square_depth - tile.depth());
}

int cell_px(const TileOptions& options) { return options.cell_px.value_or(default_cell_px(options.points_as)); }

std::string draw_rows(const geo::View& view, TileId tile, const TileOptions& options) {
  LayerWriter layer(view.schema().id);
  TileRows rows(view.schema(), tile, options);
  view.scan(filter_around(tile, options, 0), rows.columns(), [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
    rows.take(batch, found);
    return true;
  });
  rows.draw(layer);
  return layer.tile();
}

/// The rows themselves, if they are few and light enough.
std::optional<std::string> rows_in_budget(const geo::View& view, TileId tile, const TileOptions& options, std::uint64_t points) {
  if (points > point_budget(options, tile)) { return std::nullopt; }
  std::string bytes = points == 0 ? std::string() : draw_rows(view, tile, options);
  if (bytes.size() > options.byte_budget) { return std::nullopt; }
  return bytes;
}

void add_square(LayerWriter& layer, const Squares& squares, std::uint32_t square, std::uint64_t count, PointsAs as,
                std::vector<Tag>& tags) {
  tags.insert(tags.begin(), {layer.key(count_property), layer.value(static_cast<std::int64_t>(count))});
  if (as == PointsAs::squares) {
    const GridPolygon outline = squares.outline(square);
    layer.add_polygons(squares.id(square), tags, {&outline, 1});
  } else {
    const GridPoint centre = squares.centre(square);
    layer.add_points(squares.id(square), tags, {&centre, 1});
  }
}

/// Squares that say nothing but how many: the view counts those of WebMercatorQuad itself, for less.
std::string draw_counts(const geo::View& view, TileId tile, const TileOptions& options) {
  assert(tile.set() == MatrixSet::web_mercator_quad);
  const Squares squares(tile, step_for(tile, cell_px(options)));
  const int zoom = tile.zoom() + squares.step();
  geo::Aggregate counts = view.aggregate(filter_around(tile, options, 0), {zoom});
  // The box is closed and a little wide; the quadkey says which tile a square belongs to.
  std::erase_if(counts.cells, [&](const geo::CellCount& cell) { return !tile.holds(cell.cell, zoom); });
  std::uint64_t points = 0;
  for (const geo::CellCount& cell : counts.cells) { points += cell.count; }
  if (auto rows = rows_in_budget(view, tile, options, points)) { return *std::move(rows); }
  LayerWriter layer(view.schema().id);
  std::vector<Tag> tags;
  for (const geo::CellCount& cell : counts.cells) {
    tags.clear();
    add_square(layer, squares, static_cast<std::uint32_t>(cell.cell) & (squares.number() - 1), cell.count, options.points_as, tags);
  }
  return layer.tile();
}

/// The rows of one batch that lie in cells of the tile.
struct Placed {
  std::vector<std::uint32_t> rows, cells;
  std::vector<double> cell_m;  ///< on the ground; with TileOptions::weighted only
};

/// Calls visit(batch, placed) with the rows of the filter that lie in cells; `at` tells in which one.
template <class At, class Visit>
void scan_cells(const geo::View& view, MatrixSet set, const geo::Filter& filter, const std::vector<std::string>& columns,
                const TileOptions& options, double cell_m, At at, Visit visit) {
  Placed placed;
  view.scan(filter, columns, [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
    const geo::GeometryColumn& places = batch.geometry;
    placed.rows.clear();
    placed.cells.clear();
    placed.cell_m.clear();
    for (const std::uint32_t row : found) {
      if (places.is_none(row)) { continue; }
      const auto cell = at(places.lon[row], places.lat[row]);
      if (!cell) { continue; }
      placed.rows.push_back(row);
      placed.cells.push_back(*cell);
      if (options.weighted) { placed.cell_m.push_back(cell_m * ground_scale(set, places.lat[row])); }
    }
    visit(batch, placed);
    return true;
  });
}

double width_m(TileId tile, const Squares& squares) {
  const MetricBox box = tile.bounds_plane_m();
  return (box.east - box.west) / (1 << squares.step());
}

std::string draw_squares(const geo::View& view, TileId tile, const TileOptions& options) {
  Squares squares(tile, step_for(tile, cell_px(options)));
  Tally tally(view.schema(), options);
  std::uint64_t points = 0;
  scan_cells(
      view, tile.set(), filter_around(tile, options, 0), tally.columns(), options, width_m(tile, squares),
      [&](std::int32_t lon, std::int32_t lat) { return squares.at(lon, lat); },
      [&](const geo::BatchView& batch, const Placed& placed) {
        points += placed.rows.size();
        tally.add(batch, placed.rows, placed.cells, placed.cell_m);
      });
  if (auto rows = rows_in_budget(view, tile, options, points)) { return *std::move(rows); }
  LayerWriter layer(view.schema().id);
  std::vector<Tag> tags;
  for (std::uint32_t square = 0; square < squares.number(); ++square) {
    if (tally.count(square) == 0) { continue; }
    tags.clear();
    tally.write(square, layer, tags);
    add_square(layer, squares, square, tally.count(square), options.points_as, tags);
  }
  return layer.tile();
}

std::string draw_hexagons(const geo::View& view, TileId tile, const TileOptions& options) {
  Hexagons hexagons(tile, cell_px(options));
  Tally tally(view.schema(), options);
  scan_cells(
      view, tile.set(), filter_around(tile, options, hexagons.reach()), tally.columns(), options, hexagons.width_m(),
      [&](std::int32_t lon, std::int32_t lat) { return hexagons.at(lon, lat); },
      [&](const geo::BatchView& batch, const Placed& placed) { tally.add(batch, placed.rows, placed.cells, placed.cell_m); });
  std::vector<std::pair<geo::Hex, std::uint32_t>> order;  // not that in which they were met
  for (const geo::Hex hex : hexagons.all()) { order.emplace_back(hex, static_cast<std::uint32_t>(order.size())); }
  std::sort(order.begin(), order.end());
  LayerWriter layer(view.schema().id);
  std::vector<Tag> tags;
  for (const auto& [hex, number] : order) {
    tags = {{layer.key(count_property), layer.value(static_cast<std::int64_t>(tally.count(number)))}};
    tally.write(number, layer, tags);
    const GridPolygon outline = hexagons.outline(hex);
    layer.add_polygons(geo::hex_id(hex), tags, {&outline, 1});
  }
  return layer.tile();
}

/// The rows of a square, in brief.
struct Heap {
  std::uint64_t count = 0;
  geo::Fid fid = INT64_MAX;  ///< the most severe; among equals the first
  double severity = -1;
  std::int64_t x = 0, y = 0;  ///< sums, for the mean

  void add(geo::Fid other, double how_severe, GridPoint p) { add({1, other, how_severe, p.x, p.y}); }
  void add(const Heap& other) {
    if (other.severity > severity || (other.severity == severity && other.fid < fid)) {
      fid = other.fid;
      severity = other.severity;
    }
    count += other.count;
    x += other.x;
    y += other.y;
  }
  [[nodiscard]] GridPoint mean() const {
    const auto n = static_cast<std::int64_t>(count);
    return {static_cast<std::int32_t>(x / n), static_cast<std::int32_t>(y / n)};
  }
};

std::vector<Heap> heaps_of(const geo::View& view, TileId tile, const TileOptions& options, Squares squares) {
  std::vector<Heap> heaps(squares.number());
  const geo::Field* severity = view.schema().field("severity");
  const bool has_severity = severity != nullptr && severity->hot && severity->type == geo::FieldType::integer;
  const std::vector<std::string> columns = has_severity ? std::vector<std::string>{"severity"} : std::vector<std::string>{};
  scan_cells(
      view, tile.set(), filter_around(tile, options, 0), columns, {}, 0,
      [&](std::int32_t lon, std::int32_t lat) { return squares.at(lon, lat); },
      [&](const geo::BatchView& batch, const Placed& placed) {
        for (std::size_t i = 0; i < placed.rows.size(); ++i) {
          const std::uint32_t row = placed.rows[i];
          const bool is_known = has_severity && !batch.columns[0].is_null(row);
          heaps[placed.cells[i]].add(batch.fid.integer(row), is_known ? static_cast<double>(batch.columns[0].integer(row)) : -1,
                                     grid_square(batch.geometry.lon[row], batch.geometry.lat[row], tile));
        }
      });
  return heaps;
}

std::uint64_t points_of(const std::vector<Heap>& heaps) {
  std::uint64_t points = 0;
  for (const Heap& heap : heaps) { points += heap.count; }
  return points;
}

std::uint64_t used(const std::vector<Heap>& heaps) {
  return static_cast<std::uint64_t>(std::count_if(heaps.begin(), heaps.end(), [](const Heap& h) { return h.count > 0; }));
}

/// The four squares of each square below are neighbours in Morton order.
std::vector<Heap> coarser(const std::vector<Heap>& heaps) {
  std::vector<Heap> merged(heaps.size() / 4);
  for (std::size_t i = 0; i < heaps.size(); ++i) {
    if (heaps[i].count > 0) { merged[i / 4].add(heaps[i]); }
  }
  return merged;
}

/// Draws the rows that heaps chose with what the tally says of their squares, and lets `others` draw the rest.
template <class IsDrawn, class DrawOthers>
std::string draw_chosen(const geo::View& view, TileId tile, const TileOptions& options, Squares squares, const std::vector<Heap>& heaps,
                        IsDrawn is_drawn, DrawOthers draw_others) {
  TileOptions summed = options;
  if (options.points_as == PointsAs::thin) { summed.properties.emplace(); }  // a point has properties of its own
  Tally tally(view.schema(), summed);
  TileRows rows(view.schema(), tile, options);
  std::vector<std::string> columns = rows.columns();
  columns.insert(columns.end(), tally.columns().begin(), tally.columns().end());
  std::unordered_map<geo::Fid, std::uint32_t> square_of;
  scan_cells(
      view, tile.set(), filter_around(tile, options, 0), columns, options, width_m(tile, squares),
      [&](std::int32_t lon, std::int32_t lat) { return squares.at(lon, lat); },
      [&](const geo::BatchView& batch, const Placed& placed) {
        geo::BatchView tallied = batch;
        tallied.columns = batch.columns.subspan(rows.columns().size());
        tally.add(tallied, placed.rows, placed.cells, placed.cell_m);
        rows.begin_batch();
        for (std::size_t i = 0; i < placed.rows.size(); ++i) {
          const Heap& heap = heaps[placed.cells[i]];
          const geo::Fid fid = batch.fid.integer(placed.rows[i]);
          if (heap.fid != fid || !is_drawn(heap)) { continue; }
          square_of.emplace(fid, placed.cells[i]);
          rows.take(batch, placed.rows[i]);
        }
      });
  LayerWriter layer(view.schema().id);
  const auto write_cell = [&](std::uint32_t square, std::vector<Tag>& tags) {
    const std::uint64_t count = tally.count(square);
    if (count > 1) { tags.push_back({layer.key(count_property), layer.value(static_cast<std::int64_t>(count))}); }
  };
  rows.draw(layer, [&](geo::Fid fid, std::vector<Tag>& tags) {
    const std::uint32_t square = square_of.at(fid);
    write_cell(square, tags);
    // A point by itself has its own properties; of the tally only bins and weight.
    if (options.points_as == PointsAs::thin || options.time_bins || options.weighted) { tally.write_extras(square, layer, tags); }
  });
  draw_others(layer, tally);
  return layer.tile();
}

std::string draw_thin(const geo::View& view, TileId tile, const TileOptions& options) {
  int step = step_for(tile, cell_px(options));
  std::vector<Heap> heaps = heaps_of(view, tile, options, Squares(tile, step));
  if (auto rows = rows_in_budget(view, tile, options, points_of(heaps))) { return *std::move(rows); }
  for (; step > 0 && used(heaps) > std::max<std::uint64_t>(point_budget(options, tile), 1); --step) { heaps = coarser(heaps); }
  for (;; --step) {
    std::string bytes = draw_chosen(
        view, tile, options, Squares(tile, step), heaps, [](const Heap&) { return true; }, [](LayerWriter&, const Tally&) {});
    if (bytes.size() <= options.byte_budget || step == 0) { return bytes; }
    heaps = coarser(heaps);
  }
}

std::string draw_clusters(const geo::View& view, TileId tile, const TileOptions& options) {
  const Squares squares(tile, step_for(tile, cell_px(options)));
  const std::vector<Heap> heaps = heaps_of(view, tile, options, squares);
  if (auto rows = rows_in_budget(view, tile, options, points_of(heaps))) { return *std::move(rows); }
  const auto is_alone = [](const Heap& heap) { return heap.count == 1; };
  return draw_chosen(view, tile, options, squares, heaps, is_alone, [&](LayerWriter& layer, const Tally& tally) {
    std::vector<Tag> tags;
    for (std::uint32_t square = 0; square < squares.number(); ++square) {
      const Heap& heap = heaps[square];
      if (heap.count < 2) { continue; }
      tags = {{layer.key(count_property), layer.value(static_cast<std::int64_t>(heap.count))},
              {layer.key("representative"), layer.value(heap.fid)}};
      tally.write(square, layer, tags);
      const GridPoint mean = heap.mean();
      layer.add_points(squares.id(square) | cluster_id_flag, tags, {&mean, 1});  // beside points with ids of their own
    }
  });
}

}  // namespace

double points_reach(TileId tile, const TileOptions& options) {
  return options.points_as == PointsAs::hexagons ? Hexagons(tile, cell_px(options)).reach() : 0;
}

geo::Filter filter_around(TileId tile, const TileOptions& options, double buffer) {
  assert(!options.filter.bbox);
  geo::Filter filter = options.filter;
  filter.bbox = tile.search_box(buffer);
  return filter;
}

std::string make_point_tile(const geo::View& view, TileId tile, const TileOptions& options) {
  switch (options.points_as) {
    case PointsAs::hexagons: return draw_hexagons(view, tile, options);
    case PointsAs::clusters: return draw_clusters(view, tile, options);
    case PointsAs::thin: return draw_thin(view, tile, options);
    case PointsAs::counts:
    case PointsAs::squares: break;
  }
  const bool only_counts = options.points_as == PointsAs::counts && !options.properties && !options.time_bins && !options.weighted;
  return only_counts && tile.set() == MatrixSet::web_mercator_quad ? draw_counts(view, tile, options) : draw_squares(view, tile, options);
}

}  // namespace tiles
