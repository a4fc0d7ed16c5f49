// SPDX-License-Identifier: Apache-2.0
// Every line of the route table, with every method, as everybody, over rows of every kind. What is expected stands here in plain
// words once more, so that the code is not its own judge.
#include "api/links.hpp"
#include "api/routes.hpp"
#include "geo/analysis/density_picture.hpp"
#include "tests/api/json.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/tile_id.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::Kind;

namespace {

/// PRIVACY rule B12, as a table: the highest level of rows; -1: there is no such collection.
int level_of(const std::string& role, const std::string& collection) {
  const bool about_incidents = collection == "incidents" || collection == "issues";
  if (role == "protection") { return 3; }
  if (role == "programme" || role == "editor") { return 2; }
  if (about_incidents) { return -1; }
  if (role == "partner") { return 1; }
  if (role == "police" && (collection == "sites" || collection == "trainings")) { return 1; }
  return 0;
}

bool sees(const std::string& role, bool bound_to_pemba, const std::string& collection, const Kind& kind) {
  const int level = level_of(role, collection);
  const int secrecy = kind.level <= 3 ? kind.level : collection == "settlements" ? 0 : 1;
  if (level < 0 || secrecy > level) { return false; }
  if (kind.category == "0301" && (collection == "incidents" || collection == "issues") && role != "protection") { return false; }
  return !bound_to_pemba || secrecy == 0 || kind.district == "MZ0102";
}

bool writes(const std::string& role) { return role == "editor" || role == "protection"; }

bool is_write(const api::Route& route, const std::string& method) {
  return (route.path.ends_with("/items") && method == "POST") ||
         (route.path.ends_with("/{featureId}") && (method == "PUT" || method == "PATCH" || method == "DELETE"));
}

struct Who {
  std::string account;  ///< empty: nobody
  std::string role;
  bool bound;
};

class AccessMatrix : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    people = std::make_unique<api_tests::People>();
    api_tests::fill(*people->store, 1);
    api_tests::add_results(*people->store);
  }
  static void TearDownTestSuite() { people.reset(); }

  static std::vector<Who> everybody() {
    std::vector<Who> all{{"", "visitor", false}};
    for (const std::string& name : people->names) {
      const std::size_t dash = name.find('-');
      all.push_back({name, name.substr(0, dash), dash != std::string::npos});
    }
    return all;
  }
  static std::uint64_t expected_rows(const Who& who, const std::string& collection) {
    std::uint64_t rows = 0;
    const bool has_category = people->store->catalog().collection(collection)->index_of("category") >= 0;
    for (const Kind& kind : api_tests::kinds(has_category)) { rows += sees(who.role, who.bound, collection, kind) ? 1U : 0U; }
    return rows;
  }

  static inline std::unique_ptr<api_tests::People> people;
};

