// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/look.hpp"

#include <string>
#include <vector>

namespace geo {

/// How a layer speaks.
struct LayerWords {
  std::vector<CodeList> code_lists;  ///< for the meanings of codes
  std::string Text::*language = &Text::en;
};

/// A QGIS style (QML, read by 3.22 and later): symbols by class or by what the geometry can be, titles of fields as aliases, and for each
/// field of codes the meanings of its codes, while what is stored stays the code.
std::string qml(const Collection& schema, const Look& look, const LayerWords& words);

/// What stands within: <renderer-v2>, empty for a collection without places; <fieldConfiguration> and <aliases>.
std::string qml_renderer(const Collection& schema, const Look& look, std::string Text::*language);
std::string qml_fields(const Collection& schema, const LayerWords& words);

/// <renderer type="basic"> of a layer of vector tiles in QGIS; drawn as the style for MapLibre is.
std::string qml_tile_renderer(const Collection& schema, const Look& look, std::string Text::*language);

/// A field's title with its unit, as a heading.
std::string heading(const Field& field, std::string Text::*language);

}  // namespace geo
