// SPDX-License-Identifier: Apache-2.0
#include "tests/api/fixed_store.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <set>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;
using api_tests::Note;
using api_tests::NotesService;
using api_tests::target_of;

namespace {

const std::string quad = "/collections/notes/tiles/WebMercatorQuad";
const std::string degrees = "/collections/notes/tiles/WorldCRS84Quad";

TEST(Tiles, AddressesAnswer) {
  NotesService notes;
  notes.add({{"first", 0, true, 40.5, -12.97}});
  struct Case {
    std::string target;
    int status;
  };
  const std::vector<Case> cases{
      {quad + "/0/0/0", 200},
      {quad + "/12/2196/2508", 200},
      {quad + "/12/2196/2509", 204},
      {quad + "/24/0/0", 204},
      {quad + "/25/0/0", 404},
      {quad + "/0/0/1", 404},
      {quad + "/0/1/0", 404},
      {quad + "/00/0/0", 404},
      {quad + "/0/0/0.pbf", 404},
      {quad + "/-1/0/0", 404},
      {quad + "/x/y/z", 404},
      {quad + "/0/0", 404},
      {quad + "/0/0/0?datetime=2024-01-01", 200},
      {quad + "/0/0/0?datetime=2023-01-01", 204},
      {quad + "/0/0/0?datetime=yesterday", 400},
      {quad + "/0/0/0?limit=1", 400},
      {"/collections/notes/tiles/NoSuchQuad/0/0/0", 404},
      {"/collections/notes/tiles/NoSuchQuad", 404},
      {degrees + "/0/0/0", 204},
      {degrees + "/0/0/1", 200},
      {degrees + "/0/0/2", 404},
      {degrees + "/0/1/0", 404},
      {degrees + "/1/1/3", 204},
      {degrees + "/1/1/2", 200},
      {degrees + "/1/2/0", 404},
      {degrees + "/1/0/4", 404},
      {degrees + "/24/16777215/33554431", 204},
      {degrees + "/25/0/0", 404},
      {degrees, 200},
      {degrees + "/tilejson.json", 404},
      {"/collections/nothing/tiles/WebMercatorQuad/0/0/0", 404},
      {"/collections/notes/tiles", 200},
      {quad, 200},
      {quad + "?f=json", 200},
      {quad + "?f=html", 400},
      {quad + "/tilejson.json", 200},
      {"/collections/notes/styles/default", 200},
      {"/collections/notes/styles/other", 404},
  };
  for (const Case& c : cases) { EXPECT_EQ(notes.get(c.target).status, c.status) << c.target; }
}

class TilesOf : public testing::TestWithParam<const char*> {
 protected:
  /// The tile of zoom 0 that has the eastern half of the world.
  static std::string east() {
    const std::string set = GetParam();
    return "/collections/notes/tiles/" + set + (set == "WebMercatorQuad" ? "/0/0/0" : "/0/0/1");
  }
};
INSTANTIATE_TEST_SUITE_P(Sets, TilesOf, testing::Values("WebMercatorQuad", "WorldCRS84Quad"),
                         [](const testing::TestParamInfo<const char*>& each) { return std::string(each.param); });

TEST_P(TilesOf, AskForRowsAsItemsDo) {
  NotesService notes;
  notes.add({{"first", 0, true, 40.5, -12.97}, {"second", 0, true, 40.6, -12.97}, {"third", 0, true, 40.5, -12.9}});
  const auto found = [&](const std::string& query) {
    const Json items(notes.get("/collections/notes/items?" + query));
    const api::Response tile = notes.get(east() + "?" + query);
    if (tile.status == 204) {
      EXPECT_EQ(items.integer("/numberReturned"), 0) << query;
      return std::int64_t{0};
    }
    EXPECT_EQ(tile.status, 200) << query;
    const auto features = tiles_tests::decode_one(body(tile)).features;
    EXPECT_EQ(static_cast<std::int64_t>(features.size()), items.integer("/numberReturned")) << query;
    return static_cast<std::int64_t>(features.size());
  };
  EXPECT_EQ(found("filter=title%3D%27first%27"), 1);
  EXPECT_EQ(found("filter=title%20LIKE%20%27%25ir%25%27"), 2);
  EXPECT_EQ(found("filter=%7B%22op%22:%22%3D%22,%22args%22:%5B%7B%22property%22:%22title%22%7D,%22none%22%5D%7D&filter-lang=cql2-json"), 0);
  EXPECT_EQ(found("bbox=40.55,-13,40.7,-12.95"), 1);
  EXPECT_EQ(found("bbox=40.5,-13,40.5,-12.8"), 2) << "a box without width";
  EXPECT_EQ(found("bbox=40.4,-12.9,40.7,-12.9"), 1);
  EXPECT_EQ(found("bbox=40.5,-12.9,40.5,-12.9"), 1);
  EXPECT_EQ(found("bbox=170,-13,40.55,-12.8"), 2) << "over the antimeridian";
  EXPECT_EQ(found("bbox=170,-12.9,40.55,-12.9"), 1);
  EXPECT_EQ(found("q=second"), 1);
}

TEST(Tiles, RefuseWhatTheyCannotShow) {
  NotesService notes;
  notes.add({{"first", 0, true, 40.5, -12.97}});
  for (const char* query : {"filter=nothing%3D1", "filter=title%3D", "points=stars", "points=", "cell-px=3", "cell-px=256", "cell-px=x",
                            "max-points=-1", "max-points=20001", "max-points=1.5", "time-bins=hour", "weight=1", "weight=uncertainty",
                            "properties=nothing", "bbox=1,2,3", "filter-lang=sql"}) {
    EXPECT_EQ(notes.get(quad + "/0/0/0?" + query).status, 400) << query;
    EXPECT_EQ(notes.get(quad + "/24/0/0?" + query).status, 400) << "also of an empty tile: " << query;
  }
}

TEST_P(TilesOf, ShowPointsAsTheyAreAskedTo) {
  NotesService notes;
  notes.add(std::vector<Note>(5, {"x", 0, true, 40.5, -12.97}));
  for (const char* way : {"counts", "squares", "hexagons", "clusters", "thin"}) {
    const api::Response tile = notes.get(east() + "?max-points=0&points=" + way);
    ASSERT_EQ(tile.status, 200) << way;
    const auto features = tiles_tests::decode_one(body(tile)).features;
    ASSERT_EQ(features.size(), 1U) << way;
    EXPECT_EQ(std::get<std::int64_t>(features[0].tags.at("count")), 5) << way;
    EXPECT_EQ(features[0].type, std::string_view(way) == "squares" || std::string_view(way) == "hexagons" ? 3 : 1) << way;
  }
  const api::Response bins = notes.get(east() + "?max-points=0&time-bins=year");
  const auto features = tiles_tests::decode_one(body(bins)).features;
  EXPECT_EQ(std::get<std::int64_t>(features.at(0).tags.at("2024")), 5);
}

TEST_P(TilesOf, RefuseMoreBinsThanAMapCanUse) {
  NotesService notes;
  std::vector<Note> many;
  for (int day = 0; day < 1201; ++day) { many.push_back({"x", 0, true, 40.5, -12.97, 1'704'067'200'000 - day * geo::TimeMs{86'400'000}}); }
  notes.add(many);
  for (const char* way : {"counts", "squares", "hexagons", "clusters", "thin"}) {
    const std::string target = east() + "?max-points=0&points=" + way;
    EXPECT_EQ(notes.get(target + "&time-bins=day").status, 400) << way;
    EXPECT_EQ(notes.get(target + "&time-bins=week").status, 200) << way;
    EXPECT_EQ(notes.get(target + "&time-bins=day&datetime=2023-01-01/2023-12-31").status, 200) << way;
  }
}

TEST(Tiles, AnEmptyTileHasNoBody) {
  NotesService notes;
  const api::Response response = notes.get(quad + "/0/0/0");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.size(), 0U);
  EXPECT_EQ(response.header("Content-Type"), nullptr);
  EXPECT_EQ(notes.get(quad + "/0/0/0", {{"If-None-Match", header(response, "ETag")}}).status, 304);
}

