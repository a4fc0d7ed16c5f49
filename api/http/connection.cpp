// SPDX-License-Identifier: Apache-2.0
#include "api/http/connection.hpp"

#include "api/http/compression.hpp"
#include "api/http/core.hpp"
#include "api/http/problem.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace api {
namespace {

using std::chrono::milliseconds;

/// What one thread pushes into one socket before it looks at others.
constexpr std::size_t turn_bytes = std::size_t{1024} * 1024;

/// A client that sent more than this after its final answer, and is not done, gets a reset.
constexpr std::size_t patient_bytes = std::size_t{64} * 1024;

/// No more of what was sent can wait in the kernel (net.ipv4.tcp_wmem): a client that has read gigabytes may not stand still for days
/// because of it.
constexpr std::size_t in_flight_bytes = std::size_t{4} * 1024 * 1024;

constexpr auto never = Connection::Clock::time_point::max();

/// The time `bytes` may take at the slowest rate allowed, and `base_ms` more.
Connection::Clock::duration allowance(int base_ms, std::size_t bytes, std::size_t bytes_per_s) {
  return milliseconds(base_ms) + milliseconds(bytes * 1000 / std::max<std::size_t>(bytes_per_s, 1));
}

std::string peer_address(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  char text[INET6_ADDRSTRLEN] = "";
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) { return {}; }
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  } else if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  }
  constexpr std::string_view mapped = "::ffff:";
  const std::string_view address = text;
  return std::string(address.substr(0, mapped.size()) == mapped ? address.substr(mapped.size()) : address);
}

/// What is answered sooner is answered to who is gone too; nobody else gets an interim answer for it.
constexpr auto silence = std::chrono::seconds(1);

/// True when both directions are dead (a reset, not merely the end of the client's sending).
bool is_broken(int fd) {
  pollfd entry{fd, 0, 0};
  return ::poll(&entry, 1, 0) > 0 && (entry.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
}

}  // namespace

Connection::Connection(Core& core, std::uint64_t id, int fd)
    : m_core(core),
      m_id(id),
      m_fd(fd),
      m_parser(core.options.parser),
      m_peer(peer_address(fd)),
      m_deadline((Clock::now() + milliseconds(core.options.header_timeout_ms)).time_since_epoch().count()),
      m_cancelled(std::make_shared<std::atomic<bool>>(false)) {}

Connection::~Connection() {
  release_body();
  if (m_owns_fd) { ::close(m_fd); }
}

// --- reading ---------------------------------------------------------------------------------------------------------

void Connection::on_input(const char* data, std::size_t size) {
  const std::lock_guard lock(m_mutex);
  switch (m_state) {
    case State::reading: return consume(data, size, Clock::now());
    case State::handling:
    case State::writing: return hold(data, size);
    case State::lingering: return drop(size);
    case State::closed: return;
  }
}

void Connection::consume(const char* data, std::size_t size, Clock::time_point now) {
  while (size > 0 && m_state == State::reading) {
    if (m_parser.fresh()) { m_request_start = now; }
    const std::size_t used = m_parser.feed(data, size);
    data += used;
    size -= used;
    m_more = size > 0;
    act(now);
  }
  m_more = false;
  if (m_state == State::reading) { return set_reading_deadline(now); }
  if (size == 0) { return; }
  if (m_state == State::lingering) {
    drop(size);
  } else if (m_state != State::closed) {
    hold(data, size);
  }
}

/// Does what the state of the parser asks for; a head without a body leads straight on to the complete request.
void Connection::act(Clock::time_point now) {
  using Parsed = RequestParser::State;
  if (m_parser.state() == Parsed::head) { on_head(now); }
  if (m_state != State::reading) { return; }
  if (m_parser.state() == Parsed::body && !count_body()) { return refuse(refusals::too_many_uploads); }
  if (m_parser.state() == Parsed::refused) { return refuse(m_parser.refusal()); }
  if (m_parser.state() == Parsed::done) { dispatch(now); }
}

void Connection::on_head(Clock::time_point now) {
  m_parser.request().id = m_core.next_id();
  m_parser.request().peer = m_peer;
  BodyPlan plan;
  try {
    if (m_parser.framing().has_body() && m_core.body_limit) { plan = m_core.body_limit(m_parser.request()); }
  } catch (...) { return refuse(refusals::unanswered); }
  if (plan.refusal) {
    m_answer_start = now;
    plan.refusal->close = true;
    return answer(*std::move(plan.refusal), now);
  }
  m_parser.start_body(plan.limit, std::move(plan.upload));
  if (m_parser.state() != RequestParser::State::body) { return; }
  m_body_start = now;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  if (!m_parser.framing().expect_continue || m_more) { return; }
  if (::send(m_fd, go_on.data(), go_on.size(), MSG_NOSIGNAL | MSG_DONTWAIT) != static_cast<ssize_t>(go_on.size())) { end(); }
}

