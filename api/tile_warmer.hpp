// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/site.hpp"

#include <cstddef>
#include <functional>

namespace api {

/// How far one pass goes.
struct WarmLimits {
  std::size_t most_tiles = 2000;  ///< that are drawn
  std::size_t most_places = 512;  ///< of those that were looked at
  std::size_t most_roles = 4;
  int deepest_zoom = 8;
};

/// Draws tiles ahead, as far as there is room for them: those that were looked at most, then those of every collection from the world down
/// to `deepest_zoom`, for whoever has not signed in and for the roles that looked. Only as they are asked for without any condition. What
/// is there already costs microseconds. Asks `go_on` before each tile. Nobody sees anything by it, so that it leaves no trace. Returns how
/// many were drawn.
std::size_t warm_tiles(const SiteParts& parts, const std::function<bool()>& go_on, const WarmLimits& limits = {});

}  // namespace api
