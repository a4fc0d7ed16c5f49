// SPDX-License-Identifier: Apache-2.0
#include "api/range.hpp"

#include "api/errors.hpp"
#include "api/http/chars.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace api {
namespace {

using Kind = RangeRequest::Kind;

/// Digits and nothing else. What is too long for 64 bits lies behind every body.
std::optional<std::size_t> position(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) { return std::nullopt; }
  std::size_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc{} ? number : std::numeric_limits<std::size_t>::max();
}

/// "first-last", "first-" or "-length"; anything else is no range, and asks for nothing.
RangeRequest read_one(std::string_view text, std::size_t body_size) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) { return {}; }
  const auto from = position(text.substr(0, dash));
  const auto to = position(text.substr(dash + 1));
  const bool open = dash + 1 == text.size();
  if (dash == 0) {
    if (!to) { return {}; }
    const std::size_t size = std::min(*to, body_size);
    return size == 0 ? RangeRequest{Kind::nothing} : RangeRequest{Kind::part, body_size - size, size};
  }
  if (!from || (!open && (!to || *to < *from))) { return {}; }
  if (*from >= body_size) { return {Kind::nothing}; }
  const std::size_t last = open ? body_size - 1 : std::min(*to, body_size - 1);
  return {Kind::part, *from, last - *from + 1};
}

/// Whether the client's form, of which it has a part already, is the one at hand.
bool is_same_form(const Request& request, const Response& response) {
  const std::string* held = request.header("If-Range");
  if (held == nullptr) { return true; }
  const std::string* etag = response.header("ETag");
  const std::string* modified = response.header("Last-Modified");
  const bool weak = held->starts_with("W/");
  return !weak && ((etag != nullptr && *held == *etag) || (modified != nullptr && *held == *modified));
}

}  // namespace

RangeRequest read_range(std::string_view field, std::size_t body_size) {
  const std::size_t equals = field.find('=');
  if (equals == std::string_view::npos || !equals_ignoring_case(trim(field.substr(0, equals)), "bytes") || body_size == 0) { return {}; }
  std::string_view list = field.substr(equals + 1);
  std::string_view only;
  while (!list.empty()) {
    const std::string_view element = next_element(list);
    if (element.empty()) { continue; }
    if (!only.empty()) { return {}; }  // several: the whole is always right, and many small ones have been an attack
    only = element;
  }
  return read_one(only, body_size);
}

void serve_range(const Request& request, Language language, Response& response) {
  if (response.status != 200 || response.header("Content-Encoding") != nullptr) { return; }
  set_header(response, "Accept-Ranges", "bytes");
  const std::string* field = request.header("Range");
  if (field == nullptr || request.method != "GET" || !is_same_form(request, response)) { return; }
  const std::size_t whole = response.size();
  const RangeRequest asked = read_range(*field, whole);
  if (asked.kind == Kind::whole) { return; }
  if (asked.kind == Kind::nothing) {
    response = problem_in(language, 416,
                          {"The range lies behind the end, at byte " + std::to_string(whole) + ".",
                           "O intervalo fica para além do fim, no byte " + std::to_string(whole) + "."},
                          request.id);
    set_header(response, "Content-Range", "bytes */" + std::to_string(whole));
    return;
  }
  response.status = 206;
  set_header(response, "Content-Range",
             "bytes " + std::to_string(asked.first) + '-' + std::to_string(asked.first + asked.size - 1) + '/' + std::to_string(whole));
  if (response.body) {
    response.body = std::make_shared<const std::string>(*response.body, asked.first, asked.size);
  } else {
    response.part.first += asked.first;
    response.part.size = asked.size;
  }
}

}  // namespace api
