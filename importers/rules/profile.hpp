// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/mapping/mapping.hpp"
#include "importers/parse/date.hpp"
#include "importers/parse/number.hpp"
#include "importers/rules/text_map.hpp"
#include "importers/rules/time_vote.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// How a file writes what can be written in several ways: decided once, by its first rows.
struct Profile {
  NumberStyle numbers = NumberStyle::point;
  bool numbers_mixed = false;
  DateOrder dates = DateOrder::day_month;
  bool dates_mixed = false;
  bool dates_proven = false;                         ///< some cell left no doubt about the order
  bool dates_asked = false;                          ///< there are dates whose order had to be decided
  std::vector<TimeHabits> times;                     ///< by column
  bool serials_from_1904 = false;                    ///< serial numbers count from 1904, not 1900
  std::vector<std::optional<DateForm>> usual_form;   ///< by column: the form of most of its dates
  std::vector<TextMap<std::string>> usual_spelling;  ///< by column of codes: fold_name() form -> how most of its cells write it
};

/// Collects votes. Only columns that hold numbers, positions or dates are looked at.
class ProfileVote {
 public:
  ProfileVote(const geo::Collection& collection, const Mapping& mapping);

  void add(const std::vector<std::string_view>& cells);
  [[nodiscard]] Profile decide() const;

 private:
  enum class Kind : std::uint8_t { other, number, date, code };
  static constexpr std::size_t forms = 9;

  using Spellings = TextMap<TextMap<std::int64_t>>;

  void add_date(std::size_t column, std::string_view cell);
  void add_word(std::size_t column, std::string_view cell);

  std::vector<Kind> m_kinds;
  std::vector<std::vector<std::int64_t>> m_forms;  // by column, by DateForm
  std::vector<TimeVote> m_times;                   // by column
  SerialVote m_serials;
  std::vector<Spellings> m_spellings;  // by column
  NumberStyleVote m_numbers;
  DateOrderVote m_dates;
  bool m_proven = false;
  bool m_asked = false;
};

}  // namespace importers
