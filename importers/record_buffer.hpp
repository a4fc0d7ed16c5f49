// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/record.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace importers {

/// Holds copies of the first records of a file while it is decided how to read them.
class RecordBuffer {
 public:
  static constexpr std::size_t most_records = 10'000;
  static constexpr std::size_t most_bytes = std::size_t{16} * 1024 * 1024;

  void add(const Record& record);
  [[nodiscard]] bool full() const { return m_records.size() >= most_records || m_bytes >= most_bytes; }
  [[nodiscard]] std::size_t size() const { return m_records.size(); }
  /// Record i, with `columns` cells: those the file has shown since are absent. Valid until the next call.
  const Record& at(std::size_t i, std::size_t columns);

 private:
  struct Kept {
    Record record;                  // its views are empty; they stand in `bytes`
    std::string bytes;              // cells, then the five other texts
    std::vector<std::size_t> ends;  // absent: npos
  };
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

  std::vector<Kept> m_records;
  std::size_t m_bytes = 0;
  Record m_view;
};

}  // namespace importers
