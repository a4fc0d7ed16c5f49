// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_surface.hpp"

#include "geo/analysis/kde_analysis.hpp"
#include "geo/crs/projection.hpp"
#include "geo/table/role.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace geo {
namespace {

constexpr double unseen = std::numeric_limits<double>::quiet_NaN();
const std::string density_field = "density_per_km2";

/// What the provenance says of the grid.
struct Told {
  LonLat centre;
  double cell_m = 0;
  double least = 0, most = 0;
  std::optional<BBox> box;    ///< that was asked for
  bool is_corrected = false;  ///< at the edges of a study area, whose shape is not told here
  bool has_grid = false;
  std::int64_t west = 0, south = 0, columns = 0, rows = 0;
};

std::optional<Told> told_of(const Provenance& made) {
  simdjson::dom::parser of_parameters;
  simdjson::dom::parser of_summary;
  simdjson::dom::element parameters;
  simdjson::dom::element summary;
  if (of_parameters.parse(made.parameters).get(parameters) != simdjson::SUCCESS ||
      of_summary.parse(made.summary).get(summary) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  Told told;
  const auto centre = parameters["projection"]["centre"];
  const bool is_whole = centre.at(0).get(told.centre.lon) == simdjson::SUCCESS && centre.at(1).get(told.centre.lat) == simdjson::SUCCESS &&
                        parameters["cell_m"].get(told.cell_m) == simdjson::SUCCESS && told.cell_m > 0 &&
                        summary["left_out_below_per_km2"].get(told.least) == simdjson::SUCCESS &&
                        summary["highest_per_km2"].get(told.most) == simdjson::SUCCESS;
  if (!is_whole) { return std::nullopt; }
  BBox box;
  const auto asked = parameters["bbox"];
  if (asked.at(0).get(box.west) == simdjson::SUCCESS && asked.at(1).get(box.south) == simdjson::SUCCESS &&
      asked.at(2).get(box.east) == simdjson::SUCCESS && asked.at(3).get(box.north) == simdjson::SUCCESS) {
    told.box = box;
  }
  std::string_view correction;
  told.is_corrected = parameters["edge_correction"].get(correction) == simdjson::SUCCESS && correction != "none";
  const auto grid = summary["grid"];
  told.has_grid = grid["west"].get(told.west) == simdjson::SUCCESS && grid["south"].get(told.south) == simdjson::SUCCESS &&
                  grid["columns"].get(told.columns) == simdjson::SUCCESS && grid["rows"].get(told.rows) == simdjson::SUCCESS;
  return told;
}

struct KnownCell {
  std::int64_t column = 0, row = 0;  ///< from the centre of the plane
  double per_km2 = 0;
};

/// Which cell a row is: that which holds the middle of its box. Its corners were rounded to 1e-7 degrees and cells are no smaller than a
/// metre, so that the middle is far from any border.
std::vector<KnownCell> cells_of(const View& result, Projection& plane, double cell_m) {
  std::vector<KnownCell> cells;
  result.scan({}, std::vector<std::string>{density_field}, [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      if (batch.geometry.is_none(row) || batch.columns[0].is_null(row)) { continue; }
      const BBox& box = batch.geometry.boxes[row];
      const auto at = plane.forward(LonLat{(box.west + box.east) / 2, (box.south + box.north) / 2});
      if (!at) { continue; }
      cells.push_back({static_cast<std::int64_t>(std::floor(at->x / cell_m)), static_cast<std::int64_t>(std::floor(at->y / cell_m)),
                       batch.columns[0].real(row)});
    }
    return true;
  });
  return cells;
}

void take_grid_of(const std::vector<KnownCell>& cells, Told& told) {
  if (cells.empty()) { return; }
  const auto by_column = [](const KnownCell& a, const KnownCell& b) { return a.column < b.column; };
  const auto by_row = [](const KnownCell& a, const KnownCell& b) { return a.row < b.row; };
  const auto [west, east] = std::minmax_element(cells.begin(), cells.end(), by_column);
  const auto [south, north] = std::minmax_element(cells.begin(), cells.end(), by_row);
  told.west = west->column;
  told.south = south->row;
  told.columns = east->column - west->column + 1;
  told.rows = north->row - south->row + 1;
}

/// Along its rim; a grid holds no pole (Frame refuses what is that far from flat).
BBox bounds_of(const PlaneGrid& grid, Projection& plane) {
  BBox box = BBox::empty();
  const auto take = [&](std::uint32_t column, std::uint32_t row) {
    const auto p = plane.inverse(Metric{grid.south_west.x + column * grid.cell_m, grid.south_west.y + row * grid.cell_m});
    if (p) { box.extend(*p); }
  };
  for (std::uint32_t c = 0; c <= grid.columns; ++c) {
    take(c, 0);
    take(c, grid.rows);
  }
  for (std::uint32_t r = 0; r <= grid.rows; ++r) {
    take(0, r);
    take(grid.columns, r);
  }
  return box;
}

std::shared_ptr<const DensitySurface> make(const View& result) {
  const Collection& schema = result.schema();
  if (!is_density(schema)) { return nullptr; }
  auto told = told_of(*schema.result);
  if (!told) { return nullptr; }
  Projection plane(told->centre);
  const std::vector<KnownCell> known = cells_of(result, plane, told->cell_m);
  if (!told->has_grid) { take_grid_of(known, *told); }
  const bool fits = told->columns >= 0 && told->rows >= 0 && told->columns <= static_cast<std::int64_t>(kde_most_cells) &&
                    told->rows <= static_cast<std::int64_t>(kde_most_cells) &&
                    static_cast<double>(told->columns) * static_cast<double>(told->rows) <= kde_most_cells;
  if (!fits) { return nullptr; }
  auto surface = std::make_shared<DensitySurface>();
  surface->centre = told->centre;
  surface->grid = {{static_cast<double>(told->west) * told->cell_m, static_cast<double>(told->south) * told->cell_m},
                   told->cell_m,
                   static_cast<std::uint32_t>(told->columns),
                   static_cast<std::uint32_t>(told->rows)};
  surface->least = told->least;
  surface->most = told->most;
  if (surface->grid.size() == 0) { return surface; }
  // A role that is bound to areas, as role_text() writes them, or a study area: nobody can say here where was looked.
  const bool looked_at_part = schema.result->role.find('@') != std::string::npos || told->is_corrected;
  surface->per_km2.resize(surface->grid.size());
  for (std::size_t i = 0; i < surface->per_km2.size(); ++i) {
    surface->per_km2[i] = surface->without_row(i, told->box, looked_at_part, plane);
  }
  for (const KnownCell& cell : known) {
    const std::int64_t column = cell.column - told->west;
    const std::int64_t row = cell.row - told->south;
    if (column < 0 || column >= told->columns || row < 0 || row >= told->rows) { continue; }
    surface->per_km2[static_cast<std::size_t>(row * told->columns + column)] = cell.per_km2;
    ++surface->cells;
  }
  surface->find_bounds(plane);
  return surface;
}

/// What is kept with a view: also that there is none.
struct Kept {
  std::shared_ptr<const DensitySurface> surface;
};

}  // namespace