TEST_F(AccessMatrix, EveryRouteAndMethodAnswersAsTheTableSays) {
  int asked = 0;
  for (const Who& who : everybody()) {
    for (const api::Route& route : api::routes()) {
      const bool of_collection = route.path.starts_with("/collections/{");
      for (const std::string collection : {"incidents", "sites", "cscs", "settlements", "nosuch"}) {
        if (!of_collection && collection != "incidents") { continue; }
        std::vector<std::string> values{collection, "1"};
        if (route.path.find("{tileMatrix") != std::string_view::npos) { values = api_tests::tile_values(route.path, collection); }
        if (route.path.find("{styleName}") != std::string_view::npos) { values = {collection, "default"}; }
        if (route.path.starts_with("/processes/{")) { values = {"kde"}; }
        if (route.path.starts_with("/imports")) { continue; }  // tests/api/imports
        if (route.path.starts_with("/styles/{")) { values = {"settlements"}; }
        if (route.path.starts_with("/qgis/{")) { values = {"settlements.qlr"}; }
        if (route.path.starts_with("/exports/{")) { values = {"nosuch.pmtiles"}; }
        if (route.path.starts_with("/jobs/{")) { values = {"0123456789abcdef0123456789abcdef"}; }
        if (route.path.starts_with("/assets/{")) { values = {"nosuch.js"}; }
        if (route.path.starts_with("/assets/glyphs/")) { values = {"nosuch", "0-255.pbf"}; }
        const std::string target = api::fill_path(route.path, values);
        const std::string nothing = "/collections/" + collection + "/items/999999";  // what is removed is gone for other tests
        const bool is_known = collection != "nosuch" && level_of(who.role, collection) >= 0;
        for (const std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}) {
          const api::Response answer = people->as(who.account, method == "DELETE" && is_write(route, method) ? nothing : target, method);
          SCOPED_TRACE(method + " " + target + " as " + who.account);
          ++asked;
          const bool is_session = route.path == "/session";
          const bool is_execution = route.path.ends_with("/execution");
          const bool is_job = route.path.starts_with("/jobs/{");
          if (method == "OPTIONS") {
            EXPECT_EQ(answer.status, 200);
            const std::string allow = header(answer, "Allow");
            EXPECT_EQ(allow.find("PUT") != std::string::npos, writes(who.role) && route.path.ends_with("/{featureId}")) << allow;
          } else if (is_session) {
            const std::map<std::string, int> expected{
                {"GET", 200}, {"HEAD", 200}, {"POST", who.account.empty() ? 400 : 200}, {"DELETE", 204}};
            EXPECT_EQ(answer.status, expected.contains(method) ? expected.at(method) : 405);
          } else if (is_execution) {
            // Who has not signed in runs nothing; others are told that this is no JSON.
            EXPECT_EQ(answer.status, method != "POST" ? 405 : who.account.empty() ? 401 : 415);
          } else if (is_job && (method == "GET" || method == "HEAD" || (method == "DELETE" && !route.path.ends_with("/results")))) {
            EXPECT_EQ(answer.status, 404) << "nobody has such a job";
          } else if (is_write(route, method)) {
            // Nobody learns by writing whether a collection or a feature is there that they do not see; writers have sent nothing.
            const int refused = who.account.empty() ? 401 : 403;
            EXPECT_EQ(answer.status, !is_known ? 404 : !writes(who.role) ? refused : method == "DELETE" ? 404 : 415);
          } else if (method != "GET" && method != "HEAD") {
            EXPECT_EQ(answer.status, 405);
          } else if (route.path.starts_with("/assets/{") || route.path.starts_with("/assets/glyphs/") ||
                     route.path.starts_with("/exports/{")) {
            EXPECT_EQ(answer.status, 404);
          } else if (!of_collection) {
            EXPECT_EQ(answer.status, 200);
          } else if (!is_known || api::is_of_surfaces(route)) {
            EXPECT_EQ(answer.status, 404);  // none of these is a surface; tests/api/ogc/map_tiles_test.cpp has one
          } else if (api::is_of_densities(route)) {
            const geo::Catalog catalog = people->store->catalog();
            EXPECT_EQ(answer.status, geo::has_density_picture(*catalog.collection(collection)) ? 200 : 404);
          } else if (route.path.ends_with("{featureId}")) {
            EXPECT_TRUE(answer.status == 200 || answer.status == 404);  // row by row below
          } else {
            EXPECT_TRUE(answer.status == 200 || (answer.status == 204 && expected_rows(who, collection) < 3)) << answer.status;
          }
          const std::string cache = header(answer, "Cache-Control");
          const bool is_public = who.role == "visitor" || who.role == "admin";
          if (answer.status == 200 && method != "OPTIONS" && route.access == api::Access::reader) {
            EXPECT_EQ(cache, is_public ? "private, no-cache" : "no-store");
          }
          if (answer.status == 200 && method != "OPTIONS" && route.access == api::Access::oneself) { EXPECT_EQ(cache, "no-store"); }
          const bool varies = header(answer, "Vary").find("Authorization, Cookie") != std::string::npos;
          if (answer.status < 300 && method != "OPTIONS") { EXPECT_EQ(varies, route.access != api::Access::anybody); }
        }
      }
    }
  }
  EXPECT_GE(asked, 500);
  RecordProperty("asked", asked);
}

