// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/crs/name.hpp"
#include "geo/crs/transform.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace geo {
namespace {

TEST(CrsName, TheFormsInWhichPeopleWriteIt) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"EPSG:32737", "EPSG:32737"},
      {"epsg:3857", "EPSG:3857"},
      {"urn:ogc:def:crs:EPSG::32737", "EPSG:32737"},
      {"urn:ogc:def:crs:EPSG:9.8.15:4326", "EPSG:4326"},
      {"URN:OGC:DEF:CRS:EPSG::4326", "EPSG:4326"},
      {"urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"},
      {"urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84"},
      {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84"},
      {"https://www.opengis.net/def/crs/OGC/0/CRS84", "OGC:CRS84"},
      {"http://www.opengis.net/def/crs/EPSG/0/3036", "EPSG:3036"},
      {"CRS84", "OGC:CRS84"},
      {"OGC:CRS84", "OGC:CRS84"},
      {"ogc:crs84", "OGC:CRS84"},
      {"[EPSG:4326]", "EPSG:4326"},
      {"[OGC:CRS84]", "OGC:CRS84"},
      {"<http://www.opengis.net/def/crs/EPSG/0/3857>", "EPSG:3857"},
      {"http://www.opengis.net/def/crs/EPSG/9.9.1/4326", "EPSG:4326"},
  };
  for (const auto& [text, want] : cases) {
    const auto name = parse_crs_name(text);
    ASSERT_TRUE(name) << text;
    EXPECT_EQ(name->short_form(), want);
    EXPECT_EQ(parse_crs_name(name->short_form()), name);
    EXPECT_EQ(parse_crs_name(name->uri()), name) << name->uri();
  }
  EXPECT_EQ(parse_crs_name("epsg:32737")->uri(), "http://www.opengis.net/def/crs/EPSG/0/32737");
  EXPECT_EQ(parse_crs_name("CRS84")->uri(), "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
}

const std::vector<std::string> not_names = {"",
                                            "32737",
                                            "EPSG",
                                            "EPSG:",
                                            "EPSG:0",
                                            "EPSG:032737",
                                            "EPSG:1234567",
                                            "EPSG: 32737",
                                            "EPSG:32737 ",
                                            "EPSG:32737+5773",
                                            "EPSG:-1",
                                            "EPSGX:1",
                                            "ESRI:102003",
                                            "OGC:CRS83",
                                            "OGC:CRS84x",
                                            "crs84:",
                                            "+proj=utm +zone=37 +south",
                                            "+init=epsg:32737",
                                            "+proj=pipeline +step +proj=hgridshift +grids=/etc/passwd",
                                            "proj=utm",
                                            "WGS84",
                                            "WGS 84 / UTM zone 37S",
                                            "urn:ogc:def:crs:EPSG:32737",
                                            "urn:ogc:def:crs:EPSG:x:32737",
                                            "urn:ogc:def:crs:EPSG::32737:1",
                                            "urn:ogc:def:datum:EPSG::6326",
                                            "urn:ogc:def:crs,crs:EPSG::4326,crs:EPSG::5773",
                                            "http://www.opengis.net/def/crs/EPSG/32737",
                                            "http://www.opengis.net/def/crs/EPSG/0/32737/",
                                            "http://example.org/def/crs/EPSG/0/32737",
                                            "ftp://www.opengis.net/def/crs/EPSG/0/32737",
                                            "http://www.opengis.net/gml/srs/epsg.xml#4326",
                                            R"(PROJCS["x"])",
                                            R"({"type":"GeographicCRS"})",
                                            "<>",
                                            "[]",
                                            "[EPSG:4326",
                                            "EPSG:4326]",
                                            "<EPSG:4326]",
                                            "[[EPSG:4326]]",
                                            "../proj.db",
                                            "/etc/passwd",
                                            "file:///etc/passwd",
                                            std::string("EPSG:4326\0", 10)};

TEST(CrsName, NothingElseReachesProj) {
  for (const std::string& text : not_names) {
    EXPECT_FALSE(parse_crs_name(text)) << text;
    try {
      const Transform transform(text);
      ADD_FAILURE() << "accepted " << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage);
      EXPECT_NE(error.text().en.find("EPSG:32737"), std::string::npos);
      EXPECT_NE(error.text().pt.find("EPSG:32737"), std::string::npos);
    }
  }
}

TEST(Transform, CodesThatAreNotForMapsAreRefused) {
  // unknown; unit; ellipsoid; vertical; geocentric; engineering
  for (const char* code : {"EPSG:99999", "EPSG:9001", "EPSG:7030", "EPSG:5773", "EPSG:4978", "EPSG:5800", "EPSG:1"}) {
    try {
      const Transform transform(code);
      ADD_FAILURE() << "accepted " << code;
    } catch (const Error& error) { EXPECT_EQ(error.problem(), Problem::usage) << code; }
  }
}

struct Known {
  const char* crs;
  double x;
  double y;
  LonLat want;
};

