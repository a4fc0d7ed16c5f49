// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_surface.hpp"
#include "geo/base/error.hpp"
#include "tiles/png.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tiles {

/// One colour of a surface and what it means: densities from `from` up to, but not including, `below`; that of the last class is in it.
struct SurfaceClass {
  int level = 0;  ///< of the result's rows; 0: too little to have a row
  double from_per_km2 = 0, below_per_km2 = 0;
  geo::Text title;
  std::string colour;   ///< #RRGGBB
  bool dotted = false;  ///< dots on nothing, see surface_pixel()
};

/// Colours are those of a density's cells (geo::look_of_density()), so that cells and pictures of them mean the same; their lightness falls
/// from class to class, so that they are told apart in grey and by people with any kind of colour vision. In front of them stands what was
/// looked at and held too little. It must look neither like a step of the ramp, in grey either, nor like what nobody looked at: it has
/// dots.
std::vector<SurfaceClass> surface_classes(const geo::DensitySurface& surface);

/// `level` of a density as rows have it; 0: too little for one.
/// \pre it is a number
int surface_level(const geo::DensitySurface& surface, double per_km2);

/// Places in the palette; levels stand behind them in their order.
enum SurfaceColour : std::uint8_t { not_looked_at, between_dots, dot };
std::vector<PaletteColour> palette_of(const std::vector<SurfaceClass>& classes);

/// Place in the palette of a pixel of a tile. Dots are 2 pixels wide, 8 apart along the diagonals, on every tile alike. NaN: not looked at.
std::uint8_t surface_pixel(const geo::DensitySurface& surface, double per_km2, std::size_t column, std::size_t row);

}  // namespace tiles
