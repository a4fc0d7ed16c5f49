// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"

#include <cstddef>

namespace app {

/// Shares tasks out to `threads` threads, the calling one among them; each takes the next task when it is done with one. The
/// first exception of a task comes out of the call, when all threads have ended; no further task begins after it.
geo::Workers thread_workers(std::size_t threads);

/// As many threads as the machine runs at once, at most eight.
geo::Workers all_workers();

}  // namespace app
