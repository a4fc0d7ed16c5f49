// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/qml.hpp"
#include "store/export/note.hpp"
#include "store/export/pages.hpp"
#include "store/export/pending_file.hpp"

namespace store {

/// A view, or what is wanted of it, as a FlatGeobuf file (version 3): columns with their titles, beginning with fid; places as x and y
/// in a CRS that is named by its EPSG code; lines and polygons as multi-lines and multi-polygons; days, and instants in UTC, as texts of
/// RFC 3339. In the order asked for, so without a spatial index, which would want another. What is known
/// of the file stands in its metadata, as JSON. NUL bytes are left out of texts. In memory is a page at most.
PagesEnd write_flatgeobuf(const geo::View& view, const Extract& extract, const geo::LayerWords& words, const Facts& facts,
                          PrivateWriter& out, ExportPace& pace);

}  // namespace store
