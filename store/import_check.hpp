// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"

namespace store {

/// Throws Error{usage} for an import that no store could keep: into a result, or a complete one into a collection whose rows
/// cannot be marked withdrawn.
void check_import(const geo::BatchInfo& info, const geo::Collection& collection);

/// Position of the field that says since when a row is withdrawn; -1 for a collection without it.
int withdrawn_field(const geo::Collection& collection);

}  // namespace store
