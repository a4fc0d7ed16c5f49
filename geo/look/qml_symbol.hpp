// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/look.hpp"
#include "geo/look/parts.hpp"

#include <cstddef>
#include <string>

namespace geo {

/// A <symbol> of QGIS of that number: of all that a class is, fill and rim.
std::string qml_symbol(std::size_t number, const LookClass& c, const Look& look);
/// The same of a part of it.
std::string qml_symbol(const Part& part);

}  // namespace geo
