// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"
#include "importers/read/window.hpp"

#include <memory>
#include <string>

namespace importers {

/// RFC 7946 FeatureCollections and single Features, and sequences of Features: one on a line, or after RS (RFC 8142).
/// `sequence` says that the file is named as one, so that its first line need not be whole. Memory is that of one feature;
/// the columns are those of the first 1,000 features (or 4 MB) and grow when later features have others.
/// A malformed feature is a problem record as long as its end can be found; a file that ends inside one, that is JSON but
/// no GeoJSON, or nests deeper than the limit throws geo::Error{input}.
std::unique_ptr<Reader> geojson_reader(Window window, const std::string& name, SourceInfo info, bool sequence, const ReadLimits& limits);

}  // namespace importers
