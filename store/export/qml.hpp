// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace store {

/// How a layer speaks and looks in QGIS.
struct LayerLook {
  std::string colour;                     ///< #RRGGBB of rows that no legend colours
  double fill_opacity = 0.2;              ///< of areas that no legend colours
  std::vector<geo::CodeList> code_lists;  ///< for the meanings of codes
  std::string geo::Text::*language = &geo::Text::en;
};

/// A QGIS style (QML, read by 3.22 and later): symbols by what the geometry can be and by legend_of(), titles of fields as
/// aliases, and for each field of codes the meanings of its codes, while what is stored stays the code.
std::string qml(const geo::Collection& schema, const LayerLook& look);

/// A field's title with its unit, as a heading.
std::string heading(const geo::Field& field, std::string geo::Text::*language);

}  // namespace store
