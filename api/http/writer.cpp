// SPDX-License-Identifier: Apache-2.0
#include "api/http/writer.hpp"

#include "api/http/chars.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

/// Fields that say how the message is framed: two writers of them would be one too many.
bool is_ours(std::string_view name) {
  constexpr std::string_view ours[] = {"Content-Length", "Date", "Connection", "Transfer-Encoding", "Keep-Alive", "X-Request-Id"};
  return std::any_of(std::begin(ours), std::end(ours), [&](auto our) { return equals_ignoring_case(our, name); });
}

void append_number(std::string& out, std::size_t number) {
  char digits[24];
  auto* const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_padded(std::string& out, int number, int width) {
  const std::string digits = std::to_string(number);
  out.append(static_cast<std::size_t>(width) - std::min<std::size_t>(digits.size(), static_cast<std::size_t>(width)), '0');
  out += digits;
}

}  // namespace

bool is_valid(const Response& response) {
  if (response.status < 200 || response.status > 599) { return false; }
  for (const Header& header : response.headers) {
    if (!is_token(header.name)) { return false; }
    for (const char c : header.value) {
      if (is_control(c, false)) { return false; }
    }
  }
  return true;
}

bool sends_body(const Response& response, bool head_request) { return !head_request && response.status != 204 && response.status != 304; }

void write_head(const Response& response, const WriteContext& context, std::string& out) {
  out = "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\nDate: ";
  out += http_date_now();
  if (!context.request_id.empty()) {
    out += "\r\nX-Request-Id: ";
    out += context.request_id;
  }
  for (const Header& header : response.headers) {
    if (is_ours(header.name)) { continue; }
    out += "\r\n";
    out += header.name;
    out += ": ";
    out += header.value;
  }
  if (response.status != 204 && response.status != 304) {
    out += "\r\nContent-Length: ";
    append_number(out, response.size());
  }
  if (!context.keep_alive) {
    out += "\r\nConnection: close";
  } else if (context.minor_zero) {
    out += "\r\nConnection: keep-alive";
  }
  out += "\r\n\r\n";
}

std::string http_date(std::time_t time) {
  static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::string out(days[parts.tm_wday]);
  out += ", ";
  append_padded(out, parts.tm_mday, 2);
  out += ' ';
  out += months[parts.tm_mon];
  out += ' ';
  append_padded(out, parts.tm_year + 1900, 4);
  char separator = ' ';
  for (const int part : {parts.tm_hour, parts.tm_min, parts.tm_sec}) {
    out += separator;
    append_padded(out, part, 2);
    separator = ':';
  }
  out += " GMT";
  return out;
}

std::string_view http_date_now() {
  thread_local std::time_t made = -1;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    text = http_date(now);
    made = now;
  }
  return text;
}

}  // namespace api
