// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "importers/read/open.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace importers::test {

/// A record that outlives its reader.
struct Row {
  std::int64_t line = 0;
  std::vector<std::optional<std::string>> cells;
  std::string wkb;
  std::string rule;
  std::string problem_column;
  std::string problem_value;

  bool operator==(const Row&) const = default;
};

struct Content {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  SourceInfo info;
  std::string error;  ///< English sentence of the geo::Error that ended it, or ""
};

inline Row row_of(const Record& record) {
  Row row;
  row.line = record.line;
  for (const std::string_view cell : record.cells) {
    row.cells.push_back(cell.data() == nullptr ? std::nullopt : std::optional<std::string>(cell));
  }
  row.wkb = record.wkb;
  row.rule = record.rule;
  row.problem_column = record.problem_column;
  row.problem_value = record.problem_value;
  return row;
}

/// Reads everything; checks on the way what every reader promises.
inline Content read_all(std::unique_ptr<ByteSource> source, const std::string& name, const ReadOptions& options = {}) {
  Content content;
  try {
    const auto reader = open_source(std::move(source), name, options);
    Record record;
    std::int64_t last_line = 0;
    while (reader->next(record)) {
      content.rows.push_back(row_of(record));
      EXPECT_EQ(record.cells.size(), reader->columns().size());
      EXPECT_EQ(record.index, static_cast<std::int64_t>(content.rows.size()));
      EXPECT_GE(record.line, last_line);
      EXPECT_EQ(record.usable(), record.problem.empty());
      EXPECT_EQ(record.usable(), record.problem_pt.empty());
      last_line = record.line;
    }
    EXPECT_DOUBLE_EQ(reader->progress(), 1.0);
    for (const Column& column : reader->columns()) { content.columns.push_back(column.name); }
    content.info = reader->info();
  } catch (const geo::Error& error) {
    content.error = error.text().en;
    EXPECT_EQ(error.problem(), geo::Problem::input) << error.text().en;
    EXPECT_FALSE(error.text().pt.empty());
  }
  return content;
}

inline Content read_text(std::string text, const std::string& name, const ReadOptions& options = {}, std::size_t chunk = 0) {
  return read_all(memory_source(std::move(text), chunk), name, options);
}

/// The cells of all rows, "-" for absent ones, a problem row as "!rule".
inline std::vector<std::vector<std::string>> cells_of(const Content& content) {
  std::vector<std::vector<std::string>> result;
  for (const Row& row : content.rows) {
    std::vector<std::string> cells;
    if (!row.rule.empty()) {
      cells.push_back("!" + row.rule);
    } else {
      for (const auto& cell : row.cells) { cells.push_back(cell ? *cell : "-"); }
    }
    result.push_back(std::move(cells));
  }
  return result;
}

}  // namespace importers::test
