// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/osm/pbf_input.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace importers {

/// What to take out of an OpenStreetMap file: it holds everything at once.
enum class OsmLayer : std::uint8_t {
  places,  ///< nodes with a name and a place=* where people live, see osm/places.cpp
  roads,   ///< ways with a highway=* that people travel on, see osm/roads.cpp
};

/// Whether it is an OSM PBF file, by its first bytes and its name, which must not contradict each other: then geo::Error{input}.
bool is_osm_file(std::string_view first_bytes, std::string_view name);

/// The layer for a collection. Throws geo::Error{input} for a collection that such a file has nothing for.
OsmLayer osm_layer_for(std::string_view collection);

/// The objects of one layer of an OSM PBF file, with longitude and latitude, key "n123" or "w456", source "osm". Memory is bounded
/// whatever the file holds: two inflated blocks (64 MB) and, for roads, four million positions (80 MB); where a file has
/// more, its nodes are gone through again for the next part. Throws geo::Error{input} as osm::Blobs does. `name` is for sentences.
std::unique_ptr<Reader> osm_reader(std::unique_ptr<osm::PbfInput> input, const std::string& name, OsmLayer layer, const ReadLimits& limits);

}  // namespace importers
