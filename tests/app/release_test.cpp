// SPDX-License-Identifier: Apache-2.0
#include "tests/api/json.hpp"
#include "tests/app/program.hpp"
#include "tests/app/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace {

using api_tests::Json;
using testing::HasSubstr;

class Release : public app_test::Program {
 protected:
  void SetUp() override {
    for (const char* part : {"", ".audit-key"}) { std::filesystem::copy_file(app_test::sample_store() + part, store + part); }
  }
};

TEST_F(Release, OfCountsIsForEverybodyAndHasNothingSmall) {
  EXPECT_EQ(run({"count", "r-district-counts", "--role", "visitor"}).exit_code, 2);
  EXPECT_THAT(done({"release", "counts"}), HasSubstr("everybody may see it now"));
  for (const char* role : {"visitor", "partner", "police", "programme", "protection", "admin", "partner@MZ0102"}) {
    EXPECT_EQ(done({"count", "r-district-counts", "--role", role}), "85\n") << role << ": 17 districts, 5 years";
  }
  std::int64_t shown = 0;
  for (const Json& feature : Json(done({"query", "r-district-counts", "--role", "visitor", "--limit", "0"})).elements("/features")) {
    if (!feature.has("/properties/incidents") || feature.is_null("/properties/incidents")) { continue; }
    const std::int64_t n = feature.integer("/properties/incidents");
    EXPECT_GE(n, 5);
    EXPECT_EQ(n % 5, 0);
    ++shown;
  }
  EXPECT_GT(shown, 10);
  // Once more takes its place, and is on record.
  done({"release", "counts", "--k", "10", "--years", "2"});
  EXPECT_EQ(done({"count", "r-district-counts", "--role", "visitor"}), "34\n");
  EXPECT_THAT(done({"audit", "list", "--action", "release"}), HasSubstr("r-district-counts"));
  EXPECT_EQ(run({"release", "counts", "--k", "4"}).exit_code, 2);
  done({"results", "remove", "r-district-counts"});
  EXPECT_EQ(run({"count", "r-district-counts", "--role", "visitor"}).exit_code, 2);
}

}  // namespace
