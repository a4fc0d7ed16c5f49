// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/import_support.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/read/open.hpp"

#include <gtest/gtest.h>

namespace importers_tests {

void RecordingWriter::add(const geo::StagedRow& row) {
  rows.push_back(row);
  if (row.source_key.empty()) { return; }
  const auto [it, is_new] = m_line_of_key.emplace(row.source_key, row.line);
  if (is_new) { return; }
  m_superseded.push_back(it->second);
  it->second = row.line;
}

geo::BatchOutcome RecordingWriter::resolve() {
  ++resolved;
  geo::BatchOutcome outcome;
  outcome.inserted = static_cast<std::int64_t>(rows.size() - m_superseded.size());
  outcome.superseded_lines = m_superseded;
  return outcome;
}

geo::BatchOutcome RecordingWriter::commit(const std::string& json) {
  ++committed;
  report_json = json;
  geo::BatchOutcome outcome;
  outcome.inserted = static_cast<std::int64_t>(rows.size() - m_superseded.size());
  outcome.batch = 1;
  outcome.rev = 7;
  return outcome;
}

std::string Imported::value(std::size_t row, std::string_view field) const {
  const int at = collection->index_of(field);
  if (at < 0 || row >= rows.size()) { return "no such cell"; }
  const geo::Value& v = rows[row].row.values[static_cast<std::size_t>(at)];
  const geo::FieldType type = collection->fields[static_cast<std::size_t>(at)].type;
  EXPECT_TRUE(geo::fits(v, type)) << field;
  std::string out;
  switch (v.index()) {
    case 0: return "";
    case 1: return std::get<bool>(v) ? "true" : "false";
    case 2:
      if (type == geo::FieldType::time) { return geo::format_time(std::get<std::int64_t>(v)); }
      if (type == geo::FieldType::date) { return geo::format_date(static_cast<geo::DayNumber>(std::get<std::int64_t>(v))); }
      return std::to_string(std::get<std::int64_t>(v));
    case 3: geo::append_number(out, std::get<double>(v)); return out;
    default: return std::get<std::string>(v);
  }
}

std::int64_t Imported::count(std::string_view rule, importers::Action action) const {
  for (const importers::RuleCount& r : report.rules) {
    if (r.rule == rule && r.action == action) { return r.count; }
  }
  return 0;
}

bool says(const Imported& imported, std::string_view words) {
  const auto& notes = imported.report.file.notes;
  return std::any_of(notes.begin(), notes.end(),
                     [&](const geo::Text& note) { return note.en.find(words) != std::string::npos && !note.pt.empty(); });
}

std::string Imported::fate(std::string_view column) const {
  for (const importers::ColumnFate& c : report.columns) {
    if (c.column == column) { return c.field.empty() || c.use != "field" ? c.use : c.field; }
  }
  return "";
}

importers::ImportOptions options() {
  importers::ImportOptions o;
  o.now = test_now;
  return o;
}

Imported import_text(const std::string& text, const std::string& collection, const importers::ImportOptions& opts,
                     const std::string& file_name) {
  const auto reader = importers::open_source(importers::memory_source(text), file_name);
  return import_from(*reader, collection, opts);
}

Imported import_from(importers::Reader& reader, const std::string& collection, const importers::ImportOptions& opts) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  Imported result;
  result.collection = catalog.collection(collection);
  RecordingWriter writer;
  result.report = importers::import(reader, *result.collection, catalog, opts, writer, geo::Progress());
  result.rows = std::move(writer.rows);
  result.rejected = std::move(writer.rejected);
  result.report_json = std::move(writer.report_json);
  result.committed = writer.committed;
  return result;
}

std::string refusal(const std::string& text, const std::string& collection, const importers::ImportOptions& opts,
                    const std::string& file_name) {
  try {
    import_text(text, collection, opts, file_name);
  } catch (const geo::Error& e) {
    EXPECT_EQ(e.problem(), geo::Problem::input) << e.what();
    EXPECT_FALSE(e.text().pt.empty());
    return e.text().en;
  }
  return "not refused";
}

geo::Geometry test_area() { return geo::from_polygons({{{{38.0, -14.1}, {41.0, -14.1}, {41.0, -10.4}, {38.0, -10.4}, {38.0, -14.1}}}}); }

}  // namespace importers_tests