TEST_F(AccessMatrix, EveryRowIsThereForWhoMaySeeItAndForNobodyElse) {
  int looked_at = 0;
  const store::Store& store = *people->store;
  for (const std::string& collection : api_tests::filled) {
    const geo::Collection schema = *store.catalog().collection(collection);
    geo::Query all;
    all.limit = 1000;
    const geo::Page page = people->store->view(collection, geo::role_named("protection"))->find(all);
    for (const Who& who : everybody()) {
      const std::string base = "/collections/" + collection + "/items";
      std::uint64_t visible = 0;
      for (std::size_t i = 0; i < page.batch.rows; ++i) {
        const geo::Feature feature = geo::feature_at(page.batch, i);
        const auto value = [&](const char* field) {
          const int at = schema.index_of(field);
          return at < 0 ? geo::Value{} : feature.row.values[static_cast<std::size_t>(at)];
        };
        const geo::Value level = value("confidentiality");
        const geo::Value district = value("admin2_pcode");
        const geo::Value category = value("category");
        const Kind kind{geo::is_null(level) ? 4 : static_cast<int>(std::get<std::int64_t>(level)),
                        geo::is_null(district) ? "" : std::get<std::string>(district),
                        geo::is_null(category) ? "" : std::get<std::string>(category)};
        const bool expected = sees(who.role, who.bound, collection, kind);
        visible += expected ? 1U : 0U;
        EXPECT_EQ(people->as(who.account, base + "/" + std::to_string(feature.fid)).status, expected ? 200 : 404)
            << collection << ' ' << feature.fid << " as " << who.account << who.role;
        ++looked_at;
      }
      EXPECT_EQ(visible, expected_rows(who, collection));
      const api::Response items = people->as(who.account, base + "?limit=1000");
      if (level_of(who.role, collection) < 0) {
        EXPECT_EQ(items.status, 404);
        continue;
      }
      EXPECT_EQ(static_cast<std::uint64_t>(Json(items).integer("/numberMatched")), visible);
      EXPECT_EQ(Json(items).elements("/features").size(), visible);
    }
  }
  EXPECT_GE(looked_at, 500);
}

TEST_F(AccessMatrix, ResultsAreForWhoSeesAllThatTheyWereMadeOf) {
  const std::map<std::string, std::set<std::string>> who_knows{
      {"r-programme", {"programme", "editor", "protection"}},
      {"r-police", {"police", "programme", "editor", "protection"}},
      {"r-pemba", {"programme", "editor", "protection", "programme-pemba", "editor-pemba", "protection-pemba"}},
      {"r-open", {"everybody"}},
      {"r-nosuch", {}},
  };
  for (const auto& [id, known] : who_knows) {
    for (const Who& who : everybody()) {
      const bool expected = known.contains(who.account) || known.contains("everybody");
      EXPECT_EQ(people->as(who.account, "/collections/" + id + "/items").status, expected ? 200 : 404) << id << " as " << who.account;
      const bool listed = body(people->as(who.account, "/collections")).find("\"" + id + "\"") != std::string_view::npos;
      EXPECT_EQ(listed, expected) << id << " as " << who.account;
    }
  }
}

TEST_F(AccessMatrix, FieldsOverTheLevelOfTheRoleAreNowhere) {
  for (const Who& who : everybody()) {
    for (const std::string& collection : api_tests::filled) {
      if (level_of(who.role, collection) < 0) { continue; }
      const int fields = who.role == "police" && collection == "sites" ? 2 : level_of(who.role, collection);
      std::string seen;
      for (const char* part : {"/schema", "/items?limit=100", "/items?f=html", "/tiles/WebMercatorQuad", "/tiles/WorldCRS84Quad", ""}) {
        seen += body(people->as(who.account, "/collections/" + collection + part));
      }
      const std::string style(body(people->as(who.account, "/collections/" + collection + "/styles/default")));
      seen += body(people->as(who.account, "/qgis/" + collection + ".qlr"));
      const geo::Collection schema = *people->store->catalog().collection(collection);
      for (const geo::Field& field : schema.fields) {
        if (field.confidentiality <= fields) { continue; }
        EXPECT_EQ(seen.find("\"" + field.name + "\""), std::string::npos) << field.name << " of " << collection << " as " << who.account;
        EXPECT_EQ(style.find("[\"get\",\"" + field.name + "\"]"), std::string::npos) << field.name << " of " << collection;
      }
    }
  }
}

