// SPDX-License-Identifier: Apache-2.0
// One OpenStreetMap file into two collections, and into none that it has nothing for.
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace {

using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;

/// A small town, from the seeds of the fuzz target: their first byte is not of the file.
std::string small_town() {
  std::ifstream in("tests/fuzz/corpus/osm_fuzzer/zlib", std::ios::binary);
  const std::string seed{std::istreambuf_iterator<char>(in), {}};
  return seed.substr(1);
}

TEST(Osm, OneFileGoesIntoTwoCollections) {
  const Folder folder;
  const std::string store = (folder / "store.db").string();
  const std::string file = folder.file("town.osm.pbf", small_town());
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--store", store});
    return bairro(arguments);
  };
  const Outcome roads = run({"import", "roads", file});
  EXPECT_EQ(roads.exit_code, 0) << roads.err;
  EXPECT_THAT(roads.out, HasSubstr("Read 5 rows (OSM PBF, UTF-8, OGC:CRS84)"));
  EXPECT_THAT(roads.out, HasSubstr("OpenStreetMap contributors"));
  EXPECT_THAT(run({"import", "roads", file}).out, HasSubstr("imported before"));
  const Outcome places = run({"import", "settlements", file});
  EXPECT_EQ(places.exit_code, 0) << places.err;
  EXPECT_EQ(run({"count", "roads"}).out, "5\n");
  EXPECT_EQ(run({"count", "settlements"}).out, "2\n");
  EXPECT_THAT(run({"query", "roads"}).out, HasSubstr(R"("source":"osm","source_key":"w101")"));
  EXPECT_THAT(run({"import", "roads", file}).out, HasSubstr("5 unchanged")) << "looked at again: the store knows more of the country";

  const Outcome incidents = run({"import", "incidents", file});
  EXPECT_EQ(incidents.exit_code, 3);
  EXPECT_THAT(incidents.out, HasSubstr("settlements and roads"));
  EXPECT_EQ(run({"layer", "add", "town", "--from", file}).exit_code, 3);
  EXPECT_EQ(run({"import", "roads", folder.file("cut.osm.pbf", small_town().substr(0, 200))}).exit_code, 3);
  EXPECT_EQ(run({"count", "roads"}).out, "5\n");
}

}  // namespace
