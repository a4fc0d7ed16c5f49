// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_source.hpp"

#include "geo/base/time.hpp"
#include "geo/index/quadkey.hpp"
#include "tiles/clip.hpp"
#include "tiles/mvt.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

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
      return field.name == "name" || field.name == "code" || field.name == "kind" || field.name.ends_with("pcode") ||
             field.name.ends_with("_code");
    case geo::FieldType::time:
    case geo::FieldType::json: return false;
  }
  return false;
}

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  static_assert(sizeof bits == sizeof value);
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
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

/// The rows that a tile shows, taken out of their batches. A value that many rows share is kept once.
class Rows {
 public:
  Rows(TileId tile, int buffer, std::size_t fields) : m_tile(tile), m_buffer(buffer), m_seen(fields) {}

  void take(const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    for (auto& seen : m_seen) { seen.clear(); }  // another batch may have other dictionaries
    for (const std::uint32_t row : rows) {
      if (!batch.geometry.is_none(row)) { take(batch, row); }
    }
  }
  /// In order of fid, whatever order the view has.
  void draw(const std::vector<const geo::Field*>& fields, LayerWriter& layer);

 private:
  struct Row {
    geo::Fid fid = 0;
    TileGeometry geometry;
    std::size_t values_begin = 0, values_end = 0;  ///< in m_row_values
  };
  struct RowValue {
    std::uint32_t field = 0;
    std::uint32_t value = 0;  ///< in m_values
  };

  void take(const geo::BatchView& batch, std::uint32_t row) {
    Row shown{batch.fid.integer(row), shape_of(batch.geometry, row, m_tile, m_buffer), m_row_values.size(), 0};
    if (shown.geometry.is_empty()) { return; }
    for (std::uint32_t k = 0; k < m_seen.size(); ++k) {
      if (!batch.columns[k].is_null(row)) { m_row_values.push_back({k, position_of(batch.columns[k], row, k)}); }
    }
    shown.values_end = m_row_values.size();
    m_rows.push_back(std::move(shown));
  }
  std::uint32_t position_of(const geo::ColumnView& column, std::uint32_t row, std::uint32_t field) {
    const std::uint64_t raw = column.type == geo::FieldType::real ? bits_of(column.real(row)) : column.raw(row);
    const auto [found, is_new] = m_seen[field].emplace(raw, static_cast<std::uint32_t>(m_values.size()));
    if (is_new) { m_values.push_back(tile_value(column, row)); }
    return found->second;
  }

  TileId m_tile;
  int m_buffer;
  std::vector<Row> m_rows;
  std::vector<RowValue> m_row_values;
  std::vector<TileValue> m_values;
  std::vector<std::unordered_map<std::uint64_t, std::uint32_t>> m_seen;  ///< by field: bits of a cell -> position in m_values
};

/// A position of the layer's tables that is asked for once.
template <class Ask>
std::uint32_t remembered(std::optional<std::uint32_t>& place, const Ask& ask) {
  if (!place) { place = ask(); }
  return *place;
}

void Rows::draw(const std::vector<const geo::Field*>& fields, LayerWriter& layer) {
  std::sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) { return a.fid < b.fid; });
  std::vector<std::optional<std::uint32_t>> keys(fields.size());
  std::vector<std::optional<std::uint32_t>> values(m_values.size());
  std::vector<Tag> tags;
  for (const Row& row : m_rows) {
    tags.clear();
    for (std::size_t i = row.values_begin; i < row.values_end; ++i) {
      const auto [field, value] = m_row_values[i];
      const std::string& name = fields[field]->name;
      const TileValue& content = m_values[value];
      tags.push_back(
          {remembered(keys[field], [&] { return layer.key(name); }), remembered(values[value], [&] { return layer.value(content); })});
    }
    const auto id = static_cast<std::uint64_t>(row.fid);
    if (!row.geometry.points.empty()) { layer.add_points(id, tags, row.geometry.points); }
    if (!row.geometry.lines.empty()) { layer.add_lines(id, tags, row.geometry.lines); }
    if (!row.geometry.polygons.empty()) { layer.add_polygons(id, tags, row.geometry.polygons); }
  }
}

std::string draw_rows(const geo::View& view, TileId tile, const TileOptions& options) {
  const auto fields = tile_fields(view.schema());
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const geo::Field* field : fields) { names.push_back(field->name); }
  Rows rows(tile, options.buffer, fields.size());
  view.scan({tile.search_box(options.buffer), options.datetime}, names,
            [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
              rows.take(batch, found);
              return true;
            });
  LayerWriter layer(view.schema().id);
  rows.draw(fields, layer);
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