TEST_F(AccessMatrix, StylesAndFilesForQgisSpeakOfWhatTheRoleSees) {
  for (const Who& who : everybody()) {
    std::string all;
    for (const char* target : {"/styles", "/styles?f=html", "/qgis", "/qgis?f=html", "/qgis/bairro.qgs", "/qgis/vector-tiles.xml"}) {
      const api::Response answer = people->as(who.account, target);
      EXPECT_EQ(answer.status, 200) << target << " as " << who.account;
      all += body(answer);
    }
    for (const std::string& collection : api_tests::filled) {
      const bool known = level_of(who.role, collection) >= 0;
      EXPECT_EQ(all.find(collection) != std::string::npos, known) << collection << " as " << who.account;
      EXPECT_EQ(people->as(who.account, "/styles/" + collection).status, known ? 200 : 404);
      EXPECT_EQ(people->as(who.account, "/qgis/" + collection + ".qlr").status, known ? 200 : 404);
      const geo::Collection schema = *people->store->catalog().collection(collection);
      const int fields = who.role == "police" && collection == "sites" ? 2 : level_of(who.role, collection);
      for (const geo::Field& field : schema.fields) {
        if (!known || field.type != geo::FieldType::code || field.confidentiality <= fields) { continue; }
        EXPECT_EQ(people->as(who.account, "/styles/" + collection + "." + field.name).status, 404);
      }
    }
  }
}

TEST_F(AccessMatrix, ALookThroughAHexagonLeavesATraceAlsoFromATileWithoutRows) {
  const api_tests::Json items(people->as("programme", "/collections/incidents/items?limit=1"));
  const double lon = items.number("/features/0/geometry/coordinates/0");
  const double lat = items.number("/features/0/geometry/coordinates/1");
  for (const tiles::MatrixSet set : tiles::every_matrix_set) {
    const tiles::PlanePoint unit = tiles::to_unit_square({lon, lat}, set);
    std::map<bool, int> seen;          // by whether the tile is of several collections
    for (const int aside : {-2, 2}) {  // five metres; the hexagon is 38 m wide
      const int depth = tiles::depth_of(set, 24);
      const auto row = static_cast<std::uint32_t>(std::ldexp(unit.y, depth));
      const auto column = static_cast<std::uint32_t>(static_cast<std::int64_t>(std::ldexp(unit.x, depth)) + aside);
      people->traces.clear();
      const std::string place = fmt::format("/tiles/{}/24/{}/{}?points=hexagons&cell-px=128", to_string(set), row, column);
      for (const bool of_several : {false, true}) {
        const std::string target = of_several ? place + "&collections=incidents,settlements" : "/collections/incidents" + place;
        people->traces.clear();
        if (people->as("programme", target).status != 200) { continue; }
        ++seen[of_several];
        EXPECT_EQ(std::count_if(people->traces.begin(), people->traces.end(),
                                [](const api::Trace& t) { return t.collection == "incidents" && t.rows > 0; }),
                  1);
      }
    }
    for (const bool of_several : {false, true}) { EXPECT_GT(seen[of_several], 0) << to_string(set) << (of_several ? " of several" : ""); }
  }
}

