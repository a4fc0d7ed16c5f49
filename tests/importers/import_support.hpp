// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "importers/import.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace importers_tests {

/// Noon of 1 July 2026 UTC: "now" in the tests.
inline constexpr geo::TimeMs test_now = 1'782'907'200'000;

/// Keeps what it is given; of rows with the same key the last one counts, as in the store.
class RecordingWriter : public geo::BatchWriter {
 public:
  void add(const geo::StagedRow& row) override;
  void reject(const geo::RejectedRow& row) override { rejected.push_back(row); }
  geo::BatchOutcome resolve() override;
  geo::BatchOutcome commit(const std::string& report_json) override;

  std::vector<geo::StagedRow> rows;
  std::vector<geo::RejectedRow> rejected;
  std::string report_json;
  int resolved = 0;
  int committed = 0;

 private:
  std::unordered_map<std::string, std::int64_t> m_line_of_key;
  std::vector<std::int64_t> m_superseded;
};

/// One import of a text under a file name (which decides the format), and what came of it.
struct Imported {
  importers::Report report;
  std::vector<geo::StagedRow> rows;
  std::vector<geo::RejectedRow> rejected;
  std::string report_json;
  int committed = 0;
  const geo::Collection* collection = nullptr;

  /// A value as text: "02011", "12.5", "true", RFC 3339 for times, "" for null.
  [[nodiscard]] std::string value(std::size_t row, std::string_view field) const;
  /// How often a rule did this.
  [[nodiscard]] std::int64_t count(std::string_view rule, importers::Action action) const;
  /// "use" or "field <- " of a column; "" when the file has no such column.
  [[nodiscard]] std::string fate(std::string_view column) const;
};

/// Whether a note on the file has these words, and stands in Portuguese too.
bool says(const Imported& imported, std::string_view words);

importers::ImportOptions options();
Imported import_text(const std::string& text, const std::string& collection, const importers::ImportOptions& options,
                     const std::string& file_name = "file.csv");
/// The same for a file that is open already.
Imported import_from(importers::Reader& reader, const std::string& collection, const importers::ImportOptions& options);
/// The same, when it must be refused: the English sentence.
std::string refusal(const std::string& text, const std::string& collection, const importers::ImportOptions& options,
                    const std::string& file_name = "file.csv");
/// A rectangle in degrees as an area of operation: Cabo Delgado, roughly.
geo::Geometry test_area();

}  // namespace importers_tests
