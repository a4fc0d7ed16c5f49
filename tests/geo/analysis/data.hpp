// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/table/view.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Rows in stores for analyses to work on.
namespace analysis_test {

using Cells = std::vector<std::pair<std::string, geo::Value>>;

/// A row of a built-in collection, null but for what is named.
geo::Row row(const std::string& collection, const geo::Geometry& geometry, const Cells& cells = {});
inline geo::Row row(const std::string& collection, geo::LonLat at, const Cells& cells = {}) {
  return row(collection, geo::Geometry::point(at), cells);
}

/// Rows get the numbers 1, 2, … in their order.
void add(store::Store& store, const std::string& collection, const std::vector<geo::Row>& rows);

std::unique_ptr<store::Store> memory_store();
/// A view of these rows and no others, for the programme.
std::shared_ptr<const geo::View> view_of(const std::string& collection, const std::vector<geo::Row>& rows);

/// The same rows under the same numbers, in another order and in batches of other sizes.
std::shared_ptr<const geo::View> shuffled(std::shared_ptr<const geo::View> view, std::uint64_t seed);

/// All of an analysis but its id, for comparing bit by bit.
std::string everything(const geo::Analysis& analysis);

/// A value of a row of a result; fails the test when there is no such field.
const geo::Value& value(const geo::Analysis& analysis, const geo::Row& row, const std::string& field);
double real(const geo::Analysis& analysis, const geo::Row& row, const std::string& field);
std::int64_t integer(const geo::Analysis& analysis, const geo::Row& row, const std::string& field);
std::string text(const geo::Analysis& analysis, const geo::Row& row, const std::string& field);

/// The number behind the names, one within the other, in compact JSON; NaN when it is not there, or null.
double number(const std::string& json, const std::vector<std::string>& names);

/// Of the plane, as the parameters say.
geo::LonLat centre_of(const geo::Analysis& analysis);
/// The corners of a row's one polygon, closed.
std::vector<geo::LonLat> ring_of(const geo::Row& row);

}  // namespace analysis_test
