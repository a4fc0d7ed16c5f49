// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "importers/read/byte_source.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace importers {

/// Why a process is no more, or has to be no more.
struct ChildDeath {
  enum class How { exited, crashed, forbidden, cpu, deadline, stopped, not_started };
  How how = How::exited;
  int code = 0;        ///< exit code, or the signal's number
  std::string reason;  ///< not_started: what the system says
};

/// A process that reads one descriptor as its standard input and whose standard output is read here. It gets three descriptors, an
/// environment of our own and nothing else of this process. Gone with the object: killed if it still runs, and waited for.
/// One thread at a time.
class ChildProcess final : public ByteSource {
 public:
  /// `patience`: for how long, in all, it may keep us waiting; the time in which nobody reads does not count. `asked`:
  /// now and then while we wait, whether to give up. Throws ChildDeath.
  ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments, int input,
               std::chrono::milliseconds patience, geo::Progress asked = {});
  ~ChildProcess() override;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// 0 only when the process has closed its output and ended well, with 0. Throws ChildDeath otherwise, and what
  /// `asked` throws.
  std::size_t read(char* into, std::size_t size) override;
  [[nodiscard]] double progress() const override { return 0; }

  [[nodiscard]] pid_t id() const { return m_pid; }

 private:
  void wait_for_output();
  void end();
  int reap();

  pid_t m_pid = -1;
  int m_output = -1;
  std::chrono::steady_clock::duration m_patience;
  geo::Progress m_asked;
};

}  // namespace importers
