// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tiles {

/// sRGB; opacity 0 is clear, 255 full.
struct PaletteColour {
  std::uint8_t red = 0, green = 0, blue = 0, opacity = 255;

  bool operator==(const PaletteColour&) const = default;
};

/// "#RRGGBB" in full.
/// \pre it is that
PaletteColour palette_colour(std::string_view hex);

/// A PNG of `width` columns with a palette (PLTE and tRNS), rows from the top: a picture of few colours in few bytes. The same pixels give
/// the same bytes.
/// \pre pixels are whole rows, at least one, of numbers below the size of the palette, which has 256 colours at most
std::string png(std::span<const std::uint8_t> pixels, std::uint32_t width, std::span<const PaletteColour> palette);

}  // namespace tiles
