// SPDX-License-Identifier: Apache-2.0
#include "importers/child/xml_scanner.hpp"

#include "importers/child/refusal.hpp"
#include "importers/child/xml_check.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <string>

namespace importers::child {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void append_utf8(std::string& out, unsigned code) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3fU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0U | code >> 6U);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0U | code >> 12U);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0U | code >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Goes through a document once.
class Scanner {
 public:
  Scanner(std::string_view document, XmlHandler& handler) : m_document(document), m_handler(handler) {}

  void run() {
    if (m_document.starts_with("\xef\xbb\xbf")) { m_at = 3; }
    for (;;) {
      const std::size_t tag = std::min(m_document.find('<', m_at), m_document.size());
      if (tag > m_at) { text(m_document.substr(m_at, tag - m_at)); }
      m_at = tag;
      if (tag == m_document.size()) { break; }
      markup();
    }
    if (!m_open.empty() || !m_had_root) { fail("the document ends too early"); }
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    const auto line = 1 + std::count(m_document.begin(), m_document.begin() + static_cast<std::ptrdiff_t>(m_at), '\n');
    refuse("unreadable", "XML, line " + std::to_string(line) + ": " + what);
  }

  /// Where `what` begins; what is between, and itself, is stepped over.
  std::string_view up_to(std::string_view what) {
    const std::size_t end = m_document.find(what, m_at);
    if (end == std::string_view::npos) { fail("the document ends too early"); }
    const std::string_view between = m_document.substr(m_at, end - m_at);
    m_at = end + what.size();
    return between;
  }

  [[nodiscard]] bool next_is(std::string_view what) const { return m_document.substr(m_at, what.size()) == what; }

  void markup() {
    if (next_is("</")) {
      m_at += 2;
      end_tag(up_to(">"));
    } else if (next_is("<!--")) {
      m_at += 4;
      up_to("-->");
    } else if (next_is("<![CDATA[")) {
      m_at += 9;
      const std::string_view content = up_to("]]>");
      if (m_open.empty()) { fail("text outside of the document"); }
      plain_text(content);
    } else if (next_is("<!DOCTYPE")) {
      refuse("xml-doctype");
    } else if (next_is("<!")) {
      fail("a declaration");
    } else if (next_is("<?")) {
      m_at += 2;
      up_to("?>");
    } else {
      ++m_at;
      start_tag();
    }
  }

  void skip_blanks() {
    while (m_at < m_document.size() && is_blank(m_document[m_at])) { ++m_at; }
  }

  /// Up to what cannot be part of a name.
  std::string_view name() {
    const std::size_t begin = m_at;
    while (m_at < m_document.size() && !is_blank(m_document[m_at]) && m_document[m_at] != '=' && m_document[m_at] != '/' &&
           m_document[m_at] != '>' && m_document[m_at] != '<') {
      ++m_at;
    }
    if (m_at == begin || m_at == m_document.size()) { fail("a tag is not well-formed"); }
    return m_document.substr(begin, m_at - begin);
  }

  void start_tag() {
    if (m_open.empty() && m_had_root) { fail("a second document"); }
    const std::string_view full = name();
    m_attributes.clear();
    m_decoded.clear();
    for (skip_blanks(); !next_is(">") && !next_is("/>"); skip_blanks()) { attribute(); }
    const bool closed = m_document[m_at] == '/';
    m_at += closed ? 2 : 1;
    if (m_open.size() >= deepest_element) { refuse("xml-depth", std::to_string(deepest_element)); }
    m_had_root = true;
    m_handler.start(local_name(full), XmlAttributes(m_attributes));
    if (closed) {
      m_handler.end(local_name(full));
    } else {
      m_open.push_back(full);
    }
  }

  void attribute() {
    const std::string_view key = name();
    skip_blanks();
    if (!next_is("=")) { fail("an attribute without a value"); }
    ++m_at;
    skip_blanks();
    if (!next_is("\"") && !next_is("'")) { fail("an attribute without quotes"); }
    const char quote = m_document[m_at++];
    const std::string_view value = up_to({&quote, 1});
    if (value.find('<') != std::string_view::npos) { fail("a tag in an attribute"); }
    m_attributes.emplace_back(key, value.find_first_of("&\t\r\n") == std::string_view::npos ? value : decoded_attribute(value));
  }

