// SPDX-License-Identifier: Apache-2.0
#include "api/http/parser.hpp"

#include "api/http/chars.hpp"
#include "api/http/target.hpp"
#include "api/http/upload.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace api {
namespace {

constexpr std::string_view known_methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

/// Memory for a body is taken as it arrives: a length is only a promise.
constexpr std::size_t first_reserve_bytes = std::size_t{64} * 1024;

/// An idle connection keeps no more than this of a past upload.
/// So much of an upload is gathered before it is written.
constexpr std::size_t spill_bytes = std::size_t{64} * 1024;
constexpr std::size_t kept_body_bytes = std::size_t{256} * 1024;

bool is_target_text(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) || c == ' '; });
}

}  // namespace

void RequestParser::reset() {
  m_state = State::line;
  m_line.clear();
  m_field_bytes = 0;
  m_blank_lines = 0;
  m_authority.clear();
  m_minor = 1;
  m_request.method.clear();
  m_request.path.clear();
  m_request.id.clear();
  m_request.headers.clear();
  m_request.query.clear();
  m_request.body.clear();
  m_request.upload.reset();
  m_spilled = 0;
  if (m_request.body.capacity() > kept_body_bytes) { m_request.body.shrink_to_fit(); }
  m_request.cancelled.reset();
  m_refusal = {};
}

void RequestParser::refuse(const Refusal& why) {
  m_state = State::refused;
  m_refusal = why;
}

std::size_t RequestParser::feed(const char* data, std::size_t size) {
  std::size_t used = 0;
  while (used < size) {
    if (m_state == State::line || m_state == State::fields) {
      used += feed_line(data + used, size - used);
    } else if (m_state == State::body) {
      used += feed_body(data + used, size - used);
    } else {
      break;
    }
  }
  return used;
}

/// Limits are judged on the count of bytes before the text is, and the text only when its line is whole: so the verdict
/// is the same for every way of cutting the stream.
std::size_t RequestParser::feed_line(const char* data, std::size_t size) {
  if (m_state == State::line && m_line.empty() && !is_token_char(*data) && *data != '\r') {
    refuse(refusals::not_http);
    return 1;
  }
  const void* found = std::memchr(data, '\n', size);
  const std::size_t take = found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - data) + 1 : size;
  if (line_too_long(take)) { return take; }
  std::string_view line(data, take);
  if (found == nullptr || !m_line.empty()) {
    m_line.append(data, take);
    line = m_line;
  }
  if (found == nullptr) { return take; }
  if (m_state == State::fields) { m_field_bytes += line.size(); }
  if (line.size() < 2 || line[line.size() - 2] != '\r') {
    refuse(refusals::bare_lf);
  } else {
    on_line(line.substr(0, line.size() - 2));
  }
  m_line.clear();
  return take;
}

bool RequestParser::line_too_long(std::size_t more) {
  if (m_state == State::line && m_line.size() + more > m_limits.request_line_bytes + 2) { refuse(refusals::line_too_long); }
  if (m_state == State::fields && m_field_bytes + m_line.size() + more > m_limits.header_bytes) { refuse(refusals::fields_too_large); }
  return m_state == State::refused;
}

void RequestParser::on_line(std::string_view line) {
  if (m_state == State::fields) { return line.empty() ? on_head_end() : on_field(line); }
  if (!line.empty()) { return on_request_line(line); }
  // RFC 9112 2.2: be kind to clients that end a body with one CRLF too many, but not for ever.
  if (++m_blank_lines > 2) { refuse(refusals::not_http); }
}

void RequestParser::on_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) { return refuse(refusals::bad_line); }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(method) || !is_target_text(target)) { return refuse(refusals::bad_line); }
  if (!check_version(line.substr(last + 1))) { return; }
  if (std::find(std::begin(known_methods), std::end(known_methods), method) == std::end(known_methods)) {
    return refuse(refusals::unknown_method);
  }
  m_request.method = method;
  if (const Refusal* why = parse_target(target, m_request, m_authority)) { return refuse(*why); }
  m_state = State::fields;
}

bool RequestParser::check_version(std::string_view version) {
  const bool shaped =
      version.size() == 8 && version.substr(0, 5) == "HTTP/" && is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
  if (!shaped) {
    refuse(refusals::bad_version);
  } else if (version[5] != '1') {
    refuse(refusals::other_version);
  } else {
    m_minor = version[7] == '0' ? 0 : 1;
  }
  return m_state != State::refused;
}

void RequestParser::on_field(std::string_view line) {
  if (m_request.headers.size() >= m_limits.header_count) { return refuse(refusals::too_many_fields); }
  if (auto refusal = parse_field_line(line, m_request.headers.emplace_back())) { refuse(*refusal); }
}

void RequestParser::on_head_end() {
  if (auto refusal = read_framing(m_request, m_minor, m_framing)) { return refuse(*refusal); }
  // RFC 9112 3.2.2: the host of an absolute target holds, whatever Host says.
  if (!m_authority.empty()) {
    for (Header& field : m_request.headers) {
      if (equals_ignoring_case(field.name, "Host")) { field.value = m_authority; }
    }
  }
  m_state = State::head;
}

void RequestParser::start_body(std::size_t body_limit, std::shared_ptr<Upload> upload) {
  assert(m_state == State::head);
  if (!m_framing.chunked && m_framing.content_length > body_limit) { return refuse(refusals::body_too_large); }
  m_state = m_framing.has_body() ? State::body : State::done;
  m_request.upload = std::move(upload);
  if (m_framing.chunked) {
    m_chunks.reset(body_limit);
  } else {
    m_request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(m_framing.content_length, first_reserve_bytes)));
  }
}

std::size_t RequestParser::feed_body(const char* data, std::size_t size) {
  const std::size_t used = m_framing.chunked ? feed_chunks(data, size) : feed_length(data, size);
  if (m_request.upload && (m_state == State::done || m_request.body.size() >= spill_bytes)) { spill(); }
  return used;
}

std::size_t RequestParser::feed_chunks(const char* data, std::size_t size) {
  const std::size_t used = m_chunks.feed(data, size, m_request.body);
  if (m_chunks.refusal()) {
    refuse(*m_chunks.refusal());
  } else if (m_chunks.done()) {
    m_state = State::done;
  }
  return used;
}

std::size_t RequestParser::feed_length(const char* data, std::size_t size) {
  const auto left = m_framing.content_length - body_received();
  const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(size, left));
  m_request.body.append(data, take);
  if (take == left) { m_state = State::done; }
  return take;
}

void RequestParser::spill() {
  if (!m_request.upload->append(m_request.body)) { return refuse(refusals::disk_full); }
  m_spilled += m_request.body.size();
  m_request.body.clear();
}

}  // namespace api
