// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/latlon.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace importers {
namespace {

struct Good {
  const char* cell;
  double degrees;
  Axis axis;
};

TEST(ParseLatLon, ReadsWhatPeopleWrite) {
  const double dms = -(12 + 29 / 60.0 + 24 / 3600.0);
  const Good cases[] = {
      {"-12.49", -12.49, Axis::unknown},
      {" -11.7871903 ", -11.7871903, Axis::unknown},
      {"8549845.6", 8549845.6, Axis::unknown},
      {"12.49 S", -12.49, Axis::latitude},
      {"S12.49", -12.49, Axis::latitude},
      {"s 12.49", -12.49, Axis::latitude},
      {"-12.49 S", -12.49, Axis::latitude},
      {"40.5 E", 40.5, Axis::longitude},
      {"40.5 Leste", 40.5, Axis::longitude},
      {"70.5 O", -70.5, Axis::longitude},
      {"70.5 oeste", -70.5, Axis::longitude},
      {"12.5 Norte", 12.5, Axis::latitude},
      {"12.5 SUL.", -12.5, Axis::latitude},
      {"12.49\xc2\xb0", 12.49, Axis::unknown},
      {"12\xc2\xb0"
       "29'24.00\"S",
       dms, Axis::latitude},
      {"12\xc2\xb0 29' 24\" S", dms, Axis::latitude},
      {"12\xc2\xba"
       "29\xe2\x80\xb2"
       "24\xe2\x80\xb3S",
       dms, Axis::latitude},
      {"12\xc2\xb0"
       "29\xe2\x80\x99"
       "24\xe2\x80\x9d Sul",
       dms, Axis::latitude},
      {"12\xc2\xb0"
       "29''24''S",
       dms, Axis::latitude},
      {"12 29 24 S", dms, Axis::latitude},
      {"12 29.4 S", dms, Axis::latitude},
      {"S12\xc2\xb0"
       "29.4'",
       dms, Axis::latitude},
      {"-12\xc2\xb0"
       "29'24\"",
       dms, Axis::unknown},
      {"12\xc2\xb0"
       "29'24\"W",
       dms, Axis::longitude},
  };
  for (const Good& test : cases) {
    const auto angle = parse_latlon_cell(test.cell, NumberStyle::point);
    ASSERT_TRUE(angle) << test.cell;
    EXPECT_NEAR(angle->value, test.degrees, 1e-12) << test.cell;
    EXPECT_EQ(angle->axis, test.axis) << test.cell;
  }
  EXPECT_EQ(parse_latlon_cell("-13,0915463", NumberStyle::comma)->value, -13.0915463);
  EXPECT_NEAR(parse_latlon_cell("12\xc2\xb0"
                                "29'24,5\"S",
                                NumberStyle::comma)
                  ->value,
              -(12 + 29 / 60.0 + 24.5 / 3600.0), 1e-12);
  EXPECT_TRUE(parse_latlon_cell("12 29.4 S", NumberStyle::point)->sexagesimal);
  EXPECT_FALSE(parse_latlon_cell("12.4 S", NumberStyle::point)->sexagesimal);
}

TEST(ParseLatLon, NothingForTheRest) {
  for (const char* cell : {"",
                           "x",
                           "S",
                           "12 S N",
                           "S 12 S",
                           "12S40E",
                           "12 29.4",
                           "12\xc2\xb0"
                           "60'S",
                           "12\xc2\xb0"
                           "29'60\"S",
                           "12.5\xc2\xb0"
                           "29'S",
                           "12\xc2\xb0"
                           "29.5'10\"S",
                           "-12 N",
                           "12 - 29 S",
                           "1 2 3 4 S",
                           "\xc2\xb0"
                           "12S",
                           "'12",
                           "12 foo",
                           "nan",
                           "--12 S",
                           "12..5 S",
                           "n/a",
                           "12\xc2\xb0"
                           "-29'S"}) {
    EXPECT_FALSE(parse_latlon_cell(cell, NumberStyle::point)) << cell;
  }
  EXPECT_FALSE(parse_latlon_cell("-13,0915463", NumberStyle::point));
  EXPECT_FALSE(parse_latlon_cell("12 S" + std::string(100, ' '), NumberStyle::point));
}

TEST(ParseLatLon, DegreesMinutesSecondsComeBack) {
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    const int tenths = static_cast<int>(random() % (180U * 36'000U));
    const int degrees = tenths / 36'000;
    const int minutes = tenths / 600 % 60;
    const double seconds = tenths % 600 / 10.0;
    const std::string text = i % 2 == 0 ? fmt::format("{}\xc2\xb0{:02}'{:04.1f}\"W", degrees, minutes, seconds)
                                        : fmt::format("{} {} {:.1f} O", degrees, minutes, seconds);
    const auto angle = parse_latlon_cell(text, NumberStyle::point);
    ASSERT_TRUE(angle) << text;
    EXPECT_NEAR(angle->value, -tenths / 36'000.0, 1e-9) << text;
  }
}

TEST(ParseGeopoint, TextOfOdkKoboAndSocrata) {
  const auto full = parse_geopoint_cell("-13.1337004 39.0481718 0.0 9.6");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->latitude, -13.1337004);
  EXPECT_EQ(full->longitude, 39.0481718);
  EXPECT_EQ(full->altitude_m, 0.0);
  EXPECT_EQ(full->accuracy_m, 9.6);
  const auto socrata = parse_geopoint_cell("(41.8, -87.6)");
  ASSERT_TRUE(socrata);
  EXPECT_EQ(socrata->latitude, 41.8);
  EXPECT_EQ(socrata->longitude, -87.6);
  EXPECT_FALSE(socrata->altitude_m);
  EXPECT_TRUE(parse_geopoint_cell("0 0 0 0"));
  EXPECT_TRUE(parse_geopoint_cell(" 1 , 2 "));
  EXPECT_TRUE(parse_geopoint_cell("1,2"));
  for (const char* cell : {"", "1", "1 x", "1 2 3 4 5", "1,,2", "1,2,", "(1, 2", "-13,13 39,04 0 1 2", "nan 1", "()", ","}) {
    EXPECT_FALSE(parse_geopoint_cell(cell)) << cell;
  }
}

}  // namespace
}  // namespace importers
