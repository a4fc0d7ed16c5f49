// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/database.hpp"

#include <cstddef>
#include <string>

namespace store {

/// Fills the empty R*Tree of a GeoPackage layer (tables rtree_TABLE_geom…) from the rows of TABLE, whose columns are fid and geom.
/// Row by row SQLite takes 35 s for a million rows; here the tree's nodes are packed bottom-up (sort-tile-recursive, Leutenegger
/// et al. 1997) and written as they are, in 2 s. The form of the nodes is that of SQLite's own ext/rtree/rtree.c; SQLite's
/// rtreecheck() finds nothing wrong with them. In memory are `rows_at_once` boxes at most (24 bytes each) and a fiftieth of the others.
void fill_spatial_index(Database& database, const std::string& table, std::size_t rows_at_once = std::size_t{1} << 18U);

}  // namespace store
