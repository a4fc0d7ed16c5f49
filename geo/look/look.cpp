// SPDX-License-Identifier: Apache-2.0
#include "geo/look/look.hpp"

#include "geo/base/hash.hpp"
#include "geo/look/result_looks.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geo {
namespace {

/// Okabe and Ito (2008), without the yellow, which white paper swallows.
constexpr std::array<std::string_view, 6> palette{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"};
constexpr const char* ink = "#1D2733";

/// Few and chosen stand out from many; on paper without colours size and rim tell them apart.
double point_radius_px(const std::string& collection) {
  return collection == "sites" ? 6 : collection == "cscs" ? 5 : collection == "settlements" ? 3 : 4;
}

LookClass plain(const Collection& schema, GeometryType geometry) {
  const std::string colour(colour_of(schema.id));
  switch (geometry) {
    case GeometryType::point: {
      const bool dark = schema.id == "sites" || schema.id == "cscs";
      return {"point", {}, schema.title, colour, 0.75, geometry, dark ? ink : "#FFFFFF", dark ? 1.5 : 1, point_radius_px(schema.id)};
    }
    case GeometryType::line: return {"line", {}, schema.title, colour, 1, geometry, {}, 0, 2};
    case GeometryType::polygon:
    case GeometryType::any:
    case GeometryType::none: break;
  }
  return {"area", {}, schema.title, colour, schema.id == "admin_areas" ? 0.03 : 0.2, GeometryType::polygon, colour, 1.2};
}

/// Of the same size as without classes. What has no code must not look like one.
LookClass coded(const Collection& schema, std::string part, std::string_view colour) {
  LookClass c = plain(schema, schema.geometry);
  c.part = std::move(part);
  c.colour = colour;
  const bool white = colour == "#FFFFFF";
  if (c.geometry == GeometryType::polygon) { c.opacity = 0.35; }
  if (white && c.geometry == GeometryType::line) { c.colour = "#BDBDBD"; }
  if (c.geometry != GeometryType::line) { c.rim = white ? "#595959" : c.geometry == GeometryType::point ? c.rim : c.colour; }
  return c;
}

/// As far apart as those of the collections, which they are taken from: tests/tiles/colours_test.cpp measures them.
constexpr std::array<std::string_view, 9> code_colours{"#D55E00", "#0072B2", "#009E73", "#56B4E9", "#6B00B2",
                                                       "#94B464", "#8F3924", "#2EB8B8", "#595959"};

}  // namespace

std::string_view colour_of(const std::string& collection) {
  // Far apart for eyes that do not tell red from green as well; tests/tiles/colours_test.cpp measures it.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> chosen{{{"incidents", "#D55E00"},
                                                                                  {"cscs", "#0072B2"},
                                                                                  {"catchments", "#56B4E9"},
                                                                                  {"sites", "#009E73"},
                                                                                  {"settlements", "#595959"},
                                                                                  {"admin_areas", "#182020"},
                                                                                  {"outreach", "#2EB8B8"},
                                                                                  {"dialogues", "#6B00B2"},
                                                                                  {"issues", "#2525F4"},
                                                                                  {"trainings", "#442956"},
                                                                                  {"population", "#94B464"},
                                                                                  {"roads", "#8F3924"}}};
  const auto* found = std::find_if(chosen.begin(), chosen.end(), [&](const auto& pair) { return pair.first == collection; });
  return found != chosen.end() ? found->second : palette[hash64(collection) % palette.size()];
}

Look look_of(const Collection& schema) {
  if (auto look = result_look(schema)) { return *std::move(look); }
  Look look;
  look.colour = colour_of(schema.id);
  const auto may_be = [&](GeometryType type) { return schema.geometry == type || schema.geometry == GeometryType::any; };
  for (const GeometryType type : {GeometryType::polygon, GeometryType::line, GeometryType::point}) {
    if (may_be(type)) { look.classes.push_back(plain(schema, type)); }
  }
  look.counts = may_be(GeometryType::point);
  return look;
}

Look look_by_codes(const Collection& schema, const Field& field, const CodeList& codes) {
  Look look;
  look.field = field.name;
  look.colour = colour_of(schema.id);
  look.counts = schema.geometry == GeometryType::point;
  for (std::size_t i = 0; i < codes.codes.size(); ++i) {
    LookClass c = coded(schema, field.name + "-" + codes.codes[i].code, code_colours[i % code_colours.size()]);
    c.values = {codes.codes[i].code};
    c.title = codes.codes[i].title;
    look.classes.push_back(std::move(c));
  }
  look.classes.push_back(coded(schema, field.name, "#FFFFFF"));
  look.classes.back().title = {"not stated", "não indicado"};
  return look;
}

std::vector<const Field*> fields_of_codes(const Collection& schema, const std::vector<CodeList>& code_lists) {
  std::vector<const Field*> fields;
  const bool one_kind = schema.geometry != GeometryType::none && schema.geometry != GeometryType::any;
  if (!one_kind || schema.result) { return fields; }
  for (const Field& field : schema.fields) {
    const CodeList* list = field.type == FieldType::code && field.hot && !field.system ? find_list(code_lists, field.code_list) : nullptr;
    if (list != nullptr && list->codes.size() > 1 && list->codes.size() <= code_colours.size()) { fields.push_back(&field); }
  }
  return fields;
}

const CodeList* find_list(const std::vector<CodeList>& code_lists, std::string_view id) {
  const auto found = std::find_if(code_lists.begin(), code_lists.end(), [&](const CodeList& list) { return list.id == id; });
  return found == code_lists.end() ? nullptr : &*found;
}

}  // namespace geo
