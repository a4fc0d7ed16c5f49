// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/limits.hpp"
#include "api/http/message.hpp"
#include "api/http/upload.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace api {

/// Makes the answer, on a worker thread. May throw: the client then gets a 500 without the exception's text.
using Handler = std::function<Response(const Request&)>;
/// Answers from memory on an I/O thread, or returns false to pass the request on to the handler. Must not block or throw,
/// and must be safe to call from several threads. Its answers are sent as they are: keep them after negotiate_encoding(),
/// one for each form. May be empty.
using Shortcut = std::function<bool(const Request&, Response&)>;
/// What is to happen with a body that has not come yet.
struct BodyPlan {
  BodyPlan(std::size_t most = 0) : limit(most) {}  // NOLINT(google-explicit-constructor): most plans are a number

  std::size_t limit = 0;                 ///< the largest that is accepted
  std::shared_ptr<Upload> upload;        ///< where it goes; null: into memory
  std::optional<Response> refusal = {};  ///< answered at once, and the connection closed: nothing of the body is read
};
/// The plan for a request whose head is complete (body still empty). On an I/O thread; must not block. Empty: no bodies at all.
using BodyLimit = std::function<BodyPlan(const Request& head)>;

/// One line of the access log. The path comes without its query, which may hold coordinates or tokens.
struct AccessEntry {
  std::string_view id, method, path, peer;
  int status = 0;
  double milliseconds = 0;  ///< from the last byte of the request to the last byte handed to the kernel
  std::size_t body_bytes = 0;
};

struct ServerOptions {
  /// Numeric address to listen on. IPv6 with or without brackets.
  std::string address = "127.0.0.1";
  /// 0 takes any free port; Server::port() tells which.
  std::uint16_t port = 8080;
  /// Threads reading and parsing; 0 means one per core, at most 4.
  int io_threads = 0;
  /// Threads running handlers; 0 means one per core, at least 4.
  int worker_threads = 0;
  /// Requests waiting for a worker; further ones get 503.
  std::size_t queue_limit = 256;
  /// Connections open at once; further ones get 503. Lowered to what the system's limit on open files allows.
  std::size_t max_connections = 10000;
  ParserLimits parser;
  /// Bytes a client may send ahead while its earlier request is being answered; beyond, the connection ends after that
  /// answer.
  std::size_t held_bytes = std::size_t{64} * 1024;
  /// Request bodies in memory over all connections; beyond, 503.
  std::size_t total_body_bytes = std::size_t{512} * 1024 * 1024;
  /// From the first byte of a request (or from connecting) to the end of its head; then 408.
  int header_timeout_ms = 10000;
  /// For a body, on top of the time its bytes take at body_min_bytes_per_s; then 408.
  int body_timeout_ms = 12000;
  std::size_t body_min_bytes_per_s = 1024;
  /// A kept connection without a request is closed after this.
  int idle_timeout_ms = 75000;
  /// Sets Request::deadline; a request still waiting for a worker then gets 503.
  int handler_deadline_ms = 30000;
  /// For an answer, on top of the time its bytes take at write_min_bytes_per_s; then the connection is cut.
  int write_timeout_ms = 30000;
  std::size_t write_min_bytes_per_s = 1024;
  /// After a final answer the client's bytes are read and dropped this long and this far, so that it can read the answer.
  int linger_timeout_ms = 2000;
  std::size_t linger_bytes = std::size_t{1024} * 1024;
  /// When stopping: how long kept connections may still send a request, answered with "Connection: close".
  int drain_window_ms = 300;
  /// How often deadlines are looked at.
  int tick_ms = 100;
  /// Seconds in Retry-After of a 503.
  int retry_after_s = 2;
  /// Called after each answer, from several threads. May be empty.
  std::function<void(const AccessEntry&)> access_log;
  /// Called with a request id and the text of an exception, from several threads. May be empty.
  std::function<void(std::string_view id, std::string_view what)> error_log;
};

/// Counts since start; `cancelled` are answers whose client was gone; `open_connections`, `active_requests` and `queued_requests` are of
/// now.
struct ServerStats {
  std::uint64_t connections = 0, refused_connections = 0;
  std::uint64_t requests = 0, bad_requests = 0, overloaded = 0, timeouts = 0, slow_readers = 0, failures = 0, cancelled = 0;
  std::uint64_t bytes_out = 0;
  std::size_t open_connections = 0, active_requests = 0, queued_requests = 0;
};

/// A strict HTTP/1.1 server over Pistache's listener and I/O threads. Answers come in the order of the requests of their
/// connection. Public functions are thread-safe, except start and stop, which belong to one thread.
class Server {
 public:
  Server(ServerOptions options, Handler handler, Shortcut shortcut = {}, BodyLimit body_limit = {});
  ~Server();  ///< Stops without grace.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens and returns. Raises the limit on open files and ignores SIGPIPE for the process. Throws std::runtime_error
  /// when the address cannot be had. Once only.
  void start();

  /// The port listened on.
  [[nodiscard]] std::uint16_t port() const;

  /// Stops accepting, lets every request received finish (at most `grace`), then closes everything and joins all threads.
  /// A handler that ignores its deadline delays the return.
  void stop(std::chrono::milliseconds grace);

  [[nodiscard]] ServerStats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace api
