// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/scanner.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace geo::cql2 {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_in_name(char c) { return begins_name(c) || is_digit(c) || c == '.'; }
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t character(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  return 1 + static_cast<std::size_t>(
                 std::count_if(before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool equals_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return small(x) == small(y); });
}

std::string unquoted(const Token& token) {
  std::string text(token.written);
  if (!token.has_doubles) { return text; }
  const char quote = token.kind == Token::Kind::text ? '\'' : '"';
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size(); ++from) {
    text[to++] = text[from];
    if (text[from] == quote) { ++from; }
  }
  text.resize(to);
  return text;
}

Scanner::Scanner(std::string_view text) : m_text(text) {
  if (!is_valid_utf8(text)) { throw Error(Problem::usage, "the filter is not UTF-8", "o filtro não está em UTF-8"); }
  m_next = scan();
}

Token Scanner::take() { return std::exchange(m_next, scan()); }

bool Scanner::accept(std::string_view symbol) {
  const bool is_next = m_next.kind == Token::Kind::symbol && m_next.written == symbol;
  if (is_next) { take(); }
  return is_next;
}

bool Scanner::is_word(std::string_view word) const { return m_next.kind == Token::Kind::name && equals_word(m_next.written, word); }

bool Scanner::accept_word(std::string_view word) {
  const bool is_next = is_word(word);
  if (is_next) { take(); }
  return is_next;
}

void Scanner::expect(std::string_view symbol) {
  if (!accept(symbol)) { refuse(fmt::format("'{}'", symbol), fmt::format("'{}'", symbol)); }
}

void Scanner::refuse(const std::string& wanted_en, const std::string& wanted_pt) const {
  const bool at_end = m_next.kind == Token::Kind::end;
  const std::string what = excerpt(m_next.written);
  refuse_at(m_next.position, fmt::format("{} where {} should stand", at_end ? "the filter ends" : what + " stands", wanted_en),
            fmt::format("{} onde devia estar {}", at_end ? "o filtro acaba" : "está " + what, wanted_pt));
}

void Scanner::refuse_at(std::size_t position, const std::string& en, const std::string& pt) const {
  const std::size_t at = character(m_text, position);
  throw Error(Problem::usage, fmt::format("at character {}: {}", at, en), fmt::format("no carácter {}: {}", at, pt));
}

Token Scanner::quoted(char quote, Token::Kind kind) {
  Token token{kind, {}, m_at};
  const std::size_t begin = ++m_at;
  while (true) {
    const std::size_t end = m_text.find(quote, m_at);
    if (end == std::string_view::npos) {
      refuse_at(token.position, fmt::format("a quote ({}) opens and is never closed", quote),
                fmt::format("uma aspa ({}) abre e nunca fecha", quote));
    }
    m_at = end + 1;
    if (m_at >= m_text.size() || m_text[m_at] != quote) {
      token.written = m_text.substr(begin, end - begin);
      return token;
    }
    token.has_doubles = true;
    ++m_at;
  }
}

Token Scanner::scan() {
  while (m_at < m_text.size() && is_space(m_text[m_at])) { ++m_at; }
  const std::size_t begin = m_at;
  if (begin == m_text.size()) { return {Token::Kind::end, {}, begin}; }
  const char c = m_text[begin];
  const auto ends_at = [&](std::size_t end, Token::Kind kind) {
    m_at = end;
    return Token{kind, m_text.substr(begin, end - begin), begin};
  };
  const auto at = [&](std::size_t i) { return i < m_text.size() ? m_text[i] : '\0'; };
  if (c == '\'') { return quoted(c, Token::Kind::text); }
  if (c == '"') { return quoted(c, Token::Kind::quoted_name); }
  if (begins_name(c)) {
    std::size_t end = begin;
    while (is_in_name(at(end))) { ++end; }
    return ends_at(end, Token::Kind::name);
  }
  if (is_digit(c) || (c == '.' && is_digit(at(begin + 1)))) {
    std::size_t end = begin;
    while (is_digit(at(end)) || at(end) == '.') { ++end; }
    if (at(end) == 'e' || at(end) == 'E') {
      const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
      if (is_digit(at(end + 1 + sign))) {
        end += 1 + sign;
        while (is_digit(at(end))) { ++end; }
      }
    }
    return ends_at(end, Token::Kind::number);
  }
  const std::string_view two = m_text.substr(begin, 2);
  if (two == "<>" || two == "<=" || two == ">=") { return ends_at(begin + 2, Token::Kind::symbol); }
  return ends_at(begin + 1, Token::Kind::symbol);
}

}  // namespace geo::cql2
