// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/hash.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace importers {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return static_cast<std::size_t>(geo::hash64(text)); }
};

/// Map from text that can be asked with a string_view, without a copy.
template <class T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

}  // namespace importers
