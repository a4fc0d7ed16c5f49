// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace importers::child {

// What the process gives up before it looks at the first byte of the file. Each step stands alone, so that each can be tested
// alone; none can be taken back. Everything the work needs — libraries, the PROJ database, the file — must be open before.

/// Memory 1 GB (not under sanitizers, which reserve terabytes), 60 s of processor time, no file written, no core, no new
/// process, 64 descriptors. Throws Refusal{"sandbox"} when the system refuses.
void limit_resources();

/// A network namespace of its own, in which nothing but a dead loopback is. False where the system does not allow it.
bool leave_network();

/// Landlock: no file can be opened any more, by any name. False on kernels without it.
bool forbid_files();

/// seccomp, default deny: what remains is memory, reading descriptors that are open, and writing to standard output and error. Network,
/// exec and tracing end the process; everything else fails with EPERM. Throws Refusal{"sandbox"} when the system refuses.
void filter_system_calls();

/// All of them. The first and the last must be had; the two between are walls behind a wall.
void lock_down();

}  // namespace importers::child
