// SPDX-License-Identifier: Apache-2.0
#include "api/http/fields.hpp"

#include "api/http/chars.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
}

bool is_host_char(char c) {
  constexpr std::string_view others = "-._~%!$&'()*+;=";
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || others.find(c) != std::string_view::npos;
}

/// "[" IPv6 digits "]"
bool is_bracketed_address(std::string_view text) {
  if (text.size() < 4) { return false; }
  const std::string_view inside = text.substr(1, text.size() - 2);
  return std::all_of(inside.begin(), inside.end(), [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
}

struct Seen {
  int host = 0, length = 0, coding = 0;
};

std::optional<Refusal> read_length(std::string_view value, Framing& out) {
  const auto digits = std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c); });
  if (value.empty() || !digits) { return refusals::bad_length; }
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out.content_length);
  if (error != std::errc{} || end != value.data() + value.size()) { return refusals::body_too_large; }
  return std::nullopt;
}

std::optional<Refusal> read_coding(std::string_view value, int minor, Framing& out) {
  if (minor == 0) { return refusals::coding_in_1_0; }
  if (!equals_ignoring_case(value, "chunked")) { return refusals::unknown_coding; }
  out.chunked = true;
  return std::nullopt;
}

void read_connection(std::string_view list, int minor, bool& close, Framing& out) {
  while (!list.empty()) {
    const std::string_view option = next_element(list);
    if (equals_ignoring_case(option, "close")) { close = true; }
    if (minor == 0 && equals_ignoring_case(option, "keep-alive")) { out.keep_alive = true; }
  }
}

std::optional<Refusal> read_expect(std::string_view value, int minor, Framing& out) {
  if (minor == 0) { return std::nullopt; }
  if (!equals_ignoring_case(value, "100-continue")) { return refusals::unknown_expectation; }
  out.expect_continue = true;
  return std::nullopt;
}

std::optional<Refusal> read_field(const Header& field, int minor, Seen& seen, bool& close, Framing& out) {
  const auto is = [&](std::string_view name) { return equals_ignoring_case(field.name, name); };
  if (is("Host")) {
    ++seen.host;
    if (!is_host(field.value)) { return refusals::bad_host; }
    return std::nullopt;
  }
  if (is("Content-Length")) {
    if (++seen.length > 1) { return refusals::two_lengths; }
    return read_length(field.value, out);
  }
  if (is("Transfer-Encoding")) {
    if (++seen.coding > 1) { return refusals::two_codings; }
    return read_coding(field.value, minor, out);
  }
  if (is("Expect")) { return read_expect(field.value, minor, out); }
  if (is("Connection")) { read_connection(field.value, minor, close, out); }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> parse_field_line(std::string_view line, Header& out) {
  if (line.front() == ' ' || line.front() == '\t') { return refusals::folded; }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) { return refusals::no_colon; }
  if (!is_token(line.substr(0, colon))) { return refusals::bad_name; }
  const std::string_view value = trim(line.substr(colon + 1));
  for (const char c : value) {
    if (is_control(c, false)) { return refusals::control; }
  }
  out.name = line.substr(0, colon);
  out.value = value;
  return std::nullopt;
}

bool is_host(std::string_view text) {
  const bool bracketed = !text.empty() && text.front() == '[';
  const std::size_t name_end = bracketed ? text.find(']') + 1 : std::min(text.find(':'), text.size());
  // A '[' without its ']' gives 0, as an empty name does.
  const std::string_view name = text.substr(0, name_end);
  const std::string_view rest = text.substr(name_end);
  const bool name_fits = bracketed ? is_bracketed_address(name) : std::all_of(name.begin(), name.end(), is_host_char);
  return !name.empty() && name_fits && (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1))));
}

std::optional<Refusal> read_framing(const Request& request, int minor, Framing& out) {
  out = Framing{};
  out.keep_alive = minor > 0;
  Seen seen;
  bool close = false;
  for (const Header& field : request.headers) {
    if (auto refusal = read_field(field, minor, seen, close, out)) { return refusal; }
  }
  if (seen.host > 1) { return refusals::two_hosts; }
  if (seen.host == 0 && minor > 0) { return refusals::no_host; }
  if (seen.length > 0 && seen.coding > 0) { return refusals::length_and_coding; }
  if (close) { out.keep_alive = false; }
  return std::nullopt;
}

}  // namespace api
