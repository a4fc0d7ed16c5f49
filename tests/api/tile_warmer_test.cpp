// SPDX-License-Identifier: Apache-2.0
#include "api/tile_warmer.hpp"

#include "api/http/compression.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

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
  EXPECT_EQ(warm({5, 512, 4, 8}), 5U);
  go_on = false;
  EXPECT_EQ(warm(), 0U);
}

TEST_F(Warm, BeginsWhereWasLookedMostAndPassesOverWhatIsGone) {
  for (int i = 0; i < 3; ++i) {
    parts.tiles.looked_at({"visitor", "gone", 3, 4, 4});
    parts.tiles.looked_at({"visitor", "notes", 12, 2196, 2504});
  }
  EXPECT_EQ(warm({1, 512, 4, 8}), 1U);
  EXPECT_EQ(warm({1, 512, 4, -1}), 0U) << "that was the one";
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

TEST(WarmForRoles, OneRoleGetsNothingOfAnother) {
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
  const std::string tile = "/collections/incidents/tiles/WebMercatorQuad/5/17/19";
  for (int i = 0; i < 3; ++i) { EXPECT_EQ(people.as("programme", tile).status, 200); }
  people.traces.clear();
  people.service->warm_tiles([] { return true; });
  EXPECT_TRUE(people.traces.empty()) << "nobody has seen anything";
  EXPECT_EQ(people.as("visitor", tile).status, 404);
  EXPECT_EQ(people.as("", tile).status, 404);
  const api::Response answer = people.as("editor", tile);
  EXPECT_EQ(answer.status, 200);
  ASSERT_FALSE(people.traces.empty());
  EXPECT_EQ(people.traces.back().rows, 20U) << "a look at what was drawn before leaves the same trace";
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
