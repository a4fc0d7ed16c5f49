// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hotspot_input.hpp"
#include "geo/base/error.hpp"
#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

#include <optional>
#include <string>
#include <vector>

// How analyses speak of themselves: parts of parameters, summaries, titles.
namespace geo {

/// With so many decimals, and the comma in Portuguese.
Text decimal_text(double value, int decimals);
/// "7.5 km", "7,5 km"; below a kilometre "250 m".
Text length_text(double length_m);
/// The days of what was asked for, its open ends filled from what was found: "2023-01-01 to 2023-12-31".
Text period_text(const std::optional<TimeInterval>& asked, const std::optional<Days>& found);

/// `"bbox":…,"datetime":…`, null where nothing was asked.
void write_filter(JsonWriter& json, const Filter& filter);
/// `"category":…,"include_patrol":…`, and `"uncertain":"spread"` where that was asked
void write_options(JsonWriter& json, const HotspotOptions& options);
/// `"matched":…,"used":…,"excluded":{…},"patrol":{…},"at_settlement_precision":…,"period":…`
void write_input(JsonWriter& json, const HotspotInput& input, const HotspotOptions& options);
/// `"findings":[{"en":…,"pt":…},…],"caveats":[…]`
void write_sentences(JsonWriter& json, const std::vector<Text>& findings, const std::vector<Text>& caveats);

/// "lat -13.001, lon 40.492": with as many decimals as the width of what is meant permits, see place_decimals().
std::string place_text(LonLat place, double width_m);
/// What was used, what was left out and why, and how much of it patrols found.
std::vector<Text> input_findings(const HotspotInput& input, const HotspotOptions& options);

/// What must be said of every map of incidents: that no data is not safety, and what is thin about this one.
std::vector<Text> hotspot_caveats(const HotspotInput& input, const HotspotOptions& options);

/// A field of a result.
Field result_field(std::string name, FieldType type, Text title, std::string unit = "");
/// A result's collection without rows: method, parameters and summary are to follow.
Collection result_collection(const std::string& method, GeometryType geometry);

}  // namespace geo
