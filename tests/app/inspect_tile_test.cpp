// SPDX-License-Identifier: Apache-2.0
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

namespace {

using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;

class InspectTile : public testing::Test {
 protected:
  InspectTile() {
    for (const auto& [collection, file] : {std::pair("incidents", "incidents.csv"), {"catchments", "catchments.geojson"}}) {
      const Outcome outcome = run({"import", collection, std::string("data-samples/") + file});
      EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    }
  }
  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--store", store});
    return bairro(arguments);
  }
  /// The number behind `name` in one line of JSON.
  static std::int64_t number(const std::string& json, const std::string& name) {
    const std::size_t at = json.find("\"" + name + "\":");
    return at == std::string::npos ? 0 : std::stoll(json.substr(at + name.size() + 3));
  }

  Folder folder;
  std::string store = (folder / "store.db").string();
};

TEST_F(InspectTile, TheSumOfCountsIsTheNumberOfRowsAtEveryZoom) {
  const std::string world = run({"--json", "inspect", "tile", "incidents", "0/0/0"}).out;
  const std::int64_t placed = number(world, "sum_of_counts");
  EXPECT_GT(placed, 2700);
  EXPECT_EQ(number(world, "rows_anchored_here"), placed);
  std::int64_t sum = 0;
  for (int tile = 0; tile < 16; ++tile) {
    const std::string json =
        run({"--json", "inspect", "tile", "incidents", "2/" + std::to_string(tile / 4) + "/" + std::to_string(tile % 4)}).out;
    EXPECT_EQ(number(json, "sum_of_counts"), number(json, "rows_anchored_here")) << tile;
    sum += number(json, "sum_of_counts");
  }
  EXPECT_EQ(sum, placed);
}

TEST_F(InspectTile, SpeaksInWords) {
  const std::string text = run({"inspect", "tile", "incidents", "0/0/0"}).out;
  EXPECT_THAT(text, HasSubstr("Layer incidents: version 2, extent 4096"));
  EXPECT_THAT(text, HasSubstr("sum of counts: "));
  EXPECT_THAT(text, HasSubstr("Keys (distinct values): count ("));
  const std::string areas = run({"inspect", "tile", "catchments", "7/67/78", "--first", "2"}).out;
  EXPECT_THAT(areas, HasSubstr("polygon"));
  EXPECT_THAT(areas, HasSubstr("  csc_code="));
  EXPECT_THAT(run({"inspect", "tile", "incidents", "3/0/0"}).out, HasSubstr("Nothing is drawn here."));
  EXPECT_THAT(run({"inspect", "tile", "cscs", "0/0/0", "--role", "visitor"}).out, HasSubstr("counted by the view: 0"));
  EXPECT_EQ(run({"inspect", "tile", "incidents", "0/0/0", "--role", "visitor"}).exit_code, 2);
}

TEST_F(InspectTile, WritesTheBytesThatTheServerSends) {
  const std::string file = (folder / "t.mvt").string();
  ASSERT_EQ(run({"inspect", "tile", "catchments", "7/67/78", "--output", file}).exit_code, 0);
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  struct stat info {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  app_test::Server server(folder, store);
  const app_test::Answer answer = app_test::get(server.port(), "/collections/catchments/tiles/WebMercatorQuad/7/67/78");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body == bytes);
  EXPECT_GT(bytes.size(), 1000U);
}

TEST_F(InspectTile, WrongUsageIsTwo) {
  for (const char* tile : {"0", "0/0", "0/0/0/0", "0/0/1", "-1/0/0", "25/0/0", "1/01/0", "a/b/c", "//"}) {
    const Outcome outcome = run({"inspect", "tile", "incidents", tile});
    EXPECT_EQ(outcome.exit_code, 2) << tile;
    EXPECT_THAT(outcome.err, HasSubstr("8/134/157")) << tile;
  }
  EXPECT_EQ(run({"inspect", "tile", "nosuch", "0/0/0"}).exit_code, 2);
}

}  // namespace
