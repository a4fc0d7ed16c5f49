// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/coordinates.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace importers {
namespace {

struct Pair {
  std::string_view latitude;
  std::string_view longitude;
};

constexpr Pair pairs[] = {
    {"latitude", "longitude"},
    {"lat", "lon"},
    {"lat", "lng"},
    {"lat", "long"},
    {"latitud", "longitud"},
    {"latitude", "long"},
    {"y", "x"},
    {"coord_y", "coord_x"},
    {"y_coord", "x_coord"},
    {"point_y", "point_x"},
    {"northing", "easting"},
    {"norte", "este"},
    {"norte", "leste"},
    {"utm_n", "utm_e"},
    {"utm_y", "utm_x"},
    {"coord_n", "coord_e"},
    {"y_coordinate", "x_coordinate"},
};

constexpr std::string_view geopoint_names[] = {"gps",       "geopoint", "geolocation", "coordinates", "coordenadas", "gps_coordinates",
                                               "ponto_gps", "latlong",  "lat_long",    "lat_lon",     "latlng"};
constexpr std::string_view wkt_names[] = {"geom_wkt", "wkt", "wkt_geom", "the_geom", "geom", "geometry"};
constexpr std::string_view accuracy_names[] = {"precision", "accuracy", "precisao"};

int find(const std::vector<std::string>& folded, std::string_view name) {
  const auto it = std::find(folded.begin(), folded.end(), name);
  return it == folded.end() ? -1 : static_cast<int>(it - folded.begin());
}

template <class Names>
int find_first(const std::vector<std::string>& folded, const Names& names, const std::string& prefix = {}) {
  for (const std::string_view name : names) {
    if (const int at = find(folded, prefix + std::string(name)); at >= 0) { return at; }
  }
  return -1;
}

/// Takes the pair that ends in these names, whatever stands before them in both. The first column wins.
bool take_pair(const std::vector<std::string>& folded, const Pair& pair, CoordinateColumns& found, std::string& prefix) {
  const std::string ending = "_" + std::string(pair.latitude);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::string& name = folded[i];
    if (name.size() <= ending.size() || !name.ends_with(ending)) { continue; }
    prefix = name.substr(0, name.size() - pair.latitude.size());
    const int longitude = find(folded, prefix + std::string(pair.longitude));
    if (longitude < 0) { continue; }
    found.latitude = static_cast<int>(i);
    found.longitude = longitude;
    return true;
  }
  return false;
}

bool take_plain_pair(const std::vector<std::string>& folded, CoordinateColumns& found) {
  return std::any_of(std::begin(pairs), std::end(pairs), [&](const Pair& pair) {
    const int latitude = find(folded, pair.latitude);
    const int longitude = find(folded, pair.longitude);
    if (latitude < 0 || longitude < 0) { return false; }
    found.latitude = latitude;
    found.longitude = longitude;
    return true;
  });
}

}  // namespace

CoordinateColumns find_coordinates(const std::vector<std::string>& folded) {
  CoordinateColumns found;
  std::string prefix;
  if (!take_plain_pair(folded, found)) {
    const auto has = [&](const Pair& pair) { return take_pair(folded, pair, found, prefix); };
    if (std::any_of(std::begin(pairs), std::end(pairs), has)) {
      found.accuracy = find_first(folded, accuracy_names, prefix);
      found.geopoint = find(folded, prefix.substr(0, prefix.size() - 1));
    }
  }
  if (found.geopoint < 0) { found.geopoint = find_first(folded, geopoint_names); }
  found.wkt = find_first(folded, wkt_names);
  return found;
}

}  // namespace importers
