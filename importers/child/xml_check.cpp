// SPDX-License-Identifier: Apache-2.0
#include "importers/child/xml_check.hpp"

#include "importers/child/refusal.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace importers::child {
namespace {

constexpr std::size_t deepest = 200;
constexpr std::string_view blanks = " \t\r\n";

/// Steps behind the next `what`, or to the end.
void skip_behind(std::string_view& rest, std::string_view what) {
  const std::size_t at = rest.find(what);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + what.size());
}

/// The declaration at the beginning, `<?xml … ?>`, may name an encoding.
void check_encoding(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) { refuse("xml-encoding", "UTF-16"); }
  if (!text.starts_with("<?xml")) { return; }
  std::string name = attribute(text.substr(0, text.find("?>")), "encoding");
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  constexpr std::array<std::string_view, 7> known{"", "utf-8", "utf8", "us-ascii", "iso-8859-1", "windows-1252", "ascii"};
  if (std::find(known.begin(), known.end(), name) == known.end()) { refuse("xml-encoding", name); }
}

/// `rest` begins behind the '<' of an element; steps behind its '>'. Quoted values may hold one. True when it closes itself.
bool skip_tag(std::string_view& rest) {
  char quote = '\0';
  char last = '\0';
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (quote != '\0') {
      if (c == quote) { quote = '\0'; }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      rest.remove_prefix(i + 1);
      return last == '/';
    }
    last = c;
  }
  rest = {};
  return true;
}

std::string_view name_of(std::string_view tag) {
  const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string check_xml(std::string_view text, const std::function<void(const XmlElement&)>& each) {
  std::string_view rest = text;
  if (rest.starts_with("\xef\xbb\xbf")) { rest.remove_prefix(3); }
  check_encoding(rest);
  std::optional<std::string> root;
  std::size_t depth = 0;
  for (skip_behind(rest, "<"); !rest.empty(); skip_behind(rest, "<")) {
    if (rest.starts_with("!--")) {
      rest.remove_prefix(3);
      skip_behind(rest, "-->");
    } else if (rest.starts_with("![CDATA[")) {
      skip_behind(rest, "]]>");
    } else if (rest.starts_with("!")) {
      refuse("xml-doctype");
    } else if (rest.starts_with("?")) {
      skip_behind(rest, "?>");
    } else if (rest.starts_with("/")) {
      skip_behind(rest, ">");
      depth -= depth > 0 ? 1 : 0;
    } else {
      XmlElement element{name_of(rest), rest, {}, 0};
      if (!skip_tag(rest)) {
        ++depth;
        element.text = rest.substr(0, rest.find('<'));
      }
      element.tag.remove_suffix(rest.size());
      element.text_at = text.size() - rest.size();
      if (!root) { root = element.name; }
      if (depth > deepest) { refuse("xml-depth", std::to_string(deepest)); }
      if (each) { each(element); }
    }
  }
  return root.value_or("");
}

std::string attribute(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if (at > 0 && blanks.find(text[at - 1]) == std::string_view::npos) { continue; }
    std::string_view rest = text.substr(at + name.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
    if (!rest.starts_with("=")) { continue; }
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) { continue; }
    const std::size_t end = rest.find(rest.front(), 1);
    if (end != std::string_view::npos) { return std::string(rest.substr(1, end - 1)); }
  }
  return "";
}

}  // namespace importers::child
