// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"

namespace geo {

/// The project's code lists: an ICCS subset, local categories and the lists of the data model. See code_lists.cpp.
std::vector<CodeList> builtin_code_lists();

/// The fields that end every collection, also one that an administrator adds.
std::vector<Field> fields_of_every_collection();

}  // namespace geo
