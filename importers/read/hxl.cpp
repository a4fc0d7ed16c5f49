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

}  // namespace importers
