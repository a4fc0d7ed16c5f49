// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/table/row.hpp"

#include <string>
#include <string_view>

namespace app {

/// A cell for a person: dates and times as ISO 8601, texts in quotes and cut after 100 characters, "empty" for null.
std::string value_text(const geo::Value& value, geo::FieldType type, std::string_view language);
/// "40.5 -12.9" for a point, the kind of anything else.
std::string geometry_text(const geo::Geometry& geometry, std::string_view language);

/// A cell as JSON, as the API writes it: times and dates as texts.
void write_value(geo::JsonWriter& json, const geo::Value& value, geo::FieldType type);

}  // namespace app
