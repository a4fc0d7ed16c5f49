// SPDX-License-Identifier: Apache-2.0
#include "tiles/surface_tile.hpp"

#include "geo/crs/projection.hpp"
#include "tiles/surface_classes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <span>

namespace tiles {
namespace {

constexpr double clear = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t side = surface_tile_px;
constexpr double equator_m = 2 * std::numbers::pi * 6'378'137;

/// Where the middles of the cells lie on the unit square of the map, by row; kept with the surface for the zooms that show means.
struct Middles {
  std::vector<PlanePoint> at;
};

std::shared_ptr<const Middles> middles_of(const geo::DensitySurface& surface) {
  return surface.memo->get<Middles>([&] {
    auto middles = std::make_shared<Middles>();
    geo::Projection plane(surface.centre);
    const geo::PlaneGrid& grid = surface.grid;
    std::vector<geo::Metric> row(grid.columns);
    std::vector<geo::LonLat> places(grid.columns);
    middles->at.reserve(grid.size());
    for (std::uint32_t r = 0; r < grid.rows; ++r) {
      for (std::uint32_t c = 0; c < grid.columns; ++c) { row[c] = grid.centre(c, r); }
      plane.inverse(row, places);
      for (const geo::LonLat place : places) { middles->at.push_back(to_unit_square(place)); }
    }
    return middles;
  });
}

/// Pixels of the tile that the bounds meet, [from, to) along each axis; none: from == to.
struct Window {
  std::size_t west = 0, east = 0, north = 0, south = 0;
  [[nodiscard]] bool is_empty() const { return west >= east || north >= south; }
};

Window window_of(const geo::BBox& bounds, TileId tile) {
  const double tiles_along = std::ldexp(1.0, tile.zoom());
  const PlanePoint first = to_unit_square({bounds.west, bounds.north});
  const PlanePoint last = to_unit_square({bounds.east, bounds.south});
  const auto pixel = [&](double unit, std::uint32_t number) {
    return std::clamp((unit * tiles_along - number) * static_cast<double>(side), 0.0, static_cast<double>(side));
  };
  return {static_cast<std::size_t>(std::floor(pixel(first.x, tile.column()))),
          static_cast<std::size_t>(std::ceil(pixel(last.x, tile.column()))),
          static_cast<std::size_t>(std::floor(pixel(first.y, tile.row()))), static_cast<std::size_t>(std::ceil(pixel(last.y, tile.row())))};
}

void draw_places(const geo::DensitySurface& surface, TileId tile, const Window& window, std::vector<double>& values) {
  geo::Projection plane(surface.centre);
  const double unit_px = std::ldexp(1.0 / static_cast<double>(side), -tile.zoom());
  std::array<geo::LonLat, side> places;
  std::array<geo::Metric, side> image;
  const std::size_t count = window.east - window.west;
  for (std::size_t y = window.north; y < window.south; ++y) {
    const double unit_y = (static_cast<double>(tile.row()) * side + static_cast<double>(y) + 0.5) * unit_px;
    for (std::size_t i = 0; i < count; ++i) {
      places[i] =
          from_unit_square({(static_cast<double>(tile.column()) * side + static_cast<double>(window.west + i) + 0.5) * unit_px, unit_y});
    }
    plane.forward(std::span(places).first(count), std::span(image).first(count));
    for (std::size_t i = 0; i < count; ++i) { values[y * side + window.west + i] = surface.value_at(image[i]); }
  }
}

void draw_means(const geo::DensitySurface& surface, TileId tile, std::vector<double>& values) {
  const auto middles = middles_of(surface);
  std::vector<std::uint32_t> cells(side * side);
  std::vector<double> sums(side * side);
  const double tiles_along = std::ldexp(1.0, tile.zoom());
  constexpr auto in_tile = static_cast<double>(side);
  for (std::size_t i = 0; i < middles->at.size(); ++i) {
    if (std::isnan(surface.per_km2[i])) { continue; }
    const double x = (middles->at[i].x * tiles_along - tile.column()) * in_tile;
    const double y = (middles->at[i].y * tiles_along - tile.row()) * in_tile;
    if (!(x >= 0 && y >= 0 && x < in_tile && y < in_tile)) { continue; }
    const std::size_t pixel = static_cast<std::size_t>(y) * side + static_cast<std::size_t>(x);
    ++cells[pixel];
    sums[pixel] += surface.per_km2[i];
  }
  for (std::size_t pixel = 0; pixel < cells.size(); ++pixel) {
    if (cells[pixel] > 0) { values[pixel] = sums[pixel] / cells[pixel]; }
  }
}

}  // namespace

bool shows_means(const geo::DensitySurface& surface, int zoom) {
  const double farthest = std::max(std::fabs(surface.bounds.south), std::fabs(surface.bounds.north));
  const double pixel_m = std::ldexp(equator_m / static_cast<double>(side), -zoom) * std::cos(farthest * std::numbers::pi / 180);
  return pixel_m >= 2 * surface.grid.cell_m;
}

std::vector<double> surface_values(const geo::DensitySurface& surface, TileId tile) {
  if (surface.grid.size() == 0) { return {}; }
  const Window window = window_of(surface.bounds, tile);
  if (window.is_empty()) { return {}; }
  std::vector<double> values(side * side, clear);
  if (shows_means(surface, tile.zoom())) {
    draw_means(surface, tile, values);
  } else {
    draw_places(surface, tile, window, values);
  }
  const bool is_clear = std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
  return is_clear ? std::vector<double>() : values;
}

std::string surface_tile(const geo::DensitySurface& surface, TileId tile) {
  const std::vector<double> values = surface_values(surface, tile);
  if (values.empty()) { return ""; }
  std::vector<std::uint8_t> pixels(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) { pixels[i] = surface_pixel(surface, values[i], i % side, i / side); }
  return png(pixels, surface_tile_px, palette_of(surface_classes(surface)));
}

std::string clear_tile() {
  constexpr std::array<PaletteColour, 1> nothing{{{0, 0, 0, 0}}};
  return png(std::vector<std::uint8_t>(side * side, std::uint8_t{not_looked_at}), surface_tile_px, nothing);
}

}  // namespace tiles
