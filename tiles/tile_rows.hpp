// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "tiles/clip.hpp"
#include "tiles/line_lengths.hpp"
#include "tiles/mvt.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_options.hpp"
#include "tiles/tile_shapes.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tiles {

/// The fields that features carry: TileOptions::properties, else tile_fields(). Throws Error{usage} for a property that the schema does
/// not have or that is not hot.
std::vector<const geo::Field*> chosen_fields(const geo::Collection& schema, const TileOptions& options);

/// Whether a row is of lines and of nothing else. \pre WKB as views have it: little endian
bool is_of_lines(std::string_view wkb);

/// The rows that a tile shows as they are, taken out of their batches. A value that many rows share is kept once. Not thread-safe.
class TileRows {
 public:
  /// Keeps references to all but `tile`.
  TileRows(const geo::Collection& schema, TileId tile, const TileOptions& options);

  /// Lines and polygons are drawn as these have them; else each by itself.
  void draw_with(TileShapes shapes) { m_shapes = std::move(shapes); }
  /// Lines give way by their rank among all of the view; those below `least` are not taken.
  void rank_lines(std::shared_ptr<const LineLengths> lengths, LineLengths::Rank least);
  /// The columns that batches must have, in this order.
  [[nodiscard]] const std::vector<std::string>& columns() const { return m_columns; }
  void take(const geo::BatchView& batch, std::span<const std::uint32_t> rows);
  void take(const geo::BatchView& batch, std::uint32_t row);
  /// Leaves out lines, those of the lowest rank first, until the others take about `bytes` or less; says whether any went. Rows with areas
  /// or points stay: a hole in a map of areas would pass for a place where nothing is.
  bool leave_out_lines(std::size_t bytes);
  /// Of lines that are not drawn: how many have their anchor in the tile. None: all are drawn.
  [[nodiscard]] std::optional<std::uint64_t> left_out() const { return m_left_out; }
  /// Another batch may have other dictionaries.
  void begin_batch();
  /// In order of fid, whatever order the view has. `more` writes what a feature carries before its properties; not given: its bin.
  void draw(LayerWriter& layer, const std::function<void(geo::Fid, std::vector<Tag>&)>& more = {});
  /// The same without lines.
  void draw_others(LayerWriter& layer);
  /// A point for each shape that has a name and its anchor in the tile; with TileOptions::labelled. After draw().
  void draw_labels(LayerWriter& layer) const;

 private:
  struct Row {
    geo::Fid fid = 0;
    TileGeometry geometry;
    std::size_t values_begin = 0, values_end = 0;  ///< in m_row_values
    std::optional<std::int32_t> bin;
    std::optional<GridPoint> label;
    bool is_anchored = false;  ///< in this tile
    bool is_line = false;      ///< though one that is too small to be seen is drawn as a square
  };
  struct RowValue {
    std::uint32_t field = 0;
    std::uint32_t value = 0;  ///< in m_values
  };

  /// Positions in the tables of one layer of what was written into it.
  struct Written {
    std::vector<std::optional<std::uint32_t>> keys, values;
  };

  void draw(LayerWriter& layer, const std::function<void(geo::Fid, std::vector<Tag>&)>& more, bool with_lines);
  void append_values(const Row& row, LayerWriter& layer, Written& written, std::vector<Tag>& tags) const;
  void leave_out(bool is_anchored) { m_left_out = m_left_out.value_or(0) + (is_anchored ? 1 : 0); }
  [[nodiscard]] std::optional<GridPoint> label_of(const geo::BatchView& batch, std::uint32_t row) const;
  [[nodiscard]] TileGeometry shape_of(const geo::BatchView& batch, std::uint32_t row) const;
  [[nodiscard]] std::uint32_t position_of(const geo::BatchView& batch, std::uint32_t row, std::uint32_t field);
  [[nodiscard]] std::optional<std::int32_t> bin_of_row(const geo::BatchView& batch, std::uint32_t row) const;

  TileId m_tile;
  const TileOptions& m_options;
  std::optional<TileShapes> m_shapes;
  std::shared_ptr<const LineLengths> m_lengths;
  LineLengths::Rank m_least;
  std::optional<std::uint64_t> m_left_out;
  std::vector<const geo::Field*> m_fields;
  std::vector<std::string> m_columns;
  int m_offset_column = -1, m_time_column = -1, m_name_column = -1;
  std::vector<Row> m_rows;
  std::vector<RowValue> m_row_values;
  std::vector<TileValue> m_values;
  std::vector<std::unordered_map<std::uint64_t, std::uint32_t>> m_seen;  ///< by field: bits of a cell -> position in m_values
};

}  // namespace tiles
