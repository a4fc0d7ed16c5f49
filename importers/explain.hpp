// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/import.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// One of a file's first rows, before and after.
struct SampleRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;  ///< as in the file, by column; those that identify people are empty
  std::optional<geo::Row> row;     ///< what it would become; none: it would stay out
};

/// What an import would make of a file, found out from its first rows.
struct Explanation {
  Report report;                   ///< over the rows that were looked at, not over the file
  std::vector<SampleRow> samples;  ///< the first few
  std::optional<geo::Text> refusal;
  bool whole_file = false;  ///< it has no more rows than were looked at
};

inline constexpr std::int64_t rows_explained = 1000;

/// Reads at most rows_explained rows and writes nothing. A file that import() would refuse is explained with the reason. Throws
/// Error{input} or Error{usage} for options by which no column can be told.
Explanation explain(Reader& reader, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options);

/// For a person at a terminal: which column goes where and why, with an example; what is kept aside; what is in doubt.
std::string to_text(const Explanation& explanation, const geo::Collection& collection, std::string_view language);

/// A value as people read it: "02011", "2024-03-15", "true"; empty for null.
std::string value_text(const geo::Field& field, const geo::Value& value);

}  // namespace importers
