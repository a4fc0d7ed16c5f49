// SPDX-License-Identifier: Apache-2.0
// The letters of the map page, read back with another reader, against FreeType's metrics and against distances measured on a
// large picture of each letter.
#include "tools/glyphs/glyphs.hpp"

#include <freetype/freetype.h>
#include <ft2build.h>
#include <gtest/gtest.h>
#include <protozero/pbf_reader.hpp>

#include <cmath>
#include <map>
#include <vector>

namespace {

struct Letter {
  int width = 0, height = 0, left = 0, top = 0, advance = 0;
  std::string field;
};

struct Range {
  std::string name, range;
  std::map<std::uint32_t, Letter> letters;
};

std::pair<std::uint32_t, Letter> read_letter(protozero::pbf_reader message) {
  std::uint32_t id = 0;
  Letter letter;
  while (message.next()) {
    switch (message.tag()) {
      case 1: id = message.get_uint32(); break;
      case 2: letter.field = message.get_bytes(); break;
      case 3: letter.width = static_cast<int>(message.get_uint32()); break;
      case 4: letter.height = static_cast<int>(message.get_uint32()); break;
      case 5: letter.left = message.get_sint32(); break;
      case 6: letter.top = message.get_sint32(); break;
      case 7: letter.advance = static_cast<int>(message.get_uint32()); break;
      default: ADD_FAILURE() << "unknown tag " << message.tag(); message.skip();
    }
  }
  return {id, letter};
}

Range read_range(const std::string& bytes) {
  Range range;
  protozero::pbf_reader file(bytes);
  EXPECT_TRUE(file.next(1)) << "one stack of letters";
  protozero::pbf_reader stack = file.get_message();
  EXPECT_FALSE(file.next()) << "and no more";
  while (stack.next()) {
    switch (stack.tag()) {
      case 1: range.name = stack.get_string(); break;
      case 2: range.range = stack.get_string(); break;
      case 3: range.letters.insert(read_letter(stack.get_message())); break;
      default: ADD_FAILURE() << "unknown tag " << stack.tag(); stack.skip();
    }
  }
  return range;
}

const Range& latin() {
  static const Range range = read_range(tools::glyph_range(MAP_FONT, "Test Stack", 0));
  return range;
}

/// The font at any size, for the tests' own pictures.
class Font {
 public:
  explicit Font(unsigned pixels) {
    EXPECT_EQ(FT_Init_FreeType(&m_library), 0);
    EXPECT_EQ(FT_New_Face(m_library, MAP_FONT, 0, &m_face), 0);
    EXPECT_EQ(FT_Set_Pixel_Sizes(m_face, 0, pixels), 0);
  }
  ~Font() {
    FT_Done_Face(m_face);
    FT_Done_FreeType(m_library);
  }
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;

  FT_GlyphSlot load(std::uint32_t letter, FT_Int32 flags) {
    EXPECT_EQ(FT_Load_Char(m_face, letter, flags), 0);
    return m_face->glyph;
  }
  [[nodiscard]] bool has(std::uint32_t letter) const { return FT_Get_Char_Index(m_face, letter) != 0; }
  [[nodiscard]] FT_Face face() const { return m_face; }

 private:
  FT_Library m_library = nullptr;
  FT_Face m_face = nullptr;
};

TEST(Glyphs, HoldEveryLetterOfTheRangeThatTheFontHas) {
  EXPECT_EQ(latin().name, "Test Stack");
  EXPECT_EQ(latin().range, "0-255");
  const Font font(24);
  for (std::uint32_t letter = 0; letter < 256; ++letter) { EXPECT_EQ(latin().letters.count(letter) == 1, font.has(letter)) << letter; }
  for (const char32_t letter : U"ABCabcçãõáéíóúâêôàÇÃÕ0123456789()²–") {
    if (letter != 0 && letter < 256) { EXPECT_EQ(latin().letters.count(letter), 1U) << static_cast<std::uint32_t>(letter); }
  }
  const Range marks = read_range(tools::glyph_range(MAP_FONT, "x", 8192));
  EXPECT_EQ(marks.range, "8192-8447");
  for (const std::uint32_t mark : {0x2013U, 0x2019U, 0x201CU, 0x2026U}) { EXPECT_EQ(marks.letters.count(mark), 1U) << mark; }
}

TEST(Glyphs, MeasuresAreThoseOfFreeType) {
  Font font(24);
  for (const auto& [id, letter] : latin().letters) {
    const FT_GlyphSlot slot = font.load(id, FT_LOAD_NO_HINTING | FT_LOAD_RENDER);
    EXPECT_EQ(letter.advance, std::lround(static_cast<double>(slot->linearHoriAdvance) / 65536)) << id;
    if (slot->bitmap.width == 0) {
      EXPECT_TRUE(letter.field.empty()) << id;
      continue;
    }
    EXPECT_EQ(letter.field.size(), static_cast<std::size_t>((letter.width + 6) * (letter.height + 6))) << id;
    EXPECT_LE(std::abs(letter.width - static_cast<int>(slot->bitmap.width)), 1) << id;
    EXPECT_LE(std::abs(letter.height - static_cast<int>(slot->bitmap.rows)), 1) << id;
    EXPECT_LE(std::abs(letter.left - slot->bitmap_left), 1) << id;
    EXPECT_LE(std::abs(letter.top - (slot->bitmap_top - static_cast<int>(font.face()->size->metrics.ascender / 64))), 1) << id;
  }
}

/// A large black and white picture of a letter: pixel (x, y) is ink or not, in units of 1 / scale of the field's pixels.
struct Picture {
  int scale = 16, width = 0, height = 0, left = 0, top = 0;
  std::vector<bool> ink;

