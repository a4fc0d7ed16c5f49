// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"
#include "importers/read/window.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace importers {

/// Whether JSON text begins a list of rows: an array, or an object whose member "value" (OData), "results" (Kobo) or "data" is one.
/// `first_text`: some kilobytes of it.
bool looks_like_json_rows(std::string_view first_text);

/// Rows as web services of form tools hand them out: objects in an array, one record each. Objects inside become columns
/// "outer/inner"; a GeoJSON point "name-Latitude", "name-Longitude", "name-Altitude" and "name-Accuracy", as ODK writes it in CSV; another
/// GeoJSON geometry the geometry of the row; a pair "_geolocation" (Kobo) its latitude and longitude; any other array stays text.
/// Throws geo::Error{input} for what is no such list, or as Reader::next.
std::unique_ptr<Reader> json_rows_reader(Window window, std::string name, SourceInfo info, const ReadLimits& limits);

}  // namespace importers
