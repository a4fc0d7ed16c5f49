// SPDX-License-Identifier: Apache-2.0
#include "api/parameters.hpp"

#include "geo/base/error.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

using api_tests::make_request;

namespace {

api::Request with(const std::string& name, const std::string& value) {
  api::Request request = make_request("/");
  request.query.emplace_back(name, value);
  return request;
}

TEST(Parameters, Bbox) {
  struct Case {
    const char* text;
    geo::BBox box;
  };
  const std::vector<Case> good{
      {"40,-13,41,-12", {40, -13, 41, -12}},
      {"40.5,-13.25,41e0,-1.2e1", {40.5, -13.25, 41, -12}},
      {"-180,-90,180,90", {-180, -90, 180, 90}},
      {"177,65,-177,70", {177, 65, -177, 70}},
      {"40,-13,0,41,-12,100", {40, -13, 41, -12}},
      {"40,-13,-5,41,-12,-5", {40, -13, 41, -12}},
      {"1,1,1,1", {1, 1, 1, 1}},
  };
  for (const Case& c : good) { EXPECT_EQ(api::bbox_parameter(with("bbox", c.text)), c.box) << c.text; }
  EXPECT_EQ(api::bbox_parameter(make_request("/")), std::nullopt);

  for (const char* bad :
       {"",        ",",          "1",         "1,2,3",       "1,2,3,4,5",     "1,2,3,4,5,6,7", "1,2,3,",    ",1,2,3",    "1,,2,3",
        "a,b,c,d", "1,2,3,4x",   " 1,2,3,4",  "1, 2,3,4",    "+1,2,3,4",      "0x1,2,3,4",     "nan,2,3,4", "1,2,inf,4", "1,2,1e999,4",
        "1,5,2,4", "-181,0,1,1", "0,-91,1,1", "0,0,180.1,1", "0,0,1,90.0001", "1,2,9,3,4,5",   "1;2;3;4",   "１,2,3,4"}) {
    EXPECT_THROW(api::bbox_parameter(with("bbox", bad)), geo::Error) << bad;
  }
  EXPECT_THROW(api::bbox_parameter(with("bbox", std::string(5000, ','))), geo::Error);
}

TEST(Parameters, Limit) {
  struct Case {
    const char* text;
    std::uint32_t limit;
  };
  for (const Case& c : std::vector<Case>{{"1", 1}, {"007", 7}, {"10000", 10000}, {"10001", 10000}, {"99999999999999999999999999", 10000}}) {
    EXPECT_EQ(api::limit_parameter(with("limit", c.text), 5), c.limit) << c.text;
  }
  EXPECT_EQ(api::limit_parameter(make_request("/"), 5), 5U);
  for (const char* bad : {"", "0", "000", "-1", "+1", "1.0", "1e3", " 1", "1 ", "ten", "0x10", "١"}) {
    EXPECT_THROW(api::limit_parameter(with("limit", bad), 5), geo::Error) << bad;
  }
}

TEST(Parameters, Datetime) {
  EXPECT_EQ(api::datetime_parameter(make_request("/")), std::nullopt);
  const auto day = api::datetime_parameter(with("datetime", "2024-03-01"));
  ASSERT_TRUE(day);
  EXPECT_EQ(day->to - day->from, 86'400'000 - 1);
  for (const char* good : {"2024-03-01T10:00:00Z", "2024-03-01/2024-03-05", "../2024-03-05", "2024-03-01/..", "/2024-03-05", "2024-03-01/",
                           "2024-03-01/P2D", "0000-01-01T00:00:00Z/9999-12-31T23:59:59Z"}) {
    EXPECT_TRUE(api::datetime_parameter(with("datetime", good))) << good;
  }
  for (const char* bad : {"yesterday", "2024-02-30", "2024-03-05/2024-03-01", "2024-03-01/2024-03-02/2024-03-03", "2024-3-1"}) {
    EXPECT_THROW(api::datetime_parameter(with("datetime", bad)), geo::Error) << bad;
  }
}

TEST(Parameters, FormatStandsAboveAccept) {
  api::Request request = with("f", "json");
  request.headers.push_back({"Accept", "text/html"});
  EXPECT_EQ(api::format_parameter(request), api::Format::json);
  request.query.clear();
  EXPECT_EQ(api::format_parameter(request), api::Format::html);
}

}  // namespace
