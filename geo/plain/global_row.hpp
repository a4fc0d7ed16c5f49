// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/global_statistics.hpp"
#include "geo/plain/result.hpp"

#include <string_view>

namespace geo {

/// What is told of one statistic of a whole map.
NamedCells global_row(std::string_view statistic, std::string_view assumption, const GlobalStatistic& found);

}  // namespace geo
