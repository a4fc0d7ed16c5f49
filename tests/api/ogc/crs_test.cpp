// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/box_image.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;
using api_tests::Note;
using api_tests::NotesService;
using api_tests::target_of;

namespace {

constexpr const char* items = "/collections/notes/items";

std::string uri(int epsg) { return "http://www.opengis.net/def/crs/EPSG/0/" + std::to_string(epsg); }

struct Known {
  std::string crs;
  const char* coordinates;
};
// Of 40.5174, -12.9732; each line from Python's pyproj 3.4.1 over PROJ 9.1.1, rounded:
//   Transformer.from_crs("OGC:CRS84", "EPSG:…", always_xy=False).transform(40.5174, -12.9732)
const std::vector<Known> listed{
    {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "[40.5174,-12.9732]"},
    {uri(4326), "[-12.9732,40.5174]"},
    {uri(3857), "[4510376.336,-1456670.6]"},
    {uri(32736), "[1317409.519,8553738.68]"},
    {uri(32737), "[664583.979,8565338.639]"},
    {uri(3036), "[1317409.519,8553738.68]"},
    {uri(3037), "[664583.979,8565338.639]"},
};

std::string coordinates_of(const api::Response& response) {
  const std::string_view text = body(response);
  const std::size_t begin = text.find("\"coordinates\":") + 14;
  return std::string(text.substr(begin, text.find('}', begin) - begin));
}

TEST(Crs, CollectionsListThemCrs84First) {
  NotesService notes;
  for (const Json& collection : Json(notes.get("/collections")).elements("/collections")) {
    std::vector<std::string> crs;
    for (const Json& one : collection.elements("/crs")) { crs.push_back(one.text()); }
    ASSERT_EQ(crs.size(), listed.size());
    for (std::size_t i = 0; i < crs.size(); ++i) { EXPECT_EQ(crs[i], listed[i].crs); }
    EXPECT_EQ(collection.text("/storageCrs"), listed[0].crs);
  }
  EXPECT_NE(body(notes.get("/conformance")).find("\"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs\""), std::string_view::npos);
}

TEST(Crs, EachListedOneAgainstPyproj) {
  NotesService notes;
  notes.add({{"one", 0, true, 40.5174, -12.9732}});
  for (const Known& k : listed) {
    for (const std::string path : {items, "/collections/notes/items/1"}) {
      const api::Response response = notes.get(path + "?crs=" + k.crs);
      EXPECT_EQ(response.status, 200) << k.crs;
      EXPECT_EQ(coordinates_of(response), k.coordinates) << k.crs;
      EXPECT_EQ(header(response, "Content-Crs"), "<" + k.crs + ">");
      const api::Response html = notes.get(path + "?f=html&crs=" + k.crs);
      EXPECT_EQ(html.status, 200);
      EXPECT_EQ(header(html, "Content-Crs"), "<" + (path.ends_with("/items") ? k.crs : listed[0].crs) + ">");
      const bool in_degrees = !path.ends_with("/items") || k.crs == listed[0].crs;
      EXPECT_EQ(body(html).find("40.5174, -12.9732") != std::string_view::npos, in_degrees) << k.crs;
      // A person reads metres without their fractions.
      const std::string first = std::string(k.coordinates).substr(1, 4);
      EXPECT_NE(body(html).find(in_degrees ? "40" : first), std::string_view::npos) << first;
    }
  }
}

TEST(Crs, OthersThatProjKnowsAreTakenToo) {
  NotesService notes;
  notes.add({{"Johannesburg", 0, true, 28.2, -25.7}});
  EXPECT_EQ(coordinates_of(notes.get(std::string(items) + "?crs=" + uri(2053))), "[80298.148,2843841.976]");  // westing, southing
}

TEST(Crs, EveryWayToWriteOne) {
  NotesService notes;
  notes.add({{"one", 0, true, 40.5174, -12.9732}});
  for (const char* form : {"EPSG:32737", "epsg:32737", "%5BEPSG:32737%5D", "urn:ogc:def:crs:EPSG::32737", "urn:ogc:def:crs:EPSG:9.9:32737",
                           "http://www.opengis.net/def/crs/EPSG/9.9/32737", "https://www.opengis.net/def/crs/EPSG/0/32737",
                           "%3Chttp://www.opengis.net/def/crs/EPSG/0/32737%3E"}) {
    const api::Response response = notes.get(std::string(items) + "?crs=" + form);
    EXPECT_EQ(coordinates_of(response), "[664583.979,8565338.639]") << form;
    EXPECT_EQ(header(response, "Content-Crs"), "<" + uri(32737) + ">") << form;
  }
  for (const char* form : {"CRS84", "%5BOGC:CRS84%5D", "urn:ogc:def:crs:OGC:1.3:CRS84", "http://www.opengis.net/def/crs/OGC/0/CRS84"}) {
    const api::Response response = notes.get(std::string(items) + "?crs=" + form + "&bbox-crs=" + form + "&bbox=40,-13,41,-12");
    EXPECT_EQ(coordinates_of(response), "[40.5174,-12.9732]") << form;
    EXPECT_EQ(header(response, "Content-Crs"), "<" + listed[0].crs + ">") << form;
  }
}

TEST(Crs, WhatIsNoneIsRefusedByTheNameOfTheParameter) {
  NotesService notes;
  notes.add({{"one"}});
  for (const std::string name : {"crs", "bbox-crs"}) {
    for (const char* bad : {"", "x", "4326", "EPSG:", "EPSG:999999", "EPSG:4979", "EPSG:5773", "EPSG:9001",
                            "http://www.opengis.net/def/crs/EPSG/0/", "http://example.org/def/crs/EPSG/0/4326", "urn:ogc:def:crs:EPSG",
                            "%2Bproj=longlat", "%2Binit=epsg:4326", "/etc/passwd", "ESRI:102003"}) {
      const std::string target = std::string(items) + "?bbox=1,1,2,2&" + name + "=" + bad;
      const api::Response response = notes.get(target);
      EXPECT_EQ(response.status, 400) << bad;
      EXPECT_EQ(Json(response).text("/detail").find("'" + name + "'"), 0U) << body(response);
      const bool is_unfilled = *bad == '\0';  // a form sends its empty fields along
      EXPECT_EQ(notes.get(target + "&f=html").status, is_unfilled ? 200 : 400) << bad;
    }
  }
  const api::Response portuguese = notes.get(std::string(items) + "?crs=EPSG:4979", {{"Accept-Language", "pt"}});
  EXPECT_NE(Json(portuguese).text("/detail").find("tem alturas"), std::string::npos) << body(portuguese);
  EXPECT_EQ(notes.get("/collections/notes/items/1?crs=x").status, 400);
}

TEST(Crs, BoxesInTheOrderOfTheirAxes) {
  NotesService notes;
  notes.add({{"one", 0, true, 40.5174, -12.9732}, {"far", 0, true, 36, -15}, {"nowhere", 0, false}});
  struct Case {
    std::string query;
    std::vector<std::int64_t> ids;
  };
  const std::vector<Case> cases{
      {"bbox=-13,40,-12,41&bbox-crs=" + uri(4326), {1, 3}},
      {"bbox=-13,40,0,-12,41,9&bbox-crs=" + uri(4326), {1, 3}},
      {"bbox=-13,-170,-12,170&bbox-crs=" + uri(4326), {1, 3}},
      {"bbox=-13,170,-12,41&bbox-crs=" + uri(4326), {1, 3}},  // from 170 on, across the antimeridian
      {"bbox=664583,8565338,664584,8565339&bbox-crs=" + uri(32737), {1, 3}},
      {"bbox=664584,8565338,664585,8565339&bbox-crs=" + uri(32737), {3}},
      {"bbox=664583.979,8565338.639,664583.979,8565338.639&bbox-crs=" + uri(32737), {1, 3}},
      {"bbox=4510376,-1456671,4510377,-1456670&bbox-crs=" + uri(3857), {1, 3}},
      {"bbox=-1e300,-1e300,1e300,1e300&bbox-crs=" + uri(3857), {1, 2, 3}},
      {"bbox=1e9,0,2e9,1&bbox-crs=" + uri(3857), {3}},
      {"bbox-crs=" + uri(3857), {1, 2, 3}},
  };
  for (const Case& c : cases) {
    const Json page(notes.get(std::string(items) + "?" + c.query));
    std::vector<std::int64_t> ids;
    for (const Json& feature : page.elements("/features")) { ids.push_back(feature.integer("/id")); }
    EXPECT_EQ(ids, c.ids) << c.query;
    EXPECT_EQ(page.integer("/numberMatched"), static_cast<std::int64_t>(c.ids.size())) << c.query;
  }
  for (const std::string& bad :
       {"bbox=40,-181,41,-12&bbox-crs=" + uri(4326), "bbox=-91,40,-12,41&bbox-crs=" + uri(4326), "bbox=-12,40,-13,41&bbox-crs=" + uri(4326),
        "bbox=2,1,1,2&bbox-crs=" + uri(3857), "bbox=1,2,2,1&bbox-crs=" + uri(3857), "bbox=1,2,3&bbox-crs=" + uri(3857),
        "bbox=1,2,9,3,4,5&bbox-crs=" + uri(3857), "bbox=1,2,3,x&bbox-crs=" + uri(3857), "bbox=nan,2,3,4&bbox-crs=" + uri(3857)}) {
    const api::Response response = notes.get(std::string(items) + "?" + bad);
    EXPECT_EQ(response.status, 400) << bad;
    EXPECT_NE(Json(response).text("/detail").find("in the order of the axes of EPSG:"), std::string::npos) << body(response);
  }
}

// Every place of the store asked one by one: none that is in the box may be missing, and what comes beyond it comes from the turn of
// the box against the meridians, which is 5 % of its size at most here.
TEST(Crs, BoxesAgainstEachPlace) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> lon(38.5, 41.5), lat(-15.5, -11.5), half_m(5'000, 120'000);
  std::vector<Note> all;
  for (int i = 0; i < 800; ++i) { all.push_back({"n", 0, true, lon(random), lat(random)}); }
  NotesService notes;
  notes.add(all);
  for (const int code : {4326, 3857, 32736, 32737, 3036, 3037, 2737, 2053}) {
    const geo::Reprojection crs(geo::CrsName{"EPSG", std::to_string(code)});
    for (int round = 0; round < 6; ++round) {
      const geo::AxisPair centre = *crs.from_lonlat({lon(random), lat(random)});
      const double half = half_m(random) * 1000 * crs.axes().millimetre;
      char text[160];
      static_cast<void>(std::snprintf(text, sizeof text, "%.9g,%.9g,%.9g,%.9g", centre.first - half, centre.second - half / 2,
                                      centre.first + half, centre.second + half / 2));
      const Json page(notes.get(std::string(items) + "?limit=10000&bbox=" + text + "&bbox-crs=" + uri(code)));
      std::set<std::int64_t> found;
      for (const Json& feature : page.elements("/features")) { found.insert(feature.integer("/id")); }
      EXPECT_EQ(page.integer("/numberMatched"), static_cast<std::int64_t>(found.size()));
      for (std::size_t i = 0; i < all.size(); ++i) {
        const geo::LonLat place = geo::Geometry::point({all[i].lon, all[i].lat}).lonlat();
        const geo::AxisPair image = *crs.from_lonlat(place);
        const double off = std::max(std::fabs(image.first - centre.first) - half, std::fabs(image.second - centre.second) - half / 2);
        const auto id = static_cast<std::int64_t>(i) + 1;
        if (off < -1e-5 * half) { EXPECT_TRUE(found.contains(id)) << code << ' ' << text << ' ' << place.lon << ' ' << place.lat; }
        if (off > 0.1 * half) { EXPECT_FALSE(found.contains(id)) << code << ' ' << text << ' ' << place.lon << ' ' << place.lat; }
      }
    }
  }
}

