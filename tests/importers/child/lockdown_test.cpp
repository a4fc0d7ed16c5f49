// SPDX-License-Identifier: Apache-2.0
#include "importers/child/lockdown.hpp"

#include "tests/support/folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace importers::child {
namespace {

constexpr int could = 0;
constexpr int refused = 20;
constexpr int no_step = 30;
constexpr int killed_by_filter = 1000 + SIGSYS;

class Lockdown : public testing::Test {
 protected:
  Lockdown() { m_folder.write("there", "secret"); }

  [[nodiscard]] std::string file() const { return (m_folder / "there").string(); }
  [[nodiscard]] std::string no_file() const { return (m_folder / "not-there").string(); }

  /// Exit code of the probe, or 1000 and the signal that ended it.
  int probe(const std::string& steps, const std::string& attempt, const std::string& path = "") const {
    const pid_t pid = ::fork();
    if (pid == 0) {
      const int fd = ::open((m_folder / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(fd, STDOUT_FILENO);
      ::dup2(fd, 5);
      ::execl(LOCKDOWN_PROBE, LOCKDOWN_PROBE, steps.c_str(), attempt.c_str(), path.c_str(), nullptr);
      ::_exit(127);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  test_support::Folder m_folder;
};

// Each attempt succeeds without the doors closed: so a refusal below is theirs, not the machine's.
TEST_F(Lockdown, TheProbeCanDoAllThisByItself) {
  for (const char* attempt : {"nothing", "socket", "unix-socket", "exec", "fork", "kill-parent", "run-memory", "write-elsewhere",
                              "grow-file", "ptrace", "two-gigabytes"}) {
    EXPECT_EQ(probe("-", attempt), could) << attempt;
  }
  for (const char* attempt : {"read-file", "stat-file", "change-mode", "rename-file"}) {
    std::ofstream(file()) << "secret";
    EXPECT_EQ(probe("-", attempt, file()), could) << attempt;
  }
  std::ofstream(file()) << "secret";
  EXPECT_EQ(probe("-", "remove-file", file()), could);
  EXPECT_EQ(probe("-", "write-file", no_file()), could);
  EXPECT_EQ(probe("-", "make-folder", no_file() + "2"), could);
}

TEST_F(Lockdown, TheFilterEndsWhatOnlyAnIntruderTries) {
  for (const char* attempt : {"socket", "unix-socket", "exec", "ptrace"}) {
    EXPECT_EQ(probe("s", attempt), killed_by_filter) << attempt;
    EXPECT_EQ(probe("all", attempt), killed_by_filter) << attempt;
  }
}

TEST_F(Lockdown, TheFilterRefusesEverythingElse) {
  for (const std::string steps : {"s", "all"}) {
    EXPECT_EQ(probe(steps, "nothing"), could);
    for (const char* attempt : {"fork", "kill-parent", "run-memory", "write-elsewhere"}) {
      EXPECT_EQ(probe(steps, attempt), refused) << attempt;
    }
    for (const char* attempt : {"read-file", "write-file", "stat-file", "change-mode", "rename-file", "remove-file"}) {
      EXPECT_EQ(probe(steps, attempt, file()), refused) << attempt;
    }
    EXPECT_EQ(probe(steps, "read-file", "/etc/passwd"), refused);
    EXPECT_EQ(probe(steps, "write-file", no_file()), refused);
    EXPECT_EQ(probe(steps, "make-folder", no_file()), refused);
  }
  EXPECT_TRUE(std::filesystem::exists(file()));
  EXPECT_FALSE(std::filesystem::exists(no_file()));
}

TEST_F(Lockdown, LandlockAloneForbidsFiles) {
  // The limits come first: without them Landlock asks for privileges.
  if (probe("lf", "nothing") == no_step) { GTEST_SKIP() << "this kernel has no Landlock"; }
  EXPECT_EQ(probe("l", "read-file", file()), could);
  EXPECT_EQ(probe("lf", "nothing"), could);
  EXPECT_EQ(probe("lf", "read-file", "/etc/passwd"), refused);
  EXPECT_EQ(probe("lf", "read-file", file()), refused);
  EXPECT_EQ(probe("lf", "write-file", no_file()), refused);
  EXPECT_EQ(probe("lf", "remove-file", file()), refused);
  EXPECT_EQ(probe("lf", "make-folder", no_file()), refused);
}

TEST_F(Lockdown, ANamespaceHasNoRouteAnywhere) {
  if (probe("n", "nothing") == no_step) { GTEST_SKIP() << "this system grants no network namespace"; }
  EXPECT_EQ(probe("n", "route"), refused);
  EXPECT_EQ(probe("n", "socket"), could);
}

TEST_F(Lockdown, LimitsHold) {
  EXPECT_EQ(probe("l", "nothing"), could);
  EXPECT_EQ(probe("l", "grow-file"), refused);
#if !defined(BAIRRO_SANITIZED)
  EXPECT_EQ(probe("l", "two-gigabytes"), refused);
#endif
  EXPECT_EQ(probe("ls", "more-time"), refused);
}

}  // namespace
}  // namespace importers::child
