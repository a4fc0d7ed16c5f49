// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <string>

namespace app_test {

/// The canonical dump: every row of every collection with every column, and every row that waits in quarantine, in order of id. The
/// same text for the same rows, whatever happened in between.
std::string rows_of(store::Store& store);

/// That, and how it came to be: commits, batches with their reports and what they refused, every version of every row, also of
/// those that are gone.
std::string all_of(store::Store& store);

}  // namespace app_test
