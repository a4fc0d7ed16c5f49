// SPDX-License-Identifier: Apache-2.0
#include "importers/record_buffer.hpp"

#include <algorithm>
#include <string_view>

namespace importers {
namespace {

/// The texts of a record besides its cells, in one order.
std::vector<std::string_view*> texts_of(Record& r) {
  return {&r.wkb, &r.rule, &r.problem, &r.problem_pt, &r.problem_column, &r.problem_value};
}

}  // namespace

void RecordBuffer::add(const Record& record) {
  Kept kept;
  kept.record.line = record.line;
  kept.record.index = record.index;
  kept.record.geometry_kind = record.geometry_kind;
  kept.record.geometry_facts = record.geometry_facts;
  const auto put = [&](std::string_view text) {
    kept.bytes += text;
    kept.ends.push_back(text.data() == nullptr ? absent : kept.bytes.size());
  };
  for (const std::string_view cell : record.cells) { put(cell); }
  Record copy = record;
  for (const std::string_view* text : texts_of(copy)) { put(*text); }
  m_bytes += kept.bytes.size() + kept.ends.size() * sizeof(std::size_t) + sizeof kept;
  m_records.push_back(std::move(kept));
}

const Record& RecordBuffer::at(std::size_t i, std::size_t columns) {
  const Kept& kept = m_records[i];
  m_view = kept.record;
  std::size_t at = 0;
  std::size_t next = 0;
  const auto take = [&]() -> std::string_view {
    const std::size_t end = kept.ends[next++];
    if (end == absent) { return {}; }
    const std::string_view text(kept.bytes.data() + at, end - at);
    at = end;
    return text;
  };
  const std::vector<std::string_view*> texts = texts_of(m_view);
  const std::size_t cells = kept.ends.size() - texts.size();
  m_view.cells.clear();
  for (std::size_t c = 0; c < cells; ++c) { m_view.cells.push_back(take()); }
  m_view.cells.resize(std::max(cells, columns));
  for (std::string_view* text : texts) { *text = take(); }
  return m_view;
}

}  // namespace importers