TEST_F(AccessMatrix, TilesOfSeveralCollectionsHaveTheLayersOfThoseThatTheRoleSees) {
  for (const Who& who : everybody()) {
    std::set<std::string> expected;
    for (const std::string& collection : api_tests::filled) {
      const bool has_places = people->store->catalog().collection(collection)->geometry != geo::GeometryType::none;
      if (has_places && expected_rows(who, collection) > 0) { expected.insert(collection); }
    }
    for (const char* set : {"WebMercatorQuad/0/0/0", "WorldCRS84Quad/0/0/1"}) {
      std::set<std::string> found;
      for (const auto& layer : tiles_tests::decode(body(people->as(who.account, "/tiles/" + std::string(set))))) {
        found.insert(layer.name);
      }
      EXPECT_EQ(found, expected) << set << " as " << who.account;
    }
    for (const std::string& collection : api_tests::filled) {
      const bool known = level_of(who.role, collection) >= 0;
      const bool has_places = people->store->catalog().collection(collection)->geometry != geo::GeometryType::none;
      for (const char* rest : {"", "/tilejson.json", "/0/0/0"}) {
        const std::string target = "/tiles/WebMercatorQuad" + std::string(rest) + "?collections=settlements,";
        const api::Response answer = people->as(who.account, target + collection);
        EXPECT_EQ(answer.status, known && has_places ? 200 : 404) << target << collection << " as " << who.account;
        if (known) { continue; }
        const api::Response unknown = people->as(who.account, target + "nosuch");
        EXPECT_EQ(body(answer), body(unknown));
        EXPECT_EQ(answer.headers, unknown.headers);
      }
    }
  }
}

TEST_F(AccessMatrix, ALookAtATileOfSeveralCollectionsIsOnRecordForEach) {
  std::vector<std::string> targets{"/tiles/WebMercatorQuad/0/0/0?collections=incidents,settlements,cscs",
                                   "/tiles/WebMercatorQuad/0/0/0?collections=incidents,settlements,cscs",  // from memory
                                   "/tiles/WorldCRS84Quad/0/0/0?collections=incidents,cscs"};              // nothing lies there
  people->traces.clear();
  for (const std::string& target : targets) { (void)people->as("programme", target); }
  std::map<std::string, std::uint64_t> rows;
  std::size_t reads = 0;
  for (const api::Trace& trace : people->traces) {
    if (trace.kind != api::Trace::Kind::read) { continue; }
    ++reads;
    EXPECT_EQ(trace.route, "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}");
    EXPECT_EQ(trace.role, "programme");
    rows[trace.collection] += trace.rows;
  }
  std::map<std::string, std::uint64_t> expected;
  for (const std::string collection : {"incidents", "settlements", "cscs"}) {
    people->traces.clear();
    (void)people->as("programme", "/collections/" + collection + "/tiles/WebMercatorQuad/0/0/0");
    for (const api::Trace& trace : people->traces) {
      if (trace.kind == api::Trace::Kind::read) { expected[collection] += 2 * trace.rows; }
    }
  }
  EXPECT_EQ(rows, expected) << "as a look at the tile of each";
  EXPECT_TRUE(rows.contains("incidents"));
  EXPECT_EQ(reads, 2 * expected.size());
}

TEST_F(AccessMatrix, ALookAtWhatNotEverybodySeesLeavesATrace) {
  people->traces.clear();
  (void)people->as("", "/collections/settlements/items");
  (void)people->as("programme", "/collections/incidents/items?limit=7");
  (void)people->as("programme", "/collections/incidents/items?limit=7");  // from memory
  (void)people->as("programme-pemba", "/collections/incidents/items/999999");
  (void)people->as("protection", "/collections");
  std::vector<api::Trace> reads;
  for (const api::Trace& trace : people->traces) {
    if (trace.kind == api::Trace::Kind::read) { reads.push_back(trace); }
  }
  ASSERT_EQ(reads.size(), 2U);
  for (const api::Trace& read : reads) {
    EXPECT_EQ(read.account, "programme");
    EXPECT_EQ(read.role, "programme");
    EXPECT_EQ(read.route, "/collections/{collectionId}/items");
    EXPECT_EQ(read.collection, "incidents");
    EXPECT_EQ(read.rows, 7U);
  }
}

}  // namespace
