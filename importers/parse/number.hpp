// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace importers {

/// How a file writes numbers: 1,234.5 or 1.234,5. A property of the file, not of a cell (DOMAIN G5).
enum class NumberStyle { point, comma };

/// A number as people type it: blanks (NBSP too) around it are dropped, a leading '+' is taken, thousands may be grouped in
/// threes by the other sign, a blank or an apostrophe. "1.234,5" under comma -> 1234.5. Nothing for anything else ("12,5"
/// under point, "1e400", "nan", "0x10", "12 km").
std::optional<double> parse_number_cell(std::string_view cell, NumberStyle style);

/// The style of a column or file by the votes of its cells; nothing is assumed from one cell alone.
class NumberStyleVote {
 public:
  void add(std::string_view cell);

  struct Decision {
    NumberStyle style = NumberStyle::point;
    bool mixed = false;          ///< both styles occur: warn (G5)
    std::int64_t ambiguous = 0;  ///< cells like 1,234 that fit both with different values
  };
  /// The majority; point when there is none.
  [[nodiscard]] Decision decide() const;

 private:
  std::int64_t m_point = 0;
  std::int64_t m_comma = 0;
  std::int64_t m_ambiguous = 0;
};

/// `text` without blanks, tabs and no-break spaces at both ends.
std::string_view trim_blanks(std::string_view text);

}  // namespace importers
