// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/osm_reader.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/osm/object_reader.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <utility>

namespace importers {

bool is_osm_file(std::string_view first_bytes, std::string_view name) {
  const bool by_content = osm::looks_like_pbf(first_bytes);
  const bool by_name = geo::fold(name).ends_with(".pbf");
  if (by_content == by_name) { return by_content; }
  const std::string shown = geo::excerpt(name);
  if (by_name) {
    refuse(fmt::format("{} is named .pbf but does not begin as an OpenStreetMap file.", shown),
           fmt::format("{} tem a extensão .pbf mas não começa como um ficheiro OpenStreetMap.", shown));
  }
  refuse(fmt::format("{} is an OpenStreetMap file (PBF); name it .osm.pbf.", shown),
         fmt::format("{} é um ficheiro OpenStreetMap (PBF); dê-lhe um nome em .osm.pbf.", shown));
}

OsmLayer osm_layer_for(std::string_view collection) {
  if (collection == "settlements") { return OsmLayer::places; }
  if (collection == "roads") { return OsmLayer::roads; }
  throw geo::Error(geo::Problem::input, "An OpenStreetMap file holds settlements and roads: import it into one of these collections.",
                   "Um ficheiro OpenStreetMap contém povoados e estradas: importe-o para settlements ou roads.");
}

std::unique_ptr<Reader> osm_reader(std::unique_ptr<osm::PbfInput> input, const std::string& name, OsmLayer layer,
                                   const ReadLimits& limits) {
  osm::Blobs blobs(std::move(input), name, limits);
  return layer == OsmLayer::places ? osm::places_reader(std::move(blobs), limits) : osm::roads_reader(std::move(blobs), limits);
}

}  // namespace importers
