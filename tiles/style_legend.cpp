// SPDX-License-Identifier: Apache-2.0
#include "tiles/style_legend.hpp"

namespace tiles {
namespace {

using geo::JsonWriter;
using geo::LegendEntry;
using geo::Part;

std::string_view shape_of(Part::Kind kind) { return kind == Part::Kind::fill ? "area" : kind == Part::Kind::line ? "line" : "circle"; }

void write_text(JsonWriter& json, std::string_view name, const geo::Text& text) {
  json.key(name).begin_object().member("en", text.en).member("pt", text.pt).end_object();
}

void write_values(JsonWriter& json, const LegendEntry& entry) {
  if (entry.from > 0) {
    json.member("from", entry.from);
    if (entry.to > 0) { json.member("to", entry.to); }
    return;
  }
  if (entry.values.empty()) { return; }
  json.key("values").begin_array();
  for (const std::string& value : entry.values) {
    if (entry.part.test.is_number) {
      json.raw(value);
    } else {
      json.value(value);
    }
  }
  json.end_array();
}

void write_entry(JsonWriter& json, const geo::Collection& schema, const LegendEntry& entry) {
  const Part& part = entry.part;
  json.begin_object().member("layer", schema.id + "-" + part.name).member("shape", shape_of(part.kind));
  json.member("colour", part.colour).member("opacity", part.opacity);
  if (part.size_px > 0) { json.member("size_px", part.size_px); }
  if (!part.rim.empty()) { json.member("rim", part.rim).member("rim_px", part.rim_px); }
  write_values(json, entry);
  if (part.from_zoom > 0) { json.member("min_zoom", part.from_zoom); }
  if (part.to_zoom > 0) { json.member("max_zoom", part.to_zoom); }
  write_text(json, "label", entry.label);
  json.end_object();
}

}  // namespace

void write_legend(JsonWriter& json, const geo::Collection& schema, const geo::Legend& legend) {
  json.begin_object();
  write_text(json, "title", legend.title);
  if (!legend.field.empty()) { json.member("field", legend.field); }
  json.key("classes").begin_array();
  for (const LegendEntry& entry : legend.entries) { write_entry(json, schema, entry); }
  json.end_array().end_object();
}

}  // namespace tiles
