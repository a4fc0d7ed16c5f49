// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

// What `bairro` hands `bairro-geotiff` on its standard input, as it lies in memory: both are built together. GDAL stays out of the process
// that serves (docs/decisions/0014), and what a raster needs of it is little.
namespace store::geotiff {

/// Other bytes with every change of what follows: two versions must not misunderstand each other.
inline constexpr std::array<char, 8> magic{'b', 'a', 'i', 'T', 'I', 'F', '0', '1'};

/// Then come `metadata_bytes` bytes of names and values, each ending with a zero byte, and columns × rows floats, by row from the north.
struct Header {
  std::array<char, 8> format = magic;
  double centre_lon = 0, centre_lat = 0;  ///< of Lambert's azimuthal equal-area projection on WGS 84, in degrees
  double west_m = 0, north_m = 0;         ///< the corner of the first cell, in it
  double cell_m = 0;
  float no_data = 0;
  std::uint32_t columns = 0, rows = 0;
  std::uint32_t metadata_bytes = 0;
};

/// Names that become what GeoTIFF has a place for; others become metadata of the file.
inline constexpr const char* band_name = "band";
inline constexpr const char* unit_name = "unit";

}  // namespace store::geotiff
