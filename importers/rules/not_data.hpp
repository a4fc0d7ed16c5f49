// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/read/record.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Rows of a table that are no data: tags (E3), the header again, a second header, totals and the notes below them (E5).
/// Not thread-safe: after a row of totals, rows of one cell are notes.
class NotData {
 public:
  struct Verdict {
    std::string_view rule;  ///< empty: it may be data
    geo::Text message;      ///< empty: the catalogue's
  };

  explicit NotData(const geo::Collection& collection) : m_collection(collection) {}

  void plan(const Mapping& mapping);
  Verdict judge(const Record& record);

 private:
  [[nodiscard]] bool is_header_again(const Record& record) const;
  [[nodiscard]] bool is_second_header(const Record& record) const;
  [[nodiscard]] bool is_total(const Record& record) const;

  const geo::Collection& m_collection;
  std::vector<std::string> m_names;        // of the columns, in fold_name() form
  std::vector<std::size_t> m_telling;      // columns of key, time and position: a row of data has one of them
  std::vector<std::size_t> m_never_words;  // columns of numbers, dates and positions
  bool m_after_total = false;
};

}  // namespace importers