/// Counts body bytes read since the last call; false when all connections together hold too many.
bool Connection::count_body() {
  if (m_parser.request().upload) { return true; }  // on disk, bounded by its folder
  const std::size_t more = m_parser.request().body.size() - m_counted_body;
  m_counted_body += more;
  return m_core.body_bytes.fetch_add(more, std::memory_order_relaxed) + more <= m_core.options.total_body_bytes;
}

void Connection::release_body() {
  if (m_counted_body > 0) { m_core.body_bytes.fetch_sub(m_counted_body, std::memory_order_relaxed); }
  m_counted_body = 0;
}

/// Keeps bytes that came while an answer is under way. A client that sends too far ahead loses the connection after that
/// answer: reading on would cost memory without bound, and Pistache cannot be told to read less.
void Connection::hold(const char* data, std::size_t size) {
  if (m_last) { return; }
  if (m_held.size() + size > m_core.options.held_bytes) {
    m_last = true;
    m_held = {};
  } else {
    m_held.append(data, size);
  }
}

void Connection::drop(std::size_t size) {
  m_dropped += size;
  if (m_dropped > m_core.options.linger_bytes) { abort(); }
}

void Connection::resume() {
  if (m_state != State::reading || m_held.empty()) { return; }
  std::string bytes;
  bytes.swap(m_held);
  consume(bytes.data(), bytes.size(), Clock::now());
}

// --- answering -------------------------------------------------------------------------------------------------------

void Connection::dispatch(Clock::time_point now) {
  Request& request = m_parser.request();
  request.deadline = now + milliseconds(m_core.options.handler_deadline_ms);
  request.cancelled = m_cancelled;
  m_answer_start = now;
  m_core.counters.requests.fetch_add(1, std::memory_order_relaxed);
  Response response;
  try {
    if (m_core.shortcut && m_core.shortcut(request, response)) {
      return answer(is_valid(response) ? std::move(response) : failure("the shortcut made a response that cannot be sent"), now);
    }
    m_state = State::handling;
    set_deadline(never);
    m_core.counters.active.fetch_add(1, std::memory_order_relaxed);
    if (m_core.pool.try_push([self = shared_from_this()] { self->run_handler(); })) { return; }
    m_core.counters.active.fetch_sub(1, std::memory_order_relaxed);
    response = overloaded(refusals::all_busy);
  } catch (...) { response = failure("an exception before the request reached a worker"); }
  answer(std::move(response), now);
}

/// In the client's language, as far as it has come to say which.
Response Connection::trouble(const Refusal& why) {
  const Request& request = m_parser.request();
  const std::string* accepted = request.header("Accept-Language");
  const Language language = accepted == nullptr ? Language::en : preferred_language(*accepted, Language::en);
  Response response = problem(why.status, why.words.in(language), request.id);
  response.headers.push_back({"Content-Language", std::string(tag(language))});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  return response;
}

/// The reason goes to the log, the client gets the id to ask for it.
Response Connection::failure(std::string_view what) {
  const std::string& id = m_parser.request().id;
  m_core.counters.failures.fetch_add(1, std::memory_order_relaxed);
  if (m_core.options.error_log) { m_core.options.error_log(id, what); }
  return trouble(refusals::failure);
}

Response Connection::overloaded(const Refusal& why) {
  m_core.counters.overloaded.fetch_add(1, std::memory_order_relaxed);
  Response response = trouble(why);
  response.headers.push_back({"Retry-After", std::to_string(m_core.options.retry_after_s)});
  return response;
}

/// Without the lock: while the state is `handling` the request belongs to the worker.
Response Connection::call_handler() {
  const Request& request = m_parser.request();
  if (Clock::now() > request.deadline) { return overloaded(refusals::waited_too_long); }
  try {
    Response response = m_core.handler(request);
    if (!is_valid(response)) { return failure("the handler made a response that cannot be sent"); }
    negotiate_encoding(request, response);
    return response;
  } catch (const std::exception& error) { return failure(error.what()); } catch (...) {
    return failure("an exception of unknown type");
  }
}

/// It waits without a worker: the housekeeper queues it again at its next tick.
bool Connection::waits_on() {
  if (m_cancelled->load() || Clock::now() > m_parser.request().deadline) { return false; }
  m_core.registry.wait(shared_from_this());  // from here on the request may be with another worker
  return true;
}

