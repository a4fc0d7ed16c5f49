// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hash.hpp"

#include <xxhash.h>

namespace geo {

std::string Hash128::hex() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out(32, '0');
  for (std::size_t i = 0; i < 16; ++i) {
    out[15 - i] = digits[(high >> (4 * i)) & 0xFU];
    out[31 - i] = digits[(low >> (4 * i)) & 0xFU];
  }
  return out;
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace geo
