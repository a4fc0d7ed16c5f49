// SPDX-License-Identifier: Apache-2.0
#include "api/http/etag.hpp"

#include "api/http/chars.hpp"

#include <algorithm>

namespace api {
namespace {

constexpr char haste_suffix = '1';

bool is_weak(std::string_view tag) { return tag.substr(0, 2) == "W/"; }

std::string_view without_weak(std::string_view tag) { return is_weak(tag) ? tag.substr(2) : tag; }

bool is_quoted(std::string_view tag) { return tag.size() >= 2 && tag.front() == '"' && tag.back() == '"'; }

bool is_coded(std::string_view inside, std::string_view& plain) {
  for (const Coding coding : codings_of_answers) {
    if (!inside.ends_with(etag_suffix(coding))) { continue; }
    plain = inside.substr(0, inside.size() - etag_suffix(coding).size());
    return true;
  }
  return false;
}

/// Whether it was coded in haste tells nothing of what it says.
std::string_view without_haste(std::string_view inside) {
  std::string_view plain;
  const std::string_view rest = inside.substr(0, inside.size() - (inside.ends_with(haste_suffix) ? 1 : 0));
  return is_coded(rest, plain) ? rest : inside;
}

bool same_tag(std::string_view given, std::string_view tag) {
  if (given == tag) { return true; }
  if (!is_quoted(given) || !is_quoted(tag)) { return false; }
  const std::string_view inside = without_haste(tag.substr(1, tag.size() - 2));
  const std::string_view other = without_haste(given.substr(1, given.size() - 2));
  std::string_view plain;
  return other == inside || (is_coded(other, plain) && plain == inside);
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

std::string coded_etag(std::string_view etag, Coding coding, bool in_haste) {
  if (etag.size() < 2 || etag.back() != '"') { return std::string(etag); }
  std::string out(etag.substr(0, etag.size() - 1));
  out += etag_suffix(coding);
  if (in_haste && coding != Coding::identity) { out += haste_suffix; }
  out += '"';
  return out;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) { return list_names(if_none_match, without_weak(etag), false); }

bool etag_matches_strongly(std::string_view if_match, std::string_view etag) {
  return trim(if_match) == "*" || (!is_weak(etag) && list_names(if_match, etag, true));
}

}  // namespace api
