// SPDX-License-Identifier: Apache-2.0
#include "importers/child/lockdown.hpp"
#include "importers/child/refusal.hpp"
#include "importers/gdal/protocol.hpp"

#include <seccomp.h>

#include <cerrno>
#include <memory>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace importers::child {
namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

/// What an ordinary library does to memory, time and itself.
constexpr int harmless[] = {
    SCMP_SYS(read),           SCMP_SYS(pread64),
    SCMP_SYS(readv),          SCMP_SYS(close),
    SCMP_SYS(lseek),          SCMP_SYS(fstat),
    SCMP_SYS(munmap),         SCMP_SYS(mremap),
    SCMP_SYS(madvise),        SCMP_SYS(brk),
    SCMP_SYS(futex),          SCMP_SYS(exit),
    SCMP_SYS(exit_group),     SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigreturn),   SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),   SCMP_SYS(gettimeofday),
    SCMP_SYS(time),           SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),      SCMP_SYS(getrandom),
    SCMP_SYS(getpid),         SCMP_SYS(gettid),
    SCMP_SYS(getrusage),      SCMP_SYS(sysinfo),
    SCMP_SYS(uname),          SCMP_SYS(sched_getaffinity),
};

/// What only a program that has been taken over does: it ends there.
constexpr int hostile[] = {
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendmmsg),
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(bpf),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(mount),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(kexec_load),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
};

void check(int result) {
  // A call that this processor's kernel does not have needs no rule.
  if (result != 0 && result != -EDOM) { refuse("sandbox", "seccomp: " + std::error_code(-result, std::generic_category()).message()); }
}

void allow(const Filter& filter, int call) { check(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0)); }

/// Only when the bits `mask` of argument `argument` are `value`.
void allow_if(const Filter& filter, int call, unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  const scmp_arg_cmp condition{argument, SCMP_CMP_MASKED_EQ, mask, value};
  check(seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, call, 1, &condition));
}

}  // namespace

void filter_system_calls() {
  const Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
  if (!filter) { refuse("sandbox", "seccomp"); }
  for (const int call : harmless) { allow(filter, call); }
  // Numbers of descriptors and processes are the lower half of a register.
  constexpr scmp_datum_t low_half = 0xffffffff;
  for (const int fd : {output_descriptor, STDERR_FILENO}) { allow_if(filter, SCMP_SYS(write), 0, low_half, static_cast<scmp_datum_t>(fd)); }
  // Memory may be asked for, but never to run code in it.
  allow_if(filter, SCMP_SYS(mmap), 2, PROT_EXEC, 0);
  allow_if(filter, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
  // abort() is this process's own end.
  allow_if(filter, SCMP_SYS(tgkill), 0, low_half, static_cast<scmp_datum_t>(::getpid()));
  for (const int call : hostile) { check(seccomp_rule_add(filter.get(), SCMP_ACT_KILL_PROCESS, call, 0)); }
  check(seccomp_load(filter.get()));
}

}  // namespace importers::child
