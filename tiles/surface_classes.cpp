// SPDX-License-Identifier: Apache-2.0
#include "tiles/surface_classes.hpp"

#include "geo/analysis/kde_analysis.hpp"
#include "geo/look/look.hpp"

#include <algorithm>
#include <cmath>

namespace tiles {

std::vector<SurfaceClass> surface_classes(const geo::DensitySurface& surface) {
  std::vector<SurfaceClass> classes{{0,
                                     0,
                                     surface.least,
                                     {"Looked at: less than this, or nothing reported. Not the same as safe",
                                      "Procurado: menos do que isto, ou nada comunicado. Não quer dizer seguro"},
                                     "#4D4D4D",
                                     true}};
  const geo::Look look = geo::look_of_density();
  for (const geo::LookClass& c : look.classes) {
    const auto level = static_cast<int>(classes.size());
    const double from = level == 1 ? surface.least : surface.most * (level - 1) / geo::kde_levels;
    classes.push_back({level, from, surface.most * level / geo::kde_levels, c.title, c.colour});
  }
  return classes;
}

int surface_level(const geo::DensitySurface& surface, double per_km2) {
  if (!(per_km2 > 0 && per_km2 >= surface.least)) { return 0; }
  return std::min(1 + static_cast<int>(geo::kde_levels * (per_km2 / surface.most)), geo::kde_levels);
}

std::vector<PaletteColour> palette_of(const std::vector<SurfaceClass>& classes) {
  std::vector<PaletteColour> palette{{0, 0, 0, 0}, {0, 0, 0, 0}};
  for (const SurfaceClass& c : classes) { palette.push_back(palette_colour(c.colour)); }
  return palette;
}

std::uint8_t surface_pixel(const geo::DensitySurface& surface, double per_km2, std::size_t column, std::size_t row) {
  if (std::isnan(per_km2)) { return not_looked_at; }
  const int level = surface_level(surface, per_km2);
  if (level > 0) { return static_cast<std::uint8_t>(dot + level); }
  const auto is_dot = [&](std::size_t shift) { return (column + shift) % 16 < 2 && (row + shift) % 16 < 2; };
  return is_dot(0) || is_dot(8) ? dot : between_dots;
}

}  // namespace tiles
