// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Letters to add, take away, change or exchange with a neighbour to make one text of the other.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The `count` names nearest to `wanted`, the nearest first. Names are short: O(names * length²).
std::vector<std::string> nearest(std::string_view wanted, const std::vector<std::string>& names, std::size_t count);

}  // namespace importers
