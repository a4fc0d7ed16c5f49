// SPDX-License-Identifier: Apache-2.0
#include "api/downloads.hpp"

#include "geo/base/error.hpp"
#include "tests/support/folder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace {

using api::Download;
using api::Downloads;
using geo::Problem;

api::DownloadOptions options_in(const test_support::Folder& folder) {
  api::DownloadOptions options;
  options.beside = folder / "x";
  options.least_free_bytes = 0;
  return options;
}

/// Writes so many bytes and asks after each thousand.
Downloads::Writer writer_of(std::size_t bytes, char letter = 'a') {
  return [=](const Downloads::Task& task) {
    std::ofstream out(task.path, std::ios::binary);
    for (std::size_t written = 0; written < bytes; written += 1000) {
      out << std::string(std::min<std::size_t>(1000, bytes - written), letter) << std::flush;
      task.progress.at(0, 0);
    }
    return api::Written{bytes, ""};
  };
}

Problem problem_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const geo::Error& error) { return error.problem(); }
  ADD_FAILURE() << "no error";
  return Problem::failed;
}

TEST(Downloads, OneFileForOneKey) {
  const test_support::Folder folder;
  Downloads downloads(options_in(folder));
  int written = 0;
  const auto writer = [&](const Downloads::Task& task) {
    ++written;
    struct stat info {};
    EXPECT_EQ(::stat(task.path.parent_path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U) << "nobody else looks at what grows";
    return writer_of(5000)(task);
  };
  const auto first = downloads.get("a", {}, writer);
  const auto again = downloads.get("a", {}, writer);
  const auto other = downloads.get("b", {}, writer);
  EXPECT_EQ(written, 2);
  EXPECT_EQ(first, again);
  EXPECT_EQ(first->etag, other->etag) << "a tag is of the bytes";
  EXPECT_NE(first->export_id, other->export_id);
  EXPECT_EQ(first->file->size(), 5000U);
  EXPECT_TRUE(folder.list().empty());
}

TEST(Downloads, AWriterThatFailsLeavesNothingAndTheNextOneTriesAgain) {
  const test_support::Folder folder;
  Downloads downloads(options_in(folder));
  const auto failing = [](const Downloads::Task& task) -> api::Written {
    std::ofstream(task.path) << "half";
    throw geo::Error(Problem::usage, "no", "não");
  };
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(problem_of([&] { downloads.get("a", {}, failing); }), Problem::usage);
    EXPECT_TRUE(folder.list().empty());
  }
  EXPECT_EQ(downloads.get("a", {}, writer_of(10))->file->size(), 10U);
}

TEST(Downloads, AClientThatHasGoneNeedsNoFile) {
  const test_support::Folder folder;
  Downloads downloads(options_in(folder));
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  api::Request request;
  request.cancelled = gone;
  int asked = 0;
  const auto writer = [&](const Downloads::Task& task) {
    for (int i = 0; i < 10; ++i) {
      *gone = i == 3;
      ++asked;
      task.progress.at(i, 10);
    }
    return api::Written{};
  };
  EXPECT_EQ(problem_of([&] { downloads.get("a", request, writer); }), Problem::busy);
  EXPECT_EQ(asked, 4);
  EXPECT_TRUE(folder.list().empty());
}

TEST(Downloads, TooManyAtOnceAreAskedToComeAgain) {
  const test_support::Folder folder;
  Downloads downloads(options_in(folder));
  std::atomic<int> inside{0};
  std::atomic<bool> go{false};
  const auto waiting = [&](const Downloads::Task& task) {
    ++inside;
    while (!go) { std::this_thread::yield(); }
    return writer_of(10)(task);
  };
  std::thread one([&] { downloads.get("a", {}, waiting); });
  std::thread two([&] { downloads.get("b", {}, waiting); });
  while (inside < 2) { std::this_thread::yield(); }
  EXPECT_EQ(problem_of([&] { downloads.get("c", {}, writer_of(10)); }), Problem::busy);
  EXPECT_EQ(problem_of([&] { downloads.get("a", {}, writer_of(10)); }), Problem::busy) << "who waits holds a worker too";
  go = true;
  one.join();
  two.join();
  EXPECT_EQ(downloads.get("c", {}, writer_of(10))->written.rows, 10U);
}

TEST(Downloads, WhoAsksForAFileThatIsBeingWrittenGetsThatOne) {
  const test_support::Folder folder;
  Downloads downloads(options_in(folder));
  std::atomic<int> inside{0};
  std::atomic<bool> go{false};
  const auto writer = [&](const Downloads::Task& task) {
    ++inside;
    while (!go) { std::this_thread::yield(); }
    return writer_of(10)(task);
  };
  std::shared_ptr<const Download> first, second;
  std::thread one([&] { first = downloads.get("a", {}, writer); });
  while (inside < 1) { std::this_thread::yield(); }
  std::thread two([&] { second = downloads.get("a", {}, writer); });
  go = true;
  one.join();
  two.join();
  EXPECT_EQ(inside, 1);
  EXPECT_EQ(first, second);
}

