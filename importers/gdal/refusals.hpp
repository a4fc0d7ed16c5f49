// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "importers/gdal/formats.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// What the reading process says when it cannot go on. It reads strangers' bytes, so what it says is one of few codes, and what it
/// quotes is shown as a quotation.
struct ChildRefusal {
  std::string code;
  std::string detail;
  std::vector<std::string> names;
};

/// The sentence for it. `file` is the file's name as it is shown.
geo::Error refusal_error(const ChildRefusal& refusal, std::string_view file, const GdalFormat& format);

/// The sentence of a note of the header; nothing to say for an unknown code.
geo::Text note_text(std::string_view code, std::string_view detail);

}  // namespace importers
