// SPDX-License-Identifier: Apache-2.0
#include "tests/geo/cql2/against_oracle.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Cql2EvaluateThorough, AgreesWithATextbookOnAHundredThousandFilters) {
  for (std::uint64_t seed = 1001; seed <= 1500 && !HasFatalFailure(); ++seed) { cql2_test::hold_against_oracle(seed, 200); }
}

}  // namespace
