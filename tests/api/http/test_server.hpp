// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/server.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace api_test {

/// A door handlers wait at until the test opens it.
class Gate {
 public:
  void open();
  void wait();
  /// Returns when `count` handlers have come to the gate since the start.
  void await_arrivals(int count);

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_open = false;
  int m_arrivals = 0;
};

/// Short limits on time, so that tests of them are quick.
api::ServerOptions quick_options();

/// A server on a free port with one small handler for each thing to test:
///   /hello  /echo (the body)  /method  /query  /big?bytes=N  /text?bytes=N (compressible)  /gate (waits)
///   /file?bytes=N (the same bytes out of a file)
///   /throw (std::runtime_error with a secret)  /throw42  /inject (CR LF in a header)  /empty (204)  /same (304)
///   /cached (by the shortcut)  /cached-big (50 MB, by the shortcut)
/// Bodies: up to 100 bytes, under /echo up to 1 MB.
class TestServer {
 public:
  explicit TestServer(api::ServerOptions options = quick_options());
  ~TestServer();

  std::uint16_t port() const { return m_server.port(); }
  api::Server& server() { return m_server; }
  Gate& gate() { return m_gate; }
  std::vector<std::string> access_lines();
  std::vector<std::string> error_lines();

 private:
  api::ServerOptions with_logs(api::ServerOptions options);

  std::mutex m_mutex;
  std::vector<std::string> m_access;
  std::vector<std::string> m_errors;
  Gate m_gate;
  api::Server m_server;
};

}  // namespace api_test
