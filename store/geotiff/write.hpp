// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace store::geotiff {

/// A Cloud Optimized GeoTIFF of what `input` says (protocol.hpp): tiles of 256, DEFLATE, overviews by means, made by GDAL's own driver.
/// Empty when the input is not that, or GDAL fails.
std::string cloud_optimized_geotiff(std::string_view input);

}  // namespace store::geotiff
