// SPDX-License-Identifier: Apache-2.0
#include "api/tile_warmer.hpp"

#include "api/http/compression.hpp"
#include "api/ogc/tile_drawing.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/shapes.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using api_tests::body;
using api_tests::header;
using api_tests::make_request;
using api_tests::Note;
using api_tests::NotesService;

const std::string quad = "/collections/notes/tiles/WebMercatorQuad";

std::vector<Note> many(int count) {
  std::vector<Note> notes;
  for (int i = 0; i < count; ++i) { notes.push_back({"note " + std::to_string(i), 0, true, 40 + i * 0.001, -12.9 + (i % 7) * 0.01}); }
  return notes;
}

api::ServiceOptions as_visitor() {
  api::ServiceOptions options;
  options.role = geo::role_named("visitor");
  return options;
}

class Warm : public testing::Test {
 protected:
  void SetUp() override { notes.add(many(300)); }
  std::size_t warm(const api::WarmLimits& limits = {}) {
    return api::warm_tiles(
        parts, [&] { return go_on; }, limits);
  }

  NotesService notes;
  api::SiteParts parts{notes.store, as_visitor(), {}};
  bool go_on = true;
};

TEST_F(Warm, EveryTileOfTheExtentDownToTheZoom) {
  const std::size_t drawn = warm();
  EXPECT_GE(drawn, 9U);
  EXPECT_EQ(warm(), 0U) << "it is all there";
  notes.add({{"another", 0, true, 40.05, -12.9}});
  const std::size_t again = warm();
  EXPECT_GE(again, 9U) << "one at each zoom at least";
  EXPECT_LE(again, drawn);
}

TEST_F(Warm, EndsWhenItShould) {
  EXPECT_EQ(warm({5, 512, 128, 4, 8}), 5U);
  go_on = false;
  EXPECT_EQ(warm(), 0U);
}

TEST_F(Warm, BeginsWhereWasLookedMostAndPassesOverWhatIsGone) {
  for (int i = 0; i < 3; ++i) {
    parts.tiles.looked_at({"visitor", "gone", 3, 4, 4});
    parts.tiles.looked_at({"visitor", "notes", 12, 2196, 2504});
  }
  EXPECT_EQ(warm({1, 512, 128, 4, 8}), 1U);
  EXPECT_EQ(warm({1, 512, 128, 4, -1}), 0U) << "that was the one";
}

/// A memory that is full of what a change has made stale does not stay so.
TEST(WarmLittleRoom, IsFullOfWhatHoldsNow) {
  NotesService notes;
  notes.add(many(300));
  api::ServiceOptions options = as_visitor();
  options.cache_bytes = std::size_t{4} * 12'000;  // a quarter of it for tiles: fewer than a pass draws
  const api::SiteParts parts{notes.store, options, {}};
  const auto warm = [&] { return api::warm_tiles(parts, [] { return true; }, {}); };
  const auto is_there = [&](tiles::TileId id) {
    const auto view = notes.store.view("notes", options.role);
    return parts.tiles.has(api::tile_key(options.role, *view, id, ""), api::tile_etag(options.role, *view, id, {}, ""));
  };
  (void)warm();
  ASSERT_TRUE(is_there({0, 0, 0}));
  ASSERT_FALSE(is_there({8, 137, 156})) << "there is room for all: the test would say nothing";
  for (int round = 0; round < 3; ++round) {
    notes.add({{"everywhere", 0, true, 40.05, -12.9}, {"and there", 0, true, 40.2, -12.89}});
    ASSERT_FALSE(is_there({0, 0, 0}));
    EXPECT_GE(warm(), 2U);
    EXPECT_TRUE(is_there({0, 0, 0})) << round;
    EXPECT_TRUE(is_there({1, 1, 1})) << round;
  }
}

/// Areas, or what may be some: how they are drawn depends on all of them.
void add_shapes(store::Store& store) {
  geo::Collection areas = api_tests::notes_collection();
  areas.id = "areas";
  areas.geometry = geo::GeometryType::any;
  store.add_collection(areas);
}

void add_rows(store::Store& store, const std::string& collection, const std::vector<Note>& notes) {
  const geo::Catalog catalog = store.catalog();
  std::vector<geo::Edit> edits;
  for (const Note& note : notes) { edits.push_back({0, false, api_tests::note_row(*catalog.collection(collection), note)}); }
  geo::BatchInfo info;
  info.collection = collection;
  info.kind = "edit";
  store.edit(info, edits);
}

/// From the one place to the other.
geo::Geometry line(double west, double south, double east, double north) {
  const std::uint8_t head[] = {1, 2, 0, 0, 0, 2, 0, 0, 0};  // little-endian, a line of two
  const double ends[] = {west, south, east, north};
  std::string wkb(reinterpret_cast<const char*>(head), sizeof head);
  wkb.append(reinterpret_cast<const char*>(ends), sizeof ends);
  return geo::Geometry::from_wkb(wkb);
}

