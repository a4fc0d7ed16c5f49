// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace store {

// Layout of a segment: SegmentHeader, `columns` SegmentColumns, then arrays on 64-byte boundaries. Native byte order: the
// file is a cache for the machine that made it, and is made anew when anything about it is not as expected.
inline constexpr std::uint64_t segment_magic = 0x3130'4753'5249'4142;  // "BAIRSG01"; counts up with every change of this file
inline constexpr std::size_t segment_alignment = 64;
inline constexpr std::size_t column_name_bytes = 64;

struct SegmentHeader {
  std::uint64_t magic;
  std::uint64_t checksum;  ///< hash64 of all that follows up to the first array
  std::uint64_t size;      ///< of the whole segment, bytes
  std::uint64_t rows;
  std::uint64_t columns;
  std::uint64_t lon_at, lat_at, by_fid_at, zones_at;
  std::uint64_t ends_at, wkb_at, wkb_size, boxes_at;  ///< 0 in collections of points
};

struct SegmentColumn {
  char name[column_name_bytes];
  std::uint8_t type, width, all_null, unused[5];
  std::int64_t base, step;
  std::uint64_t data_at, present_at;  ///< 0: none
  std::uint64_t strings, ends_at, bytes_at, bytes_size;
};

}  // namespace store
