// SPDX-License-Identifier: Apache-2.0
#include "importers/child/rows.hpp"

#include "geo/base/json.hpp"
#include "geo/base/text.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/values.hpp"

#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdint>

namespace importers::child {
namespace {

constexpr std::size_t longest_detail = 200;
constexpr std::size_t longest_tag = 100;

void append_notes(geo::JsonWriter& w, const std::vector<std::pair<std::string, std::string>>& notes) {
  w.begin_array();
  for (const auto& [code, detail] : notes) {
    w.begin_object().member("code", code).member("detail", geo::truncate_utf8(detail, longest_detail)).end_object();
  }
  w.end_array();
}

std::string header_of(Source& source) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("layer", geo::truncate_utf8(source.layer_name, longest_detail)).key("others").begin_array();
  for (std::size_t i = 0; i < std::min<std::size_t>(source.others.size(), 50); ++i) {
    w.value(geo::truncate_utf8(source.others[i], longest_detail));
  }
  w.end_array().member("crs", source.crs).member("crs_name", geo::truncate_utf8(source.crs_name, longest_detail));
  // Asked without force: only a layer that knows answers.
  w.member("rows", source.layer == nullptr ? source.rows : static_cast<std::int64_t>(source.layer->GetFeatureCount(FALSE)));
  const bool places = source.layer == nullptr || source.layer->GetGeomType() != wkbNone;
  w.member("unit", source.sheet ? "row" : places ? "feature" : "line").member("encoding", source.cp1252 ? "windows-1252" : "UTF-8");
  w.member("encoding_guessed", source.encoding_guessed).member("content", source.text ? "text" : "features").key("tags").begin_array();
  for (const std::string& tag : source.tags) { w.value(geo::truncate_utf8(tag, longest_tag)); }
  w.end_array().key("cell").begin_array();
  if (source.cell) { w.value(source.cell->first).value(source.cell->second); }
  w.end_array().member("serials_from_1904", source.serials_from_1904).key("notes");
  append_notes(w, source.notes);
  w.end_object();
  return json;
}

std::string end_of(const Tail& tail) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("empty_rows", tail.empty_rows).key("left_out").begin_array();
  for (const auto& [rule, rows] : tail.left_out) {
    w.begin_object().member("code", rule).member("detail", std::to_string(rows)).end_object();
  }
  w.end_array().key("notes");
  append_notes(w, tail.notes);
  w.end_object();
  return json;
}

class RowWriter {
 public:
  RowWriter(const Source& source, Output& output) : m_source(source), m_output(output) {
    for (const Column& column : source.columns) {
      std::string key;
      append_text(key, column.name);
      m_keys.push_back(key + ':');
    }
  }

  /// `broken`: GDAL complained while it read this row.
  void write(OGRFeature& feature, bool broken) {
    std::string& out = m_output.rows();
    // The cells first: a row whose place is bad is kept with them.
    out += R"({"type":"Feature","properties":{)";
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
      if (i > 0) { out += ','; }
      out += m_keys[i];
      append_value(out, feature, m_source.columns[i].field, m_source.cp1252);
    }
    out += R"(},"geometry":)";
    const OGRGeometry* const geometry = feature.GetGeometryRef();
    if (geometry == nullptr && broken) {
      out += R"({"type":"unreadable"})";
    } else {
      append_geometry(out, geometry);
    }
    out += "}\n";
    ++m_rows;
    m_output.row_done();
  }

  [[nodiscard]] std::int64_t rows() const { return m_rows; }

 private:
  const Source& m_source;
  Output& m_output;
  std::vector<std::string> m_keys;
  std::int64_t m_rows = 0;
};

}  // namespace

void write_rows(Source& source, Output& output) {
  output.header(header_of(source));
  if (source.layer == nullptr) { return output.end(end_of(source.write(output))); }
  const std::int64_t promised = source.exact_rows ? static_cast<std::int64_t>(source.layer->GetFeatureCount(FALSE)) : -1;
  const GdalErrors errors;
  RowWriter writer(source, output);
  source.layer->ResetReading();
  for (;;) {
    const std::int64_t before = errors.failures();
    const OGRFeatureUniquePtr feature(source.layer->GetNextFeature());
    const bool broken = errors.failures() > before;
    if (!feature) {
      if (broken) { refuse("unreadable", errors.first()); }
      break;
    }
    writer.write(*feature, broken);
  }
  if (promised >= 0 && writer.rows() != promised) { refuse("row-count", std::to_string(promised), {std::to_string(writer.rows())}); }
  if (source.check_end) { source.check_end(); }
  output.end(end_of({}));
}

}  // namespace importers::child