/// What is kept with a view, and what others would wait for, the warmer does not make: neither where it goes all over nor in hot places.
TEST(WarmShapes, AreDrawnWhereTheyAreMadeAlready) {
  const api_tests::People people;  // whose store keeps views
  const api::SiteParts parts{*people.store, as_visitor(), {}};
  const auto warm = [&] { return api::warm_tiles(parts, [] { return true; }, {}); };
  add_shapes(*people.store);
  const std::size_t columns = people.store->catalog().collection("areas")->fields.size();
  geo::BatchInfo info;
  info.collection = "areas";
  info.kind = "edit";
  people.store->edit(info, {{0, false, {line(40, -12.9, 40.2, -12.8), std::vector<geo::Value>(columns)}}});
  (void)warm();
  const auto view = people.store->view("areas", geo::role_named("visitor"));
  ASSERT_EQ(view->count({}), 1U);
  for (int zoom = 0; zoom <= 8; ++zoom) { EXPECT_FALSE(tiles::Shapes::are_made(*view, zoom)) << zoom; }
  for (int i = 0; i < 3; ++i) { parts.tiles.looked_at({"visitor", "areas", 5, 17, 19}); }
  EXPECT_EQ(warm(), 0U);
  EXPECT_FALSE(tiles::Shapes::are_made(*view, 5));
  (void)tiles::make_tile(*view, {6, 34, 39});
  EXPECT_TRUE(tiles::Shapes::are_made(*view, 6));
  EXPECT_FALSE(tiles::Shapes::are_made(*view, 5));
  EXPECT_GE(warm(), 1U);
  EXPECT_FALSE(tiles::Shapes::are_made(*view, 5));
  const geo::Role visitor = geo::role_named("visitor");
  EXPECT_TRUE(parts.tiles.has(api::tile_key(visitor, *view, {6, 34, 39}, ""), api::tile_etag(visitor, *view, {6, 34, 39}, {}, "")));
}

/// Results are drawn ahead where they were looked at, and nowhere else.
TEST_F(Warm, LeavesResultsAlone) {
  geo::Collection result = api_tests::notes_collection();
  result.id = "r-kde-0123456789ab";
  result.result = geo::Provenance{};
  result.result->role = "visitor";
  result.result->row_clearance = result.result->field_clearance = 0;
  const std::size_t of_notes = warm();
  ASSERT_GE(of_notes, 9U);
  geo::Row row{geo::Geometry::point({40.05, -12.9}), std::vector<geo::Value>(result.fields.size())};
  notes.store.add_result(result, {row});
  ASSERT_EQ(notes.store.view(result.id, geo::role_named("visitor"))->count({}), 1U);
  EXPECT_EQ(warm(), 0U);
  for (int i = 0; i < 2; ++i) { parts.tiles.looked_at({"visitor", result.id, 5, 17, 19}); }
  EXPECT_EQ(warm(), 1U);
}

/// What was drawn ahead is what a request finds: it is not drawn again.
TEST_F(Warm, ServesRequests) {
  ASSERT_EQ(notes.get(quad + "/0/0/0").status, 200);
  const std::size_t all = notes.service->warm_tiles([] { return true; });
  EXPECT_GE(all, 8U);
  EXPECT_EQ(notes.service->warm_tiles([] { return true; }), 0U);
  NotesService cold;
  cold.add(many(300));
  for (const char* tile : {"/0/0/0", "/5/17/19", "/8/137/156", "/8/137/157"}) {
    const api::Response warm_answer = notes.get(quad + tile);
    const api::Response cold_answer = cold.get(quad + tile);
    EXPECT_EQ(warm_answer.status, cold_answer.status) << tile;
    EXPECT_EQ(body(warm_answer), body(cold_answer)) << tile;
  }
  EXPECT_EQ(notes.service->warm_tiles([] { return true; }), 0U) << "requests found those that were there";
}

/// Asked for in two languages: a tile is the same in both, and kept answers are not.
void look_twice(api_tests::People& people, const std::string& who, const std::string& tile) {
  for (const char* language : {"pt", "en"}) {
    ASSERT_EQ(people.ask(tile, {people.bearer(who), {"Accept-Language", language}}).status, 200);
  }
}

