// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace importers {

enum class FileKind { csv, geojson, geojson_sequence, json_rows };

/// By what the text begins with and the name's extension (".gz" taken off); `wanted` ("csv", "geojson") overrides the
/// extension. Throws geo::Error{input} for what is not read here, with the reason; {usage} for another `wanted`.
FileKind file_kind(std::string_view first_text, std::string_view name, std::string_view wanted);

/// Throws geo::Error{input} when the bytes begin like a known format that is not text, or hold NUL and are not UTF-16.
void refuse_binary(std::string_view first_bytes, bool utf16, std::string_view name);

}  // namespace importers
