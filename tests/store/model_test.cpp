// SPDX-License-Identifier: Apache-2.0
#include "tests/store/sequence.hpp"

#include <gtest/gtest.h>

namespace {

using store_test::NamedFactory;

class Model : public testing::TestWithParam<NamedFactory> {};

// A taste of model_thorough_test.cpp that the sanitizers can afford.
TEST_P(Model, AgreesOnRandomSequences) {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const std::string disagreement = store_test::compare_with_model(GetParam(), seed, 30);
    ASSERT_TRUE(disagreement.empty()) << disagreement;
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, Model, testing::ValuesIn(store_test::all_subjects()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