TEST(Crs, PagesKeepBoth) {
  NotesService notes;
  std::vector<Note> all;
  for (int i = 0; i < 23; ++i) { all.push_back({"n", 0, true, 40.5 + 0.001 * i, -12.9}); }
  notes.add(all);
  std::set<std::int64_t> seen;
  std::string target = std::string(items) + "?limit=5&bbox=-13,40,-12,41&bbox-crs=" + uri(4326) + "&crs=" + uri(32737);
  for (int pages = 0; !target.empty() && pages < 10; ++pages) {
    const api::Response response = notes.get(target);
    EXPECT_EQ(header(response, "Content-Crs"), "<" + uri(32737) + ">");
    const Json page(response);
    for (const Json& feature : page.elements("/features")) {
      EXPECT_TRUE(seen.insert(feature.integer("/id")).second);
      EXPECT_GT(feature.number("/geometry/coordinates/1"), 8e6);
    }
    for (const char* rel : {"self", "alternate", "next"}) {
      const std::string link = page.link(rel);
      if (link.empty()) { continue; }
      EXPECT_NE(link.find("crs=" + uri(32737)), std::string::npos) << link;
      EXPECT_NE(link.find("bbox-crs=" + uri(4326)), std::string::npos) << link;
    }
    const std::string next = page.link("next");
    target = next.empty() ? "" : target_of(next);
  }
  EXPECT_EQ(seen.size(), all.size());
}

