// SPDX-License-Identifier: Apache-2.0
#include "importers/read/geojson_reader.hpp"

#include "geo/base/text.hpp"
#include "importers/read/geojson_feature.hpp"
#include "importers/read/geojson_stream.hpp"

#include <utility>

namespace importers {
namespace {

constexpr int features_to_look_at = 1000;
constexpr std::size_t bytes_to_look_at = std::size_t{4} << 20U;

class GeoJsonReader final : public Reader {
 public:
  GeoJsonReader(Window window, const std::string& name, SourceInfo info, bool sequence, const ReadLimits& limits)
      : m_stream(std::move(window), name, sequence, limits), m_parser(name, limits), m_info(std::move(info)) {
    const auto layout = m_stream.layout();
    const bool one = layout == GeoJsonStream::Layout::collection || layout == GeoJsonStream::Layout::single;
    m_info.format = one ? "GeoJSON" : "GeoJSONSeq";
    m_info.unit = RecordUnit::feature;
    m_info.crs = m_stream.crs();
    m_info.unit = RecordUnit::feature;
    look_ahead();
  }

  [[nodiscard]] const std::vector<Column>& columns() const override { return m_parser.columns(); }
  [[nodiscard]] const SourceInfo& info() const override { return m_info; }
  [[nodiscard]] double progress() const override { return m_stream.progress(); }

  bool next(Record& record) override {
    GeoJsonStream::Item item;
    if (!m_stream.next(item)) { return false; }
    record.line = item.line;
    record.index = item.index;
    m_parser.parse(item.text, item.readable, m_info.crs, record);
    return true;
  }

 private:
  void look_ahead() {
    m_stream.mark();
    Record record;
    GeoJsonStream::Item item;
    for (int i = 0; i < features_to_look_at && m_stream.bytes_since_mark() < bytes_to_look_at && m_stream.next(item); ++i) {
      m_parser.parse(item.text, item.readable, m_info.crs, record);
    }
    m_stream.rewind();
  }

  GeoJsonStream m_stream;
  FeatureParser m_parser;
  SourceInfo m_info;
};

}  // namespace

std::unique_ptr<Reader> geojson_reader(Window window, const std::string& name, SourceInfo info, bool sequence, const ReadLimits& limits) {
  return std::make_unique<GeoJsonReader>(std::move(window), geo::excerpt(name), std::move(info), sequence, limits);
}

}  // namespace importers
