// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/road_tags.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace importers::osm {
namespace {

// Not: what is planned, being built or gone (proposed, construction, abandoned …), what is no way (platform, rest_area, elevator, corridor
// …), what only some may use (raceway, bus_guideway, busway, escape, emergency_bay, via_ferrata).
constexpr std::string_view travelled[] = {"motorway",      "motorway_link",  "trunk",     "trunk_link",    "primary",      "primary_link",
                                          "secondary",     "secondary_link", "tertiary",  "tertiary_link", "unclassified", "residential",
                                          "living_street", "service",        "road",      "track",         "pedestrian",   "footway",
                                          "path",          "cycleway",       "bridleway", "steps"};

bool among(std::string_view value, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), value) != words.end();
}

std::string_view oneway(const Object& way) {
  const std::string_view value = way.tag("oneway");
  if (among(value, {"yes", "true", "1"})) { return "yes"; }
  if (among(value, {"-1", "reverse"})) { return "reverse"; }
  if (among(value, {"no", "false", "0"})) { return "no"; }
  if (!value.empty()) { return {}; }  // reversible, alternating: it depends on the hour
  if (among(way.tag("junction"), {"roundabout", "circular"}) || way.tag("highway") == "motorway") { return "yes"; }
  return {};
}

/// bridge=viaduct is one, bridge=no is none.
std::string_view yes_or_no(std::string_view value) { return value.empty() ? std::string_view() : value == "no" ? "no" : "yes"; }

std::string_view first_of(const Object& way, std::string_view key, std::string_view other) {
  const std::string_view value = way.tag(key);
  return value.empty() ? way.tag(other) : value;
}

std::string_view cell(std::string_view value) { return value.empty() ? std::string_view() : value; }

}  // namespace

bool is_road(const Object& way) {
  const std::string_view highway = way.tag("highway");
  return !highway.empty() && way.tag("area") != "yes" &&
         std::find(std::begin(travelled), std::end(travelled), highway) != std::end(travelled);
}

RoadCells road_cells(const Object& way) {
  return {way.tag("highway"),           cell(first_of(way, "name", "name:pt")),
          cell(way.tag("ref")),         cell(way.tag("surface")),
          cell(way.tag("access")),      oneway(way),
          yes_or_no(way.tag("bridge")), yes_or_no(way.tag("tunnel"))};
}

}  // namespace importers::osm
