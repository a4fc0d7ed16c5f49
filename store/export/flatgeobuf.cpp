// SPDX-License-Identifier: Apache-2.0
#include "store/export/flatgeobuf.hpp"

#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "store/export/flatgeobuf_rows.hpp"

#include <flatbuffers/flatbuffers.h>

#include <string>
#include <string_view>
#include <vector>

namespace store {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;
using AnyTable = flatbuffers::Offset<flatbuffers::Table>;

/// "fgb", version 3, patch 0.
constexpr std::string_view magic{
    "fgb\x03"
    "fgb\x00",
    8};

/// Where the members of the format's tables stand: 4 and 2 for each member before them.
namespace slot {
constexpr flatbuffers::voffset_t column_name = 4, column_type = 6, column_title = 8, column_primary_key = 22;
constexpr flatbuffers::voffset_t crs_org = 4, crs_code = 6;
constexpr flatbuffers::voffset_t name = 4, envelope = 6, geometry_type = 8, columns = 18, features_count = 20, index_node_size = 22,
                                 crs = 24, title = 26, description = 28, metadata = 30;
}  // namespace slot

AnyTable build_column(Builder& builder, const std::string& name, std::uint8_t type, const std::string& title, bool is_key) {
  const auto name_at = builder.CreateString(name);
  const auto title_at = builder.CreateString(title);
  const auto start = builder.StartTable();
  builder.AddOffset(slot::column_name, name_at);
  builder.AddOffset(slot::column_title, title_at);
  builder.AddElement<std::uint8_t>(slot::column_type, type, 0);
  builder.AddElement<std::uint8_t>(slot::column_primary_key, is_key ? 1 : 0, 0);
  return {builder.EndTable(start)};
}

std::vector<AnyTable> build_columns(Builder& builder, const geo::Collection& schema, const geo::LayerWords& words) {
  std::vector<AnyTable> columns{build_column(builder, "fid", flatgeobuf_long, "fid", true)};
  for (const geo::Field& field : schema.fields) {
    columns.push_back(build_column(builder, field.name, flatgeobuf_column(field.type), heading(field, words.language), false));
  }
  return columns;
}

AnyTable build_crs(Builder& builder, const Places& places) {
  const auto org = builder.CreateString("EPSG");
  const auto start = builder.StartTable();
  builder.AddOffset(slot::crs_org, org);
  builder.AddElement<std::int32_t>(slot::crs_code, static_cast<std::int32_t>(geo::parse_integer(places.epsg_code()).value_or(0)), 0);
  return {builder.EndTable(start)};
}

std::string metadata_of(const Facts& facts) {
  std::string text;
  geo::JsonWriter json(text);
  json.begin_object();
  for (const auto& [key, value] : facts) { json.member(key, value); }
  json.end_object();
  return text;
}

/// As large whatever the box and the number of rows are: it is written twice.
std::string header(const Extract& extract, const geo::LayerWords& words, const std::string& metadata, const geo::BBox& box,
                   std::uint64_t rows) {
  const geo::Collection& schema = extract.shown;
  const bool has_places = schema.geometry != geo::GeometryType::none;
  Builder builder;
  builder.ForceDefaults(true);
  const auto columns = builder.CreateVector(build_columns(builder, schema, words));
  const auto crs = build_crs(builder, Places(extract.crs));
  const auto name = builder.CreateString(schema.id);
  const auto title = builder.CreateString(schema.title.*words.language);
  const auto description = builder.CreateString(schema.description.*words.language);
  const auto about = builder.CreateString(metadata);
  const auto envelope = builder.CreateVector(std::vector<double>{box.west, box.south, box.east, box.north});
  const auto start = builder.StartTable();
  builder.AddOffset(slot::name, name);
  if (has_places) {
    builder.AddOffset(slot::envelope, envelope);
    builder.AddOffset(slot::crs, crs);
  }
  builder.AddOffset(slot::columns, columns);
  builder.AddOffset(slot::title, title);
  builder.AddOffset(slot::description, description);
  builder.AddOffset(slot::metadata, about);
  builder.AddElement<std::uint64_t>(slot::features_count, rows, 0);
  builder.AddElement<std::uint16_t>(slot::index_node_size, 0, 16);
  builder.AddElement<std::uint8_t>(slot::geometry_type, flatgeobuf_geometry(schema.geometry), 0);
  builder.FinishSizePrefixed(AnyTable(builder.EndTable(start)));
  return std::string(magic) + std::string(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
}

}  // namespace

PagesEnd write_flatgeobuf(const geo::View& view, const Extract& extract, const geo::LayerWords& words, const Facts& facts,
                          PrivateWriter& out, ExportPace& pace) {
  const std::string metadata = metadata_of(facts);
  FlatGeobufRows rows(extract.shown, Places(extract.crs));
  std::string bytes = header(extract, words, metadata, {}, 0);
  const PagesEnd end = for_each_page(view, extract, pace, [&](const geo::BatchView& batch) {
    for (std::size_t row = 0; row < batch.rows; ++row) { rows.append_row(bytes, batch, row); }
    out.write(bytes);
    bytes.clear();
  });
  const geo::BBox box = rows.box().is_empty() ? geo::BBox{} : rows.box();
  out.write_over(0, header(extract, words, metadata, box, end.rows));
  return end;
}

}  // namespace store
