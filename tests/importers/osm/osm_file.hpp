// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/osm/osm_reader.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace importers::test {

using OsmTags = std::vector<std::pair<std::string, std::string>>;

struct OsmNode {
  std::int64_t id = 0;
  double lon = 0;
  double lat = 0;
  OsmTags tags = {};
};
struct OsmWay {
  std::int64_t id = 0;
  std::vector<std::int64_t> nodes;
  OsmTags tags = {};
};
struct OsmData {
  std::vector<OsmNode> nodes;
  std::vector<OsmWay> ways;
};

/// A small town: roads of several kinds, what is no road, places with and without a name.
OsmData small_town();

/// Written by libosmium; `options` as in "pbf,pbf_dense_nodes=false,pbf_compression=none".
std::string written_by_libosmium(const OsmData& data, const std::string& options = "pbf");

/// One object as text: "w7|primary|…|LINESTRING …" by our reader, and by libosmium with plain code of its own.
std::vector<std::string> read_by_us(const std::string& pbf, OsmLayer layer, std::size_t batch_nodes = 4'000'000);
std::vector<std::string> read_by_libosmium(const std::string& pbf, OsmLayer layer);

// Files by hand, for what no writer writes.

/// A frame: BlobHeader and Blob.
std::string frame(const std::string& type, const std::string& blob);
std::string raw_blob(const std::string& content);
std::string zlib_blob(const std::string& content);
/// A header frame that needs these features.
std::string header(const std::vector<std::string>& features = {"OsmSchema-V0.6", "DenseNodes"});
/// The English sentence with which a file is refused; "" when it is read to its end.
std::string refusal_of(const std::string& pbf, OsmLayer layer);

}  // namespace importers::test
