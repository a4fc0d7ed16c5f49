// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/mvt.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tiles {
inline bool operator<(GridPoint a, GridPoint b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); }
}  // namespace tiles

namespace tiles_tests {

using Edge = std::pair<tiles::GridPoint, tiles::GridPoint>;

std::vector<Edge> edges_of(const std::vector<tiles::GridPolygon>& polygons);
// Shells less holes.
std::int64_t area2_of(const std::vector<tiles::GridPolygon>& polygons);
// Empty when rings pass no place twice, meet one another in vertices only, shells turn one way and holes the other, and each hole lies in
// its shell. By comparing all with all.
std::string fault_of(const std::vector<tiles::GridPolygon>& polygons);
// Empty when edges meet in their ends only, or are the same.
std::string crossing_of(const std::vector<tiles::GridPolygon>& polygons);

// Edges in one direction less those in the other.
class Surplus {
 public:
  void add(const std::vector<tiles::GridPolygon>& polygons, int times);
  // Whether nothing is left; along x or y = min or max, length by length.
  [[nodiscard]] bool is_nothing(std::int32_t min, std::int32_t max) const;

 private:
  std::map<Edge, int> m_edges;  // by the lower end
};

}  // namespace tiles_tests
