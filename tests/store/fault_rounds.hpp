// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace store_test {

struct FaultRounds {
  std::string fault;          ///< what went wrong with the store, and in which round; empty: nothing did
  int faults = 0;             ///< rounds in which a write or a sync failed
  int failed = 0;             ///< rounds in which the operation failed
  int kept_all_the_same = 0;  ///< of those: rounds in which it is there after all, whole
  int came_back = 0;          ///< rounds that found the operation of the round before, which had failed then
  int survived = 0;           ///< rounds in which something failed and the operation succeeded in spite of it
};

/// Operations on a store over a disk that fails at a random call, until in `faults` of them a write or a sync has failed. After
/// each the store must be whole, and hold all of the operation or nothing; all of it when it was said to be done.
FaultRounds run_fault_rounds(int faults, std::uint64_t seed);

}  // namespace store_test
