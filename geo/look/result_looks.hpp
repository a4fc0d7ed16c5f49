// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/look.hpp"

#include <optional>

namespace geo {

/// The look of a result, by its method: levels of density, from light to dark; classes of significance, red for hot, blue for cold, next to
/// nothing between; kinds of gaps. None for any other collection, and for a result without the field of its method.
std::optional<Look> result_look(const Collection& schema);

}  // namespace geo
