// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace cql2_test {

/// Makes collections, rows and filters by chance and holds the engine's truth about each row against the oracle's; each filter goes
/// through text or JSON first.
void hold_against_oracle(std::uint64_t seed, int filters);

}  // namespace cql2_test
