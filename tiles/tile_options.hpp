// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/query.hpp"
#include "tiles/tile_id.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// How points are shown where they are too many for a tile.
enum class PointsAs : std::uint8_t {
  counts,    ///< one point in the middle of each square, with `count`
  squares,   ///< squares as polygons, at every zoom: beside areas points would look like none
  hexagons,  ///< at every zoom; one that crosses a border stands in both tiles, whole, with its whole count, under one id
  clusters,  ///< one point for each square, in the mean of its points; a point by itself stays one
  thin,      ///< the most severe point of each square, with the number it stands for
};
std::string_view to_string(PointsAs as);
std::optional<PointsAs> points_as(std::string_view name);

/// How long the bins of a time slider are. Weeks begin on Monday.
enum class BinLength : std::uint8_t { year, month, week, day };
std::string_view to_string(BinLength length);
std::optional<BinLength> bin_length(std::string_view name);

/// Pixels of a tile drawn 512 wide.
inline constexpr int tile_px = 512;
/// Sides of squares, widths of hexagons: powers of two, so that squares nest.
inline constexpr int smallest_cell_px = 2, largest_cell_px = 128;
/// Of cells when nobody says; of thinned points the smallest.
int default_cell_px(PointsAs as);
inline constexpr std::uint64_t most_points = 20'000;
inline constexpr std::uint64_t default_point_budget = 2000;

/// What a tile shows of the rows of a view.
struct TileOptions {
  /// Only these rows. Its bbox must be empty: a tile has one already; put a box into `where`.
  geo::Filter filter = {};
  /// Fields that features carry, and that cells sum up: see Tally. Not given: the usual ones. Must be hot fields of the schema.
  std::optional<std::vector<std::string>> properties = {};
  PointsAs points_as = PointsAs::counts;
  /// More points than this in one tile are shown by cells, as are points of more than byte_budget. Not given: default_point_budget, of
  /// squares 0, of clusters below zoom 13 too. Hexagons take no notice.
  std::optional<std::uint64_t> point_budget = {};
  /// How many layers share what a tile may hold of points; byte_budget is shared already.
  std::uint64_t layers = 1;
  /// Of points, and of lines, in a tile before compression; areas are all shown, however many.
  std::size_t byte_budget = 500'000;
  /// Of cells; not given: 8 (counts), 16 (squares, hexagons), 32 (clusters), the smallest that the budget allows (thin).
  std::optional<int> cell_px = {};
  /// Cells also say how many of their rows begin in each bin, by the clock of the place; points, in which bin they begin.
  std::optional<BinLength> time_bins = {};
  /// Cells also say `weighted_count`: a row whose place is less certain than the cell is wide counts for the share of the circle of its
  /// uncertainty_m that the cell could cover.
  bool weighted = false;
  /// Grid squares around the tile that lines and polygons reach into, so that their outlines are not seen at its edge.
  int buffer = 64;
  /// A tile that leaves out lines has left_out_layer().
  bool says_left_out = true;
  /// Lines and polygons that have a name also stand in a second layer, as a point each where they have their anchor: one word for each,
  /// however many tiles it lies in.
  bool labelled = false;
};

/// TileOptions::point_budget, or what holds without it: none of squares; of clusters none at small scales, so that no single points stand
/// beside circles where one tile has fewer than its neighbour, and few at large ones, where they are to be told from each other; else
/// default_point_budget. Of it the tile's share.
std::uint64_t point_budget(const TileOptions& options, TileId tile);

}  // namespace tiles
