// SPDX-License-Identifier: Apache-2.0
// An export that is ended in its middle: the file is whole, old or new, and what a killed one left is gone after the next.
#include "tests/app/process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

namespace {

namespace fs = std::filesystem;
using app_test::bairro;
using app_test::Child;
using app_test::Folder;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class EndedExport : public testing::Test {
 protected:
  EndedExport() {
    std::string rows = "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade\n";
    for (int i = 0; i < 30'000; ++i) {
      rows += fmt::format("k{},2024-03-0{},0401,-12.{},40.{},place {}\n", i, 1 + i % 9, 100 + i % 800, 100 + i % 700, i);
    }
    const auto outcome = bairro({"--store", store, "import", "incidents", folder.file("rows.csv", rows)});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& file) const {
    return {"--quiet", "--store", store, "export", "incidents", "--role", "programme", "--purpose", "test", "--force", file};
  }
  [[nodiscard]] std::size_t leftovers() const {
    std::size_t n = 0;
    for (const auto& entry : fs::directory_iterator(folder / ".")) {
      n += entry.path().filename().string().find(".part-") != std::string::npos ? 1 : 0;
    }
    return n;
  }
  /// How long an export that nobody ends goes on after it has begun to write: another on each machine.
  [[nodiscard]] std::chrono::microseconds writing_time(const std::string& file) const {
    Child child(folder, words(file));
    wait_for_folder(child);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(child.wait(), 0);
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  }
  /// Waits until the child has begun to write, or has ended.
  void wait_for_folder(Child& child) const {
    while (child.running() && leftovers() == 0) { std::this_thread::sleep_for(std::chrono::microseconds(200)); }
  }

  Folder folder;
  std::string store = (folder / "store.db").string();
};

TEST_F(EndedExport, KilledItLeavesTheOldFileOrTheNewOne) {
  std::mt19937_64 random(std::random_device{}());
  int killed = 0;
  for (const std::string kind : {"csv", "geojson", "gpkg"}) {
    const std::string file = folder.file("out." + kind, "the old file");
    const std::int64_t longest_us = writing_time(file).count();
    folder.file("out." + kind, "the old file");
    int old = 0;
    for (int round = 0; round < 12; ++round) {
      Child child(folder, words(file));
      wait_for_folder(child);
      // The first at once, so that something is tried on the fastest machine too.
      const std::int64_t delay_us = round == 0 ? 0 : std::uniform_int_distribution<std::int64_t>(0, longest_us)(random);
      std::this_thread::sleep_for(std::chrono::microseconds(delay_us));
      child.signal(SIGKILL);
      killed += child.wait() == 128 + SIGKILL ? 1 : 0;
      const std::string now = read(file);
      old += now == "the old file" ? 1 : 0;
      ASSERT_TRUE(now == "the old file" || now.size() > 1'000'000) << now.size();
      ASSERT_LE(leftovers(), 1U) << "what earlier ones left is gone";
      folder.file("out." + kind, "the old file");
    }
    EXPECT_GT(old, 0) << kind;
    ASSERT_EQ(bairro(words(file)).exit_code, 0);
    EXPECT_EQ(leftovers(), 0U);
    EXPECT_GT(read(file).size(), 1'000'000U);
  }
  EXPECT_GT(killed, 0);
}

TEST_F(EndedExport, AskedToStopItTidiesUp) {
  for (const int signal : {SIGINT, SIGTERM}) {
    for (const std::string kind : {"csv", "geojson", "gpkg"}) {
      const std::string file = folder.file("out." + kind, "the old file");
      Child child(folder, words(file));
      wait_for_folder(child);
      child.signal(signal);
      const int code = child.wait();
      EXPECT_EQ(leftovers(), 0U);
      if (code == 1) { EXPECT_EQ(read(file), "the old file"); }
      EXPECT_TRUE(code == 1 || (code == 0 && read(file).size() > 1'000'000)) << code;
    }
  }
}

}  // namespace
