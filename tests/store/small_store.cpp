// SPDX-License-Identifier: Apache-2.0
#include "tests/store/small_store.hpp"

#include <fmt/format.h>

namespace store_test {
namespace {

constexpr geo::TimeMs day_ms = 86'400'000;
constexpr std::int64_t day_zero = 20'000;

}  // namespace

void SmallStore::SetUp() {
  m_now = day_zero * day_ms + 1234;
  m_subject = GetParam().make([this] { return m_now; });
}

std::unique_ptr<geo::BatchWriter> SmallStore::begin(const Lines& lines) {
  m_now += day_ms;
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = lines.source;
  info.file_sha256 = lines.sha;
  info.complete = lines.complete;
  info.file_name = "week.csv";
  info.operator_name = "ana";
  const geo::Collection incidents = *store().catalog().collection("incidents");
  auto writer = store().begin(info);
  std::int64_t number = 1;
  for (const Line& line : lines.good) {
    geo::StagedRow row{++number, line.key, geo::hash128(line.raw), {geo::Geometry::point({40.5, -12.9}), {}}, line.corrects};
    row.row.values.resize(incidents.fields.size());
    row.row.values[static_cast<std::size_t>(incidents.index_of("killed"))] = line.killed;
    writer->add(row);
  }
  for (const Line& line : lines.refused) {
    geo::RejectedRow row{++number, "data", "31/02/2024", "date", {"not a date", "não é uma data"}, R"({"data":"31/02/2024"})"};
    row.source_key = line.key;
    if (!line.raw.empty()) { row.raw = geo::hash128(line.raw); }
    row.corrects = line.corrects;
    writer->reject(row);
  }
  return writer;
}

geo::BatchOutcome SmallStore::import(const Lines& lines) {
  const auto writer = begin(lines);
  writer->resolve();
  return writer->commit("{}");
}

geo::BatchOutcome SmallStore::plan(const Lines& lines) { return begin(lines)->resolve(); }

geo::BatchOutcome SmallStore::put(geo::Fid fid, std::int64_t killed, std::int64_t confidentiality, const std::string& narrative) {
  m_now += day_ms;
  const geo::Collection incidents = *store().catalog().collection("incidents");
  geo::Row row{geo::Geometry::point({40.5, -12.9}), std::vector<geo::Value>(incidents.fields.size())};
  row.values[static_cast<std::size_t>(incidents.index_of("killed"))] = killed;
  row.values[static_cast<std::size_t>(incidents.index_of("confidentiality"))] = confidentiality;
  if (!narrative.empty()) { row.values[static_cast<std::size_t>(incidents.index_of("narrative"))] = narrative; }
  geo::BatchInfo info;
  info.collection = "incidents";
  info.operator_name = "rui";
  return store().edit(info, {{fid, false, row}});
}

geo::BatchOutcome SmallStore::remove(geo::Fid fid) {
  m_now += day_ms;
  geo::BatchInfo info;
  info.collection = "incidents";
  return store().edit(info, {{fid, true, {}}});
}

geo::BatchOutcome SmallStore::undo(geo::BatchId batch) {
  m_now += day_ms;
  return store().undo(batch);
}

std::string SmallStore::rows() {
  geo::Query query;
  query.limit = 1000;
  query.columns = {"killed", "withdrawn_on"};
  const geo::Page page = store().view("incidents", geo::role_named("protection"))->find(query);
  std::string out;
  for (std::size_t i = 0; i < page.batch.rows; ++i) {
    const geo::Feature feature = geo::feature_at(page.batch, i);
    out += fmt::format("{}{}:{}", out.empty() ? "" : " ", feature.fid, describe(feature.row.values[0]));
    if (const auto* day = std::get_if<std::int64_t>(&feature.row.values[1])) { out += fmt::format("/{}", *day - day_zero); }
  }
  return out;
}

std::string SmallStore::waiting(const std::string& collection) {
  std::string out;
  for (const store::QuarantinedRow& row : store().quarantine(collection)) { out += (out.empty() ? "" : " ") + describe(row.ref); }
  return out;
}

}  // namespace store_test
