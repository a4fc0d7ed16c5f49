// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/qgis/layers.hpp"

#include <string>
#include <vector>

namespace api {

/// A QGIS project (.qgs, read by 3.22 and later) of these layers: groups by what they are for, one of vector tiles, in Web Mercator with
/// lengths on the ellipsoid, opened where the programme works.
std::string qgis_project_xml(const Call& call, const std::vector<QgisLayer>& layers, const std::string& authcfg);

/// A layer definition (.qlr) of one collection.
std::string qgis_layer_xml(const Call& call, const QgisLayer& layer, const std::string& authcfg);

/// What "Load Connections" of QGIS reads: the one connection to the features, and those to the tiles of each collection.
std::string qgis_feature_connections_xml(const Call& call, const std::string& authcfg);
std::string qgis_tile_connections_xml(const Call& call, const std::vector<QgisLayer>& layers, const std::string& authcfg);

}  // namespace api
