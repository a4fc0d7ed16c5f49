// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/loader.hpp"

#include "store/snapshot/segment_builder.hpp"
#include "store/sqlite/row_table.hpp"

#include <fmt/format.h>

namespace store {
namespace {

constexpr int fixed_columns = 9;

// SQLite cannot know that few rows are new, and would scan them all.
std::string by_rev(const geo::Collection& schema) { return "INDEXED BY " + sql_name("rev_" + schema.id); }

std::string select(const SegmentBuilder& builder, const geo::Collection& schema, const std::string& index, const char* where) {
  std::string sql = "SELECT fid, _rev0, _rev1, _rev2, rev, _lon, _lat, _wkb, _deleted";
  for (const geo::Field& f : builder.hot()) { sql += ", " + sql_name(f.name); }
  return fmt::format("{} FROM {} {} WHERE {} ORDER BY fid", sql, row_table(schema.id), index, where);
}

void push(Stage& stage, const Statement& s, int column) {
  if (s.is_null(column)) {
    stage.push_null();
    return;
  }
  switch (stage.type()) {
    case geo::FieldType::boolean:
    case geo::FieldType::integer:
    case geo::FieldType::date:
    case geo::FieldType::time: stage.push_integer(s.integer(column)); break;
    case geo::FieldType::real: stage.push_real(s.real(column)); break;
    default: stage.push_text(s.text(column));
  }
}

void add(SegmentBuilder& builder, const Statement& s) {
  const bool none = s.is_null(5);
  const auto lon = none ? geo::GeometryColumn::no_point : static_cast<std::int32_t>(s.integer(5));
  const auto lat = none ? geo::GeometryColumn::no_point : static_cast<std::int32_t>(s.integer(6));
  builder.add(s.integer(0), {s.integer(1), s.integer(2), s.integer(3), s.integer(4)}, lon, lat, s.blob(7));
  for (std::size_t k = 0; k < builder.hot().size(); ++k) { push(builder.column(k), s, fixed_columns + static_cast<int>(k)); }
}

/// Calls take(fid) for every row, and builds segments of those that are not deleted.
template <class Take>
std::vector<std::shared_ptr<const Segment>> build(Database& database, const geo::Collection& schema, const std::string& index,
                                                  const char* where, geo::Rev since, Take take) {
  std::vector<std::shared_ptr<const Segment>> segments;
  auto builder = std::make_unique<SegmentBuilder>(schema);
  Statement s = database.prepare(select(*builder, schema, index, where));
  for (s.bind(1, since); s.step();) {
    take(s.integer(0));
    if (s.integer(8) != 0) { continue; }
    add(*builder, s);
    if (builder->size() < max_segment_rows) { continue; }
    segments.push_back(builder->build());
    builder = std::make_unique<SegmentBuilder>(schema);
  }
  if (builder->size() != 0) { segments.push_back(builder->build()); }
  return segments;
}

}  // namespace

std::shared_ptr<const Snapshot> load_snapshot(Database& database, const geo::Collection& schema, geo::Rev rev) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->schema = schema;
  snapshot->rev = rev;
  for (auto& segment : build(database, schema, "NOT INDEXED", "rev > ? AND NOT _deleted", -1, [](geo::Fid) {})) {
    snapshot->parts.push_back({segment, nullptr});
  }
  return snapshot;
}

Changes load_changes(Database& database, const geo::Collection& schema, geo::Rev since, geo::Rev rev) {
  Changes changes;
  changes.rev = rev;
  changes.segments = build(database, schema, by_rev(schema), "rev > ?", since, [&](geo::Fid fid) { changes.fids.push_back(fid); });
  return changes;
}

}  // namespace store
