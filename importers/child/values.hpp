// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

class OGRFeature;
class OGRGeometry;

namespace importers::child {

// Appending JSON. Whatever is in the file can be written so that the reader on the other side judges it.

/// In quotes. Bytes that are not UTF-8 are kept: the row is then found to be no text, instead of being changed silently.
void append_text(std::string& out, std::string_view text);

/// The cell of `field`, or the row's own number for row_id (source.hpp). Dates as ISO 8601, NaN and infinities as text.
void append_value(std::string& out, const OGRFeature& feature, int field, bool cp1252);

/// A GeoJSON geometry of two dimensions, curves as lines; null for none and for an empty one.
void append_geometry(std::string& out, const OGRGeometry* geometry);

}  // namespace importers::child
