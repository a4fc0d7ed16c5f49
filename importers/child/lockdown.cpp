// SPDX-License-Identifier: Apache-2.0
#include "importers/child/lockdown.hpp"

#include "importers/child/refusal.hpp"

#include <sched.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace importers::child {
namespace {

[[noreturn]] void refuse_sandbox(const std::string& what, int error) {
  refuse("sandbox", what + ": " + std::error_code(error, std::generic_category()).message());
}

void limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard, const char* name) {
  const rlimit wanted{soft, hard};
  if (::setrlimit(resource, &wanted) != 0) { refuse_sandbox(std::string("setrlimit ") + name, errno); }
}

/// Landlock's own structure as of its sixth version; older kernels take the front of it.
struct Ruleset {
  std::uint64_t files;
  std::uint64_t network;
  std::uint64_t scope;
};

/// All rights that version `abi` knows; to name one it does not know is an error.
Ruleset everything(long abi) {
  const unsigned file_rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
  return {(std::uint64_t{1} << file_rights) - 1, abi >= 4 ? std::uint64_t{3} : 0, abi >= 6 ? std::uint64_t{3} : 0};
}

}  // namespace

void limit_resources() {
  constexpr rlim_t seconds = 60;
#if !defined(BAIRRO_SANITIZED)
  constexpr rlim_t memory = rlim_t{1} << 30U;
  limit(RLIMIT_AS, memory, memory, "AS");
#endif
  limit(RLIMIT_CPU, seconds, seconds + 1, "CPU");
  // A file that cannot grow is an error to whoever writes, not the end.
  std::signal(SIGXFSZ, SIG_IGN);
  limit(RLIMIT_FSIZE, 0, 0, "FSIZE");
  limit(RLIMIT_CORE, 0, 0, "CORE");
  limit(RLIMIT_NPROC, 0, 0, "NPROC");
  limit(RLIMIT_NOFILE, 64, 64, "NOFILE");
  // No privileges by exec, and no other process of this user may look into this one.
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) { refuse_sandbox("no_new_privs", errno); }
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) { refuse_sandbox("dumpable", errno); }
}

bool leave_network() { return ::unshare(CLONE_NEWNET) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0; }

bool forbid_files() {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) { return false; }
  const Ruleset rules = everything(abi);
  const std::size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  const int ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, size, 0));
  if (ruleset < 0) { return false; }
  // A ruleset without a rule: nothing is allowed.
  const bool done = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  ::close(ruleset);
  return done;
}

void lock_down() {
  limit_resources();
  leave_network();
  forbid_files();
  filter_system_calls();
}

}  // namespace importers::child
