// SPDX-License-Identifier: Apache-2.0
#include "store/export/pending_file.hpp"

#include "geo/base/error.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using geo::Problem;
using store::PendingFile;
using store::PrivateWriter;

void write(const fs::path& file, const std::string& content) { std::ofstream(file, std::ios::binary) << content; }

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

unsigned mode_of(const fs::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777U : 0;
}

class Pending : public testing::Test {
 protected:
  /// Names in the folder, without the target's own.
  std::size_t litter() const {
    std::size_t n = 0;
    for (const auto& entry : fs::directory_iterator(folder.path())) { n += entry.path() != target ? 1 : 0; }
    return n;
  }
  std::optional<Problem> problem_of(const fs::path& file) const {
    try {
      const PendingFile pending(file);
    } catch (const geo::Error& error) {
      EXPECT_FALSE(error.text().pt.empty());
      return error.problem();
    }
    return std::nullopt;
  }

  store_test::TemporaryFolder folder;
  fs::path target = fs::path(folder.path()) / "out.csv";
};

TEST_F(Pending, TakesTheTargetsPlaceAtTheEndOnly) {
  write(target, "old");
  ::chmod(target.c_str(), 0644);
  {
    PendingFile pending(target);
    EXPECT_EQ(mode_of(pending.path().parent_path()), 0700U);
    PrivateWriter out(pending.path(), target);
    out.write("ne");
    EXPECT_EQ(mode_of(pending.path()), 0600U) << "from the first byte";
    EXPECT_EQ(read(target), "old");
    out.write("w");
    out.close();
    EXPECT_EQ(read(target), "old");
    pending.publish();
    EXPECT_EQ(read(target), "new");
  }
  EXPECT_EQ(read(target), "new");
  EXPECT_EQ(mode_of(target), 0600U);
  EXPECT_EQ(litter(), 0U);
}

TEST_F(Pending, WhatIsNotPublishedIsGone) {
  write(target, "old");
  {
    const PendingFile pending(target);
    write(pending.path(), "half");
    write(pending.path().string() + "-journal", "of a database");
  }
  EXPECT_EQ(read(target), "old");
  EXPECT_EQ(litter(), 0U);
}

TEST_F(Pending, ItsMakersOwnModeIsMadePrivate) {
  PendingFile pending(target);
  write(pending.path(), "x");
  ::chmod(pending.path().c_str(), 0666);
  pending.publish();
  EXPECT_EQ(mode_of(target), 0600U);
}

TEST_F(Pending, TheDeadAreSweptUpAndTheLivingAreNot) {
  const pid_t child = ::fork();
  if (child == 0) {
    const PendingFile pending(target);
    write(pending.path(), "half");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(litter(), 1U) << "a dead process cannot tidy up";
  {
    const PendingFile first(target);
    EXPECT_EQ(litter(), 1U) << "the next one does";
    write(first.path(), "first");
    const PendingFile second(target);
    EXPECT_EQ(litter(), 2U);
    EXPECT_EQ(read(first.path()), "first");
  }
  EXPECT_EQ(litter(), 0U);
}

TEST_F(Pending, SweepsUpNothingElse) {
  fs::create_directory(fs::path(folder.path()) / ".out.csv.part-abcdefg");
  fs::create_directory(fs::path(folder.path()) / ".other.csv.part-abcdef");
  write(fs::path(folder.path()) / ".out.csv.part-abcdef", "a file of somebody's");
  const std::size_t before = litter();
  { const PendingFile pending(target); }
  EXPECT_EQ(litter(), before);
}

TEST_F(Pending, RefusesWhatIsNoPlainFile) {
  EXPECT_EQ(problem_of("/dev/full"), Problem::usage);
  EXPECT_EQ(problem_of(folder.path()), Problem::usage);
  write(fs::path(folder.path()) / "other", "x");
  fs::create_symlink("other", target);
  EXPECT_EQ(problem_of(target), Problem::usage);
  EXPECT_EQ(problem_of(fs::path(folder.path()) / "no" / "such" / "folder.csv"), Problem::failed);
  EXPECT_EQ(problem_of(fs::path(folder.path()) / (std::string(250, 'x') + ".csv")), Problem::failed);
}

TEST_F(Pending, RefusesADatabaseThatIsOpenElsewhere) {
  for (const char* companion : {"-wal", "-journal"}) {
    write(target.string() + companion, "x");
    EXPECT_EQ(problem_of(target), Problem::failed) << companion;
    fs::remove(target.string() + companion);
  }
  EXPECT_EQ(problem_of(target), std::nullopt);
  PendingFile pending(target);
  write(pending.path(), "x");
  write(target.string() + "-wal", "x");
  EXPECT_THROW(pending.publish(), geo::Error) << "opened meanwhile";
  EXPECT_FALSE(fs::exists(target));
}

TEST_F(Pending, PublishingWhatIsNotThereFails) {
  write(target, "old");
  PendingFile pending(target);
  EXPECT_THROW(pending.publish(), geo::Error);
  EXPECT_EQ(read(target), "old");
}

TEST(PrivateWriter, SaysWhenTheDiskIsFull) {
  const store_test::TemporaryFolder folder;
  const std::string link = folder.path() + "/full";
  fs::create_symlink("/dev/full", link);
  EXPECT_THROW(PrivateWriter(link, "x.csv"), geo::Error) << "never through a link";
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100'000, 100'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int code = 1;
    try {
      PrivateWriter out(folder.path() + "/big.csv", "big.csv");
      for (int i = 0; i < 100; ++i) { out.write(std::string(10'000, 'x')); }
    } catch (const geo::Error& error) {
      code = error.problem() == Problem::failed && std::string(error.what()).find("'big.csv'") != std::string::npos ? 0 : 2;
    }
    ::_exit(code);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
