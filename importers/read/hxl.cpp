// SPDX-License-Identifier: Apache-2.0
#include "importers/read/hxl.hpp"

namespace importers {

bool is_tag_row(const std::vector<std::string_view>& cells) {
  bool any = false;
  for (const std::string_view cell : cells) {
    const std::size_t first = cell.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) { continue; }
    if (cell[first] != '#' || cell.size() - first < 2) { return false; }
    any = true;
  }
  return any;
}

bool lacks_hashes(const std::vector<std::string_view>& cells) {
  std::size_t words = 0;
  std::size_t with_attributes = 0;
  for (const std::string_view cell : cells) {
    if (cell.empty()) { continue; }
    if (cell.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_+ ") != std::string_view::npos) { return false; }
    ++words;
    const std::size_t plus = cell.find('+');
    with_attributes += plus != std::string_view::npos && plus > 0 && plus + 1 < cell.size() ? 1 : 0;
  }
  return with_attributes >= 2 && 2 * with_attributes >= words;
}

}  // namespace importers
