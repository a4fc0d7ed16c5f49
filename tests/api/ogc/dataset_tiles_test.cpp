// SPDX-License-Identifier: Apache-2.0
// Tiles with a layer for each of several collections.
#include "geo/geometry/wkb.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/tiles/decoder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::Note;
using api_tests::NotesService;
using api_tests::target_of;

namespace {

const std::string quad = "/tiles/WebMercatorQuad";

geo::Collection areas_collection() {
  geo::Collection areas;
  areas.id = "areas";
  areas.title = {"Areas", "Áreas"};
  areas.geometry = geo::GeometryType::polygon;
  areas.default_confidentiality = 0;
  areas.builtin = false;
  areas.fields = {{"title", geo::FieldType::text, {"Title", "Título"}}, {"people", geo::FieldType::integer, {"People", "Pessoas"}}};
  return areas;
}

/// Notes, areas without a time, and a table without places; beside the collections that every store has, which are empty.
class Several : public NotesService {
 public:
  explicit Several(std::string_view role = "visitor") : NotesService(role) {
    store.add_collection(areas_collection());
    geo::Collection table = areas_collection();
    table.id = "tables";
    table.geometry = geo::GeometryType::none;
    store.add_collection(table);
  }
  void add_area(double west, double south, double size, std::int64_t people) {
    const geo::Collection schema = *store.catalog().collection("areas");
    geo::Row row;
    row.values.resize(schema.fields.size());
    row.geometry =
        geo::from_polygons({{{{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south}}}});
    row.values[static_cast<std::size_t>(schema.index_of("people"))] = people;
    geo::BatchInfo info;
    info.collection = "areas";
    store.edit(info, std::vector<geo::Edit>{{0, false, row}});
  }
  std::vector<std::string> layers(const std::string& target) {
    std::vector<std::string> names;
    for (const auto& layer : tiles_tests::decode(body(get(target)))) { names.push_back(layer.name); }
    return names;
  }
};

using Names = std::vector<std::string>;

TEST(DatasetTiles, AreTheTilesOfEachCollectionOneAfterTheOther) {
  Several several;
  several.add({{"first", 0, true, 40.5, -12.97}, {"second", 0, true, 40.6, -12.97}});
  several.add_area(40, -13, 1, 7);
  for (const std::string set : {"WebMercatorQuad", "WorldCRS84Quad"}) {
    const std::string place = "/tiles/" + set + (set == "WebMercatorQuad" ? "/5/17/19" : "/5/18/39");
    const api::Response notes = several.get("/collections/notes" + place);
    const api::Response areas = several.get("/collections/areas" + place);
    ASSERT_EQ(notes.status, 200) << set;
    ASSERT_EQ(areas.status, 200) << set;
    const std::string both = std::string(body(areas)) + std::string(body(notes));
    const api::Response named = several.get(place + "?collections=areas,notes");
    EXPECT_EQ(header(named, "Content-Type"), "application/vnd.mapbox-vector-tile");
    EXPECT_EQ(body(named), both);
    EXPECT_EQ(several.layers(place + "?collections=areas,notes,areas"), (Names{"areas", "notes"})) << "each once";
    EXPECT_EQ(several.layers(place + "?collections=notes,areas"), (Names{"notes", "areas"})) << "in the order asked for";
    EXPECT_EQ(several.layers(place + "?collections=notes"), Names{"notes"});
    EXPECT_EQ(several.layers(place), (Names{"notes", "areas"})) << "all there are";
  }
}

TEST(DatasetTiles, AddressesAnswer) {
  Several several;
  several.add({{"first", 0, true, 40.5, -12.97}});
  struct Case {
    std::string target;
    int status;
  };
  const std::vector<Case> cases{
      {"/tiles", 200},
      {"/tiles?collections=notes", 200},
      {"/tiles?collections=notes,no_such", 404},
      {"/tiles?limit=1", 400},
      {quad, 200},
      {quad + "?collections=notes,areas", 200},
      {quad + "?collections=notes,no_such", 404},
      {quad + "?collections=tables", 404},
      {quad + "?collections=", 400},
      {quad + "?collections=notes,,areas", 400},
      {"/tiles/WorldCRS84Quad", 200},
      {"/tiles/NoSuchQuad", 404},
      {quad + "/tilejson.json", 200},
      {quad + "/tilejson.json?collections=areas", 200},
      {quad + "/tilejson.json?collections=no_such", 404},
      {"/tiles/WorldCRS84Quad/tilejson.json", 404},
      {quad + "/0/0/0", 200},
      {quad + "/0/0/0?collections=notes,no_such", 404},
      {quad + "/0/0/0?collections=notes,tables", 404},
      {quad + "/0/0/0?collections=areas", 204},
      {quad + "/1/0/0", 204},
      {quad + "/0/0/1", 404},
      {"/tiles/WorldCRS84Quad/0/0/1", 200},
      {"/tiles/WorldCRS84Quad/0/0/2", 404},
      {"/tiles/WorldCRS84Quad/0/1/0", 404},
      {"/tiles/NoSuchQuad/0/0/0", 404},
      {quad + "/0/0/0?limit=1", 400},
  };
  for (const Case& c : cases) { EXPECT_EQ(several.get(c.target).status, c.status) << c.target; }
}

TEST(DatasetTiles, ChooseRowsOfEveryCollectionOrRefuse) {
  Several several;
  several.add({{"first", 0, true, 40.5, -12.97}, {"second", 0, true, 40.6, -12.97, 1'735'689'600'000}});
  several.add_area(40, -13, 1, 7);
  several.add_area(30, -13, 1, 9);
  const std::string both = quad + "/0/0/0?collections=notes,areas";
  const auto features = [&](const std::string& query) {
    std::map<std::string, std::size_t> found;
    for (const auto& layer : tiles_tests::decode(body(several.get(both + query)))) { found[layer.name] = layer.features.size(); }
    return found;
  };
  using Found = std::map<std::string, std::size_t>;
  EXPECT_EQ(features(""), (Found{{"notes", 2}, {"areas", 2}}));
  EXPECT_EQ(features("&datetime=2024-01-01"), (Found{{"notes", 1}, {"areas", 2}})) << "areas are of no time, as items have it";
  EXPECT_EQ(features("&bbox=40.55,-13,41,-12"), (Found{{"notes", 1}, {"areas", 1}}));
  EXPECT_EQ(features("&q=second"), (Found{{"notes", 1}}));
  EXPECT_EQ(features("&filter=people%3D9"), (Found{{"areas", 1}})) << "both have people";
  EXPECT_EQ(features("&filter=title%3D%27first%27"), (Found{{"notes", 1}}));
  const api::Response refused = several.get(both + "&filter=done%3Dtrue");
  EXPECT_EQ(refused.status, 400);
  const std::string detail = Json(refused).text("/detail");
  EXPECT_NE(detail.find("'areas'"), std::string::npos) << detail;
  EXPECT_NE(detail.find("done"), std::string::npos) << detail;
  EXPECT_NE(detail.find("'filter'"), std::string::npos) << detail;
  EXPECT_EQ(several.get(both + "&filter=title%3D").status, 400);
  EXPECT_EQ(several.get(quad + "/0/0/0?collections=notes&filter=done%20IS%20NULL").status, 200);
}

TEST(DatasetTiles, ShowEachCollectionAsFarAsItCan) {
  Several several;
  several.add(std::vector<Note>(5, {"x", 0, true, 40.5, -12.97}));
  several.add_area(40, -13, 1, 7);
  const std::string both = quad + "/5/17/19?collections=notes,areas";
  const auto tags = [&](const std::string& query) {
    std::map<std::string, std::set<std::string>> found;
    for (const auto& layer : tiles_tests::decode(body(several.get(both + query)))) {
      for (const auto& feature : layer.features) {
        for (const auto& [name, value] : feature.tags) { found[layer.name].insert(name); }
      }
    }
    return found;
  };
  EXPECT_TRUE(tags("&max-points=0&time-bins=year").at("notes").contains("2024"));
  EXPECT_EQ(tags("&properties=people,done").at("areas"), std::set<std::string>{"people"}) << "done is of notes";
  EXPECT_EQ(several.get(both + "&properties=nothing").status, 400);
  EXPECT_EQ(several.get(both + "&weight=uncertainty").status, 400) << "neither says how certain it is";
  EXPECT_EQ(several.get(quad + "/0/0/0?collections=areas&time-bins=year").status, 400);
  EXPECT_EQ(several.get(both + "&time-bins=hour").status, 400);
  EXPECT_EQ(several.get(both + "&points=stars").status, 400);
}

TEST(DatasetTiles, AreKeptWhileNothingInThemChanges) {
  Several several;
  several.add({{"here", 0, true, 40.5, -12.97}, {"there", 0, true, -70, 10}});
  several.add_area(40, -13, 1, 7);
  const std::string here = quad + "/5/17/19?collections=notes,areas";
  const std::vector<api::Header> gzip{{"Accept-Encoding", "gzip"}};
  const api::Response first = several.get(here, gzip);
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(several.get(here, {{"If-None-Match", header(first, "ETag")}}).status, 304);
  EXPECT_NE(header(several.get(quad + "/5/17/19?collections=areas,notes", gzip), "ETag"), header(first, "ETag"));
  ++several.stamp;
  several.add({{"also there", 0, true, -71, 10}});
  const api::Response second = several.get(here, gzip);
  EXPECT_EQ(header(second, "ETag"), header(first, "ETag"));
  EXPECT_EQ(second.body, first.body) << "the very bytes that were kept";
  ++several.stamp;
  several.add({{"here too", 0, true, 40.51, -12.97}});
  const api::Response third = several.get(here, gzip);
  EXPECT_NE(header(third, "ETag"), header(first, "ETag"));
  ++several.stamp;
  several.add_area(40.2, -12.9, 0.1, 3);
  const std::string last = header(several.get(here, gzip), "ETag");
  EXPECT_NE(last, header(third, "ETag")) << "of either collection";
  ++several.stamp;
  several.add({{"hidden", 1, true, 40.52, -12.97}});
  EXPECT_EQ(header(several.get(here, gzip), "ETag"), last) << "a hidden write changes nothing";
}

TEST(DatasetTiles, TheirSetsSayWhatIsInThem) {
  Several several;
  several.add({{"a", 0, true, 40, -13}});
  several.add_area(30, 86, 1, 7);
  const Json start(several.get("/"));
  EXPECT_EQ(start.link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"), "http://localhost:8080/tiles");
  std::set<std::string> uris;
  for (const Json& each : Json(several.get("/tiles")).elements("/tilesets")) {
    uris.insert(each.text("/tileMatrixSetURI"));
    const Json set(several.get(target_of(each.link("self"))));
    EXPECT_EQ(set.text("/crs"), each.text("/crs"));
    EXPECT_EQ(set.text("/dataType"), "vector");
    EXPECT_EQ(set.text("/tileMatrixSetURI"), each.text("/tileMatrixSetURI"));
    std::set<std::string> names;
    for (const Json& layer : set.elements("/layers")) { names.insert(layer.text("/id")); }
    EXPECT_TRUE(names.contains("notes") && names.contains("areas"));
    EXPECT_FALSE(names.contains("tables"));
    std::string tile = target_of(set.link("item"));
    for (const auto& [name, number] : {std::pair{"{tileMatrix}", "0"}, {"{tileRow}", "0"}, {"{tileCol}", "0"}}) {
      tile.replace(tile.find(name), std::string(name).size(), number);
    }
    EXPECT_LT(several.get(tile).status, 300) << tile;
  }
  EXPECT_EQ(uris.size(), 2U);
  const Json named(several.get(quad + "?collections=areas,notes"));
  EXPECT_EQ(named.elements("/layers").size(), 2U);
  EXPECT_EQ(named.text("/layers/0/id"), "areas");
  EXPECT_EQ(named.link("item"), "http://localhost:8080" + quad + "/{tileMatrix}/{tileRow}/{tileCol}?collections=areas,notes");
  EXPECT_EQ(several.get(target_of(named.link("describedby"))).status, 200);
  EXPECT_NEAR(named.number("/boundingBox/upperRight/1"), 85.0511, 1e-4) << "where Web Mercator ends";
  EXPECT_NEAR(Json(several.get("/tiles/WorldCRS84Quad?collections=areas")).number("/boundingBox/upperRight/1"), 87, 1e-9);
}

TEST(DatasetTiles, TileJsonHasALayerForEach) {
  Several several;
  several.add({{"a", 0, true, 40, -13}});
  several.add_area(30, -14, 1, 7);
  const Json json(several.get(quad + "/tilejson.json?collections=areas,notes"));
  EXPECT_EQ(json.text("/tiles/0"), "http://localhost:8080" + quad + "/{z}/{y}/{x}?collections=areas,notes");
  EXPECT_EQ(json.text("/vector_layers/0/id"), "areas");
  EXPECT_EQ(json.text("/vector_layers/1/id"), "notes");
  EXPECT_TRUE(json.has("/vector_layers/1/fields/count"));
  EXPECT_FALSE(json.has("/vector_layers/0/fields/count"));
  EXPECT_EQ(json.number("/bounds/0"), 30);
  EXPECT_EQ(json.number("/bounds/2"), 40);
  EXPECT_EQ(Json(several.get(quad + "/tilejson.json")).text("/tiles/0"), "http://localhost:8080" + quad + "/{z}/{y}/{x}");
}

TEST(DatasetTiles, HiddenCollectionsAreNoCollections) {
  Several visitor;
  Several programme("programme");
  for (Several* several : {&visitor, &programme}) {
    several->add({{"hidden", 2}});
    several->add_area(40, -13, 1, 7);
  }
  EXPECT_EQ(visitor.layers(quad + "/0/0/0"), Names{"areas"});
  EXPECT_EQ(programme.layers(quad + "/0/0/0"), (Names{"notes", "areas"}));
  EXPECT_EQ(header(visitor.get(quad + "/0/0/0"), "Cache-Control"), "private, no-cache");
  EXPECT_EQ(header(programme.get(quad + "/0/0/0"), "Cache-Control"), "no-store");
  const std::string unknown(body(visitor.get(quad + "/0/0/0?collections=areas,nothing")));
  EXPECT_EQ(body(visitor.get(quad + "/0/0/0?collections=areas,incidents")), unknown) << "visitors have no incidents";
}

TEST(DatasetTiles, HoldNoMoreThanSoManyCollections) {
  Several several;
  std::string names = "notes";
  for (int i = 0; i < 16; ++i) {
    geo::Collection more = areas_collection();
    more.id = "more" + std::to_string(i);
    several.store.add_collection(more);
    if (i < 15) { names += "," + more.id; }
  }
  for (const std::string rest : {"", "/tilejson.json", "/0/0/0"}) {
    EXPECT_LT(several.get(quad + rest + "?collections=" + names).status, 300) << rest;
    EXPECT_EQ(several.get(quad + rest + "?collections=" + names + ",more15").status, 400) << rest;
    EXPECT_EQ(several.get(quad + rest).status, 400) << rest << ": never some of them without a word";
  }
  EXPECT_EQ(Json(several.get("/tiles")).elements("/tilesets").size(), 2U) << "the way in is open";
  const Json named(several.get("/tiles?collections=" + names));
  for (const Json& set : named.elements("/tilesets")) {
    EXPECT_EQ(Json(several.get(target_of(set.link("self")))).elements("/layers").size(), 16U) << "links keep what was asked for";
  }
}

TEST(DatasetTiles, OfNothingAreNone) {
  Several several;
  geo::Role nobody = geo::role_named("visitor");
  nobody.grants.clear();
  for (const geo::Collection& collection : several.store.catalog().collections) { nobody.grants.push_back({collection.id, false, 0, 0}); }
  api::ServiceOptions options;
  options.role = nobody;
  several.service = std::make_unique<api::Service>(several.store, std::move(options));
  EXPECT_EQ(Json(several.get("/tiles")).elements("/tilesets").size(), 0U);
  for (const std::string rest : {"", "/tilejson.json", "/0/0/0", "/0/0/0?points=stars"}) {
    EXPECT_EQ(several.get(quad + rest).status, 404) << rest;
  }
}

TEST(DatasetTiles, NoQueryIsTakenForAnother) {
  const std::string two = quad + "/0/0/0?q=x&properties=people";
  const std::string one = quad + "/0/0/0?q=x%26%20properties%3Dpeople";
  for (const bool two_first : {true, false}) {
    Several several;
    several.add({{"x"}});
    if (!two_first) { EXPECT_EQ(several.get(one).status, 204); }
    const api::Response found = several.get(two);
    EXPECT_EQ(found.status, 200);
    const api::Response nothing = several.get(one);
    EXPECT_EQ(nothing.status, 204);
    EXPECT_NE(header(found, "ETag"), header(nothing, "ETag"));
  }
}

/// Points, each as certain as `uncertainty_m` says.
geo::Collection sightings_collection(const std::string& id) {
  geo::Collection points = areas_collection();
  points.id = id;
  points.geometry = geo::GeometryType::point;
  points.fields.push_back({"uncertainty_m", geo::FieldType::real, {"Uncertainty", "Incerteza"}});
  return points;
}

void add_points(Several& several, const std::string& collection, int rows, double uncertainty_m) {
  const geo::Collection schema = *several.store.catalog().collection(collection);
  std::vector<geo::Edit> edits;
  for (int i = 0; i < rows; ++i) {
    geo::Row row;
    row.values.resize(schema.fields.size());
    row.geometry = geo::Geometry::point({40.5 + 1e-3 * i, -12.97});
    row.values[static_cast<std::size_t>(schema.index_of("people"))] = std::int64_t{i};
    row.values[static_cast<std::size_t>(schema.index_of("uncertainty_m"))] = uncertainty_m;
    edits.push_back({0, false, row});
  }
  geo::BatchInfo info;
  info.collection = collection;
  several.store.edit(info, edits);
}

TEST(DatasetTiles, WeighWhatSaysHowCertainItIs) {
  Several several;
  several.store.add_collection(sightings_collection("sightings"));
  several.add(std::vector<Note>(5, {"x", 0, true, 40.5, -12.97}));
  add_points(several, "sightings", 5, 50'000);
  const std::string query = "?points=squares&cell-px=2&weight=uncertainty";
  std::map<std::string, int> weighted;
  for (const auto& layer : tiles_tests::decode(body(several.get(quad + "/12/2196/2508" + query + "&collections=notes,sightings")))) {
    for (const auto& feature : layer.features) { weighted[layer.name] += feature.tags.contains("weighted_count") ? 1 : 0; }
  }
  EXPECT_EQ(weighted.at("notes"), 0);
  EXPECT_GT(weighted.at("sightings"), 0);
  const std::string alone(body(several.get("/collections/sightings" + quad + "/12/2196/2508" + query)));
  const std::string both(body(several.get(quad + "/12/2196/2508" + query + "&collections=notes,sightings")));
  EXPECT_TRUE(both.ends_with(alone)) << "the same layer";
}

TEST(DatasetTiles, ManyCollectionsMayCostNoMoreThanOne) {
  Several several;
  std::string names;
  for (int i = 0; i < 4; ++i) {
    const std::string id = "points" + std::to_string(i);
    several.store.add_collection(sightings_collection(id));
    add_points(several, id, 50, 1);
    names += (i > 0 ? "," : "") + id;
  }
  const std::string all = quad + "/0/0/0?collections=" + names;
  const auto counted = [&](const std::string& target) {
    std::size_t features = 0;
    for (const auto& layer : tiles_tests::decode(body(several.get(target)))) { features += layer.features.size(); }
    return features;
  };
  EXPECT_EQ(counted(all), 200U) << "each row";
  EXPECT_EQ(counted(all + "&max-points=200"), 200U);
  EXPECT_LE(counted(all + "&max-points=199"), 4U) << "as cells, which are as wide as a few rows lie apart";
  EXPECT_EQ(counted("/collections/points0" + quad + "/0/0/0?max-points=50"), 50U);
}

/// A condition that three collections could each be asked is too much for all three.
/// Asked of a tile without rows, so that nothing is looked at in the end.
TEST(DatasetTiles, AConditionIsCountedInAllOfThem) {
  Several several;
  std::string names;
  constexpr int rows = 10'000;
  for (int i = 0; i < 3; ++i) {
    const std::string id = "points" + std::to_string(i);
    several.store.add_collection(sightings_collection(id));
    add_points(several, id, rows, 1);
    names += (i > 0 ? "," : "") + id;
  }
  std::string filter = "people%3D0";
  for (int i = 1; i < 2400; ++i) { filter += "%20or%20people%3D" + std::to_string(i); }
  EXPECT_EQ(several.get("/collections/points0" + quad + "/1/0/0?filter=" + filter).status, 204);
  const api::Response refused = several.get(quad + "/1/0/0?collections=" + names + "&filter=" + filter);
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(Json(refused).text("/detail").find("'collections'"), std::string::npos);
}

/// What is wrong whichever collection is asked is not blamed on one.
TEST(DatasetTiles, AMistakeOfTheRequestIsToldAsOne) {
  Several several;
  const std::string both = quad + "/0/0/0?collections=notes,areas&filter=people%3D1";
  for (const std::string wrong : {"&datetime=never", "&bbox=1,2,3", "&bbox=1,2,3,4&bbox-crs=nothing", "&filter-lang=sql", "&q=,"}) {
    const api::Response refused = several.get(both + wrong);
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_EQ(Json(refused).text("/detail"),
              Json(several.get("/collections/notes" + quad + "/0/0/0?filter=people%3D1" + wrong)).text("/detail"));
  }
  const std::string syntax = "/0/0/0?filter=people%3D";
  EXPECT_EQ(Json(several.get(quad + syntax + "&collections=notes,areas")).text("/detail"),
            Json(several.get("/collections/notes" + quad + syntax)).text("/detail"));
}

}  // namespace
