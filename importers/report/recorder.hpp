// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/report/report.hpp"
#include "importers/rules/row_notes.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace importers {

/// Counts what becomes of the rows, in bounded memory: the first findings are kept, the rest counted. Not thread-safe.
class Recorder {
 public:
  static constexpr std::size_t max_findings = 10'000;
  static constexpr std::size_t reserved_per_rule = 20;  ///< kept of every rule, however many findings came before it

  /// The notes of the row at `line`; a quarantined or dropped row is recorded with that note alone.
  void row(std::int64_t line, const RowNotes& notes);
  /// What a look at more than one row found about the one at `line`; it changes nothing in the counts of rows.
  void found(std::int64_t line, const Note& note) { this->note(line, note); }
  /// Rows that the reader has passed over because of `rule`: read and dropped, without a finding each.
  void passed_over(std::string_view rule, std::int64_t rows);
  /// Rows that went in, but stand again further down in the file (rule D1): they are dropped after all.
  void superseded(const std::vector<std::int64_t>& lines);

  [[nodiscard]] const RowCounts& rows() const { return m_rows; }
  /// Puts counts, rules and findings into `report`. Rules are sorted.
  void finish(Report& report) const;

 private:
  struct Tally {
    RuleCount count;
    std::size_t kept = 0;
    bool is_plain = false;  ///< the message of the example is the catalogue's
  };

  void note(std::int64_t line, const Note& note);
  Tally& tally(std::string_view rule, Action action);
  void mark_fixed(std::int64_t line);
  [[nodiscard]] bool was_fixed(std::int64_t line) const;

  RowCounts m_rows;
  std::int64_t m_warnings = 0;
  std::vector<Tally> m_tallies;
  std::vector<Finding> m_findings;
  std::int64_t m_left_out = 0;
  std::vector<bool> m_fixed;  // by line: what superseded() has to take off
};

}  // namespace importers