TEST(Crs, TheTagFollowsTheCrs) {
  NotesService notes;
  notes.add({{"one"}});
  std::set<std::string> tags;
  for (const std::string path : {items, "/collections/notes/items/1"}) {
    for (const Known& k : listed) {
      const std::string target = path + "?crs=" + k.crs;
      const std::string tag = header(notes.get(target), "ETag");
      EXPECT_TRUE(tags.insert(tag).second) << target;
      EXPECT_EQ(notes.get(target, {{"If-None-Match", tag}}).status, 304);
    }
  }
}

// Only the answers that would hold a lie are refused.
TEST(Crs, AFeatureWithoutCoordinatesThereIsNamed) {
  NotesService notes;
  notes.add({{"one", 0, true, 40.5174, -12.9732}, {"far", 0, true, 129, 0}, {"nowhere", 0, false}});
  const std::string in_utm = "crs=" + uri(32737);
  for (const std::string& target : {std::string(items) + "?" + in_utm, "/collections/notes/items/2?" + in_utm}) {
    const api::Response response = notes.get(target);
    EXPECT_EQ(response.status, 400) << target;
    const std::string detail = Json(response).text("/detail");
    EXPECT_NE(detail.find("Feature 2"), std::string::npos) << detail;
    EXPECT_NE(detail.find("EPSG:32737"), std::string::npos) << detail;
    EXPECT_EQ(notes.get(target + "&f=html").status, 200);
  }
  const Json page(notes.get(std::string(items) + "?bbox=40,-13,41,-12&" + in_utm));
  EXPECT_EQ(page.elements("/features").size(), 2U);
  EXPECT_TRUE(page.is_null("/features/1/geometry"));
  EXPECT_EQ(notes.get(std::string(items) + "?crs=" + uri(3857)).status, 200);
}