void Connection::queue_again() {
  if (!m_core.pool.try_push([self = shared_from_this()] { self->run_handler(); })) { m_core.registry.wait(shared_from_this()); }
}

void Connection::run_handler() {
  Response response;
  if (!m_cancelled->load()) { response = call_handler(); }
  if (response.later && waits_on()) { return; }
  const std::lock_guard lock(m_mutex);
  m_core.counters.active.fetch_sub(1, std::memory_order_relaxed);
  if (m_state != State::handling) {
    m_core.counters.cancelled.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  answer(std::move(response), Clock::now());
  resume();
}

void Connection::refuse(const Refusal& why) {
  Request& request = m_parser.request();
  if (m_parser.state() != RequestParser::State::done) {
    m_core.counters.bad_requests.fetch_add(1, std::memory_order_relaxed);
    if (request.id.empty()) { request.id = m_core.next_id(); }
  }
  m_answer_start = Clock::now();
  Response response = why.status == 503 ? overloaded(why) : trouble(why);
  response.close = true;
  answer(std::move(response), m_answer_start);
}

void Connection::refuse_connection(bool politely) {
  const std::lock_guard lock(m_mutex);
  if (politely) {
    refuse(refusals::too_many_connections);
  } else {
    end();
  }
}

void Connection::answer(Response&& response, Clock::time_point now) {
  const Framing& framing = m_parser.framing();
  const bool complete = m_parser.state() == RequestParser::State::done;
  // When stopping, requests already received are still answered, so the connection stays until none is waiting.
  const bool draining = m_core.draining.load(std::memory_order_relaxed) && !m_more && m_held.empty();
  if (!complete || !framing.keep_alive || response.close || draining) { m_last = true; }
  WriteContext context;
  context.head_request = m_parser.request().method == "HEAD";
  context.keep_alive = !m_last;
  context.minor_zero = m_parser.minor() == 0;
  context.request_id = m_parser.request().id;
  m_status = response.status;
  m_output.start(response, context);
  m_state = State::writing;
  m_write_start = now;
  push_output(4 * turn_bytes, now);
}

void Connection::push_output(std::size_t limit, Clock::time_point now) {
  switch (m_output.send_some(m_fd, limit)) {
    case Output::Result::all_sent: return on_answered(now);
    case Output::Result::broken: m_core.counters.cancelled.fetch_add(1, std::memory_order_relaxed); return end();
    case Output::Result::blocked: break;
  }
  const ServerOptions& options = m_core.options;
  const auto whole = m_write_start + allowance(options.write_timeout_ms, m_output.sent(), options.write_min_bytes_per_s);
  const auto stalled = now + allowance(options.write_timeout_ms, in_flight_bytes, options.write_min_bytes_per_s);
  set_deadline(std::min(whole, stalled));
  m_watched = true;
  if (!m_core.housekeeper.watch(m_fd, m_id)) { end(); }
}

void Connection::on_answered(Clock::time_point now) {
  log_access();
  m_output.clear();
  release_body();
  if (m_last) { return linger(now); }
  m_parser.reset();
  m_state = State::reading;
  set_deadline(now + milliseconds(m_core.options.idle_timeout_ms));
}

/// Ends our side only: closing at once with bytes unread would make the kernel send a reset, which can destroy the answer
/// before the client has read it.
void Connection::linger(Clock::time_point now) {
  m_held = {};
  if (m_owns_fd) { return end(); }
  ::shutdown(m_fd, SHUT_WR);
  m_state = State::lingering;
  set_deadline(now + milliseconds(m_core.options.linger_timeout_ms));
}

void Connection::log_access() {
  m_core.counters.bytes_out.fetch_add(m_output.sent(), std::memory_order_relaxed);
  if (!m_core.options.access_log) { return; }
  const Request& request = m_parser.request();
  AccessEntry entry{request.id, request.method, request.path, m_peer, m_status, 0, m_output.body_bytes()};
  entry.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - m_answer_start).count();
  m_core.options.access_log(entry);
}

// --- time and end ----------------------------------------------------------------------------------------------------

void Connection::set_deadline(Clock::time_point deadline) {
  m_deadline.store(deadline.time_since_epoch().count(), std::memory_order_relaxed);
}

void Connection::set_reading_deadline(Clock::time_point now) {
  const ServerOptions& options = m_core.options;
  if (m_parser.fresh()) {
    set_deadline(now + milliseconds(options.idle_timeout_ms));
  } else if (m_parser.state() != RequestParser::State::body) {
    set_deadline(m_request_start + milliseconds(options.header_timeout_ms));
  } else {
    set_deadline(m_body_start + allowance(options.body_timeout_ms, m_parser.body_received(), options.body_min_bytes_per_s));
  }
}

