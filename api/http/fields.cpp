// SPDX-License-Identifier: Apache-2.0
#include "api/http/fields.hpp"

#include "api/http/chars.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

std::optional<Refusal> bad(const char* detail) { return Refusal{400, detail}; }

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
}

bool is_host_char(char c) {
  constexpr std::string_view others = "-._~%!$&'()*+;=";
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || others.find(c) != std::string_view::npos;
}

struct Seen {
  int host = 0, length = 0, coding = 0;
};

std::optional<Refusal> read_length(std::string_view value, Framing& out) {
  const auto digits = std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c); });
  if (value.empty() || !digits) return bad("Content-Length is not a number.");
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out.content_length);
  if (error != std::errc{} || end != value.data() + value.size()) return Refusal{413, "The body is larger than this resource accepts."};
  return std::nullopt;
}

std::optional<Refusal> read_coding(std::string_view value, int minor, Framing& out) {
  if (minor == 0) return bad("HTTP/1.0 has no Transfer-Encoding.");
  if (!equals_ignoring_case(value, "chunked")) return Refusal{501, "The only transfer coding understood is chunked."};
  out.chunked = true;
  return std::nullopt;
}

void read_connection(std::string_view list, int minor, bool& close, Framing& out) {
  while (!list.empty()) {
    const std::string_view option = next_element(list);
    if (equals_ignoring_case(option, "close")) close = true;
    if (minor == 0 && equals_ignoring_case(option, "keep-alive")) out.keep_alive = true;
  }
}

std::optional<Refusal> read_expect(std::string_view value, int minor, Framing& out) {
  if (minor == 0) return std::nullopt;
  if (!equals_ignoring_case(value, "100-continue")) return Refusal{417, "The only expectation understood is 100-continue."};
  out.expect_continue = true;
  return std::nullopt;
}

std::optional<Refusal> read_field(const Header& field, int minor, Seen& seen, bool& close, Framing& out) {
  const std::string& name = field.name;
  if (name.size() == 4 && equals_ignoring_case(name, "Host")) {
    ++seen.host;
    if (!is_host(field.value)) return bad("The Host field is not a host name.");
  } else if (name.size() == 14 && equals_ignoring_case(name, "Content-Length")) {
    if (++seen.length > 1) return bad("Content-Length is given twice.");
    return read_length(field.value, out);
  } else if (name.size() == 17 && equals_ignoring_case(name, "Transfer-Encoding")) {
    if (++seen.coding > 1) return bad("Transfer-Encoding is given twice.");
    return read_coding(field.value, minor, out);
  } else if (name.size() == 10 && equals_ignoring_case(name, "Connection")) {
    read_connection(field.value, minor, close, out);
  } else if (name.size() == 6 && equals_ignoring_case(name, "Expect")) {
    return read_expect(field.value, minor, out);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> parse_field_line(std::string_view line, Header& out) {
  if (line.front() == ' ' || line.front() == '\t') return bad("A header line is folded.");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return bad("A header line has no colon.");
  if (!is_token(line.substr(0, colon))) return bad("A header name is not valid.");
  const std::string_view value = trim(line.substr(colon + 1));
  for (const char c : value)
    if (is_control(c, false)) return bad("A header value holds a control character.");
  out.name = line.substr(0, colon);
  out.value = value;
  return std::nullopt;
}

bool is_host(std::string_view text) {
  std::size_t end = text.find(':');
  if (!text.empty() && text.front() == '[') {
    const std::size_t bracket = text.find(']');
    if (bracket == std::string_view::npos || bracket < 3) return false;
    for (const char c : text.substr(1, bracket - 1))
      if (hex_value(c) < 0 && c != ':' && c != '.') return false;
    end = bracket + 1 == text.size() ? std::string_view::npos : bracket + 1;
    if (end != std::string_view::npos && text[end] != ':') return false;
  } else {
    const std::string_view name = text.substr(0, end);
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_host_char)) return false;
  }
  return end == std::string_view::npos || is_port(text.substr(end + 1));
}

std::optional<Refusal> read_framing(const Request& request, int minor, Framing& out) {
  out = Framing{};
  out.keep_alive = minor > 0;
  Seen seen;
  bool close = false;
  for (const Header& field : request.headers)
    if (auto refusal = read_field(field, minor, seen, close, out)) return refusal;
  if (seen.host > 1) return bad("The Host field is given twice.");
  if (seen.host == 0 && minor > 0) return bad("The Host field is missing.");
  if (seen.length > 0 && seen.coding > 0) return bad("Content-Length and Transfer-Encoding are both given.");
  if (close) out.keep_alive = false;
  return std::nullopt;
}

}  // namespace api
