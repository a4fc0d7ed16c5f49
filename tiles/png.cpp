// SPDX-License-Identifier: Apache-2.0
#include "tiles/png.hpp"

#include "geo/base/error.hpp"

#include <png.h>

#include <cassert>
#include <charconv>
#include <string_view>
#include <vector>

namespace tiles {
namespace {

std::uint8_t hex_byte(std::string_view digits) {
  std::uint8_t value = 0;
  [[maybe_unused]] const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  assert(read.ec == std::errc() && read.ptr == digits.data() + digits.size());
  return value;
}

[[noreturn]] void fail(const char* why) {
  throw geo::Error(geo::Problem::failed, std::string("the picture could not be written: ") + why,
                   std::string("não foi possível escrever a imagem: ") + why);
}

}  // namespace

PaletteColour palette_colour(std::string_view hex) {
  assert(hex.size() == 7 && hex[0] == '#');
  return {hex_byte(hex.substr(1, 2)), hex_byte(hex.substr(3, 2)), hex_byte(hex.substr(5, 2))};
}

std::string png(std::span<const std::uint8_t> pixels, std::uint32_t width, std::span<const PaletteColour> palette) {
  assert(width > 0 && !pixels.empty() && pixels.size() % width == 0 && !palette.empty() && palette.size() <= 256);
  std::vector<png_byte> colours;
  for (const PaletteColour& c : palette) { colours.insert(colours.end(), {c.red, c.green, c.blue, c.opacity}); }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = static_cast<png_uint_32>(pixels.size() / width);
  image.format = PNG_FORMAT_RGBA_COLORMAP;
  image.colormap_entries = static_cast<png_uint_32>(palette.size());
  std::string out(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = out.size();
  // The library's own way around setjmp: errors come back as a text.
  const int done = png_image_write_to_memory(&image, out.data(), &size, 0, pixels.data(), 0, colours.data());
  if (done == 0) {
    const std::string why = image.message;
    png_image_free(&image);
    fail(why.c_str());
  }
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

}  // namespace tiles
