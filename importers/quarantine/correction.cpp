// SPDX-License-Identifier: Apache-2.0
#include "importers/quarantine/correction.hpp"

#include "geo/base/text.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/read/refuse.hpp"
#include "importers/rules/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers {
namespace {

/// Lines as the import counts them: features of a map file, which may be one line, by their number.
std::int64_t line_of(const Reader& reader, const Record& record) {
  const std::string& format = reader.info().format;
  return format.starts_with("GeoJSON") || format == "JSON" ? record.index : record.line;
}

bool is_written(const Record& record, const std::vector<bool>& is_service) {
  for (std::size_t c = 0; c < record.cells.size(); ++c) {
    if (!is_service[c] && !trim_cell(record.cells[c]).empty()) { return true; }
  }
  return false;
}

[[noreturn]] void refuse_row(std::int64_t line, const std::string& why_en, const std::string& why_pt) {
  refuse(fmt::format("line {}: {}", line, why_en), fmt::format("linha {}: {}", line, why_pt));
}

class CorrectionWriter final : public geo::BatchWriter {
 public:
  CorrectionWriter(geo::BatchWriter& writer, Corrections corrections) : m_writer(writer), m_corrections(std::move(corrections)) {}

  void add(const geo::StagedRow& row) override { m_writer.add(with_ref(row)); }
  void reject(const geo::RejectedRow& row) override { m_writer.reject(with_ref(row)); }
  geo::BatchOutcome resolve() override {
    m_writer.report_to(progress());
    return m_writer.resolve();
  }
  geo::BatchOutcome commit(const std::string& report_json) override { return m_writer.commit(report_json); }

 private:
  template <class Row>
  Row with_ref(Row row) const {
    const auto it = m_corrections.by_line.find(row.line);
    if (it != m_corrections.by_line.end()) { row.corrects = it->second; }
    return row;
  }

  geo::BatchWriter& m_writer;
  Corrections m_corrections;
};

}  // namespace

bool is_correction(const std::vector<Column>& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const Column& c) { return service_of(c.name) == ref_column; });
}

Corrections read_corrections(Reader& reader, std::string_view store_id) {
  const std::vector<Column>& columns = reader.columns();
  std::vector<bool> is_service;
  std::size_t ref_at = columns.size();
  for (const Column& column : columns) {
    const std::optional<Service> service = service_of(column.name);
    if (service == ref_column) { ref_at = is_service.size(); }
    is_service.push_back(service.has_value());
  }
  Corrections found;
  Record record;
  while (reader.next(record)) {
    const std::int64_t line = line_of(reader, record);
    if (!record.usable()) { refuse_row(line, std::string(record.problem), std::string(record.problem_pt)); }
    is_service.resize(record.cells.size());
    if (!is_written(record, is_service)) {
      ++found.empty;
      continue;
    }
    ++found.rows;
    const std::string_view text = trim_cell(record.cells[ref_at]);
    if (text.empty()) { continue; }
    const std::optional<geo::QuarantineRef> ref = parse_ref(text, store_id);
    if (!ref) {
      refuse_row(
          line,
          fmt::format("{} is no reference to a row in this store's quarantine; leave the column bairro_ref as it was", geo::excerpt(text)),
          fmt::format("{} não é uma referência a uma linha da quarentena deste repositório; deixe a coluna bairro_ref como estava",
                      geo::excerpt(text)));
    }
    found.by_line[line] = *ref;
    found.batches.insert(ref->batch);
  }
  if (found.rows == 0) {
    refuse("no row of this file has been corrected: they are all empty", "nenhuma linha deste ficheiro foi corrigida: estão todas vazias");
  }
  return found;
}

std::unique_ptr<geo::BatchWriter> correction_writer(geo::BatchWriter& writer, Corrections corrections) {
  return std::make_unique<CorrectionWriter>(writer, std::move(corrections));
}

}  // namespace importers
