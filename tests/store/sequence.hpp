// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/store/subjects.hpp"

#include <cstdint>
#include <string>

namespace store_test {

/// Does `steps` random things to a store and to MemoryStore and compares all they say. Empty when they agree; otherwise the
/// seed, the steps so far, and what each of them said.
std::string compare_with_model(const NamedFactory& subject, std::uint64_t seed, int steps);

}  // namespace store_test
