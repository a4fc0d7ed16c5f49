// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/object_reader.hpp"

#include "geo/base/text.hpp"

#include <protozero/exception.hpp>

#include <utility>

namespace importers::osm {

ObjectReader::ObjectReader(Blobs blobs, const ReadLimits& limits, const std::vector<std::string_view>& columns)
    : m_blobs(std::move(blobs)), m_limits(limits) {
  for (const std::string_view name : columns) { m_columns.push_back({std::string(name)}); }
  m_info.format = "OSM PBF";
  m_info.encoding = "UTF-8";
  m_info.crs = "OGC:CRS84";
  m_info.unit = RecordUnit::feature;
  m_info.source = "osm";
  note("data © OpenStreetMap contributors, under the ODbL 1.0; say so wherever they are shown",
       "dados © contribuidores do OpenStreetMap, sob a ODbL 1.0; diga-o onde quer que sejam mostrados");
}

void ObjectReader::note(std::string en, std::string pt) {
  m_info.notes.push_back(std::move(en));
  m_info.notes_pt.push_back(std::move(pt));
}

Kind ObjectReader::Walk::next(Object& object) {
  try {
    for (;;) {
      const Kind kind = m_block ? m_block->next(object) : Kind::none;
      if (kind != Kind::none) { return kind; }
      m_block.reset();
      m_block_at = m_offset;
      if (m_offset >= m_end || !m_blobs.read(m_offset, m_bytes)) { return Kind::none; }
      m_block.emplace(m_bytes, m_wanted);
    }
  } catch (const protozero::exception&) {
    m_blobs.refuse_file("a block is damaged", "um bloco está danificado");
  } catch (const BlockReader::Damaged&) { m_blobs.refuse_file("a block is damaged", "um bloco está danificado"); }
}

void ObjectReader::fill(Record& record, const std::vector<std::string_view>& cells) {
  record = Record();
  record.index = record.line = ++m_index;
  record.cells = cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool is_text = geo::is_valid_utf8(cells[i]) && cells[i].find('\0') == std::string_view::npos;
    if (is_text && cells[i].size() <= m_limits.field_bytes) { continue; }
    record.rule = is_text ? "limit" : "E1";
    record.problem = is_text ? "The text is longer than the limit." : "The text is not UTF-8.";
    record.problem_pt = is_text ? "O texto é mais longo do que o limite." : "O texto não é UTF-8.";
    record.problem_column = m_columns[i].name;
    record.problem_value = cells[i];
    return;
  }
}

}  // namespace importers::osm
