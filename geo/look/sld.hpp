// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/look.hpp"

#include <cstdint>
#include <string>

namespace geo {

enum class SldVersion : std::uint8_t { v1_0, v1_1 };

/// A Styled Layer Descriptor (OGC 02-070 or 05-078r4 with 05-077r4) of features, not of tiles: a rule for each class. `name` is that of the
/// style. Sizes are pixels; there is no hatch in it, and no test of what kind a geometry is.
std::string sld(const Collection& schema, const Look& look, SldVersion version, const std::string& name, std::string Text::*language);

}  // namespace geo
