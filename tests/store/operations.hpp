// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <string>

namespace store_test {

/// Does the `number`th thing, counted from 1, to a store to which all before it were done: an import, a complete one, one with rows
/// refused and rows out of quarantine, an edit, an undo, a result kept or removed. Each is one commit, and the same for every store.
void perform(store::Store& store, std::int64_t number);

/// All that a store says, by which two of them are compared.
std::string everything(store::Store& store);

}  // namespace store_test