TEST(Tiles, AreKeptByTheirTagUntilTheViewChanges) {
  NotesService notes;
  notes.add({{"first"}});
  const api::Response tile = notes.get(quad + "/0/0/0");
  EXPECT_EQ(header(tile, "Content-Type"), "application/vnd.mapbox-vector-tile");
  const std::string etag = header(tile, "ETag");
  EXPECT_EQ(etag.front(), '"') << "strong: the same rows give the same bytes";
  EXPECT_EQ(notes.get(quad + "/0/0/0", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(notes.get(quad + "/0/0/0", {{"If-None-Match", etag}, {"Accept-Language", "pt"}}).status, 304);
  std::set<std::string> tags{etag};
  for (const char* other : {"/1/1/1", "/1/0/1", "/0/0/0?datetime=2024-01-01"}) {
    EXPECT_TRUE(tags.insert(header(notes.get(quad + other), "ETag")).second) << other;
  }
  notes.add({{"hidden", 1}});
  EXPECT_EQ(notes.get(quad + "/0/0/0", {{"If-None-Match", etag}}).status, 304) << "a hidden write changes nothing";
  notes.add({{"second"}});
  EXPECT_EQ(notes.get(quad + "/0/0/0", {{"If-None-Match", etag}}).status, 200);
}

/// A value may hold what stands between parameters: another question gets another tile under another tag, whichever is asked first.
TEST(Tiles, NoQueryIsTakenForAnother) {
  const std::string two = quad + "/0/0/0?q=pemba&datetime=2024-01-01/..";
  const std::string one = quad + "/0/0/0?q=pemba%26datetime%3D2024-01-01/..";
  for (const bool two_first : {true, false}) {
    NotesService notes;
    notes.add({{"pemba"}});
    if (!two_first) { EXPECT_EQ(notes.get(one).status, 204); }
    const api::Response found = notes.get(two);
    EXPECT_EQ(found.status, 200);
    const api::Response nothing = notes.get(one);
    EXPECT_EQ(nothing.status, 204);
    EXPECT_NE(header(found, "ETag"), header(nothing, "ETag"));
    EXPECT_EQ(notes.get(one, {{"If-None-Match", header(found, "ETag")}}).status, 204);
  }
}

TEST_P(TilesOf, AChangeElsewhereLeavesThemAsTheyAre) {
  NotesService notes;
  notes.add(std::vector<Note>(300, {"here", 0, true, 40.5, -12.97}));
  notes.add({{"there", 0, true, -70, 10}});
  const bool is_mercator = std::string(GetParam()) == "WebMercatorQuad";
  const std::string here = is_mercator ? quad + "/5/17/19" : degrees + "/5/18/39";
  const std::string nowhere = is_mercator ? quad + "/5/2/2" : degrees + "/5/1/5";
  const api::Response first = notes.get(here, {{"Accept-Encoding", "gzip"}});
  ASSERT_EQ(first.status, 200);
  const api::Response empty = notes.get(nowhere);
  ASSERT_EQ(empty.status, 204);
  ++notes.stamp;
  notes.add({{"also there", 0, true, -71, 10}});
  const api::Response second = notes.get(here, {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(header(second, "ETag"), header(first, "ETag"));
  EXPECT_EQ(second.body, first.body) << "the very bytes that were kept";
  EXPECT_EQ(second.headers, first.headers);
  EXPECT_EQ(header(notes.get(nowhere), "ETag"), header(empty, "ETag"));
  ++notes.stamp;
  notes.add({{"here too", 0, true, 40.51, -12.97}});
  const api::Response third = notes.get(here, {{"Accept-Encoding", "gzip"}});
  EXPECT_NE(header(third, "ETag"), header(first, "ETag"));
  EXPECT_EQ(tiles_tests::decode_one(body(notes.get(here))).features.size(), 301U);
  ++notes.stamp;
  notes.add({{"in the empty one", 0, true, -150, 82}});
  EXPECT_EQ(notes.get(nowhere).status, 200);
}

TEST(Tiles, AreCompressed) {
  NotesService notes;
  std::vector<Note> many;
  for (int i = 0; i < 500; ++i) { many.push_back({"note", 0, true, 40 + 0.001 * i, -12}); }
  notes.add(many);
  const api::Response plain = notes.get(quad + "/5/17/19");
  const api::Response packed = notes.get(quad + "/5/17/19", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.size(), plain.size() / 2);
  EXPECT_NE(header(packed, "ETag"), header(plain, "ETag"));
}

TEST(Tiles, HoldOnlyWhatTheRoleMaySee) {
  NotesService visitor("visitor");
  NotesService programme("programme");
  for (NotesService* notes : {&visitor, &programme}) { notes->add({{"hidden", 2}}); }
  EXPECT_EQ(visitor.get(quad + "/0/0/0").status, 204);
  EXPECT_EQ(programme.get(quad + "/0/0/0").status, 200);
  EXPECT_EQ(header(visitor.get(quad + "/0/0/0"), "Cache-Control"), "private, no-cache");
  EXPECT_EQ(header(programme.get(quad + "/0/0/0"), "Cache-Control"), "no-store");
}

TEST(Tiles, HiddenCollectionsHaveNone) {
  api_tests::FixedStore store;
  store.put(api_tests::notes_collection(), {});
  store.hide("notes");
  api::ServiceOptions options;
  options.role = geo::role_named("visitor");
  api::Service service(store, options);
  for (const std::string rest : {"/tiles", "/tiles/WebMercatorQuad", "/tiles/WebMercatorQuad/tilejson.json", "/tiles/WebMercatorQuad/0/0/0",
                                 "/tiles/WebMercatorQuad/99/0/0", "/tiles?f=json", "/styles/default"}) {
    const api::Response a = service.handle(make_request("/collections/notes" + rest));
    const api::Response b = service.handle(make_request("/collections/no_such" + rest));
    EXPECT_EQ(a.status, 404) << rest;
    EXPECT_EQ(body(a), body(b)) << rest;
    EXPECT_EQ(a.headers, b.headers) << rest;
  }
}

TEST(Tiles, TheirGridIsAResourceOfItsOwn) {
  NotesService notes;
  notes.add({{"a", 0, true, 40, -13}});
  EXPECT_EQ(Json(notes.get("/")).link("http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"), "http://localhost:8080/tileMatrixSets");
  const Json list(notes.get("/tileMatrixSets"));
  EXPECT_EQ(list.text("/tileMatrixSets/0/uri"), Json(notes.get("/collections/notes/tiles")).text("/tilesets/0/tileMatrixSetURI"));
  const Json grid(notes.get("/tileMatrixSets/WebMercatorQuad"));
  const Json tileset(notes.get(quad));
  EXPECT_EQ(tileset.link("http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"), "http://localhost:8080/tileMatrixSets/WebMercatorQuad");
  EXPECT_EQ(grid.elements("/tileMatrices").size(), tileset.elements("/tileMatrixSet/tileMatrices").size());
  EXPECT_EQ(grid.integer("/tileMatrices/3/matrixWidth"), 8);
  EXPECT_EQ(notes.get("/tileMatrixSets/NoSuchQuad").status, 404);
}

// OGC 17-083r4, annex D.2: figures of the table there.
TEST(Tiles, OfDegreesAreThoseOfTheStandard) {
  NotesService notes;
  notes.add({{"a", 0, true, 40, -13}, {"b", 0, true, 41, 89}});
  const Json list(notes.get("/tileMatrixSets"));
  ASSERT_EQ(list.elements("/tileMatrixSets").size(), 2U);
  EXPECT_EQ(list.text("/tileMatrixSets/1/id"), "WorldCRS84Quad");
  const Json grid(notes.get(target_of(list.elements("/tileMatrixSets").at(1).link("self"))));
  EXPECT_EQ(grid.text("/uri"), "http://www.opengis.net/def/tilematrixset/OGC/1.0/WorldCRS84Quad");
  EXPECT_EQ(grid.text("/crs"), "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
  EXPECT_EQ(grid.text("/wellKnownScaleSet"), "http://www.opengis.net/def/wkss/OGC/1.0/GoogleCRS84Quad");
  EXPECT_EQ(grid.text("/orderedAxes/0"), "Lon");
  const auto matrices = grid.elements("/tileMatrices");
  ASSERT_EQ(matrices.size(), 25U);
  EXPECT_NEAR(matrices[0].number("/scaleDenominator"), 279541132.014358, 1e-5);
  EXPECT_NEAR(matrices[17].number("/scaleDenominator"), 2132.72958384978, 1e-9);
  EXPECT_NEAR(matrices[17].number("/cellSize"), 0.00000536441802978516, 1e-18);
  for (std::size_t zoom = 0; zoom < matrices.size(); ++zoom) {
    EXPECT_EQ(matrices[zoom].integer("/matrixWidth"), std::int64_t{2} << zoom);
    EXPECT_EQ(matrices[zoom].integer("/matrixHeight"), std::int64_t{1} << zoom);
    EXPECT_EQ(matrices[zoom].number("/cellSize") * 256 * static_cast<double>(std::int64_t{1} << zoom), 180);
    EXPECT_EQ(matrices[zoom].number("/pointOfOrigin/0"), -180);
    EXPECT_EQ(matrices[zoom].number("/pointOfOrigin/1"), 90);
  }
  const Json set(notes.get(degrees));
  EXPECT_EQ(set.link("http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"), "http://localhost:8080/tileMatrixSets/WorldCRS84Quad");
  EXPECT_EQ(set.link("item"), "http://localhost:8080" + degrees + "/{tileMatrix}/{tileRow}/{tileCol}");
  EXPECT_EQ(set.number("/boundingBox/upperRight/1"), 89) << "degrees reach to the poles";
  EXPECT_EQ(set.text("/tileMatrixSet/id"), "WorldCRS84Quad");
  for (const Json& link : set.elements("/links")) { EXPECT_NE(link.text("/rel"), "describedby") << "TileJSON has no word for them"; }
}

TEST(Tiles, TilesetSaysWhatOpenLayersNeeds) {
  NotesService notes;
  notes.add({{"a", 0, true, 40, -13}, {"b", 0, true, 41, 89}});
  const Json set(notes.get(quad));
  EXPECT_EQ(set.text("/dataType"), "vector");
  EXPECT_EQ(set.text("/crs"), "http://www.opengis.net/def/crs/EPSG/0/3857");
  EXPECT_EQ(set.text("/tileMatrixSetURI"), "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad");
  EXPECT_EQ(set.link("item"), "http://localhost:8080" + quad + "/{tileMatrix}/{tileRow}/{tileCol}");
  bool is_template = false;
  for (const Json& link : set.elements("/links")) {
    if (link.text("/rel") == "item") {
      is_template = link.boolean("/templated") && link.text("/type") == "application/vnd.mapbox-vector-tile";
    }
  }
  EXPECT_TRUE(is_template);
  const auto matrices = set.elements("/tileMatrixSet/tileMatrices");
  ASSERT_EQ(matrices.size(), 25U);
  for (std::size_t zoom = 0; zoom < matrices.size(); ++zoom) {
    EXPECT_EQ(matrices[zoom].text("/id"), std::to_string(zoom));
    EXPECT_EQ(matrices[zoom].integer("/matrixWidth"), std::int64_t{1} << zoom);
    // A matrix spans the world: tiles, pixels a tile, metres a pixel.
    const double width_m = matrices[zoom].number("/cellSize") * matrices[zoom].number("/tileWidth") * matrices[zoom].number("/matrixWidth");
    EXPECT_NEAR(width_m, 2 * 20'037'508.342789244, 1e-6);
    EXPECT_NEAR(matrices[zoom].number("/scaleDenominator") * 0.00028, matrices[zoom].number("/cellSize"), 1e-6);
    EXPECT_NEAR(matrices[zoom].number("/pointOfOrigin/0"), -20'037'508.342789244, 1e-6);
    EXPECT_NEAR(matrices[zoom].number("/pointOfOrigin/1"), 20'037'508.342789244, 1e-6);
  }
  EXPECT_EQ(set.text("/layers/0/id"), "notes");
  EXPECT_EQ(set.integer("/layers/0/geometryDimension"), 0);
  EXPECT_EQ(set.text("/layers/0/propertiesSchema/properties/people/type"), "integer");
  EXPECT_FALSE(set.has("/layers/0/propertiesSchema/properties/secret"));
  const Json list(notes.get("/collections/notes/tiles"));
  EXPECT_EQ(notes.get(target_of(list.elements("/tilesets").at(0).link("self"))).status, 200);
}

TEST(Tiles, TileJson) {
  NotesService notes;
  notes.add({{"a", 0, true, 40, -13}, {"b", 0, true, 41, 89}});
  const Json json(notes.get(quad + "/tilejson.json"));
  EXPECT_EQ(json.text("/tilejson"), "3.0.0");
  EXPECT_EQ(json.text("/tiles/0"), "http://localhost:8080" + quad + "/{z}/{y}/{x}");
  EXPECT_EQ(json.integer("/minzoom"), 0);
  EXPECT_EQ(json.integer("/maxzoom"), 18);
  EXPECT_EQ(json.number("/bounds/0"), 40);
  EXPECT_EQ(json.number("/bounds/1"), -13);
  EXPECT_EQ(json.number("/bounds/2"), 41);
  EXPECT_NEAR(json.number("/bounds/3"), 85.0511, 1e-4);
  EXPECT_EQ(json.text("/vector_layers/0/id"), "notes");
  EXPECT_EQ(json.text("/vector_layers/0/fields/people"), "People");
  EXPECT_TRUE(json.has("/vector_layers/0/fields/count"));
  EXPECT_FALSE(json.has("/vector_layers/0/fields/secret"));
  const Json portuguese(notes.get(quad + "/tilejson.json", {{"Accept-Language", "pt"}}));
  EXPECT_EQ(portuguese.text("/vector_layers/0/fields/people"), "Pessoas");
  NotesService empty;
  EXPECT_FALSE(Json(empty.get(quad + "/tilejson.json")).has("/bounds"));
}

TEST(Tiles, StylesNameOnlyWhatIsThere) {
  NotesService notes("programme");
  for (const geo::Collection& collection : notes.store.catalog().collections) {
    const api::Response response = notes.get("/collections/" + collection.id + "/styles/default");
    if (collection.geometry == geo::GeometryType::none) {
      EXPECT_EQ(response.status, 404) << collection.id;
      continue;
    }
    ASSERT_EQ(response.status, 200) << collection.id;
    EXPECT_EQ(header(response, "Content-Type"), "application/vnd.mapbox.style+json");
    const Json style(response);
    EXPECT_EQ(style.integer("/version"), 8);
    EXPECT_EQ(style.text("/glyphs"), "http://localhost:8080/assets/glyphs/{fontstack}/{range}.pbf");
    EXPECT_FALSE(style.has("/sprite"));
    EXPECT_EQ(style.text("/sources/" + collection.id + "/type"), "vector");
    EXPECT_EQ(style.text("/sources/" + collection.id + "/tiles/0"),
              "http://localhost:8080/collections/" + collection.id + "/tiles/WebMercatorQuad/{z}/{y}/{x}" +
                  (tiles::usual_tile_query(collection).empty() ? "" : "?" + tiles::usual_tile_query(collection)));
    std::set<std::string> ids;
    std::set<std::string> types;
    for (const Json& layer : style.elements("/layers")) {
      EXPECT_TRUE(ids.insert(layer.text("/id")).second);
      EXPECT_EQ(layer.text("/source"), collection.id);
      const bool is_name = layer.text("/type") == "symbol" && tiles::has_labels(collection);
      EXPECT_EQ(layer.text("/source-layer"), is_name ? collection.id + "-labels" : collection.id);
      types.insert(layer.text("/type"));
    }
    const bool is_point = collection.geometry == geo::GeometryType::point;
    EXPECT_EQ(types.contains("circle"), is_point || collection.geometry == geo::GeometryType::any) << collection.id;
    EXPECT_EQ(types.contains("fill"), !is_point) << collection.id;
  }
}

}  // namespace
