// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace api_test {

/// Bytes that a stranger sends, and what must come back.
struct HostileCase {
  enum class End : char {
    closed,  ///< the server ends the connection, without another byte
    open,    ///< the connection goes on: a good request on it gets its answer
  };
  std::string name;
  std::string bytes;          ///< "{host}" stands for a name and port that the server answers to
  std::vector<int> statuses;  ///< of the answers, in order
  End end = End::closed;
  bool half_close = false;  ///< the client ends its sending side then
};

/// Requests that are whole, or wrong from the start.
std::vector<HostileCase> hostile_cases();
/// Requests that never become whole: answered when the server's patience ends.
std::vector<HostileCase> slow_cases();

}  // namespace api_test
