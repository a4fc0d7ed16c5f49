// SPDX-License-Identifier: Apache-2.0
// A filter as a stranger sends it, as JSON: refused with a sentence, or a tree that both forms give back.
#include "geo/base/error.hpp"
#include "geo/cql2/parse.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void take(std::string_view filter) {
  const geo::cql2::Expression tree = geo::cql2::parse_json(filter);
  geo::cql2::Limits wide;  // what is written out may be a little longer than what was read
  wide.bytes *= 32;
  wide.depth *= 2;
  wide.nodes *= 2;
  require(geo::cql2::parse_text(to_text(tree), wide) == tree);
  require(geo::cql2::parse_json(to_json(tree), wide) == tree);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT(readability-identifier-naming)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  try {
    take({reinterpret_cast<const char*>(data), size});
  } catch (const geo::Error&) {  // refused with a sentence: what bad bytes deserve
    return 0;
  }
  return 0;
}
