// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/output.hpp"
#include "importers/child/source.hpp"

namespace importers::child {

/// Header, all rows as GeoJSON Features, end. Coordinates are those of the file, at full precision, without height. A geometry that
/// GDAL could not read stands as one of type "unreadable", so that its row is found bad rather than without a place.
/// Throws Refusal{"unreadable"} when the rows cannot be read to their end.
void write_rows(Source& source, Output& output);

}  // namespace importers::child
