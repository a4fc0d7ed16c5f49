// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/output.hpp"
#include "api/http/parser.hpp"
#include "api/http/refusals.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace api {

struct Core;

/// One client connection: what has been read, the request being answered, what is still to be written. One request at a
/// time; bytes that come meanwhile wait. Three kinds of threads meet here (I/O, worker, housekeeper), under one lock per
/// connection, which is never held while a handler runs.
///
/// The descriptor is Pistache's: it closes it right after on_peer_gone(). Every use of it happens under the lock and
/// before that, so a number used again by the kernel can never be hit. A client that only ended its sending side still
/// gets its answer, through a duplicate made in on_peer_gone() and owned here.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(Core& core, std::uint64_t id, int fd);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // On the connection's I/O thread.
  void on_input(const char* data, std::size_t size);
  void on_peer_gone();
  void refuse_connection(bool politely);

  // On a worker thread: makes and sends the answer to the request that was queued.
  void run_handler();

  // On the housekeeper's thread.
  void on_writable();
  void check_deadline(Clock::time_point now);
  void queue_again();

  // On the thread that stops the server.
  bool busy();
  void close_if_idle();
  void cut();

 private:
  enum class State {
    reading,    ///< waiting for (the rest of) a request
    handling,   ///< queued for, or with, a worker
    writing,    ///< the answer did not fit into the socket; the housekeeper goes on
    lingering,  ///< final answer sent, our side ended; the client's bytes are dropped
    closed,     ///< ended; the descriptor may be gone
  };

  // All below are called with the lock held.
  void consume(const char* data, std::size_t size, Clock::time_point now);
  void act(Clock::time_point now);
  void on_head(Clock::time_point now);
  bool count_body();
  void dispatch(Clock::time_point now);
  void refuse(const Refusal& why);
  Response trouble(const Refusal& why);
  Response overloaded(const Refusal& why);
  Response failure(std::string_view what);
  void answer(Response&& response, Clock::time_point now);
  void push_output(std::size_t limit, Clock::time_point now);
  void on_answered(Clock::time_point now);
  void linger(Clock::time_point now);
  void resume();
  void hold(const char* data, std::size_t size);
  void drop(std::size_t size);
  void set_reading_deadline(Clock::time_point now);
  void set_deadline(Clock::time_point deadline);
  void log_access();
  void release_body();
  void end();
  void abort();
  void look_whether_gone();

  Response call_handler();
  bool waits_on();

  Core& m_core;
  const std::uint64_t m_id;
  std::mutex m_mutex;
  int m_fd;
  bool m_owns_fd = false;  ///< the client has ended its side, Pistache let go
  bool m_probed = false;
  bool m_watched = false;
  bool m_last = false;  ///< no further request will be read
  bool m_more = false;  ///< consume() has bytes behind the request it is answering
  State m_state = State::reading;
  RequestParser m_parser;
  Output m_output;
  int m_status = 0;
  std::string m_peer;
  std::string m_held;
  std::size_t m_dropped = 0;
  std::size_t m_counted_body = 0;
  Clock::time_point m_request_start{};  ///< first byte
  Clock::time_point m_body_start{};
  Clock::time_point m_answer_start{};  ///< the request was complete
  Clock::time_point m_write_start{};
  std::atomic<Clock::rep> m_deadline;
  std::shared_ptr<std::atomic<bool>> m_cancelled;
};

}  // namespace api
