// SPDX-License-Identifier: Apache-2.0
// A filter as a stranger sends it, as JSON: refused with a sentence, or a tree that both forms give back.
#include "geo/base/error.hpp"
#include "geo/cql2/parse.hpp"
#include "tests/fuzz/filter.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT(readability-identifier-naming)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  try {
    fuzz::comes_back(geo::cql2::parse_json({reinterpret_cast<const char*>(data), size}));
  } catch (const geo::Error&) {  // refused with a sentence: what bad bytes deserve
    return 0;
  }
  return 0;
}
