// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace app {

/// Where to listen.
struct Address {
  std::string host;
  std::uint16_t port = 0;
  bool is_loopback = false;
  bool is_private = false;  ///< 10/8, 172.16/12, 192.168/16, fc00::/7: not reached from outside; loopback too
};

/// "127.0.0.1:8080", "[::1]:0", "localhost:8080". Throws Error{usage} for anything that is no numeric address and port.
Address parse_listen(const std::string& text);

}  // namespace app
