// SPDX-License-Identifier: Apache-2.0
// Gives up rights with the functions of the reading process, then tries one thing it must not be able to do.
//   lockdown_probe STEPS ATTEMPT [PATH]      STEPS: letters of l (limits) n (network) f (files) s (system calls), or "all"
// Exit code: 0 it could; 20 it was refused; 30 a step could not be had. Killed: it was stopped.
#include "importers/child/lockdown.hpp"
#include "importers/child/refusal.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <map>
#include <netinet/in.h>
#include <string>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr int could = 0;
constexpr int refused = 20;
constexpr int no_step = 30;

int result(bool success) { return success ? could : refused; }

/// Whether any network interface but loopback is there.
bool sees_a_network() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0) { return false; }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  ::inet_pton(AF_INET, "192.0.2.1", &address.sin_addr);
  // Of a datagram socket this asks for a route and sends nothing.
  const void* raw = &address;
  return ::connect(fd, static_cast<const sockaddr*>(raw), sizeof address) == 0;
}

using Attempt = std::function<int(const char* path)>;

const std::map<std::string, Attempt>& attempts() {
  static const std::map<std::string, Attempt> all{
      {"nothing", [](const char*) { return could; }},
      {"socket", [](const char*) { return result(::socket(AF_INET, SOCK_STREAM, 0) >= 0); }},
      {"unix-socket", [](const char*) { return result(::socket(AF_UNIX, SOCK_STREAM, 0) >= 0); }},
      {"route", [](const char*) { return result(sees_a_network()); }},
      {"read-file", [](const char* path) { return result(::open(path, O_RDONLY) >= 0); }},
      {"write-file", [](const char* path) { return result(::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) >= 0); }},
      {"stat-file",
       [](const char* path) {
         struct stat status {};
         return result(::stat(path, &status) == 0);
       }},
      {"remove-file", [](const char* path) { return result(::unlink(path) == 0); }},
      {"rename-file", [](const char* path) { return result(::rename(path, (std::string(path) + "x").c_str()) == 0); }},
      {"make-folder", [](const char* path) { return result(::mkdir(path, 0700) == 0); }},
      {"change-mode", [](const char* path) { return result(::chmod(path, 0777) == 0); }},
      {"exec",
       [](const char*) {
         ::execl("/bin/true", "true", nullptr);
         return refused;
       }},
      {"fork",
       [](const char*) {
         const pid_t pid = ::fork();
         if (pid == 0) { ::_exit(0); }
         return result(pid > 0);
       }},
      {"ptrace", [](const char*) { return result(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0); }},
      {"kill-parent", [](const char*) { return result(::kill(::getppid(), 0) == 0); }},
      {"run-memory",
       [](const char*) {
         return result(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
       }},
      {"write-elsewhere", [](const char*) { return result(::write(5, "x", 1) == 1); }},
      {"grow-file", [](const char*) { return result(::write(STDOUT_FILENO, "x", 1) == 1); }},
      {"two-gigabytes",
       [](const char*) {
         return result(::mmap(nullptr, std::size_t{2} << 30U, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) !=
                       MAP_FAILED);
       }},
      {"more-time",
       [](const char*) {
         const rlimit more{120, 120};
         return result(::setrlimit(RLIMIT_CPU, &more) == 0);
       }},
  };
  return all;
}

/// False when the system does not have it.
bool take(char step) {
  using namespace importers::child;
  switch (step) {
    case 'l': limit_resources(); return true;
    case 'n': return leave_network();
    case 'f': return forbid_files();
    default: filter_system_calls(); return true;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) { return 2; }
  const auto attempt = attempts().find(argv[2]);
  if (attempt == attempts().end()) { return 2; }
  const std::string steps = argv[1];
  try {
    if (steps == "all") {
      importers::child::lock_down();
    } else {
      for (const char step : steps) {
        if (step != '-' && !take(step)) { ::_exit(no_step); }
      }
    }
  } catch (const importers::child::Refusal&) { ::_exit(no_step); }
  ::_exit(attempt->second(argc > 3 ? argv[3] : ""));
}
