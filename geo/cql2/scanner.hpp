// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace geo::cql2 {

struct Token {
  enum class Kind { end, name, quoted_name, text, number, symbol };
  Kind kind = Kind::end;
  std::string_view written;  ///< as it stands, without quotes
  std::size_t position = 0;  ///< byte
  bool has_doubles = false;  ///< doubled quotes inside, which stand for one
};

/// The words of CQL2 text, one at a time with one word of foresight.
class Scanner {
 public:
  /// `text` must outlive it. Throws Error{usage} for bytes that are not UTF-8.
  explicit Scanner(std::string_view text);

  [[nodiscard]] const Token& peek() const { return m_next; }
  Token take();

  /// Takes the symbol if it comes next.
  bool accept(std::string_view symbol);
  /// The same of a keyword, in any case.
  bool accept_word(std::string_view word);
  [[nodiscard]] bool is_word(std::string_view word) const;
  void expect(std::string_view symbol);

  /// Throws Error{usage}: what stands at the next word, and what would be right there.
  [[noreturn]] void refuse(const std::string& wanted_en, const std::string& wanted_pt) const;
  [[noreturn]] void refuse_at(std::size_t position, const std::string& en, const std::string& pt) const;

 private:
  Token scan();
  Token quoted(char quote, Token::Kind kind);

  std::string_view m_text;
  std::size_t m_at = 0;
  Token m_next;
};

/// With doubled quotes made single.
std::string unquoted(const Token& token);

bool equals_word(std::string_view a, std::string_view b);

/// Which character of the text a byte of it belongs to, the first being 1: people count characters, not bytes.
std::size_t character(std::string_view text, std::size_t byte);

}  // namespace geo::cql2
