// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace importers_tests {

struct TestRaster {
  struct Packing {
    std::vector<std::string> options;  ///< of GDAL's writer
  };
  int width = 0;
  int height = 0;
  std::string type = "Float32";
  std::vector<double> values;  ///< line by line from the north
  std::optional<double> none;
  int epsg = 4326;
  std::optional<std::array<double, 6>> geotransform = std::array<double, 6>{40, 0.01, 0, -12, 0, -0.01};
  std::vector<std::string> bands = {""};  ///< what each is called; all hold the same
  int grow_to = 0;                        ///< not 0: the raster is a square of so many cells a side, of which only the values' are written
  Packing packing;
};

/// Writes a GeoTIFF with GDAL; gives `file` back.
std::filesystem::path write_raster(const std::filesystem::path& file, const TestRaster& raster);

/// The same as lines of "x y z", every cell one, with as many digits as single precision has.
std::string as_xyz(const TestRaster& raster);

/// 40 by 30 cells near Pemba, of which some have no figure and some nobody.
TestRaster people_raster(int epsg);

}  // namespace importers_tests
