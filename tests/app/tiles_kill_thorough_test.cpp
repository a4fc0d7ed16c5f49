// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments of `bairro tiles build`, again and again until it ends by itself: the file is whole or not there, each run
// finds what those before it have finished, and the bytes are those of a run that nobody killed.
#include "store/export/tile_log.hpp"
#include "tests/app/program.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

namespace {

namespace fs = std::filesystem;

class KillTiles : public app_test::Program {};

TEST_F(KillTiles, EndsInTheSameBytes) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::normal_distribution<double> scatter(0, 0.3);
  std::string csv = "codigo,data,localidade,latitude,longitude\n";
  for (int i = 0; i < 30'000; ++i) {
    csv += fmt::format("r{},2024-01-01,Pemba,{:.6f},{:.6f}\n", i, -13 + scatter(random), 40 + scatter(random));
  }
  (void)done({"import", "dialogues", folder.file("points.csv", csv)});
  for (const std::string kind : {".pmtiles", ".mbtiles"}) {
    const auto command = [&](const std::string& name) {
      return std::vector<std::string>{"--store",
                                      store,
                                      "tiles",
                                      "build",
                                      "dialogues",
                                      "--role",
                                      "protection",
                                      "--purpose",
                                      "test",
                                      "--maxzoom",
                                      "15",
                                      "-o",
                                      (folder / (name + kind)).string()};
    };
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_EQ(app_test::bairro(command("whole")).exit_code, 0);
    const auto whole_run = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count();
    const std::string file = (folder / ("killed" + kind)).string();
    int killed = 0;
    for (int round = 0; round < 500; ++round) {
      app_test::Child child(folder, command("killed"));
      // The first ones early: a run with warm caches may end long before the one that was timed.
      const std::int64_t longest = round < 5 ? whole_run / 5 : whole_run;
      std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<std::int64_t>(0, longest)(random)));
      child.signal(SIGKILL);
      const int ended = child.wait();
      if (fs::exists(file)) { break; }
      ASSERT_EQ(ended, 128 + SIGKILL) << child.out();
      ++killed;
    }
    ASSERT_TRUE(fs::exists(file));
    EXPECT_EQ(app_test::content_of(file), app_test::content_of((folder / ("whole" + kind)).string()));
    EXPECT_GT(killed, 0) << "or nothing was tried";
    RecordProperty("killed" + kind, killed);
  }
}

}  // namespace
