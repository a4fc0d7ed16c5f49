// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>

// Everything a store says, as text: two stores agree when their texts do, and a test that fails shows where they do not.
namespace store_test {

std::string describe(const geo::Value& value);
std::string describe(const geo::Geometry& geometry);
std::string describe(const geo::Feature& feature);
std::string describe(const geo::Collection& collection);
std::string describe(const geo::BatchOutcome& outcome);
std::string describe(const store::BatchRecord& record);
std::string describe(const geo::RejectedRow& row);
std::string describe(const geo::QuarantineRef& ref);
std::string describe(const store::RowVersion& version);
std::string describe(const geo::Filter& filter);
std::string describe(const geo::Query& query);
std::string describe(const geo::BBox& box);
std::string describe(const geo::Edit& edit);

/// The rows of a page, one a line, and whether there are more.
std::string describe(const geo::Page& page);
/// All that the view shows but its version: schema, extents and every row with every column.
std::string describe(const geo::View& view);
/// What scan() visits, in order of fid.
std::string scanned(const geo::View& view, const geo::Filter& filter, const std::vector<std::string>& columns);
std::string describe(const geo::Aggregate& aggregate);

/// What `call` says, or the Problem that it throws.
std::string answer(const std::function<std::string()>& call);

}  // namespace store_test
