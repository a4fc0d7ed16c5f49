// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tools {

/// What map clients take as given: letters of 24 pixels, 3 pixels of room around each, distances of up to 8 pixels.
inline constexpr int em_px = 24;
inline constexpr int border_px = 3;
inline constexpr int radius_px = 8;
/// Letters in a range.
inline constexpr std::uint32_t range_length = 256;

/// The font cannot be read or drawn.
class FontError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The glyphs of the code points first to first + 255 that the font has, as the protocol buffer that MapLibre asks for under
/// {fontstack}/{range}.pbf. Each is a signed distance field: 191 on the outline, 255 / 8 more for every pixel inside it and
/// as much less outside. Pure but for reading the file: the same font gives the same bytes.
/// \pre first is a multiple of 256
std::string glyph_range(const std::filesystem::path& font, std::string_view stack, std::uint32_t first);

}  // namespace tools
