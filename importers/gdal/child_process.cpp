// SPDX-License-Identifier: Apache-2.0
#include "importers/gdal/child_process.hpp"

#include "importers/gdal/protocol.hpp"

#include <spawn.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace importers {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail_to_start(int error) {
  throw ChildDeath{ChildDeath::How::not_started, error, std::error_code(error, std::generic_category()).message()};
}

class Descriptor {
 public:
  /// Above the standard ones, so that none of them is written over while they are set up.
  explicit Descriptor(int fd) : m_fd(::fcntl(fd, F_DUPFD_CLOEXEC, 3)) {
    if (m_fd < 0) { fail_to_start(errno); }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (m_fd >= 0) { ::close(m_fd); }
  }
  [[nodiscard]] int get() const { return m_fd; }

 private:
  int m_fd;
};

/// What the new process finds: three descriptors, signals as they are by default.
class Setting {
 public:
  Setting(int input, int output) {
    posix_spawn_file_actions_init(&m_files);
    posix_spawn_file_actions_adddup2(&m_files, input, input_descriptor);
    posix_spawn_file_actions_adddup2(&m_files, output, output_descriptor);
#if !defined(BAIRRO_SANITIZED)
    // What a library prints may come from the file, and must not reach a terminal.
    posix_spawn_file_actions_addopen(&m_files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
    posix_spawn_file_actions_addclosefrom_np(&m_files, 3);
    posix_spawn_file_actions_addchdir_np(&m_files, "/");
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&m_attributes);
    posix_spawnattr_setsigmask(&m_attributes, &none);
    posix_spawnattr_setsigdefault(&m_attributes, &all);
    posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;
  ~Setting() {
    posix_spawn_file_actions_destroy(&m_files);
    posix_spawnattr_destroy(&m_attributes);
  }
  [[nodiscard]] const posix_spawn_file_actions_t* files() const { return &m_files; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &m_attributes; }

 private:
  posix_spawn_file_actions_t m_files{};
  posix_spawnattr_t m_attributes{};
};

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) { pointers.push_back(word.data()); }
  pointers.push_back(nullptr);
  return pointers;
}

ChildDeath death_by(int status) {
  if (WIFEXITED(status)) { return {ChildDeath::How::exited, WEXITSTATUS(status), {}}; }
  const int signal = WTERMSIG(status);
  const auto how = signal == SIGSYS ? ChildDeath::How::forbidden : signal == SIGXCPU ? ChildDeath::How::cpu : ChildDeath::How::crashed;
  return {how, signal, {}};
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments, int input,
                           std::chrono::milliseconds patience, geo::Progress asked)
    : m_patience(patience), m_asked(std::move(asked)) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) { fail_to_start(errno); }
  m_output = ends[0];
  try {
    const Descriptor file(input);
    const Descriptor output(ends[1]);
    const Setting setting(file.get(), output.get());
    std::vector<std::string> words = arguments;
    words.insert(words.begin(), program.string());
    std::vector<std::string> environment{"LC_ALL=C", "TZ=UTC", "PROJ_NETWORK=OFF"};
    const int error = ::posix_spawn(&m_pid, program.c_str(), setting.files(), setting.attributes(), pointers_to(words).data(),
                                    pointers_to(environment).data());
    if (error != 0) { fail_to_start(error); }
  } catch (...) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw;
  }
  ::close(ends[1]);
  // Fewer switches between the two; smaller where the system grants less.
  ::fcntl(m_output, F_SETPIPE_SZ, 1 << 20);
}

ChildProcess::~ChildProcess() {
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
    reap();
  }
  ::close(m_output);
}

std::size_t ChildProcess::read(char* into, std::size_t size) {
  if (m_pid < 0) { return 0; }
  for (;;) {
    wait_for_output();
    const ssize_t got = ::read(m_output, into, size);
    if (got > 0) { return static_cast<std::size_t>(got); }
    if (got == 0) {
      end();
      return 0;
    }
    if (errno != EINTR) {
      throw ChildDeath{ChildDeath::How::not_started, errno, std::error_code(errno, std::generic_category()).message()};
    }
  }
}

void ChildProcess::wait_for_output() {
  pollfd ready{m_output, POLLIN, 0};
  if (::poll(&ready, 1, 0) == 1) { return; }
  constexpr std::int64_t between_questions_ms = 100;
  const Clock::time_point begin = Clock::now();
  for (;;) {
    m_asked.at(0, 0);
    if (m_asked.cancelled()) { throw ChildDeath{ChildDeath::How::stopped, 0, {}}; }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_patience - (Clock::now() - begin));
    if (left.count() <= 0) { throw ChildDeath{ChildDeath::How::deadline, 0, {}}; }
    if (::poll(&ready, 1, static_cast<int>(std::min<std::int64_t>(left.count(), between_questions_ms))) == 1) { break; }
  }
  m_patience -= Clock::now() - begin;
}

/// A process that has closed its output has nothing more to do: it ends now, or is ended.
void ChildProcess::end() {
  for (int i = 0; i < 1000; ++i) {
    int status = 0;
    const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
    if (ended == m_pid) {
      m_pid = -1;
      const ChildDeath death = death_by(status);
      if (death.how != ChildDeath::How::exited || death.code != 0) { throw ChildDeath(death); }
      return;
    }
    if (ended < 0 && errno != EINTR) {
      // Somebody else waits for the children of this process; how it ended is not known.
      m_pid = -1;
      throw ChildDeath{ChildDeath::How::crashed, 0, {}};
    }
    ::poll(nullptr, 0, 1);
  }
  throw ChildDeath{ChildDeath::How::deadline, 0, {}};
}

int ChildProcess::reap() {
  int status = 0;
  while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {}
  m_pid = -1;
  return status;
}

}  // namespace importers
