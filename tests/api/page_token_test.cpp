// SPDX-License-Identifier: Apache-2.0
#include "api/page_token.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

namespace {

TEST(PageToken, ReadsBackWhatItSays) {
  for (const geo::Fid fid : {geo::Fid{1}, geo::Fid{999}, (geo::Fid{1} << 53) - 1}) {
    EXPECT_EQ(api::read_page_token("incidents", api::page_token("incidents", fid)), fid);
  }
}

TEST(PageToken, AnyChangeIsRefused) {
  const std::string token = api::page_token("incidents", 4711);
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'0', '1', '9', 'a', 'f', 'F', 'z', '-', ' ', '%'}) {
      std::string changed = token;
      if (changed[i] == c) { continue; }
      changed[i] = c;
      EXPECT_THROW(api::read_page_token("incidents", changed), geo::Error) << changed;
    }
    EXPECT_THROW(api::read_page_token("incidents", token.substr(0, i)), geo::Error) << i;
  }
  EXPECT_THROW(api::read_page_token("incidents", token + "0"), geo::Error);
  EXPECT_THROW(api::read_page_token("sites", token), geo::Error);
}

}  // namespace
