// SPDX-License-Identifier: Apache-2.0
#include "api/http/etag.hpp"

#include "api/http/chars.hpp"

#include <algorithm>

namespace api {
namespace {

bool is_weak(std::string_view tag) { return tag.substr(0, 2) == "W/"; }

std::string_view without_weak(std::string_view tag) { return is_weak(tag) ? tag.substr(2) : tag; }

bool is_quoted(std::string_view tag) { return tag.size() >= 2 && tag.front() == '"' && tag.back() == '"'; }

bool same_tag(std::string_view given, std::string_view tag) {
  if (given == tag) { return true; }
  if (!is_quoted(given) || !is_quoted(tag)) { return false; }
  const std::string_view inside = tag.substr(1, tag.size() - 2);
  const std::string_view other = given.substr(1, given.size() - 2);
  if (!other.starts_with(inside)) { return false; }
  return std::any_of(codings_of_answers.begin(), codings_of_answers.end(),
                     [&](Coding coding) { return other.substr(inside.size()) == etag_suffix(coding); });
}

/// Whether a list of tags names `tag`; `strongly`: weak ones of the list do not count.
bool list_names(std::string_view list, std::string_view tag, bool strongly) {
  list = trim(list);
  if (list == "*") { return true; }
  while (!list.empty()) {
    // A tag may hold commas, so the list is read tag by tag, not split.
    list = trim(list);
    const bool counts = !strongly || !is_weak(list);
    list = without_weak(list);
    if (list.empty() || list.front() != '"') { return false; }
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) { return false; }
    if (counts && same_tag(list.substr(0, end + 1), tag)) { return true; }
    list = trim(list.substr(end + 1));
    if (!list.empty() && list.front() != ',') { return false; }
    list.remove_prefix(std::min<std::size_t>(1, list.size()));
  }
  return false;
}

}  // namespace

std::string coded_etag(std::string_view etag, Coding coding) {
  if (etag.size() < 2 || etag.back() != '"') { return std::string(etag); }
  std::string out(etag.substr(0, etag.size() - 1));
  out += etag_suffix(coding);
  out += '"';
  return out;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) { return list_names(if_none_match, without_weak(etag), false); }

bool etag_matches_strongly(std::string_view if_match, std::string_view etag) {
  return trim(if_match) == "*" || (!is_weak(etag) && list_names(if_match, etag, true));
}

}  // namespace api
