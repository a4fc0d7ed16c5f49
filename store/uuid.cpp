// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hash.hpp"
#include "store/store.hpp"

namespace store {

std::string row_uuid(std::string_view store_id, std::string_view collection, geo::Fid fid) {
  // NUL stands in no id, so that no two triples read the same.
  std::string name(store_id);
  name.append(1, '\0').append(collection).append(1, '\0').append(std::to_string(fid));
  const geo::Hash128 hash = geo::hash128(name);
  // RFC 9562, 5.8: version 8 in bits 48..51, variant 10 in bits 64..65, the rest is ours.
  const std::uint64_t high = (hash.high & ~0xF000ULL) | 0x8000U;
  const std::uint64_t low = (hash.low & ~(0x3ULL << 62U)) | (0x2ULL << 62U);
  std::string uuid = geo::Hash128{high, low}.hex();
  for (const std::size_t at : {8U, 13U, 18U, 23U}) { uuid.insert(at, 1, '-'); }
  return uuid;
}

}  // namespace store