TEST(WarmForRoles, LeavesNoTraceAndTakesNone) {
  api_tests::People people;
  const geo::Collection incidents = *people.store->catalog().collection("incidents");
  std::vector<geo::Edit> edits;
  for (int i = 0; i < 20; ++i) {
    edits.push_back({0, false, {geo::Geometry::point({40.5 + i * 0.01, -12.9}), std::vector<geo::Value>(incidents.fields.size())}});
  }
  geo::BatchInfo info;
  info.collection = "incidents";
  info.kind = "edit";
  people.store->edit(info, edits);
  look_twice(people, "programme", "/collections/incidents/tiles/WebMercatorQuad/5/17/19");
  people.traces.clear();
  EXPECT_GE(people.service->warm_tiles([] { return true; }), 8U) << "the role looked there";
  EXPECT_TRUE(people.traces.empty()) << "nobody has seen anything";
  const std::string drawn_ahead = "/collections/incidents/tiles/WebMercatorQuad/4/8/9";
  EXPECT_EQ(people.as("visitor", drawn_ahead).status, 404);
  EXPECT_EQ(people.as("", drawn_ahead).status, 404);
  people.traces.clear();
  EXPECT_EQ(people.as("programme", drawn_ahead).status, 200);
  const auto is_of_20 = [](const api::Trace& t) { return t.kind == api::Trace::Kind::read && t.rows == 20; };
  EXPECT_EQ(std::count_if(people.traces.begin(), people.traces.end(), is_of_20), 1) << "as a look at what is drawn at once";
}

/// A collection that both may open, of which one sees more rows: whoever's tiles are drawn first, each gets its own.
TEST(WarmForRoles, OneRoleGetsNothingOfAnother) {
  for (const bool warmed : {false, true}) {
    api_tests::People people;
    people.store->add_collection(api_tests::notes_collection());
    add_shapes(*people.store);
    std::vector<Note> some = many(20);
    for (int i = 0; i < 7; ++i) { some.push_back({"hidden", 2, true, 40.003 + i * 0.001, -12.895}); }
    for (const char* collection : {"notes", "areas"}) {
      add_rows(*people.store, collection, some);
      const std::string tiles = "/collections/" + std::string(collection) + "/tiles/WebMercatorQuad";
      for (const char* tile : {"/5/17/19", "/6/34/39"}) { look_twice(people, "programme", tiles + tile); }
    }
    if (warmed) {
      EXPECT_GE(people.service->warm_tiles([] { return true; }), 8U);
    }
    for (const char* collection : {"notes", "areas"}) {
      const std::string tiles = "/collections/" + std::string(collection) + "/tiles/WebMercatorQuad";
      for (const char* tile : {"/4/8/9", "/5/17/19", "/6/34/39"}) {
        const auto shown = [&](const char* who) { return tiles_tests::decode_one(body(people.as(who, tiles + tile))).features.size(); };
        EXPECT_EQ(shown("visitor"), 20U) << collection << tile;
        EXPECT_EQ(shown("programme"), 27U) << collection << tile;
        EXPECT_EQ(shown(""), 20U) << collection << tile;
      }
    }
  }
}

/// Nothing there, or nothing but a question: no reason to draw ahead, however often a program asks.
TEST(Heat, EmptyTilesAndQuestionsAreNone) {
  api_tests::People people;
  people.store->add_collection(api_tests::notes_collection());
  add_rows(*people.store, "notes", many(5));
  const auto warm = [&] { return people.service->warm_tiles([] { return true; }); };
  (void)warm();
  for (const char* language : {"pt", "en", "fr", "de"}) {
    for (const char* tile : {"/12/5/5", "/8/137/156?datetime=2023-01-01/.."}) {
      (void)people.ask(quad + tile, {people.bearer("programme"), {"Accept-Language", language}});
    }
  }
  EXPECT_EQ(warm(), 0U);
  look_twice(people, "programme", quad + "/8/137/156");
  EXPECT_GE(warm(), 8U) << "now the role has looked";
}

std::size_t size_of(const api::Response& response) { return response.body ? response.body->size() : 0; }

/// The first answers are coded quickly, those to what is asked again and again are smaller; both are the same tile.
TEST(Heat, TilesThatAreAskedForOftenGetABetterCoding) {
  NotesService notes;
  notes.add(many(1500));
  for (const char* coding : {"gzip", "br", "zstd"}) {
    const std::vector<api::Header> fields{{"Accept-Encoding", coding}};
    const auto ask = [&](std::vector<api::Header> more = {}) {
      more.insert(more.end(), fields.begin(), fields.end());
      return notes.get(quad + "/0/0/0", std::move(more));
    };
    const api::Response first = ask();
    ASSERT_EQ(header(first, "Content-Encoding"), coding);
    EXPECT_TRUE(header(first, "ETag").ends_with("1\"")) << header(first, "ETag");
    EXPECT_EQ(body(ask()), body(first));
    const api::Response third = ask();
    EXPECT_LT(size_of(third), size_of(first)) << coding;
    EXPECT_FALSE(header(third, "ETag").ends_with("1\"")) << header(third, "ETag");
    EXPECT_EQ(body(ask()), body(third)) << "it stays so";
    EXPECT_EQ(ask({{"If-None-Match", header(first, "ETag")}}).status, 304) << "it says the same";
    EXPECT_EQ(ask({{"If-None-Match", header(third, "ETag")}}).status, 304);
    ++notes.stamp;  // a change elsewhere
    EXPECT_EQ(body(ask()), body(third));
  }
}

}  // namespace
