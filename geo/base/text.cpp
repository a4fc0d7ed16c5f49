// SPDX-License-Identifier: Apache-2.0
#include "geo/base/text.hpp"

#include "geo/base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <cstring>

namespace geo {
namespace {

bool is_ascii(std::string_view text) {
  const char* p = text.data();
  const char* const end = p + text.size();
  for (; end - p >= 8; p += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, p, sizeof word);
    if ((word & 0x8080808080808080U) != 0) { return false; }
  }
  return std::all_of(p, end, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool is_space(std::uint32_t c) {
  if (c < 0x80) { return c == ' ' || (c >= '\t' && c <= '\r'); }
  if (c == 0x85 || c == 0xA0) { return true; }
  return c >= 0x1680 &&
         (c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000);
}

/// Marks that turn the reading direction of what follows, and the byte order mark: they show nothing and can make a page
/// say something else than its bytes.
bool is_hidden_control(std::uint32_t c) { return c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

/// ' ' for white space, 0 for what is dropped.
constexpr std::array<char, 128> folded_ascii() {
  std::array<char, 128> table{};
  for (std::size_t c = 0x21; c < 0x7F; ++c) { table[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'}) { table[static_cast<unsigned char>(c)] = ' '; }
  return table;
}

std::size_t ascii_run(std::string_view text) {
  const auto* end = std::find_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<std::size_t>(end - text.begin());
}

/// Writes what fold() keeps: holds back white space until something follows it.
class FoldedText {
 public:
  explicit FoldedText(std::size_t expected) { m_out.reserve(expected + 1); }

  void put(std::uint32_t c) {
    if (is_space(c)) {
      m_space = true;
      return;
    }
    if (is_control(c)) { return; }
    if (m_space && !m_out.empty()) { m_out.push_back(' '); }
    m_space = false;
    append_utf8(m_out, c);
  }
  /// The same for a run of ASCII, by table and without growing the text per character.
  void put_ascii(std::string_view run) {
    static constexpr std::array<char, 128> folded = folded_ascii();
    std::size_t size = m_out.size();
    m_out.resize(size + run.size() + 1);
    for (const char raw : run) {
      const char c = folded[static_cast<unsigned char>(raw)];
      if (c == ' ') {
        m_space = true;
      } else if (c != 0) {
        if (m_space && size > 0) { m_out[size++] = ' '; }
        m_space = false;
        m_out[size++] = c;
      }
    }
    m_out.resize(size);
  }
  std::string take() { return std::move(m_out); }

 private:
  std::string m_out;
  bool m_space = false;
};

void fold_code_point(FoldedText& out, std::uint32_t c) {
  constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                                          UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  std::array<utf8proc_int32_t, 32> pieces{};  // the longest decomposition in Unicode has 18 code points
  int last_class = 0;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), pieces.data(), pieces.size(), options, &last_class);
  assert(count <= static_cast<utf8proc_ssize_t>(pieces.size()));
  for (utf8proc_ssize_t i = 0; i < count; ++i) { out.put(static_cast<std::uint32_t>(pieces[static_cast<std::size_t>(i)])); }
}

bool is_letter_or_digit(std::uint32_t c) {
  if (c < 0x80) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

/// Calls `each` with every code point; an invalid byte counts as one that is not valid.
template <class Each>
void for_each_code_point(std::string_view text, Each each) {
  while (!text.empty()) {
    const DecodedCodePoint next = decode_utf8(text);
    each(next);
    text.remove_prefix(next.length);
  }
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const DecodedCodePoint first = decode_utf8(text);
    if (!is_space(first.code_point)) { break; }
    text.remove_prefix(first.length);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) { --start; }
    if (!is_space(decode_utf8(text.substr(start)).code_point)) { break; }
    text.remove_suffix(text.size() - start);
  }
  return text;
}

bool is_line_end(std::uint32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

/// What clean() does before normalisation. CR LF counts as one line end.
std::string without_controls(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  bool after_cr = false;
  for_each_code_point(text, [&](const DecodedCodePoint& next) {
    const std::uint32_t c = next.code_point;
    const bool second_half = c == '\n' && after_cr;
    after_cr = c == '\r';
    if (second_half) { return; }
    if (is_line_end(c) || c == '\t') {
      const char kept = c == '\t' ? '\t' : '\n';
      out.push_back(keep_lines ? kept : ' ');
    } else if (!is_control(c) && !is_hidden_control(c)) {
      append_utf8(out, c);
    }
  });
  return out;
}

std::string to_nfc(const std::string& valid) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(valid.data());
  const auto length = utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(valid.size()), &mapped, options);
  if (length < 0) { throw std::bad_alloc(); }  // the text is valid, so nothing else can fail
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
  std::free(mapped);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc took it from malloc
  return out;
}

enum class Cleanliness { clean, dirty, unsure };

/// Unsure from U+0300 on: below it every code point is its own NFC and combines with nothing before it.
Cleanliness look(std::string_view text, bool keep_lines) {
  bool unsure = false;
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text.front());
    if (c >= 0x20 && c < 0x7F) {
      text.remove_prefix(1);
      continue;
    }
    const DecodedCodePoint next = decode_utf8(text);
    const bool kept_line = keep_lines && (c == '\n' || c == '\t');
    if (!next.valid || (is_control(next.code_point) && !kept_line)) { return Cleanliness::dirty; }
    unsure = unsure || next.code_point >= 0x300;
    text.remove_prefix(next.length);
  }
  return unsure ? Cleanliness::unsure : Cleanliness::clean;
}

}  // namespace

