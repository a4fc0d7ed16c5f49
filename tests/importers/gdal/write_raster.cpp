// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/gdal/write_raster.hpp"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace importers_tests {
namespace {

void require(bool holds) {
  if (!holds) { throw std::runtime_error(CPLGetLastErrorMsg()); }
}

}  // namespace

std::filesystem::path write_raster(const std::filesystem::path& file, const TestRaster& raster) {
  GDALAllRegister();
  GDALDriver& driver = *GetGDALDriverManager()->GetDriverByName("GTiff");
  std::vector<char*> options;
  std::vector<std::string> texts = raster.packing.options;
  for (std::string& option : texts) { options.push_back(option.data()); }
  options.push_back(nullptr);
  const GDALDatasetUniquePtr dataset(driver.Create(file.c_str(), std::max(raster.width, raster.grow_to),
                                                   std::max(raster.height, raster.grow_to), static_cast<int>(raster.bands.size()),
                                                   GDALGetDataTypeByName(raster.type.c_str()), options.data()));
  require(dataset != nullptr);
  OGRSpatialReference crs;
  require(crs.importFromEPSG(raster.epsg) == OGRERR_NONE);
  require(dataset->SetSpatialRef(&crs) == CE_None);
  if (raster.geotransform) {
    std::array<double, 6> transform = *raster.geotransform;
    require(dataset->SetGeoTransform(transform.data()) == CE_None);
  }
  for (std::size_t i = 0; i < raster.bands.size(); ++i) {
    GDALRasterBand& band = *dataset->GetRasterBand(static_cast<int>(i) + 1);
    if (!raster.bands[i].empty()) { band.SetDescription(raster.bands[i].c_str()); }
    if (raster.none) { require(band.SetNoDataValue(*raster.none) == CE_None); }
    std::vector<double> values = raster.values;
    require(band.RasterIO(GF_Write, 0, 0, raster.width, raster.height, values.data(), raster.width, raster.height, GDT_Float64, 0, 0,
                          nullptr) == CE_None);
  }
  return file;
}

std::string as_xyz(const TestRaster& raster) {
  std::string text = "x y z\n";
  const std::array<double, 6>& t = *raster.geotransform;
  for (std::size_t i = 0; i < raster.values.size(); ++i) {
    const auto column = static_cast<double>(i % static_cast<std::size_t>(raster.width));
    const auto row = static_cast<double>(i / static_cast<std::size_t>(raster.width));
    fmt::format_to(std::back_inserter(text), "{} {} {}\n", t[0] + (column + 0.5) * t[1], t[3] + (row + 0.5) * t[5],
                   static_cast<float>(raster.values[i]));
  }
  return text;
}

TestRaster people_raster(int epsg) {
  TestRaster raster;
  raster.width = 40;
  raster.height = 30;
  raster.epsg = epsg;
  raster.none = -9999;
  if (epsg == 32737) { raster.geotransform = std::array<double, 6>{640000, 1000, 0, 8575000, 0, -1000}; }
  for (int i = 0; i < raster.width * raster.height; ++i) {
    raster.values.push_back(i % 3 == 0 ? -9999 : i % 7 == 0 ? 0 : 0.25 * (i % 101) + 0.1);
  }
  return raster;
}

}  // namespace importers_tests
