// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/weights.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

namespace geo {
namespace {

TEST(WeightsFile, IsReadAsItStands) {
  const auto weights =
      weights_of_json(R"({"n":3,"zero_based":true,"neighbours":[[2,1],[0],[]],"weights":[[0.5,2],[1],[]],"more":"x"})", "w.json");
  ASSERT_EQ(weights.size(), 3U);
  EXPECT_EQ(weights.neighbours.of(0)[0], 1U);
  EXPECT_EQ(weights.value(0, 0), 2);
  EXPECT_EQ(weights.value(0, 1), 0.5);
  const auto from_one = weights_of_json(R"({"n":2,"zero_based":false,"neighbours":[[2],[1]],"weights":null})", "w.json");
  EXPECT_EQ(from_one.neighbours.of(0)[0], 1U);
  EXPECT_TRUE(from_one.values.empty());
}

TEST(WeightsFile, AnythingElseIsRefused) {
  const std::vector<std::pair<std::string, std::string>> bad{
      {"", "w.json is no file of weights: it is no JSON object."},
      {"[]", "w.json is no file of weights: it is no JSON object."},
      {"{\"n\":", "w.json is no file of weights: it is no JSON object."},
      {R"({"zero_based":true,"neighbours":[]})", "w.json is no file of weights: \"n\" must be the number of places."},
      {R"({"n":1,"neighbours":[[]]})",
       "w.json is no file of weights: \"zero_based\" must be true (the first place is 0) or false (it is 1)."},
      {R"({"n":2,"zero_based":true,"neighbours":[[]]})", "w.json is no file of weights: \"neighbours\" must be 2 lists, as \"n\" says."},
      {R"({"n":2,"zero_based":true,"neighbours":[[1],["a"]]})",
       "w.json is no file of weights: \"neighbours\" of place 1 is no list of numbers."},
      {R"({"n":2,"zero_based":true,"neighbours":[[1],[-1]]})",
       "w.json is no file of weights: \"neighbours\" of place 1 is no list of numbers."},
      {R"({"n":2,"zero_based":true,"neighbours":[[1],0]})",
       "w.json is no file of weights: \"neighbours\" of place 1 is no list of numbers."},
      {R"({"n":2,"zero_based":true,"neighbours":[[99999999999],[]]})",
       "w.json is no file of weights: place 0 has the neighbour 99999999999, which is none of 2 places."},
      {R"({"n":2,"zero_based":false,"neighbours":[[2],[0]]})",
       "w.json is no file of weights: place 2 has the neighbour 0, which is none of 2 places."},
      {R"({"n":2,"zero_based":true,"neighbours":[[2],[0]]})", "Weights: place 0 has the neighbour 2, but there are 2 places."},
      {R"({"n":2,"zero_based":true,"neighbours":[[1],[0]],"weights":[[0],[1]]})",
       "Weights: place 0 has the weight 0 for 1; weights are numbers above 0."},
      {R"({"n":2,"zero_based":true,"neighbours":[[1],[0]],"weights":[[1e999],[1]]})",
       "w.json is no file of weights: it is no JSON object."}};
  for (const auto& [json, sentence] : bad) {
    std::string said;
    try {
      weights_of_json(json, "w.json");
    } catch (const Error& error) { said = error.text().en; }
    EXPECT_EQ(said, sentence) << json;
  }
}

TEST(WeightsFile, RowsThatAreLeftOutLeaveTheLists) {
  PlainInput input = plain_input(5);
  add_column(input, "value", {3, 5, {}, 8, 1});
  input.given["weights"] = "w.json";
  input.weights_json = R"({"n":5,"zero_based":true,"neighbours":[[1,2],[0,2],[0,1,3,4],[2,4],[2,3]]})";
  const PlainResult result = ask("gi-star", input);
  EXPECT_EQ(result.used, 4U);
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "links")), 4) << "0-1 and 3-4, both ways";
  for (std::size_t i = 0; i < 4; ++i) { EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "neighbours", i)), 1); }
  ASSERT_FALSE(result.warnings.empty());
  EXPECT_THAT(result.warnings.front().en, testing::HasSubstr("1 places are left out"));
  input.weights_json = R"({"n":1,"zero_based":true,"neighbours":[[]]})";
  EXPECT_EQ(refusal("gi-star", input), "w.json has neighbours of 1 places, places.csv has 5.");
}

}  // namespace
}  // namespace geo
