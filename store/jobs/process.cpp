// SPDX-License-Identifier: Apache-2.0
#include "store/jobs/process.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace store {
namespace {

std::string boot_id() {
  std::ifstream in("/proc/sys/kernel/random/boot_id");
  std::string id;
  in >> id;
  return id;
}

/// Field 22 of /proc/PID/stat (proc(5)), counted behind the name, which may itself hold spaces and brackets.
std::string start_time(const std::string& pid) {
  std::ifstream in("/proc/" + pid + "/stat");
  std::string line;
  std::getline(in, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) { return ""; }
  std::istringstream rest(line.substr(name_end + 1));
  std::string field;
  for (int i = 3; i <= 22; ++i) { rest >> field; }
  return field;
}

std::string name_of(const std::string& pid) { return boot_id() + " " + pid + " " + start_time(pid); }

}  // namespace

std::string this_process() { return name_of(std::to_string(::getpid())); }

bool is_running(const std::string& process) {
  std::istringstream in(process);
  std::string boot;
  std::string pid;
  in >> boot >> pid;
  return !pid.empty() && name_of(pid) == process && !start_time(pid).empty();
}

}  // namespace store