void Connection::on_writable() {
  const std::lock_guard lock(m_mutex);
  if (m_state != State::writing) { return; }
  push_output(turn_bytes, Clock::now());
  resume();
}

void Connection::check_deadline(Clock::time_point now) {
  if (m_deadline.load(std::memory_order_relaxed) > now.time_since_epoch().count()) { return; }
  const std::unique_lock lock(m_mutex, std::try_to_lock);
  // A connection in use is not late; the next tick will look again.
  if (!lock || m_deadline.load(std::memory_order_relaxed) > now.time_since_epoch().count()) { return; }
  if (m_state == State::reading && !m_parser.fresh()) {
    m_core.counters.timeouts.fetch_add(1, std::memory_order_relaxed);
    return refuse(refusals::too_late);
  }
  if (m_state == State::writing) {
    m_core.counters.slow_readers.fetch_add(1, std::memory_order_relaxed);
    return abort();
  }
  if (m_state == State::lingering && m_dropped > patient_bytes) { return abort(); }
  if (m_state != State::handling) { return end(); }
  if (m_owns_fd) { look_whether_gone(); }
}

/// Who has ended its sending side may be gone, or wait for the answer all the same: nothing that comes from it tells one from the other.
/// So it is sent an interim answer, which every client of HTTP/1.1 must be able to read (RFC 9110, 15.2), and which the host of one that
/// is gone refuses by a reset: the next look sees that.
void Connection::look_whether_gone() {
  if (is_broken(m_fd)) {
    m_cancelled->store(true);
    return set_deadline(never);
  }
  constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  if (m_probed || m_parser.minor() == 0) { return; }
  m_probed = true;
  const ssize_t sent = ::send(m_fd, interim.data(), interim.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  // Half of it would spoil the answer behind it; where an earlier answer fills the way none of it goes, and nothing is known.
  if (sent > 0 && static_cast<std::size_t>(sent) < interim.size()) {
    m_cancelled->store(true);
    abort();
  }
}

/// Ends with a reset, which frees the kernel's buffers and wakes a client that is stuck in sending: after an ordinary end it
/// could wait a minute for a window that never opens.
void Connection::abort() {
  const ::linger at_once{1, 0};
  if (m_state != State::closed) { ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once); }
  end();
}

/// Ends the connection at once. Pistache then reads the end of the stream and lets the descriptor go; one of our own is
/// closed here.
void Connection::end() {
  if (m_state == State::closed) { return; }
  if (m_state == State::handling) { m_cancelled->store(true); }
  m_state = State::closed;
  set_deadline(never);
  m_output.clear();
  if (m_watched) { m_core.housekeeper.unwatch(m_fd); }
  m_watched = false;
  ::shutdown(m_fd, SHUT_RDWR);
  if (!m_owns_fd) { return; }
  ::close(m_fd);
  m_owns_fd = false;
  m_core.registry.remove(m_id);
}

void Connection::on_peer_gone() {
  const std::lock_guard lock(m_mutex);
  if (m_watched) { m_core.housekeeper.unwatch(m_fd); }
  m_watched = false;
  m_last = true;
  m_held = {};
  const bool answer_due = m_state == State::handling || m_state == State::writing;
  const int copy = answer_due && !is_broken(m_fd) ? ::fcntl(m_fd, F_DUPFD_CLOEXEC, 0) : -1;
  if (copy >= 0) {
    m_fd = copy;
    m_owns_fd = true;
    if (m_state == State::handling) { set_deadline(Clock::now() + silence); }  // see look_whether_gone()
    if (m_state == State::writing) { push_output(turn_bytes, Clock::now()); }
    return;
  }
  if (answer_due) { m_cancelled->store(true); }
  if (m_state == State::writing) { m_core.counters.cancelled.fetch_add(1, std::memory_order_relaxed); }
  m_state = State::closed;
  m_output.clear();
  set_deadline(never);
  m_core.registry.remove(m_id);
}

bool Connection::busy() {
  const std::lock_guard lock(m_mutex);
  return m_state != State::closed && !(m_state == State::reading && m_parser.fresh());
}

void Connection::close_if_idle() {
  const std::lock_guard lock(m_mutex);
  int unread = 0;
  if (m_state != State::reading || !m_parser.fresh() || ::ioctl(m_fd, FIONREAD, &unread) != 0 || unread > 0) { return; }
  end();
}

void Connection::cut() {
  const std::lock_guard lock(m_mutex);
  end();
}

}  // namespace api