// What `cs2cs -f %.9f CRS OGC:CRS84` (PROJ 9.1.1) prints. The first is the trap: with the axes of the register taken literally
// it comes out elsewhere.
const std::vector<Known> known = {
    {"EPSG:32737", 391554, 8562651, {38.0000031591, -13.0000033969}},
    {"EPSG:32736", 500000, 8500000, {33, -13.568451278}},
    {"EPSG:3036", 500000, 8500000, {33, -13.568451278}},
    {"EPSG:3037", 500000, 8500000, {39, -13.568451278}},
    {"EPSG:2736", 500000, 8500000, {32.999627687, -13.570573187}},
    {"EPSG:3857", 4500000, -1400000, {40.424187785, -12.476624651}},
    {"EPSG:3435", 1176096, 1900641, {-87.628831110, 41.882729012}},  // Chicago, in US survey feet
    {"EPSG:4326", 40.5, -12.25, {40.5, -12.25}},
    {"urn:ogc:def:crs:EPSG::4326", 40.5, -12.25, {40.5, -12.25}},
    {"OGC:CRS84", 40.5, -12.25, {40.5, -12.25}},
};

TEST(Transform, AgreesWithCs2cs) {
  for (const Known& k : known) {
    Transform transform(k.crs);
    const auto p = transform.to_lonlat(k.x, k.y);
    ASSERT_TRUE(p) << k.crs;
    EXPECT_LT(distance_m(*p, k.want), 0.001) << k.crs << ' ' << p->lon << ' ' << p->lat;
  }
}

TEST(Transform, KnowsWhenThereIsNothingToDo) {
  EXPECT_TRUE(Transform("CRS84").is_identity());
  EXPECT_TRUE(Transform("EPSG:4326").is_identity());
  EXPECT_FALSE(Transform("EPSG:32737").is_identity());
  EXPECT_EQ(Transform("epsg:32737").crs().short_form(), "EPSG:32737");
}

TEST(Transform, WhatHasNoPlaceIsNothing) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  for (const char* crs : {"EPSG:32737", "EPSG:3857", "EPSG:4326", "EPSG:3435"}) {
    Transform transform(crs);
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{nan, 0}, {0, nan}, {inf, 0}, {0, -inf}, {1e300, 1e300}, {-1e12, 0}}) {
      EXPECT_FALSE(transform.to_lonlat(x, y)) << crs << ' ' << x << ' ' << y;
    }
    EXPECT_TRUE(transform.to_lonlat(40.0, 10.0)) << crs << ": a failure must not stick";
  }
  EXPECT_FALSE(Transform("EPSG:4326").to_lonlat(180.5, 0));
  EXPECT_FALSE(Transform("EPSG:4326").to_lonlat(-12.0, 91));
}

TEST(Transform, ArraysAreDoneInPlace) {
  Transform transform("EPSG:32737");
  std::vector<double> x = {391554, 1e300, 500000};
  std::vector<double> y = {8562651, 0, 8500000};
  EXPECT_EQ(transform.to_lonlat(x, y), 1U);
  EXPECT_EQ((LonLat{x[0], y[0]}), *transform.to_lonlat(391554.0, 8562651.0));
  EXPECT_TRUE(std::isnan(x[1]) && std::isnan(y[1]));
  EXPECT_EQ((LonLat{x[2], y[2]}), *transform.to_lonlat(500000.0, 8500000.0));
}

std::string line(const std::vector<LonLat>& vertices) {
  WkbBuilder wkb;
  wkb.begin(WkbType::line);
  for (const LonLat& p : vertices) { wkb.vertex(p); }
  wkb.end();
  return wkb.bytes();
}

TEST(Transform, GeometriesVertexByVertex) {
  Transform transform("EPSG:32737");
  const auto geometry = transform.to_lonlat(line({{391554, 8562651}, {500000, 8500000}}));
  ASSERT_TRUE(geometry);
  EXPECT_EQ(*geometry, Geometry::from_wkb(line({*transform.to_lonlat(391554.0, 8562651.0), *transform.to_lonlat(500000.0, 8500000.0)})));
  EXPECT_FALSE(transform.to_lonlat(line({{391554, 8562651}, {1e300, 0}})));
  EXPECT_THROW(transform.to_lonlat("rubbish"), Error);

  WkbBuilder point;
  point.begin(WkbType::point);
  point.vertex({391554, 8562651});
  point.end();
  EXPECT_EQ(transform.to_lonlat(point.bytes()), Geometry::point(*transform.to_lonlat(391554.0, 8562651.0)));
}

TEST(Transform, AnEmptyPointIsNoGeometry) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  WkbBuilder point;
  point.begin(WkbType::point);
  point.vertex({nan, nan});
  point.end();
  for (const char* crs : {"EPSG:32737", "EPSG:4326"}) { EXPECT_EQ(Transform(crs).to_lonlat(point.bytes()), Geometry()) << crs; }
}

TEST(Transform, Moves) {
  Transform a("EPSG:32737");
  Transform b(std::move(a));
  Transform c("CRS84");
  c = std::move(b);
  EXPECT_TRUE(c.to_lonlat(391554.0, 8562651.0));
}

}  // namespace
}  // namespace geo
