// SPDX-License-Identifier: Apache-2.0
#include "tools/glyphs/glyphs.hpp"

#include <freetype/freetype.h>
#include <freetype/ftmodapi.h>
#include <ft2build.h>
#include <protozero/pbf_writer.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>
#include <vector>

namespace tools {
namespace {

struct CloseLibrary {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct CloseFace {
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using Library = std::unique_ptr<FT_LibraryRec_, CloseLibrary>;
using Face = std::unique_ptr<FT_FaceRec_, CloseFace>;

void check(FT_Error error, const std::string& what) {
  if (error != 0) { throw FontError(what + " (FreeType error " + std::to_string(error) + ")"); }
}

Library open_library() {
  FT_Library library = nullptr;
  check(FT_Init_FreeType(&library), "FreeType does not start");
  Library owned(library);
  FT_UInt spread = radius_px;
  check(FT_Property_Set(library, "sdf", "spread", &spread), "this FreeType draws no distance fields; 2.11 or later is needed");
  FT_Bool overlaps = 1;
  check(FT_Property_Set(library, "sdf", "overlaps", &overlaps), "this FreeType cannot draw letters of overlapping parts");
  return owned;
}

Face open_face(FT_Library library, const std::filesystem::path& font) {
  FT_Face face = nullptr;
  check(FT_New_Face(library, font.c_str(), 0, &face), "cannot read the font " + font.string());
  Face owned(face);
  check(FT_Set_Pixel_Sizes(face, 0, em_px), "the font cannot be scaled");
  return owned;
}

struct Glyph {
  std::uint32_t id = 0, width = 0, height = 0, advance = 0;
  std::int32_t left = 0, top = 0;
  std::string field;  ///< (width + 6) * (height + 6) bytes; empty for a blank
};

/// FreeType has 128 on the outline and 128 / spread a pixel; map clients 191 (3/4) and 255 / radius.
char field_value(unsigned char distance) {
  const double inside_px = (distance - 128) * radius_px / 128.0;
  const double value = 255 * (0.75 + inside_px / radius_px);
  return static_cast<char>(static_cast<unsigned char>(std::clamp(std::lround(value), 0L, 255L)));
}

/// FreeType leaves `radius_px` of room around the letter; clients want `border_px`.
void take_field(const FT_Bitmap& bitmap, Glyph& glyph) {
  constexpr int cut = radius_px - border_px;
  const int width = static_cast<int>(bitmap.width) - 2 * cut;
  const int height = static_cast<int>(bitmap.rows) - 2 * cut;
  if (width <= 2 * border_px || height <= 2 * border_px) { return; }
  glyph.width = static_cast<std::uint32_t>(width - 2 * border_px);
  glyph.height = static_cast<std::uint32_t>(height - 2 * border_px);
  glyph.field.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const unsigned char* row = bitmap.buffer + (y + cut) * bitmap.pitch + cut;
    for (int x = 0; x < width; ++x) { glyph.field += field_value(row[x]); }
  }
}

Glyph draw(FT_Face face, FT_UInt index, std::uint32_t id) {
  const std::string what = "cannot draw the letter " + std::to_string(id);
  check(FT_Load_Glyph(face, index, FT_LOAD_NO_HINTING), what);
  Glyph glyph;
  glyph.id = id;
  glyph.advance = static_cast<std::uint32_t>(std::lround(static_cast<double>(face->glyph->linearHoriAdvance) / 65536));
  if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE || face->glyph->outline.n_contours == 0) { return glyph; }
  check(FT_Render_Glyph(face->glyph, FT_RENDER_MODE_SDF), what);
  take_field(face->glyph->bitmap, glyph);
  glyph.left = face->glyph->bitmap_left + radius_px;
  // Clients measure from the top of the line, which is the font's ascender, down.
  glyph.top = face->glyph->bitmap_top - radius_px - static_cast<int>(face->size->metrics.ascender / 64);
  return glyph;
}

// Field numbers of the glyph protocol.
enum Tag : protozero::pbf_tag_type { stacks = 1, name = 1, range = 2, letters = 3 };
enum LetterTag : protozero::pbf_tag_type { id = 1, bitmap = 2, width = 3, height = 4, left = 5, top = 6, advance = 7 };

void write(protozero::pbf_writer& stack, const Glyph& glyph) {
  protozero::pbf_writer letter(stack, letters);
  letter.add_uint32(id, glyph.id);
  if (!glyph.field.empty()) { letter.add_bytes(bitmap, glyph.field); }
  letter.add_uint32(width, glyph.width);
  letter.add_uint32(height, glyph.height);
  letter.add_sint32(left, glyph.left);
  letter.add_sint32(top, glyph.top);
  letter.add_uint32(advance, glyph.advance);
}

}  // namespace

std::string glyph_range(const std::filesystem::path& font, std::string_view stack_name, std::uint32_t first) {
  assert(first % range_length == 0);
  const Library library = open_library();
  const Face face = open_face(library.get(), font);
  std::string out;
  protozero::pbf_writer file(out);
  protozero::pbf_writer stack(file, stacks);
  stack.add_string(name, stack_name.data(), stack_name.size());
  stack.add_string(range, std::to_string(first) + '-' + std::to_string(first + range_length - 1));
  for (std::uint32_t code_point = first; code_point < first + range_length; ++code_point) {
    const FT_UInt index = FT_Get_Char_Index(face.get(), code_point);
    if (index != 0) { write(stack, draw(face.get(), index, code_point)); }
  }
  stack.commit();
  return out;
}

}  // namespace tools