bool is_density(const Collection& collection) {
  const Field* field = collection.field(density_field);
  return collection.result && collection.result->method == "kde" && collection.geometry == GeometryType::polygon && field != nullptr &&
         field->type == FieldType::real;
}

std::optional<std::size_t> DensitySurface::cell_at(Metric at) const {
  const double x = (at.x - grid.south_west.x) / grid.cell_m;
  const double y = (at.y - grid.south_west.y) / grid.cell_m;
  if (!(x >= 0 && y >= 0 && x < grid.columns && y < grid.rows)) { return std::nullopt; }
  return static_cast<std::size_t>(y) * grid.columns + static_cast<std::size_t>(x);
}

double DensitySurface::without_row(std::size_t cell, const std::optional<BBox>& asked, bool looked_at_part, Projection& plane) const {
  if (looked_at_part) { return unseen; }
  if (!asked) { return 0; }
  const auto column = static_cast<std::uint32_t>(cell % grid.columns);
  const auto row = static_cast<std::uint32_t>(cell / grid.columns);
  const auto middle = plane.inverse(grid.centre(column, row));
  return middle && asked->contains(*middle) ? 0 : unseen;
}

void DensitySurface::find_bounds(Projection& plane) {
  if (grid.size() > 0) { bounds = bounds_of(grid, plane); }
}

double DensitySurface::value_at(Metric at) const {
  const auto cell = cell_at(at);
  if (!cell) { return unseen; }
  const double own = per_km2[*cell];
  const double x = (at.x - grid.south_west.x) / grid.cell_m - 0.5;
  const double y = (at.y - grid.south_west.y) / grid.cell_m - 0.5;
  if (!(x >= 0 && y >= 0 && x < grid.columns - 1.0 && y < grid.rows - 1.0)) { return own; }
  const auto column = static_cast<std::size_t>(x);
  const auto row = static_cast<std::size_t>(y);
  const double* const south = per_km2.data() + row * grid.columns + column;
  const double* const north = south + grid.columns;
  // NaN is none of them.
  if (!(south[0] > 0 && south[1] > 0 && north[0] > 0 && north[1] > 0)) { return own; }
  const double east = x - static_cast<double>(column);
  const double up = y - static_cast<double>(row);
  return (south[0] * (1 - east) + south[1] * east) * (1 - up) + (north[0] * (1 - east) + north[1] * east) * up;
}

std::shared_ptr<const DensitySurface> DensitySurface::of(const View& result) {
  return result.memo().get<Kept>([&] { return std::make_shared<const Kept>(Kept{make(result)}); })->surface;
}

}  // namespace geo
