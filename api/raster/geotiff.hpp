// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_surface.hpp"
#include "geo/base/progress.hpp"
#include "geo/table/view.hpp"
#include "store/export/note.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace api {

/// Of cells that nobody looked at. What was looked at and has no row is 0: less than the metadata's `left_out_below_per_km2`, or nothing.
inline constexpr float geotiff_no_data = -9999;

/// A surface as a Cloud Optimized GeoTIFF: the very cells and the plane of the analysis, 32-bit floats per km², with what was asked, read
/// and left out in its metadata. Written by GDAL in a process of its own; `program`: which, empty: the one that is installed. `asked`: now
/// and then meanwhile, whether to give up. Throws Error{input} for a surface without cells, Error{failed} when that program cannot be
/// started, fails or is given up, and what `asked` throws.
std::string geotiff(const geo::View& result, const geo::DensitySurface& surface, const store::Facts& facts,
                    const std::filesystem::path& program = {}, const geo::Progress& asked = {});

/// What a raster is made of besides its numbers.
struct RasterWords {
  std::string band, unit;
  store::Facts facts;  ///< names and values of the file's metadata
};

/// Any cells of a plane (see geo::Projection) as such a file: `values` by row from the south, NaN where there is none. Throws as above.
std::string geotiff(geo::LonLat centre, const geo::PlaneGrid& grid, std::span<const double> values, const RasterWords& words,
                    const std::filesystem::path& program = {}, const geo::Progress& asked = {});

}  // namespace api
