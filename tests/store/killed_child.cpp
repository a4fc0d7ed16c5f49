// SPDX-License-Identifier: Apache-2.0
#include "tests/store/killed_child.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace store_test {

std::int64_t killed_after(std::chrono::microseconds life, std::int64_t before, const std::function<void(int out)>& work) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    work(ends[1]);
    ::_exit(5);
  }
  EXPECT_GT(child, 0);
  ::close(ends[1]);
  std::this_thread::sleep_for(life);
  EXPECT_EQ(::kill(child, SIGKILL), 0);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself, status " << status;
  std::int64_t last = before;
  for (std::int64_t number = 0; ::read(ends[0], &number, sizeof number) == sizeof number;) { last = number; }
  ::close(ends[0]);
  return last;
}

}  // namespace store_test
