// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/plain/result.hpp"
#include "geo/plain/table.hpp"

#include <filesystem>
#include <string>

namespace app {

enum class PlainFormat { json, geojson, csv, geotiff };

/// By the extension; "-" is JSON. Throws Error{usage} for another one.
PlainFormat plain_format(const std::filesystem::path& output);

/// Whether the file's coordinates are longitude and latitude, as GeoJSON must have them. Throws Error{usage} where they are not.
void check_geojson(const geo::PlainInput& input);

/// All of the result: method, parameters, counts, tests, summary, sentence, warnings, rows, other tables. Undefined is null.
std::string plain_json(const geo::PlainResult& result);
/// Its rows as features with the geometries of the file; everything else in the member "bairro". Throws Error{usage} for rows that are no
/// places, Error{input} for coordinates that are no longitude and latitude.
std::string plain_geojson(const geo::PlainResult& result, const geo::PlainTable& table);
/// Its rows alone, or the cells of its grid, by their centres; undefined is empty.
std::string plain_csv(const geo::PlainResult& result);
/// The first numbers of its grid as a raster. Throws Error{usage} for a result without a grid, or a grid of which nobody knows where on
/// earth it lies, Error{unsupported} for cells that are not square, and as api::geotiff().
std::string plain_geotiff(const geo::PlainResult& result, const geo::Text& title);

}  // namespace app
