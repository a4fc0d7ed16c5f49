// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/name.hpp"

#include <algorithm>
#include <cstddef>

namespace geo {
namespace {

char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Takes `prefix` (in capitals) off the front of `text`, in whatever case it is written.
bool accept(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size()) { return false; }
  if (!std::equal(prefix.begin(), prefix.end(), text.begin(), [](char want, char c) { return want == to_upper(c); })) { return false; }
  text.remove_prefix(prefix.size());
  return true;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "", "0", "1.3", "9.8.15": which edition of the register is meant makes no difference here.
bool is_version(std::string_view text) {
  return text.size() <= 12 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::optional<CrsName> make_name(std::string_view authority, std::string_view code) {
  constexpr std::size_t longest_code = 6;
  if (accept(authority, "EPSG") && authority.empty()) {
    if (!all_digits(code) || code.size() > longest_code || code.front() == '0') { return std::nullopt; }
    return CrsName{"EPSG", std::string(code)};
  }
  if (accept(authority, "OGC") && authority.empty() && accept(code, "CRS84") && code.empty()) { return CrsName{"OGC", "CRS84"}; }
  return std::nullopt;
}

/// authority, version and code with `separator` between them.
std::optional<CrsName> parse_triple(std::string_view text, char separator) {
  const std::size_t first = text.find(separator);
  const std::size_t second = first == std::string_view::npos ? first : text.find(separator, first + 1);
  if (second == std::string_view::npos || !is_version(text.substr(first + 1, second - first - 1))) { return std::nullopt; }
  return make_name(text.substr(0, first), text.substr(second + 1));
}

/// "<uri>", as a Content-Crs field has it, and "[EPSG:4326]", a safe CURIE, without what they stand in.
std::string_view unwrapped(std::string_view text) {
  const bool wrapped = text.size() > 2 && ((text.front() == '<' && text.back() == '>') || (text.front() == '[' && text.back() == ']'));
  return wrapped ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::string CrsName::uri() const { return "http://www.opengis.net/def/crs/" + authority + (is_crs84() ? "/1.3/" : "/0/") + code; }

std::optional<CrsName> parse_crs_name(std::string_view text) {
  text = unwrapped(text);
  if (accept(text, "URN:OGC:DEF:CRS:")) { return parse_triple(text, ':'); }
  for (const std::string_view scheme : {"HTTP://", "HTTPS://"}) {
    std::string_view rest = text;
    if (accept(rest, scheme)) { return accept(rest, "WWW.OPENGIS.NET/DEF/CRS/") ? parse_triple(rest, '/') : std::nullopt; }
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) { return make_name("OGC", text); }
  return make_name(text.substr(0, colon), text.substr(colon + 1));
}

}  // namespace geo
