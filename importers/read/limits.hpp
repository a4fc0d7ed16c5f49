// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace importers {

/// What a file of strangers may cost us. Beyond a limit the record becomes a problem (rule "limit") or the file is refused;
/// the sentence names the limit either way.
struct ReadLimits {
  std::size_t columns = 200;                            ///< CSV columns, or distinct GeoJSON properties
  std::size_t field_bytes = std::size_t{64} << 10U;     ///< one cell, as it stands in the file; beyond: the record is a problem
  std::size_t record_bytes = std::size_t{1024} << 10U;  ///< one CSV record; beyond: the file is refused (most likely an open quote)
  std::size_t feature_bytes = std::size_t{64} << 20U;   ///< one GeoJSON feature; beyond: the file is refused
  std::size_t depth = 32;                               ///< nesting of JSON
  std::uint64_t inflated_bytes = 4'000'000'000;         ///< what one gzip file may grow to
  std::uint64_t inflate_ratio = 200;                    ///< inflated : compressed, looked at after `inflate_free_bytes`
  std::uint64_t inflate_free_bytes = std::uint64_t{16} << 20U;
};

}  // namespace importers
