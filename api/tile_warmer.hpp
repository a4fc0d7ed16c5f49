// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/site.hpp"

#include <cstddef>
#include <functional>

namespace api {

/// Takes what warm_tiles() reads all over into memory, while `go_on` says so: others may wait for it, so a thread that is about to claim
/// less of the processor than they do does this before.
void open_views(const SiteParts& parts, const std::function<bool()>& go_on);

/// How far one pass goes.
struct WarmLimits {
  std::size_t most_tiles = 2000;          ///< that are drawn
  std::size_t most_places = 512;          ///< of those that were looked at
  std::size_t most_places_of_role = 128;  ///< so that no role has them all
  std::size_t most_roles = 4;
  int deepest_zoom = 8;
};

/// Draws tiles ahead, as far as there is room for them: those that were looked at most, then those of every collection from the world down
/// to `deepest_zoom` for whoever has not signed in, and of those that other roles look at for them. Only as they are asked for without any
/// condition. Results of analyses only where they were looked at; shapes only at zooms for which they are made already: what is kept with a
/// view, and what others would wait for, is made for those alone who ask. What is there already costs microseconds. Asks `go_on` before
/// each collection and each tile. Nobody sees anything by it, so that it leaves no trace. Returns how many were drawn.
std::size_t warm_tiles(const SiteParts& parts, const std::function<bool()>& go_on, const WarmLimits& limits = {});

}  // namespace api
