// SPDX-License-Identifier: Apache-2.0
// A file of weights as a stranger sends it: what is taken is a matrix, and row-standardised its rows add up to 1.
#include "geo/base/error.hpp"
#include "geo/plain/weights.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void take(std::string_view json) {
  const geo::SpatialWeights weights = geo::row_standardised(geo::weights_of_json(json, "weights.json"));
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto list = weights.neighbours.of(i);
    double sum = list.empty() ? 1 : 0;
    for (std::size_t k = 0; k < list.size(); ++k) {
      require(list[k] < weights.size() && list[k] != i && (k == 0 || list[k - 1] < list[k]));
      sum += weights.value(i, k);
    }
    require(std::fabs(sum - 1) < 1e-9);
  }
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
