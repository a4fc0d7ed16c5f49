// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace store {

/// How many rows each source of a collection has, rows withdrawn or removed left out: so that an import of ten rows can say how
/// many of its source it did not bring, without looking at ten million. Collects the changes of one commit.
class SourceRows {
 public:
  explicit SourceRows(std::string collection) : m_collection(std::move(collection)) {}

  void count(std::string_view source, std::int64_t by);
  void write(Database& database);
  [[nodiscard]] bool is_written() const;

 private:
  std::string m_collection;
  std::vector<std::pair<std::string, std::int64_t>> m_changes;  // few: a commit seldom touches more than two sources
  std::size_t m_last = 0;
};

/// As the last commit left it, or as the open transaction has.
std::int64_t rows_of_source(Database& database, const std::string& collection, const std::string& source);

}  // namespace store
