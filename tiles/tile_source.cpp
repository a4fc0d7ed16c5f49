// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_source.hpp"

#include "geo/base/time.hpp"
#include "geo/index/quadkey.hpp"
#include "tiles/clip.hpp"
#include "tiles/mvt.hpp"

#include <algorithm>
#include <array>

namespace tiles {
namespace {

/// 64 by 64 squares a tile.
constexpr int square_zoom_step = 6;
/// Quadkeys of squares must be whole numbers to a JavaScript client: 2^(2 * 26) < 2^53.
constexpr int deepest_square_zoom = 26;

bool is_tile_field(const geo::Field& field) {
  constexpr std::array<std::string_view, 3> dull{"confidentiality", "utc_offset_min", count_property};
  if (!field.hot || field.system || std::find(dull.begin(), dull.end(), field.name) != dull.end()) { return false; }
  switch (field.type) {
    case geo::FieldType::boolean:
    case geo::FieldType::integer:
    case geo::FieldType::real:
    case geo::FieldType::code:
    case geo::FieldType::date: return true;
    case geo::FieldType::text:
      return field.name == "name" || field.name == "code" || field.name.ends_with("pcode") || field.name.ends_with("_code");
    case geo::FieldType::time:
    case geo::FieldType::json: return false;
  }
  return false;
}

TileValue tile_value(const geo::ColumnView& column, std::size_t row) {
  switch (column.type) {
    case geo::FieldType::boolean: return column.integer(row) != 0;
    case geo::FieldType::integer: return column.integer(row);
    case geo::FieldType::real: return column.real(row);
    case geo::FieldType::date: return geo::format_date(static_cast<geo::DayNumber>(column.integer(row)));
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::time:
    case geo::FieldType::json: break;
  }
  return std::string(column.text(row));
}

/// A row that the tile shows, taken out of its batch.
struct Shown {
  geo::Fid fid = 0;
  TileGeometry geometry;
  std::vector<std::pair<std::uint32_t, TileValue>> values;  ///< by position of the field
};

/// Every polygon and line is seen somewhere: see make_tile().
void show_at_anchor(TileGeometry& geometry, GridPoint square) {
  if (!geometry.is_empty() || !is_inside(square)) { return; }
  const auto [x, y] = square;
  geometry.polygons.push_back({{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}});
}

TileGeometry shape_of(const geo::GeometryColumn& column, std::size_t row, TileId tile, int buffer) {
  const GridPoint square = grid_square(column.lon[row], column.lat[row], tile);
  TileGeometry shape;
  const std::string_view wkb = column.ends == nullptr ? std::string_view() : column.wkb_of(row);
  if (wkb.empty()) {
    if (is_inside(square)) { shape.points.push_back(square); }
    return shape;
  }
  shape = to_tile(wkb, tile, buffer);
  show_at_anchor(shape, square);
  return shape;
}

/// Rows of the tile in order of fid, whatever order the view has.
std::vector<Shown> rows_of(const geo::View& view, TileId tile, const TileOptions& options, const std::vector<const geo::Field*>& fields) {
  std::vector<std::string> names;
  for (const geo::Field* field : fields) { names.push_back(field->name); }
  const geo::Filter filter{tile.search_box(options.buffer), options.datetime};
  std::vector<Shown> found;
  view.scan(filter, names, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      if (batch.geometry.is_none(row)) { continue; }
      Shown shown{batch.fid.integer(row), shape_of(batch.geometry, row, tile, options.buffer), {}};
      if (shown.geometry.is_empty()) { continue; }
      for (std::uint32_t k = 0; k < fields.size(); ++k) {
        if (!batch.columns[k].is_null(row)) { shown.values.emplace_back(k, tile_value(batch.columns[k], row)); }
      }
      found.push_back(std::move(shown));
    }
    return true;
  });
  std::sort(found.begin(), found.end(), [](const Shown& a, const Shown& b) { return a.fid < b.fid; });
  return found;
}

std::string draw_rows(const geo::View& view, TileId tile, const TileOptions& options) {
  const auto fields = tile_fields(view.schema());
  LayerWriter layer(view.schema().id);
  std::vector<Tag> tags;
  for (const Shown& row : rows_of(view, tile, options, fields)) {
    tags.clear();
    for (const auto& [field, value] : row.values) { tags.push_back({layer.key(fields[field]->name), layer.value(value)}); }
    const auto id = static_cast<std::uint64_t>(row.fid);
    if (!row.geometry.points.empty()) { layer.add_points(id, tags, row.geometry.points); }
    if (!row.geometry.lines.empty()) { layer.add_lines(id, tags, row.geometry.lines); }
    if (!row.geometry.polygons.empty()) { layer.add_polygons(id, tags, row.geometry.polygons); }
  }
  return layer.tile();
}

std::string draw_squares(const std::string& name, TileId tile, int zoom, const std::vector<geo::CellCount>& cells) {
  LayerWriter layer(name);
  const int step = zoom - tile.zoom();
  const std::int32_t side = tile_extent >> step;
  const std::uint32_t mask = (std::uint32_t{1} << step) - 1;
  for (const geo::CellCount& cell : cells) {
    const geo::TileColumnRow at = geo::tile_of_cell(cell.cell);
    const GridPoint centre{static_cast<std::int32_t>(at.column & mask) * side + side / 2,
                           static_cast<std::int32_t>(at.row & mask) * side + side / 2};
    const Tag count{layer.key(count_property), layer.value(static_cast<std::int64_t>(cell.count))};
    layer.add_points(cell.cell, {&count, 1}, {&centre, 1});
  }
  return layer.tile();
}

std::string make_point_tile(const geo::View& view, TileId tile, const TileOptions& options) {
  const int zoom = std::min(tile.zoom() + square_zoom_step, deepest_square_zoom);
  geo::Aggregate counts = view.aggregate({tile.search_box(), options.datetime}, {zoom});
  // The box is closed and a little wide; the quadkey says which tile a square belongs to.
  std::erase_if(counts.cells, [&](const geo::CellCount& cell) { return !tile.holds(cell.cell, zoom); });
  std::uint64_t points = 0;
  for (const geo::CellCount& cell : counts.cells) { points += cell.count; }
  if (points == 0) { return {}; }
  if (points > options.point_budget) { return draw_squares(view.schema().id, tile, zoom, counts.cells); }
  TileOptions without_buffer = options;
  without_buffer.buffer = 0;
  return draw_rows(view, tile, without_buffer);
}

}  // namespace

std::vector<const geo::Field*> tile_fields(const geo::Collection& schema) {
  std::vector<const geo::Field*> fields;
  for (const geo::Field& field : schema.fields) {
    if (is_tile_field(field)) { fields.push_back(&field); }
  }
  return fields;
}

std::string make_tile(const geo::View& view, TileId tile, const TileOptions& options) {
  if (view.schema().geometry == geo::GeometryType::none) { return {}; }
  if (view.schema().geometry == geo::GeometryType::point) { return make_point_tile(view, tile, options); }
  return draw_rows(view, tile, options);
}

}  // namespace tiles
