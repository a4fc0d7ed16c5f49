// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_rows.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/table/utc_offset.hpp"
#include "tiles/tile_source.hpp"
#include "tiles/time_bins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace tiles {
namespace {

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  static_assert(sizeof bits == sizeof value);
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

TileValue tile_value(const geo::ColumnView& column, std::size_t row, int utc_offset_min) {
  switch (column.type) {
    case geo::FieldType::boolean: return column.integer(row) != 0;
    case geo::FieldType::integer: return column.integer(row);
    case geo::FieldType::real: return column.real(row);
    case geo::FieldType::date: return geo::format_date(static_cast<geo::DayNumber>(column.integer(row)));
    case geo::FieldType::time: return geo::format_time(column.integer(row), utc_offset_min);
    case geo::FieldType::text:
    case geo::FieldType::code:
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

/// About what a feature takes: steps between vertices are of two or three bytes, references to keys and values together as many.
std::size_t bytes_of(const TileGeometry& shape, std::size_t values) {
  constexpr std::size_t frame = 14, vertex = 3, of_value = 3;
  std::size_t vertices = shape.points.size();
  for (const GridLine& line : shape.lines) { vertices += line.size() + 1; }
  for (const GridPolygon& polygon : shape.polygons) {
    for (const GridRing& ring : polygon) { vertices += ring.size() + 1; }
  }
  return frame + vertices * vertex + values * of_value;
}

/// A position of the layer's tables that is asked for once.
template <class Ask>
std::uint32_t remembered(std::optional<std::uint32_t>& place, const Ask& ask) {
  if (!place) { place = ask(); }
  return *place;
}

}  // namespace

bool is_of_lines(std::string_view wkb) {
  std::uint32_t type = 0;
  if (wkb.size() < 1 + sizeof type) { return false; }
  std::memcpy(&type, wkb.data() + 1, sizeof type);
  return type == static_cast<std::uint32_t>(geo::WkbType::line) || type == static_cast<std::uint32_t>(geo::WkbType::multi_line);
}

std::vector<const geo::Field*> chosen_fields(const geo::Collection& schema, const TileOptions& options) {
  if (!options.properties) { return tile_fields(schema); }
  std::vector<const geo::Field*> fields;
  for (const geo::Field& field : schema.fields) {  // in the order of the schema, and once each
    const auto& names = *options.properties;
    if (std::find(names.begin(), names.end(), field.name) == names.end() || field.name == count_property) { continue; }
    if (!field.hot) {
      throw geo::Error(geo::Problem::usage, fmt::format("'properties': '{}' is kept on disk; tiles do not carry it.", field.name),
                       fmt::format("'properties': '{}' está guardada em disco; os mosaicos não a levam.", field.name));
    }
    fields.push_back(&field);
  }
  for (const std::string& name : *options.properties) {
    if (schema.field(name) != nullptr) { continue; }
    throw geo::Error(geo::Problem::usage, fmt::format("'properties': '{}' has no property {}.", schema.id, geo::excerpt(name)),
                     fmt::format("'properties': '{}' não tem a propriedade {}.", schema.id, geo::excerpt(name)));
  }
  return fields;
}

TileRows::TileRows(const geo::Collection& schema, TileId tile, const TileOptions& options)
    : m_tile(tile), m_options(options), m_fields(chosen_fields(schema, options)), m_seen(m_fields.size()) {
  for (const geo::Field* field : m_fields) { m_columns.push_back(field->name); }
  const auto column = [&](const std::string& name) {
    const auto found = std::find(m_columns.begin(), m_columns.end(), name);
    const auto at = static_cast<int>(found - m_columns.begin());
    if (found == m_columns.end()) { m_columns.push_back(name); }
    return at;
  };
  if (geo::utc_offset_column(schema) >= 0) { m_offset_column = column("utc_offset_min"); }
  const geo::Field* time = schema.time_from.empty() ? nullptr : schema.field(schema.time_from);
  if (options.time_bins && time != nullptr && time->hot) { m_time_column = column(time->name); }
  const auto name = std::find_if(m_fields.begin(), m_fields.end(), [](const geo::Field* field) { return field->name == name_property; });
  if (options.labelled && name != m_fields.end()) { m_name_column = static_cast<int>(name - m_fields.begin()); }
}

void TileRows::rank_lines(std::shared_ptr<const LineLengths> lengths, LineLengths::Rank least) {
  m_lengths = std::move(lengths);
  m_least = least;
}

void TileRows::begin_batch() {
  for (auto& seen : m_seen) { seen.clear(); }
}

void TileRows::take(const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
  begin_batch();
  for (const std::uint32_t row : rows) {
    if (!batch.geometry.is_none(row)) { take(batch, row); }
  }
}

std::optional<std::int32_t> TileRows::bin_of_row(const geo::BatchView& batch, std::uint32_t row) const {
  if (m_time_column < 0) { return std::nullopt; }
  const geo::ColumnView& time = batch.columns[static_cast<std::size_t>(m_time_column)];
  if (time.is_null(row)) { return std::nullopt; }
  return bin_of(local_day(batch, time, m_offset_column, row), *m_options.time_bins);
}

TileGeometry TileRows::shape_of(const geo::BatchView& batch, std::uint32_t row) const {
  const geo::GeometryColumn& column = batch.geometry;
  const GridPoint square = grid_square(column.lon[row], column.lat[row], m_tile);
  TileGeometry shape;
  const std::string_view wkb = column.ends == nullptr ? std::string_view() : column.wkb_of(row);
  if (wkb.empty()) {
    if (is_inside(square)) { shape.points.push_back(square); }
    return shape;
  }
  shape = m_shapes ? m_shapes->draw(batch.fid.integer(row), wkb) : to_tile(wkb, m_tile, m_options.buffer);
  show_at_anchor(shape, square);
  return shape;
}

std::optional<GridPoint> TileRows::label_of(const geo::BatchView& batch, std::uint32_t row) const {
  if (m_name_column < 0 || batch.columns[static_cast<std::size_t>(m_name_column)].is_null(row)) { return std::nullopt; }
  const geo::GeometryColumn& column = batch.geometry;
  if (column.ends == nullptr || column.wkb_of(row).empty()) { return std::nullopt; }
  const GridPoint square = grid_square(column.lon[row], column.lat[row], m_tile);
  return is_inside(square) ? std::optional(square) : std::nullopt;
}

void TileRows::take(const geo::BatchView& batch, std::uint32_t row) {
  Row shown;
  shown.fid = batch.fid.integer(row);
  shown.is_line = batch.geometry.ends != nullptr && is_of_lines(batch.geometry.wkb_of(row));
  shown.is_anchored = is_inside(grid_square(batch.geometry.lon[row], batch.geometry.lat[row], m_tile));
  if (m_lengths && shown.is_line && m_lengths->of_row(shown.fid) < m_least) {
    if (shown.is_anchored || !shape_of(batch, row).is_empty()) { leave_out(shown.is_anchored); }
    return;
  }
  shown.geometry = shape_of(batch, row);
  if (shown.geometry.is_empty()) { return; }
  shown.values_begin = m_row_values.size();
  for (std::uint32_t k = 0; k < m_fields.size(); ++k) {
    if (!batch.columns[k].is_null(row)) { m_row_values.push_back({k, position_of(batch, row, k)}); }
  }
  shown.values_end = m_row_values.size();
  shown.bin = bin_of_row(batch, row);
  shown.label = label_of(batch, row);
  m_rows.push_back(std::move(shown));
}

std::uint32_t TileRows::position_of(const geo::BatchView& batch, std::uint32_t row, std::uint32_t field) {
  const geo::ColumnView& column = batch.columns[field];
  const int offset_min = column.type == geo::FieldType::time ? geo::utc_offset_of(batch, m_offset_column, row) : 0;
  const auto at = static_cast<std::uint32_t>(m_values.size());
  if (column.type == geo::FieldType::time) {  // the same instant is written otherwise where the clock is another
    m_values.push_back(tile_value(column, row, offset_min));
    return at;
  }
  const std::uint64_t raw = column.type == geo::FieldType::real ? bits_of(column.real(row)) : column.raw(row);
  const auto [found, is_new] = m_seen[field].emplace(raw, at);
  if (is_new) { m_values.push_back(tile_value(column, row, 0)); }
  return found->second;
}

void TileRows::append_values(const Row& row, LayerWriter& layer, Written& written, std::vector<Tag>& tags) const {
  written.keys.resize(m_fields.size());
  written.values.resize(m_values.size());
  for (std::size_t i = row.values_begin; i < row.values_end; ++i) {
    const auto [field, value] = m_row_values[i];
    const std::string& name = m_fields[field]->name;
    const TileValue& content = m_values[value];
    tags.push_back({remembered(written.keys[field], [&] { return layer.key(name); }),
                    remembered(written.values[value], [&] { return layer.value(content); })});
  }
}

bool TileRows::leave_out_lines(std::size_t bytes) {
  struct Line {
    LineLengths::Rank rank;
    std::size_t row, bytes;
  };
  std::size_t needed = 0;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const Row& row = m_rows[i];
    if (!row.is_line) { continue; }
    const std::size_t takes = bytes_of(row.geometry, row.values_end - row.values_begin);
    needed += takes;
    lines.push_back({m_lengths ? m_lengths->of_row(row.fid) : LineLengths::Rank{}, i, takes});
  }
  if (needed <= bytes) { return false; }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.rank < b.rank; });
  std::vector<bool> is_out(m_rows.size());
  for (std::size_t i = 0; i + 1 < lines.size() && needed > bytes; ++i) {
    needed -= lines[i].bytes;
    is_out[lines[i].row] = true;
    leave_out(m_rows[lines[i].row].is_anchored);
  }
  std::vector<Row> kept;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    if (!is_out[i]) { kept.push_back(std::move(m_rows[i])); }
  }
  const bool any = kept.size() < m_rows.size();
  m_rows = std::move(kept);
  return any;
}