TEST(Crs, ShapesAreWrittenVertexByVertex) {
  NotesService notes;
  const geo::Catalog catalog = notes.store.catalog();
  const geo::Collection& schema = *catalog.collection("admin_areas");
  geo::Row row;
  row.values.resize(schema.fields.size());
  row.geometry = geo::from_polygons({{{{40, -13}, {41, -13}, {41.00000000012, -12}, {40, -13}}}});
  geo::BatchInfo info;
  info.collection = "admin_areas";
  notes.store.edit(info, {{0, false, row}});
  const std::string item = "/collections/admin_areas/items/1?crs=";
  EXPECT_EQ(coordinates_of(notes.get(item + uri(4326))), "[[[-13,40],[-13,41],[-12,41.00000000012],[-13,40]]]");
  // gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:3857 -output_xy
  EXPECT_EQ(coordinates_of(notes.get(item + uri(3857))),
            "[[[4452779.632,-1459732.272],[4564099.123,-1459732.272],[4564099.123,-1345708.408],[4452779.632,-1459732.272]]]");
}

/// A box of a projection has curved sides: what lies in its hull beside them is not in it.
TEST(Crs, ABoxIsTheBoxAndNotItsHull) {
  NotesService notes;
  std::mt19937 random(7);
  std::vector<api_tests::Note> many;
  for (int i = 0; i < 2000; ++i) {
    many.push_back(
        {"n", 0, true, 36 + static_cast<double>(random() % 60'000) / 10'000, -16 + static_cast<double>(random() % 60'000) / 10'000});
  }
  notes.add(many);
  const geo::Reprojection utm(geo::parse_crs_name("EPSG:32737").value());
  std::set<std::int64_t> expected;
  for (std::size_t i = 0; i < many.size(); ++i) {
    const geo::AxisPair p = utm.from_lonlat({many[i].lon, many[i].lat}).value();
    if (p.first >= 250'000 && p.first <= 750'000 && p.second >= 8'300'000 && p.second <= 8'800'000) {
      expected.insert(static_cast<std::int64_t>(i) + 1);
    }
  }
  std::set<std::int64_t> found;
  const Json page(notes.get(std::string(items) + "?limit=10000&bbox=250000,8300000,750000,8800000&bbox-crs=" + uri(32737)));
  for (const Json& feature : page.elements("/features")) { found.insert(feature.integer("/id")); }
  EXPECT_EQ(found, expected);
  EXPECT_GT(expected.size(), 500U);
}

TEST(Crs, GeometriesOfAFilter) {
  NotesService notes;
  notes.add({{"one", 0, true, 40.5174, -12.9732}, {"far", 0, true, 36, -15}});
  const auto matched = [&](const std::string& filter, int code) {
    return Json(notes.get(std::string(items) + "?filter=" + filter + "&filter-crs=" + uri(code))).integer("/numberMatched");
  };
  EXPECT_EQ(matched("S_INTERSECTS(geometry,BBOX(-13,40,-12,41))", 4326), 1);
  EXPECT_EQ(matched("S_INTERSECTS(geometry,BBOX(664583,8565338,664584,8565339))", 32737), 1);
  EXPECT_EQ(matched("S_INTERSECTS(geometry,BBOX(664584,8565338,664585,8565339))", 32737), 0);
  EXPECT_EQ(notes.get(std::string(items) + "?filter=TRUE&filter-crs=x").status, 400);
}

}  // namespace
