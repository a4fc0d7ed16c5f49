// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/order.hpp"
#include "geo/table/row.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace api {

/// Where a page of a collection begins: after this row.
struct PlaceInOrder {
  geo::Fid fid = 0;
  std::vector<geo::Value> keys = {};  ///< of a sorted page: what the row had there, a value for each key

  bool operator==(const PlaceInOrder&) const = default;
};

/// The `next` parameter: where the following page of a collection starts. Clients pass it on and never read it. It holds no state of
/// the server's, so that it stays good while rows are added, changed and removed, and after a restart. In a sorted page it names the
/// values that the page's last row has in the fields sorted by, which whoever sees the page sees too.
std::string page_token(std::string_view collection, const std::vector<geo::SortKey>& sort, const PlaceInOrder& last);

/// The place the token stands for. Throws Error{usage} for anything that page_token() did not make for this collection and order.
PlaceInOrder read_page_token(std::string_view collection, const std::vector<geo::SortKey>& sort, std::string_view token);

}  // namespace api
