// SPDX-License-Identifier: Apache-2.0
#include "api/page_token.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

namespace {

const std::vector<geo::SortKey> by_time{{"occurred_from", true}, {"place_name", false}};

TEST(PageToken, ReadsBackWhatItSays) {
  for (const geo::Fid fid : {geo::Fid{1}, geo::Fid{999}, (geo::Fid{1} << 53) - 1}) {
    EXPECT_EQ(api::read_page_token("incidents", {}, api::page_token("incidents", {}, {fid})), (api::PlaceInOrder{fid}));
    const std::vector<std::vector<geo::Value>> keys{{std::int64_t{-5}, std::string("São João")},
                                                    {geo::Value{}, std::string(200, 'x')},
                                                    {0.1, true},
                                                    {std::string("a\0b", 3), geo::Value{}}};
    for (const auto& values : keys) {
      const api::PlaceInOrder place{fid, values};
      EXPECT_EQ(api::read_page_token("incidents", by_time, api::page_token("incidents", by_time, place)), place);
    }
  }
}

TEST(PageToken, BelongsToOneOrder) {
  const std::string token = api::page_token("incidents", by_time, {7, {std::int64_t{1}, std::string("a")}});
  const std::vector<geo::SortKey> other{{"occurred_from", false}, {"place_name", false}};
  EXPECT_THROW(api::read_page_token("incidents", other, token), geo::Error);
  EXPECT_THROW(api::read_page_token("incidents", {}, token), geo::Error);
}

TEST(PageToken, AnyChangeIsRefused) {
  const std::string token = api::page_token("incidents", {}, {4711});
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'0', '1', '9', 'a', 'f', 'F', 'z', '-', ' ', '%'}) {
      std::string changed = token;
      if (changed[i] == c) { continue; }
      changed[i] = c;
      EXPECT_THROW(api::read_page_token("incidents", {}, changed), geo::Error) << changed;
    }
    EXPECT_THROW(api::read_page_token("incidents", {}, token.substr(0, i)), geo::Error) << i;
  }
  EXPECT_THROW(api::read_page_token("incidents", {}, token + "0"), geo::Error);
  EXPECT_THROW(api::read_page_token("sites", {}, token), geo::Error);
}

}  // namespace
