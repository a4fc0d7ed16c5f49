// SPDX-License-Identifier: Apache-2.0
#include "tests/store/sequence.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace {

// BAIRRO_MODEL_SEED runs one sequence again, BAIRRO_MODEL_SEQUENCES another number of them.
std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

void run(const store_test::NamedFactory& subject, std::uint64_t first, std::uint64_t sequences) {
  const std::uint64_t only = setting("BAIRRO_MODEL_SEED", 0);
  const std::uint64_t end = only != 0 ? only + 1 : first + setting("BAIRRO_MODEL_SEQUENCES", sequences);
  for (std::uint64_t seed = only != 0 ? only : first; seed < end; ++seed) {
    const std::string disagreement = store_test::compare_with_model(subject, seed, 30);
    ASSERT_TRUE(disagreement.empty()) << disagreement;
  }
}

/// A thousand sequences in four tests, so that they can run side by side.
class ModelThorough : public testing::TestWithParam<std::uint64_t> {};

TEST_P(ModelThorough, SqliteAgreesOnRandomSequences) { run(store_test::sqlite_subject(true), GetParam(), 250); }
TEST_P(ModelThorough, SqliteWithoutCacheAgreesOnRandomSequences) { run(store_test::sqlite_subject(false), 100'000 + GetParam(), 50); }
TEST_P(ModelThorough, SqliteThatLoadsAnewAgreesOnRandomSequences) {
  run(store_test::sqlite_subject(true, false), 200'000 + GetParam(), 50);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelThorough, testing::Values(1000, 1250, 1500, 1750));

}  // namespace
