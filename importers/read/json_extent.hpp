// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace importers {

/// Where a JSON value ends, found by counting brackets outside strings; nothing inside is checked.
struct JsonExtent {
  bool closed = false;     ///< false: the text ends first, `size` is then all of it
  std::size_t size = 0;    ///< bytes of the value
  std::size_t depth = 0;   ///< deepest nesting, 1 for [] and {}; counting stops at the first one over `max_depth`
  std::int64_t lines = 0;  ///< line feeds inside
};

/// `text` begins with the first byte of the value; 64 bytes after it must be readable. A number or word ends before white
/// space , ] } or at the end of the text (and is closed there only when `complete` says that nothing follows).
/// Brackets are not matched by kind: the parser that reads the value does that.
JsonExtent find_json_extent(std::string_view text, bool complete, std::size_t max_depth);

}  // namespace importers
