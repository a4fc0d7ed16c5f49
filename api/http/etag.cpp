// SPDX-License-Identifier: Apache-2.0
#include "api/http/etag.hpp"

#include "api/http/chars.hpp"

#include <algorithm>

namespace api {
namespace {

constexpr std::string_view gzip_suffix = "-gz";

std::string_view without_weak(std::string_view tag) { return tag.substr(0, 2) == "W/" ? tag.substr(2) : tag; }

bool is_quoted(std::string_view tag) { return tag.size() >= 2 && tag.front() == '"' && tag.back() == '"'; }

bool same_tag(std::string_view given, std::string_view tag) {
  if (given == tag) { return true; }
  if (!is_quoted(given) || !is_quoted(tag)) { return false; }
  const std::string_view inside = tag.substr(1, tag.size() - 2);
  const std::string_view other = given.substr(1, given.size() - 2);
  return other.size() == inside.size() + gzip_suffix.size() && other.substr(0, inside.size()) == inside &&
         other.substr(inside.size()) == gzip_suffix;
}

}  // namespace

std::string gzip_etag(std::string_view etag) {
  if (etag.size() < 2 || etag.back() != '"') { return std::string(etag); }
  std::string out(etag.substr(0, etag.size() - 1));
  out += gzip_suffix;
  out += '"';
  return out;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  std::string_view list = trim(if_none_match);
  if (list == "*") { return true; }
  const std::string_view tag = without_weak(etag);
  while (!list.empty()) {
    // A tag may hold commas, so the list is read tag by tag, not split.
    list = without_weak(trim(list));
    if (list.empty() || list.front() != '"') { return false; }
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) { return false; }
    if (same_tag(list.substr(0, end + 1), tag)) { return true; }
    list = trim(list.substr(end + 1));
    if (!list.empty() && list.front() != ',') { return false; }
    list.remove_prefix(std::min<std::size_t>(1, list.size()));
  }
  return false;
}

}  // namespace api
