// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace store {

/// Names this process for as long as the machine is up: boot, process number and start time. A number that the system gives
/// to another process later does not make it the same.
std::string this_process();
/// Whether the process so named still runs.
bool is_running(const std::string& process);

}  // namespace store
