// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "geo/table/row.hpp"

#include <string>
#include <vector>

// What every kind of store holds results of analyses to.
namespace store {

/// Throws Error{usage} when what is to be kept as a result is none, or could not be read afterwards.
void check_result(const geo::Collection& collection, const std::vector<geo::Row>& rows, const geo::Catalog& catalog);
/// The collection's schema as a store keeps it: all in memory, built in nowhere.
geo::Collection as_result(geo::Collection collection);

/// Throws Error{usage} for a result: its rows come from its analysis and from nowhere else.
void refuse_result(const geo::Collection& collection);
/// Throws Error{not_found}, in the words for a collection that does not exist, when the role may not know of it.
void check_may_know(const geo::Collection& collection, const geo::Role& role);

[[noreturn]] void throw_no_collection(const std::string& id);

}  // namespace store
