// SPDX-License-Identifier: Apache-2.0
// Imports that are stopped while they run: by somebody else, by Ctrl-C, by the system.
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <sstream>
#include <thread>

namespace {

using testing::HasSubstr;

class LongJobs : public app_test::Program {
 protected:
  /// A file that takes long enough to be stopped.
  std::string long_file() const {
    std::ofstream out(folder / "long.csv", std::ios::binary);
    out << "_uuid,data,categoria,latitude,longitude\n";
    for (int i = 0; i < 1'000'000; ++i) {
      out << "k" << i << ",2024-01-0" << i % 9 + 1 << ",0401,-12." << i % 1000 << ",40." << i % 777 << '\n';
    }
    return (folder / "long.csv").string();
  }

  /// The id of the job that runs, once it does.
  [[nodiscard]] std::string running() const {
    for (int i = 0; i < 2000; ++i) {
      if (std::filesystem::exists(store + ".jobs")) {
        std::istringstream lines(run({"jobs"}).out);
        for (std::string line; std::getline(lines, line);) {
          if (line.find(" running ") != std::string::npos) { return line.substr(0, 8); }
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return "no job ran";
  }
};

TEST_F(LongJobs, CancelEndsAnImportWithNothingWritten) {
  const std::string file = long_file();
  app_test::Child child(folder, {"--store", store, "--quiet", "import", "incidents", file});
  const std::string id = running();
  EXPECT_THAT(done({"jobs", "cancel", id}), HasSubstr("was asked to stop"));
  EXPECT_EQ(child.wait(), 1);
  EXPECT_EQ(done({"count", "incidents"}), "0\n");
  EXPECT_EQ(done({"batches"}), "");
  EXPECT_THAT(done({"jobs"}), HasSubstr("cancelled"));
  EXPECT_EQ(run({"jobs", "cancel", id}).exit_code, 2) << "it has ended";
  EXPECT_EQ(run({"jobs", "cancel", "ab"}).exit_code, 2);
}

TEST_F(LongJobs, CtrlCEndsAnImportInGoodOrder) {
  const std::string file = long_file();
  for (const int signal : {SIGINT, SIGTERM}) {
    app_test::Child child(folder, {"--store", store, "--quiet", "import", "incidents", file});
    ASSERT_NE(running(), "no job ran");
    child.signal(signal);
    EXPECT_EQ(child.wait(), 1) << "an end of its own, not by the signal";
    EXPECT_EQ(done({"count", "incidents"}), "0\n");
    EXPECT_THAT(done({"jobs"}), HasSubstr("cancelled"));
  }
}

}  // namespace
