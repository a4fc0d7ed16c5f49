// SPDX-License-Identifier: Apache-2.0
#include "api/http/target.hpp"

#include "api/http/chars.hpp"
#include "api/http/fields.hpp"
#include "api/http/utf8.hpp"

#include <algorithm>

namespace api {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return is_control(c); });
}

/// The byte an escape at the start of `text` stands for, -1 when it is cut or not hexadecimal.
int escaped_byte(std::string_view text) {
  if (text.size() < 3) { return -1; }
  const int high = hex_value(text[1]);
  const int low = hex_value(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Cuts "http://host" off the front; true when the target is an absolute form with a proper authority.
bool cut_authority(std::string_view& raw, std::string& authority) {
  const std::size_t scheme_end = raw.find("://");
  if (scheme_end == std::string_view::npos) { return false; }
  const std::string_view scheme = raw.substr(0, scheme_end);
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) { return false; }
  raw.remove_prefix(scheme_end + 3);
  const std::size_t end = std::min(raw.find_first_of("/?"), raw.size());
  authority = raw.substr(0, end);
  raw.remove_prefix(end);
  return is_host(authority);
}

}  // namespace

bool parse_pairs(std::string_view text, std::vector<std::pair<std::string, std::string>>& pairs) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) { continue; }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto& [name, value] = pairs.emplace_back();
    if (!percent_decode(pair.substr(0, equals), true, name)) { return false; }
    if (equals < pair.size() && !percent_decode(pair.substr(equals + 1), true, value)) { return false; }
  }
  return true;
}

bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  bool plain = true;
  while (!text.empty()) {
    const int byte = text.front() == '%' ? escaped_byte(text) : static_cast<unsigned char>(text.front());
    if (byte <= 0) { return false; }
    const bool space = plus_is_space && text.front() == '+';
    out += space ? ' ' : static_cast<char>(byte);
    plain = plain && byte < 0x80;
    text.remove_prefix(text.front() == '%' ? 3 : 1);
  }
  return plain || is_utf8(out);
}

const Refusal* parse_target(std::string_view raw, Request& request, std::string& authority) {
  authority.clear();
  request.query.clear();
  request.path.clear();
  if (raw == "*") {
    request.target = raw;
    request.path = raw;
    return request.method == "OPTIONS" ? nullptr : &refusals::star;
  }
  if (raw.find('#') != std::string_view::npos) { return &refusals::fragment; }
  if (raw.empty() || raw.front() != '/') {
    if (!cut_authority(raw, authority)) { return &refusals::bad_target; }
  }
  request.target.clear();
  if (raw.empty() || raw.front() != '/') { request.target = '/'; }
  request.target += raw;
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  if (!percent_decode(target.substr(0, question), false, request.path) || has_control(request.path)) { return &refusals::bad_path; }
  if (question < target.size() && !parse_pairs(target.substr(question + 1), request.query)) { return &refusals::bad_query; }
  return nullptr;
}

std::vector<std::string> path_segments(std::string_view target) {
  std::vector<std::string> segments;
  std::string_view path = target.substr(0, target.find('?'));
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0 || end < path.size()) { percent_decode(path.substr(0, end), false, segments.emplace_back()); }
    path.remove_prefix(end);
  }
  return segments;
}

}  // namespace api
