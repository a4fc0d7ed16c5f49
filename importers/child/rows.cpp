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

/// The highest row an XLSX sheet can have.
constexpr std::int64_t last_sheet_row = 1'048'576;

std::string header_of(Source& source) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("layer", source.layer_name).key("others").begin_array();
  for (std::size_t i = 0; i < std::min<std::size_t>(source.others.size(), 50); ++i) { w.value(geo::truncate_utf8(source.others[i], 200)); }
  w.end_array().member("crs", source.crs).member("crs_name", geo::truncate_utf8(source.crs_name, 200));
  // Asked without force: only a layer that knows answers.
  w.member("rows", static_cast<std::int64_t>(source.layer->GetFeatureCount(FALSE)));
  const bool places = source.layer->GetGeomType() != wkbNone;
  w.member("unit", source.sheet ? "row" : places ? "feature" : "line").member("encoding", source.cp1252 ? "windows-1252" : "UTF-8");
  w.member("encoding_guessed", source.encoding_guessed).key("notes").begin_array();
  for (const auto& [code, detail] : source.notes) {
    w.begin_object().member("code", code).member("detail", geo::truncate_utf8(detail, 200)).end_object();
  }
  w.end_array().end_object();
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
    if (m_source.sheet) {
      if (feature.GetFID() <= m_source.header_row) { return; }
      if (is_empty(feature)) {
        ++m_empty_rows;
        return;
      }
      go_to_line(out, feature.GetFID());
    }
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
    ++m_line;
    m_output.row_done();
  }

  [[nodiscard]] std::int64_t empty_rows() const { return m_empty_rows; }

 private:
  [[nodiscard]] bool is_empty(const OGRFeature& feature) const {
    return std::none_of(m_source.columns.begin(), m_source.columns.end(),
                        [&](const Column& c) { return feature.IsFieldSetAndNotNull(c.field); });
  }

  /// Row 7 of a sheet stands on line 7.
  void go_to_line(std::string& out, std::int64_t row) {
    if (row < m_line || row > last_sheet_row) { refuse("unreadable", "row " + std::to_string(row)); }
    out.append(static_cast<std::size_t>(row - m_line), '\n');
    m_line = row;
  }

  const Source& m_source;
  Output& m_output;
  std::vector<std::string> m_keys;
  std::int64_t m_line = 1;
  std::int64_t m_empty_rows = 0;
};

}  // namespace

void write_rows(Source& source, Output& output) {
  output.header(header_of(source));
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
  std::string json;
  geo::JsonWriter(json).begin_object().member("empty_rows", writer.empty_rows()).end_object();
  output.end(json);
}

}  // namespace importers::child
