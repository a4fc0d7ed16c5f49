// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/report/recorder.hpp"
#include "importers/rules/seen_table.hpp"
#include "importers/rules/draft.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace importers {

/// What only a look at the whole file shows: many rows on one exact point (G13), and rows that say the same as another (D2). In
/// bounded memory: 16 bytes a distinct point and 16 a row, up to two million of each; beyond, the report says that later rows
/// were not looked at. Rows are never changed or dropped by it: where there is no key, equal rows may well be several events.
class Repeated {
 public:
  explicit Repeated(const geo::Collection& collection);

  /// A row that goes in. `is_placed`: its point is one that somebody measured or put there, not that of an area or a settlement.
  void add(const geo::StagedRow& staged, bool is_placed, Recorder& recorder);
  /// What the whole file shows; `rows_in` is how many rows went in.
  void finish(std::int64_t rows_in, Recorder& recorder, std::vector<geo::Text>& notes) const;

 private:
  void add_point(const geo::StagedRow& staged);
  void add_content(const geo::StagedRow& staged, Recorder& recorder);
  [[nodiscard]] std::uint64_t content_of(const geo::StagedRow& staged) const;
  [[nodiscard]] bool is_known_to_the_day(const geo::StagedRow& staged) const;

  KnownFields m_known;
  std::vector<bool> m_says_what_happened;  // by field
  SeenTable m_points;
  SeenTable m_rows;
  std::int64_t m_equal_rows = 0;
};

}  // namespace importers
