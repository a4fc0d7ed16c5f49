// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace importers::child {

/// Whether the text of a `coordinates` element is what KML says: positions divided by white space, each of two or three numbers
/// divided by commas. Nothing at all is good, too.
bool are_coordinates(std::string_view text);

/// libkml reads "40.5,abc" as latitude 0 and "40,5,-12,9" as longitude 40, latitude 5. Coordinates that are none become numbers
/// that cannot be a place, so that the row is found bad instead of standing where it never was.
/// `bad`: where they begin and how long they are, in order.
std::string without_false_places(std::string text, const std::vector<std::pair<std::size_t, std::size_t>>& bad);

}  // namespace importers::child
