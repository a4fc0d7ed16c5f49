// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace api {

/// A collection as QGIS has it: layers of features and of vector tiles, in the words of the request. The file holds addresses, no secret.
struct QgisLayer {
  enum class Group : std::uint8_t { programme, analyses, reference, tables };
  std::shared_ptr<const geo::View> view;
  Group group = Group::programme;
  /// By tiles is how it is best looked at: QGIS would ask for too many features, or makes one kind of geometry out of several.
  bool best_as_tiles = false;
};

/// How many features QGIS can ask for whenever the map moves.
inline constexpr std::uint64_t most_features_in_qgis = 10'000;

/// Those of the views, from top to bottom of a map: points above lines above areas, few above many.
std::vector<QgisLayer> qgis_layers(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views);

/// Ids within a project.
std::string feature_layer_id(const geo::Collection& schema);
std::string tile_layer_id(const geo::Collection& schema);

/// <maplayer>: features by OGC API - Features, in all styles there are. `authcfg` may be empty.
std::string feature_layer_xml(const Call& call, const QgisLayer& layer, const std::string& authcfg);
/// <maplayer>: vector tiles in the usual style. \pre the collection has places
std::string tile_layer_xml(const Call& call, const QgisLayer& layer, const std::string& authcfg);
/// <layer-tree-layer> of either.
std::string tree_entry(const std::string& id, const std::string& title, bool tiles, bool checked);

/// The address of tiles as QGIS draws them, half as wide as other programs, with {z}, {y} and {x}.
std::string qgis_tile_template(const Call& call, const geo::Collection& schema);

/// What a reader of the map must know of where its rows lie and of who may see them.
std::string qgis_notes(const Call& call, const geo::Collection& schema);

/// A coordinate reference system by its EPSG code.
std::string qgis_crs(int epsg);

/// The parameter: the id of an authentication configuration in somebody's QGIS; empty without. Throws Error{usage}.
std::string authcfg_parameter(const Request& request);

}  // namespace api
