// SPDX-License-Identifier: Apache-2.0
#include "importers/read/json_extent.hpp"

#include "importers/read/block_scanner.hpp"

#include <algorithm>

namespace importers {
namespace {

constexpr ByteSet<6> structure({'{', '}', '[', ']', '"', '\n'});

bool is_open(char c) { return c == '{' || c == '['; }
bool is_close(char c) { return c == '}' || c == ']'; }

bool is_escaped(const char* quote, const char* begin) {
  const char* slash = quote;
  while (slash > begin && slash[-1] == '\\') { --slash; }
  return (quote - slash) % 2 == 1;
}

JsonExtent scalar_extent(std::string_view text, bool complete) {
  const std::size_t stop = text.find_first_of(" \t\r\n,]}");
  if (stop != std::string_view::npos) { return {true, stop, 0, 0}; }
  return {complete, text.size(), 0, 0};
}

class ExtentFinder {
 public:
  explicit ExtentFinder(std::string_view text) : m_begin(text.data()), m_scanner(structure) {
    m_scanner.reset(text.data(), text.data() + text.size());
  }

  JsonExtent find(std::size_t max_depth) {
    JsonExtent extent;
    std::size_t depth = 0;
    while (const char* at = m_scanner.next()) {
      if (*at == '\n') {
        ++extent.lines;
        continue;
      }
      if (*at == '"') { at = end_of_string(extent); }
      if (at == nullptr) { break; }
      depth += is_open(*at) ? 1U : 0U;
      extent.depth = std::max(extent.depth, depth);
      if (depth > max_depth) { break; }
      depth -= is_close(*at) ? 1U : 0U;
      if (depth != 0) { continue; }
      extent.closed = true;
      extent.size = static_cast<std::size_t>(at + 1 - m_begin);
      break;
    }
    return extent;
  }

 private:
  const char* end_of_string(JsonExtent& extent) {
    while (const char* at = m_scanner.next()) {
      if (*at == '"' && !is_escaped(at, m_begin)) { return at; }
      extent.lines += *at == '\n' ? 1 : 0;
    }
    return nullptr;
  }

  const char* m_begin;
  BlockScanner<ByteSet<6>> m_scanner;
};

}  // namespace

JsonExtent find_json_extent(std::string_view text, bool complete, std::size_t max_depth) {
  if (text.empty()) { return {}; }
  if (text[0] != '{' && text[0] != '[' && text[0] != '"') { return scalar_extent(text, complete); }
  JsonExtent extent = ExtentFinder(text).find(max_depth);
  if (!extent.closed) { extent.size = text.size(); }
  return extent;
}

}  // namespace importers
