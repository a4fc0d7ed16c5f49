// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace tiles_tests {

// An invented country: squares of a grid put together to larger ones as in a quad-tree, some with an enclave, along borders that wind as
// coasts do. Neighbours have the vertices of their border in common, exactly, and the outline is that of the whole.
struct Mosaic {
  geo::BBox box;
  std::vector<std::string> districts;  // WKB
  std::string outline;                 // WKB
};
// `side` a power of two; `winding` edges for each side of a square, a power of two.
Mosaic make_mosaic(std::mt19937_64& random, const geo::BBox& box, int side, int winding);

// A view of areas, one row for each WKB, with the number of it in `people`. Keeps its store.
std::shared_ptr<const geo::View> view_of_areas(const std::vector<std::string>& wkb);

}  // namespace tiles_tests