TEST(Downloads, TheDiskTheyTakeIsBounded) {
  const test_support::Folder folder;
  api::DownloadOptions options = options_in(folder);
  options.disk_bytes = 25'000;
  Downloads downloads(options);
  EXPECT_EQ(problem_of([&] { downloads.get("huge", {}, writer_of(26'000)); }), Problem::too_large);
  auto reading = downloads.get("a", {}, writer_of(10'000));
  downloads.get("b", {}, writer_of(10'000));
  const auto third = downloads.get("c", {}, writer_of(10'000));
  EXPECT_NE(downloads.get("b", {}, writer_of(1)), nullptr);
  // What somebody still reads counts, though it is kept no more.
  EXPECT_EQ(problem_of([&] { downloads.get("d", {}, writer_of(20'000)); }), Problem::busy);
  reading.reset();
  EXPECT_EQ(problem_of([&] { downloads.get("d", {}, writer_of(20'000)); }), Problem::busy) << "the third is still being read";
  EXPECT_EQ(downloads.get("d", {}, writer_of(15'000))->file->size(), 15'000U);
  EXPECT_TRUE(folder.list().empty());
}

TEST(Downloads, TheStoreKeepsItsRoomOnTheDisk) {
  const test_support::Folder folder;
  api::DownloadOptions options = options_in(folder);
  options.least_free_bytes = std::uint64_t{1} << 60U;
  Downloads downloads(options);
  EXPECT_EQ(problem_of([&] { downloads.get("a", {}, writer_of(10)); }), Problem::busy);
}

TEST(Downloads, WritingHasAnEnd) {
  const test_support::Folder folder;
  api::DownloadOptions options = options_in(folder);
  options.longest_writing = std::chrono::seconds(-1);
  Downloads downloads(options);
  EXPECT_EQ(problem_of([&] { downloads.get("a", {}, writer_of(10)); }), Problem::too_large);
}

TEST(Downloads, WhatNobodyAsksForGoes) {
  const test_support::Folder folder;
  api::DownloadOptions options = options_in(folder);
  options.kept = std::chrono::seconds(0);
  Downloads downloads(options);
  std::weak_ptr<const Download> made = downloads.get("a", {}, writer_of(10));
  EXPECT_TRUE(made.expired());
  options.kept = std::chrono::hours(1);
  Downloads patient(options);
  made = patient.get("a", {}, writer_of(10));
  patient.sweep();
  EXPECT_FALSE(made.expired());
}

TEST(Downloads, WhatADeadProcessLeftIsRemovedAtTheStart) {
  const test_support::Folder folder;
  const auto left = folder / ".x.part-abcdef";
  std::filesystem::create_directory(left);
  std::ofstream(left / "x") << "rows";
  const Downloads downloads(options_in(folder));
  EXPECT_TRUE(folder.list().empty());
}

/// Who has not signed in takes nothing away from those who have.
TEST(Downloads, StrangersHaveAPartOfTheRoom) {
  const test_support::Folder folder;
  api::DownloadOptions options = options_in(folder);
  options.strangers_files = 2;
  options.kept_files = 4;
  options.strangers_bytes = 50'000;
  Downloads downloads(options);
  int written = 0;
  const auto get = [&](const std::string& key, bool is_stranger) {
    return downloads.get(
        key, {},
        [&](const Downloads::Task& task) {
          ++written;
          return writer_of(10'000)(task);
        },
        is_stranger);
  };
  get("mine", false);
  for (const char* key : {"a", "b", "c", "d"}) { get(key, true); }
  EXPECT_EQ(written, 5);
  get("mine", false);
  get("d", true);
  EXPECT_EQ(written, 5) << "still there";
  get("a", true);
  EXPECT_EQ(written, 6) << "only two of strangers are kept";
  for (const char* key : {"e", "f", "g", "h"}) { get(key, false); }
  get("a", true);
  EXPECT_EQ(written, 11) << "those of strangers go first";
  EXPECT_EQ(problem_of([&] { downloads.get("large", {}, writer_of(60'000), true); }), Problem::too_large);
  EXPECT_EQ(downloads.get("large", {}, writer_of(60'000), false)->file->size(), 60'000U);
}

TEST(Downloads, OneOfStrangersIsWrittenAtATime) {
  const test_support::Folder folder;
  Downloads downloads(options_in(folder));
  const auto nested = [&](const Downloads::Task& task) {
    EXPECT_EQ(problem_of([&] { downloads.get("b", {}, writer_of(10), true); }), Problem::busy);
    EXPECT_EQ(downloads.get("c", {}, writer_of(10))->file->size(), 10U);
    return writer_of(10)(task);
  };
  EXPECT_EQ(downloads.get("a", {}, nested, true)->file->size(), 10U);
}

}  // namespace
