// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/not_data.hpp"

#include "geo/base/text.hpp"
#include "importers/read/hxl.hpp"
#include "importers/rules/cell.hpp"

#include <algorithm>
#include <iterator>

namespace importers {
namespace {

constexpr std::int64_t rows_with_tags = 25;  // HXL: the row of tags is among the first
constexpr std::size_t longest_total = 24;
constexpr std::size_t cells_of_a_header = 3;

constexpr std::string_view totals[] = {"total", "totais", "total_geral", "grand_total", "totals", "subtotal", "soma", "somatorio", "sum"};

bool has_digit(std::string_view cell) {
  return std::any_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a cell could have this folded name, by its first character: folding every cell of a million rows would cost.
bool may_be(std::string_view cell, std::string_view folded) {
  const auto c = static_cast<unsigned char>(cell.front());
  const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  return !is_plain || static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) == folded.front();
}

}  // namespace

void NotData::plan(const Mapping& mapping) {
  m_names.clear();
  m_telling.clear();
  m_never_words.clear();
  for (std::size_t c = 0; c < mapping.size(); ++c) {
    m_names.push_back(geo::fold_name(mapping.name(c)));
    const ColumnUse& use = mapping[c];
    const bool is_place = use.use == Use::latitude || use.use == Use::longitude || use.use == Use::geopoint || use.use == Use::wkt;
    geo::FieldType type = geo::FieldType::text;
    if (use.use == Use::field) { type = m_collection.fields[static_cast<std::size_t>(use.field)].type; }
    const bool is_time = type == geo::FieldType::time || type == geo::FieldType::date;
    if (use.key || is_place || is_time) { m_telling.push_back(c); }
    const bool is_number = type == geo::FieldType::integer || type == geo::FieldType::real;
    if (is_place || is_time || is_number) { m_never_words.push_back(c); }
  }
}

/// Files that were put together by hand have their header once per part.
bool NotData::is_header_again(const Record& record) const {
  std::size_t same = 0;
  for (std::size_t c = 0; c < record.cells.size(); ++c) {
    const std::string_view cell = trim_cell(record.cells[c]);
    if (cell.empty()) { continue; }
    if (c >= m_names.size() || m_names[c].empty() || !may_be(cell, m_names[c]) || geo::fold_name(cell) != m_names[c]) { return false; }
    ++same;
  }
  return same >= std::min(cells_of_a_header, m_names.size());
}

/// Labels or units under the header: words wherever data has numbers, dates and positions.
bool NotData::is_second_header(const Record& record) const {
  if (record.index != 1) { return false; }
  std::size_t words = 0;
  for (const std::size_t c : m_never_words) {
    const std::string_view cell = c < record.cells.size() ? trim_cell(record.cells[c]) : std::string_view();
    if (cell.empty()) { continue; }
    if (has_digit(cell) || is_null_word(cell, false)) { return false; }
    ++words;
  }
  return words >= cells_of_a_header;
}

bool NotData::is_total(const Record& record) const {
  const auto first = std::find_if(record.cells.begin(), record.cells.end(), [](std::string_view cell) { return !trim_cell(cell).empty(); });
  if (first == record.cells.end() || first->size() > longest_total) { return false; }
  const char initial = trim_cell(*first).front();
  if (std::string_view("tTgGsS").find(initial) == std::string_view::npos) { return false; }
  const std::string folded = geo::fold_name(*first);
  if (std::find(std::begin(totals), std::end(totals), folded) == std::end(totals)) { return false; }
  const auto at = static_cast<std::size_t>(first - record.cells.begin());
  return std::all_of(m_telling.begin(), m_telling.end(),
                     [&](std::size_t c) { return c == at || c >= record.cells.size() || trim_cell(record.cells[c]).empty(); });
}

NotData::Verdict NotData::judge(const Record& record) {
  if (record.index <= rows_with_tags && is_tag_row(record.cells)) { return {"E3", {}}; }
  if (!record.wkb.empty()) { return {}; }
  if (is_total(record)) {
    m_after_total = true;
    return {"E5", {"a row of totals, not data", "uma linha de totais, não são dados"}};
  }
  if (is_header_again(record)) { return {"E5", {"the header again, not data", "o cabeçalho outra vez, não são dados"}}; }
  if (is_second_header(record)) { return {"E5", {"a second header, not data", "um segundo cabeçalho, não são dados"}}; }
  if (m_after_total) {
    const auto filled =
        std::count_if(record.cells.begin(), record.cells.end(), [](std::string_view cell) { return !trim_cell(cell).empty(); });
    if (filled == 1) { return {"E5", {"a note below the totals, not data", "uma nota abaixo dos totais, não são dados"}}; }
  }
  return {};
}

}  // namespace importers