  [[nodiscard]] bool at(int x, int y) const {
    return x >= 0 && y >= 0 && x < width && y < height && ink[static_cast<std::size_t>(y * width + x)];
  }
};

Picture picture_of(std::uint32_t letter) {
  Picture picture;
  Font font(static_cast<unsigned>(tools::em_px * picture.scale));
  const FT_GlyphSlot slot = font.load(letter, FT_LOAD_NO_HINTING | FT_LOAD_RENDER);
  picture.width = static_cast<int>(slot->bitmap.width);
  picture.height = static_cast<int>(slot->bitmap.rows);
  picture.left = slot->bitmap_left;
  picture.top = slot->bitmap_top;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) { picture.ink.push_back(slot->bitmap.buffer[y * slot->bitmap.pitch + x] >= 128); }
  }
  return picture;
}

/// Distance in field pixels from a place of the picture to the edge of the nearest pixel that is ink (or not), the plain way: all of them.
double nearest_px(const Picture& picture, double x, double y, bool ink) {
  double best = 1e9;
  for (int py = -1; py <= picture.height; ++py) {
    for (int px = -1; px <= picture.width; ++px) {
      if (picture.at(px, py) == ink) { best = std::min(best, std::hypot(px + 0.5 - x, py + 0.5 - y)); }
    }
  }
  return (best - 0.5) / picture.scale;
}

// Every pixel of the field against the plain distance, in letters with curves, corners, holes and marks above and below.
TEST(Glyphs, FieldsAreDistancesToTheOutline) {
  const int ascender = static_cast<int>(Font(tools::em_px).face()->size->metrics.ascender / 64);
  for (const std::uint32_t id : {0x41U, 0x67U, 0xE7U, 0xE3U, 0x40U, 0x69U}) {
    const Letter& letter = latin().letters.at(id);
    const Picture picture = picture_of(id);
    double worst = 0;
    for (int row = 0; row < letter.height + 6; ++row) {
      for (int column = 0; column < letter.width + 6; ++column) {
        // The centre of the field's pixel in the picture.
        const double x = (letter.left - tools::border_px + column + 0.5) * picture.scale - picture.left;
        const double y = picture.top - (letter.top + ascender + tools::border_px - row - 0.5) * picture.scale;
        const bool inside = picture.at(static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)));
        const double distance_px = inside ? nearest_px(picture, x, y, false) : -nearest_px(picture, x, y, true);
        const double expected = std::clamp(255 * (0.75 + distance_px / tools::radius_px), 0.0, 255.0);
        const auto value = static_cast<unsigned char>(letter.field[static_cast<std::size_t>(row * (letter.width + 6) + column)]);
        worst = std::max(worst, std::abs(value - expected));
      }
    }
    // 32 a pixel: an eighth of a pixel is half the grain of the picture and of FreeType's own steps, and a little.
    EXPECT_LE(worst, 5) << id;
  }
}

TEST(Glyphs, AreTheSameEveryTime) { EXPECT_EQ(tools::glyph_range(MAP_FONT, "x", 256), tools::glyph_range(MAP_FONT, "x", 256)); }

TEST(Glyphs, AFontThatIsNoneIsNamed) {
  for (const char* file : {"/no/such/font.ttf", __FILE__}) {
    try {
      (void)tools::glyph_range(file, "x", 0);
      ADD_FAILURE() << file;
    } catch (const tools::FontError& error) { EXPECT_NE(std::string(error.what()).find(file), std::string::npos) << error.what(); }
  }
}

}  // namespace