  void end_tag(std::string_view tag) {
    const std::size_t end = tag.find_last_not_of(blanks);
    if (m_open.empty() || end == std::string_view::npos || tag.substr(0, end + 1) != m_open.back()) { fail("mismatched tag"); }
    m_handler.end(local_name(m_open.back()));
    m_open.pop_back();
  }

  void text(std::string_view content) {
    if (m_open.empty()) {
      if (content.find_first_not_of(blanks) != std::string_view::npos) { fail("text outside of the document"); }
      return;
    }
    for (std::size_t amp = content.find('&'); amp != std::string_view::npos; amp = content.find('&')) {
      plain_text(content.substr(0, amp));
      content.remove_prefix(amp);
      m_entity.clear();
      append_entity(m_entity, content);
      m_handler.text(m_entity);
    }
    plain_text(content);
  }

  /// Every kind of line end is one newline.
  void plain_text(std::string_view content) {
    for (std::size_t cr = content.find('\r'); cr != std::string_view::npos; cr = content.find('\r')) {
      if (cr > 0) { m_handler.text(content.substr(0, cr)); }
      m_handler.text("\n");
      content.remove_prefix(content.substr(cr, 2) == "\r\n" ? cr + 2 : cr + 1);
    }
    if (!content.empty()) { m_handler.text(content); }
  }

  /// White space is a blank each, as XML wants it.
  std::string_view decoded_attribute(std::string_view value) {
    std::string& out = m_decoded.emplace_back();
    while (!value.empty()) {
      if (value.front() == '&') {
        append_entity(out, value);
        continue;
      }
      out += is_blank(value.front()) ? ' ' : value.front();
      value.remove_prefix(value.starts_with("\r\n") ? 2 : 1);
    }
    return out;
  }

  /// `rest` begins with '&'; steps behind the ';'.
  void append_entity(std::string& out, std::string_view& rest) const {
    constexpr std::array<std::pair<std::string_view, char>, 5> known{
        {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
    constexpr std::size_t longest = 12;
    const std::size_t end = rest.substr(0, longest).find(';');
    if (end == std::string_view::npos) { fail("an entity without end"); }
    const std::string_view entity = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    if (entity.starts_with("#")) { return append_utf8(out, code_of(entity.substr(1))); }
    const auto* const found = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == entity; });
    if (found == known.end()) { fail("undefined entity"); }
    out += found->second;
  }

  [[nodiscard]] unsigned code_of(std::string_view digits) const {
    const bool hex = digits.starts_with("x");
    digits.remove_prefix(hex ? 1 : 0);
    unsigned code = 0;
    for (const char c : digits) {
      const int digit = c >= '0' && c <= '9'          ? c - '0'
                        : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                      : -1;
      if (digit < 0) { fail("a character that does not exist"); }
      code = code * (hex ? 16U : 10U) + static_cast<unsigned>(digit);
      if (code > 0x10ffff) { fail("a character that does not exist"); }
    }
    if (digits.empty() || code == 0 || (code >= 0xd800 && code < 0xe000)) { fail("a character that does not exist"); }
    return code;
  }

  std::string_view m_document;
  XmlHandler& m_handler;
  std::size_t m_at = 0;
  bool m_had_root = false;
  std::vector<std::string_view> m_open;  ///< names of the elements that are not closed
  std::vector<XmlAttributes::Pair> m_attributes;
  std::deque<std::string> m_decoded;  ///< values that do not stand in the document as they are
  std::string m_entity;
};

/// Begins as XML in UTF-8 does. Everything else is for expat to judge.
bool is_utf8(std::string_view document) {
  if (document.starts_with("\xef\xbb\xbf")) { document.remove_prefix(3); }
  if (!document.starts_with('<') || document.starts_with(std::string_view("<\0", 2))) { return false; }
  if (!document.starts_with("<?xml")) { return true; }
  const std::string_view declaration = document.substr(0, std::min(document.find("?>"), std::size_t{200}));
  std::string encoding = attribute(declaration, "encoding");
  std::transform(encoding.begin(), encoding.end(), encoding.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return encoding == "utf-8" || (encoding.empty() && declaration.find("encoding") == std::string_view::npos);
}

}  // namespace

void scan_xml(std::string_view document, XmlHandler& handler) {
  if (!is_utf8(document)) { return parse_xml(document, handler); }
  Scanner(document, handler).run();
}

}  // namespace importers::child
