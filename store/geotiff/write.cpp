// SPDX-License-Identifier: Apache-2.0
#include "store/geotiff/write.hpp"

#include "store/geotiff/protocol.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

namespace store::geotiff {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

constexpr const char* file_name = "/vsimem/surface.tif";

/// Names and values follow each other, each ending with a zero byte.
void take_metadata(std::string_view bytes, GDALDataset& dataset, GDALRasterBand& band) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\0', at), bytes.size());
    words.emplace_back(bytes.substr(at, end - at));
    at = end + 1;
  }
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    if (words[i] == band_name) {
      band.SetDescription(words[i + 1].c_str());
    } else if (words[i] == unit_name) {
      band.SetUnitType(words[i + 1].c_str());
    } else {
      dataset.SetMetadataItem(words[i].c_str(), words[i + 1].c_str());
    }
  }
}

Dataset in_memory(const Header& header, std::string_view metadata, std::string_view cells) {
  GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("MEM");
  if (memory == nullptr) { return nullptr; }
  Dataset dataset(memory->Create("", static_cast<int>(header.columns), static_cast<int>(header.rows), 1, GDT_Float32, nullptr));
  if (dataset == nullptr) { return nullptr; }
  OGRSpatialReference plane;
  plane.SetWellKnownGeogCS("WGS84");
  plane.SetProjCS("Bairro: Lambert azimuthal equal-area");
  plane.SetLAEA(header.centre_lat, header.centre_lon, 0, 0);
  dataset->SetSpatialRef(&plane);
  double corners[6] = {header.west_m, header.cell_m, 0, header.north_m, 0, -header.cell_m};
  dataset->SetGeoTransform(corners);
  GDALRasterBand& band = *dataset->GetRasterBand(1);
  band.SetNoDataValue(static_cast<double>(header.no_data));
  take_metadata(metadata, *dataset, band);
  std::vector<float> values(cells.size() / sizeof(float));
  std::memcpy(values.data(), cells.data(), cells.size());
  const auto columns = static_cast<int>(header.columns);
  const auto rows = static_cast<int>(header.rows);
  if (band.RasterIO(GF_Write, 0, 0, columns, rows, values.data(), columns, rows, GDT_Float32, 0, 0, nullptr) != CE_None) { return nullptr; }
  return dataset;
}

}  // namespace

std::string cloud_optimized_geotiff(std::string_view input) {
  Header header;
  if (input.size() < sizeof header) { return ""; }
  std::memcpy(&header, input.data(), sizeof header);
  const std::string_view rest = input.substr(sizeof header);
  const std::size_t cell_bytes = std::size_t{header.columns} * header.rows * sizeof(float);
  const bool fits = header.format == magic && header.columns > 0 && header.rows > 0 && rest.size() == header.metadata_bytes + cell_bytes;
  if (!fits) { return ""; }
  // Nothing beside the file, and nothing but what is needed: other drivers would only take time to load.
  CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
  GDALRegister_MEM();
  GDALRegister_GTiff();
  GDALRegister_COG();
  const Dataset source = in_memory(header, rest.substr(0, header.metadata_bytes), rest.substr(header.metadata_bytes));
  GDALDriver* writer = GetGDALDriverManager()->GetDriverByName("COG");
  if (source == nullptr || writer == nullptr) { return ""; }
  CPLStringList options;
  options.SetNameValue("COMPRESS", "DEFLATE");
  options.SetNameValue("PREDICTOR", "YES");
  options.SetNameValue("LEVEL", "9");
  options.SetNameValue("BLOCKSIZE", "256");
  options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");
  options.SetNameValue("BIGTIFF", "NO");
  Dataset written(writer->CreateCopy(file_name, source.get(), FALSE, options.List(), nullptr, nullptr));
  if (written == nullptr) { return ""; }
  written.reset();
  vsi_l_offset size = 0;
  const GByte* bytes = VSIGetMemFileBuffer(file_name, &size, FALSE);
  std::string file = bytes == nullptr ? "" : std::string(reinterpret_cast<const char*>(bytes), size);
  VSIUnlink(file_name);
  return file;
}

}  // namespace store::geotiff
