// SPDX-License-Identifier: Apache-2.0
#include "tests/api/http/test_server.hpp"

#include <fcntl.h>
#include <memory>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace api_test {
namespace {

std::string number_body(const api::Request& request) {
  const std::string* bytes = request.parameter("bytes");
  const std::size_t size = bytes ? std::stoul(*bytes) : 0;
  std::string body;
  body.reserve(size + 8);
  for (std::size_t i = 0; body.size() < size; ++i) { body += std::to_string(i % 1000) + "\n"; }
  body.resize(size);
  return body;
}

std::string shown_query(const api::Request& request) {
  std::string out;
  for (const auto& [name, value] : request.query) { out += name + "=" + value + ";"; }
  return out;
}

api::Response plain(std::string body) { return api::make_response(200, "application/octet-stream", std::move(body)); }

/// The body as part of a file that has no name.
api::Response in_a_file(const std::string& body) {
  const int fd = ::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const std::string framed = "before" + body + "behind";
  if (fd < 0 || ::write(fd, framed.data(), framed.size()) != static_cast<ssize_t>(framed.size())) { throw std::runtime_error("no file"); }
  api::Response response;
  response.headers.push_back({"Content-Type", "text/plain"});
  response.part = {std::make_shared<const api::OpenFile>(fd, framed.size()), 6, body.size()};
  return response;
}

api::Response handle(const api::Request& request, Gate& gate) {
  const std::string& path = request.path;
  if (path == "/hello") { return plain("hello"); }
  if (path == "/echo") { return plain(request.body); }
  if (path == "/method") { return plain(request.method); }
  if (path == "/query") { return plain(shown_query(request)); }
  if (path == "/big") { return plain(number_body(request)); }
  if (path == "/file") { return in_a_file(number_body(request)); }
  if (path == "/throw") { throw std::runtime_error("secret path /var/lib/x.db"); }
  if (path == "/throw42") { throw 42; }
  api::Response response = api::make_response(200, "text/plain", number_body(request));
  if (path == "/text") {
    api::set_header(response, "ETag", "\"v1\"");
  } else if (path == "/gate") {
    gate.wait();
    response.body = std::make_shared<const std::string>("gate");
  } else if (path == "/inject") {
    api::set_header(response, "X-Name", "a\r\nSet-Cookie: b");
  } else if (path == "/framing") {
    response.headers.push_back({"Content-Length", "999"});
    response.headers.push_back({"Transfer-Encoding", "chunked"});
  } else if (path == "/empty") {
    response = {};
    response.status = 204;
  } else if (path == "/same") {
    response.status = 304;
    api::set_header(response, "ETag", "\"v1\"");
  } else {
    response.status = 404;
  }
  return response;
}

bool shortcut(const api::Request& request, api::Response& response) {
  static const api::Response cached = plain("cached");
  static const api::Response big = plain(std::string(std::size_t{50} * 1000 * 1000, 'x'));
  if (request.path != "/cached" && request.path != "/cached-big") { return false; }
  response = request.path == "/cached" ? cached : big;
  return true;
}

}  // namespace

void Gate::open() {
  const std::lock_guard lock(m_mutex);
  m_open = true;
  m_changed.notify_all();
}

void Gate::wait() {
  std::unique_lock lock(m_mutex);
  ++m_arrivals;
  m_changed.notify_all();
  m_changed.wait(lock, [this] { return m_open; });
}

void Gate::await_arrivals(int count) {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [&] { return m_arrivals >= count; });
}

api::ServerOptions quick_options() {
  api::ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  options.worker_threads = 3;
  options.queue_limit = 100;
  options.header_timeout_ms = 300;
  options.body_timeout_ms = 300;
  options.idle_timeout_ms = 5000;
  options.write_timeout_ms = 20000;
  options.linger_timeout_ms = 300;
  options.drain_window_ms = 100;
  options.tick_ms = 10;
  return options;
}

TestServer::TestServer(api::ServerOptions options)
    : m_server(
          with_logs(std::move(options)), [this](const api::Request& r) { return handle(r, m_gate); }, shortcut,
          [](const api::Request& head) { return head.path == "/echo" ? std::size_t{1} << 20 : std::size_t{100}; }) {
  m_server.start();
}

TestServer::~TestServer() {
  m_gate.open();
  m_server.stop(std::chrono::milliseconds(0));
}

api::ServerOptions TestServer::with_logs(api::ServerOptions options) {
  options.access_log = [this](const api::AccessEntry& entry) {
    const std::lock_guard lock(m_mutex);
    m_access.push_back(std::string(entry.method) + " " + std::string(entry.path) + " " + std::to_string(entry.status) + " " +
                       std::to_string(entry.body_bytes));
  };
  options.error_log = [this](std::string_view id, std::string_view what) {
    const std::lock_guard lock(m_mutex);
    m_errors.push_back(std::string(id) + " " + std::string(what));
  };
  return options;
}

std::vector<std::string> TestServer::access_lines() {
  const std::lock_guard lock(m_mutex);
  return m_access;
}

std::vector<std::string> TestServer::error_lines() {
  const std::lock_guard lock(m_mutex);
  return m_errors;
}

}  // namespace api_test