std::string fold(std::string_view utf8) {
  FoldedText out(utf8.size());
  while (!utf8.empty()) {
    if (const std::size_t run = ascii_run(utf8); run > 0) {
      out.put_ascii(utf8.substr(0, run));
      utf8.remove_prefix(run);
      continue;
    }
    const DecodedCodePoint next = decode_utf8(utf8);
    if (next.valid) { fold_code_point(out, next.code_point); }
    utf8.remove_prefix(next.length);
  }
  return out.take();
}

std::string fold_name(std::string_view utf8) {
  const std::string folded = fold(utf8);
  std::string out;
  out.reserve(folded.size());
  bool gap = false;
  for_each_code_point(folded, [&](const DecodedCodePoint& next) {
    if (!is_letter_or_digit(next.code_point)) {
      gap = true;
      return;
    }
    if (gap && !out.empty()) { out.push_back('_'); }
    gap = false;
    append_utf8(out, next.code_point);
  });
  return out;
}

std::string clean(std::string_view utf8, bool keep_lines) {
  const std::string_view trimmed = trim(utf8);
  if (look(trimmed, keep_lines) == Cleanliness::clean) { return std::string(trimmed); }
  const std::string plain = without_controls(trimmed, keep_lines);
  const std::string normal = is_ascii(plain) ? plain : to_nfc(plain);
  return std::string(trim(normal));
}

bool is_clean(std::string_view utf8, bool keep_lines) {
  if (trim(utf8).size() != utf8.size()) { return false; }
  const Cleanliness seen = look(utf8, keep_lines);
  return seen == Cleanliness::unsure ? clean(utf8, keep_lines) == utf8 : seen == Cleanliness::clean;
}

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (static_cast<unsigned char>(bytes.front()) < 0x80) {
      if (is_ascii(bytes.substr(0, 64))) {
        bytes.remove_prefix(std::min<std::size_t>(64, bytes.size()));
      } else {
        bytes.remove_prefix(1);
      }
      continue;
    }
    const DecodedCodePoint next = decode_utf8(bytes);
    if (!next.valid) { return false; }
    bytes.remove_prefix(next.length);
  }
  return true;
}

std::string from_cp1252(std::string_view bytes) {
  // 0x80..0x9F; the rest of the page equals Unicode.
  static constexpr std::array<std::uint16_t, 32> upper_controls = {
      0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
      0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char raw : bytes) {
    const auto c = static_cast<unsigned char>(raw);
    append_utf8(out, c >= 0x80 && c < 0xA0 ? upper_controls[c - 0x80U] : c);
  }
  return out;
}

std::string_view truncate_utf8(std::string_view utf8, std::size_t bytes) {
  if (utf8.size() <= bytes) { return utf8; }
  std::size_t end = bytes;
  // At most three steps back, so that a run of stray continuation bytes is not thrown away as a whole.
  for (int steps = 0; steps < 3 && end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U; ++steps) { --end; }
  const bool cuts = (static_cast<unsigned char>(utf8[end]) & 0xC0U) != 0x80U;
  return utf8.substr(0, cuts ? end : bytes);
}

std::string excerpt(std::string_view value) {
  constexpr int max_characters = 100;
  std::string out = "\"";
  int characters = 0;
  while (!value.empty() && characters < max_characters) {
    const DecodedCodePoint next = decode_utf8(value);
    const bool shown = !is_control(next.code_point) && !is_hidden_control(next.code_point);
    append_utf8(out, shown ? next.code_point : replacement_character);
    value.remove_prefix(next.length);
    ++characters;
  }
  if (!value.empty()) { out += "\u2026"; }
  out += '"';
  return out;
}

}  // namespace geo
