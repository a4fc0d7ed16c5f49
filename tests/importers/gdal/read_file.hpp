// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/open.hpp"
#include "tests/importers/read/read_all.hpp"

#include <filesystem>
#include <string>

namespace importers_tests {

using importers::test::cells_of;
using importers::test::Content;

inline importers::ReadOptions read_options() {
  importers::ReadOptions options;
  options.reading_program = BAIRRO_READING_PROGRAM;
  return options;
}

/// Everything in a file, or the sentence of its refusal.
inline Content read_file(const std::filesystem::path& file, const importers::ReadOptions& options = read_options()) {
  Content content;
  try {
    const auto reader = importers::open(file, options);
    importers::Record record;
    while (reader->next(record)) {
      content.rows.push_back(importers::test::row_of(record));
      EXPECT_EQ(record.cells.size(), reader->columns().size());
      EXPECT_EQ(record.index, static_cast<std::int64_t>(content.rows.size()));
      EXPECT_EQ(record.usable(), record.problem.empty());
    }
    EXPECT_DOUBLE_EQ(reader->progress(), 1.0);
    for (const importers::Column& column : reader->columns()) { content.columns.push_back(column.name); }
    content.info = reader->info();
  } catch (const geo::Error& error) {
    content = {};
    content.error = error.text().en;
    EXPECT_EQ(error.problem(), geo::Problem::input) << error.text().en;
    EXPECT_FALSE(error.text().pt.empty());
    EXPECT_NE(error.text().pt, error.text().en);
  }
  return content;
}

inline Content read_layer(const std::filesystem::path& file, const std::string& layer) {
  importers::ReadOptions options = read_options();
  options.layer = layer;
  return read_file(file, options);
}

}  // namespace importers_tests