void TileRows::draw(LayerWriter& layer, const std::function<void(geo::Fid, std::vector<Tag>&)>& more) { draw(layer, more, true); }

void TileRows::draw_others(LayerWriter& layer) { draw(layer, {}, false); }

void TileRows::draw(LayerWriter& layer, const std::function<void(geo::Fid, std::vector<Tag>&)>& more, bool with_lines) {
  std::sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) { return a.fid < b.fid; });
  Written written;
  std::vector<Tag> tags;
  for (const Row& row : m_rows) {
    if (row.is_line && !with_lines) { continue; }
    tags.clear();
    if (more) {
      more(row.fid, tags);
    } else if (row.bin) {
      tags.push_back({layer.key(bin_name(*row.bin, *m_options.time_bins)), layer.value(std::int64_t{1})});
    }
    append_values(row, layer, written, tags);
    const auto id = static_cast<std::uint64_t>(row.fid);
    if (!row.geometry.points.empty()) { layer.add_points(id, tags, row.geometry.points); }
    if (!row.geometry.lines.empty()) { layer.add_lines(id, tags, row.geometry.lines); }
    if (!row.geometry.polygons.empty()) { layer.add_polygons(id, tags, row.geometry.polygons); }
  }
}

void TileRows::draw_labels(LayerWriter& layer) const {
  Written written;
  std::vector<Tag> tags;
  for (const Row& row : m_rows) {
    if (!row.label) { continue; }
    tags.clear();
    append_values(row, layer, written, tags);
    layer.add_points(static_cast<std::uint64_t>(row.fid), tags, {&*row.label, 1});
  }
}

}  // namespace tiles
