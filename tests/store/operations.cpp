// SPDX-License-Identifier: Apache-2.0
#include "tests/store/operations.hpp"

#include "tests/store/describe.hpp"
#include "tests/store/random_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace store_test {
namespace {

constexpr const char* collections[] = {"incidents", "catchments"};

void import(store::Store& store, RandomStore& make, std::int64_t number) {
  const std::string id = collections[make.below(2)];
  const geo::Collection collection = *store.catalog().collection(id);
  File file = make.file(collection);
  file.info.file_sha256 = fmt::format("{:064}", number);  // never one that was imported before
  const auto waiting = store.quarantine(id);
  for (geo::StagedRow& row : file.rows) {
    if (!waiting.empty() && make.chance(30)) { row.corrects = make.one_of(waiting).ref; }
  }
  const auto writer = store.begin(file.info);
  for (const geo::StagedRow& row : file.rows) { writer->add(row); }
  for (const geo::RejectedRow& row : file.rejected) { writer->reject(row); }
  writer->resolve();
  writer->commit(file.report);
}

void edit(store::Store& store, RandomStore& make) {
  const geo::Collection collection = *store.catalog().collection("incidents");
  geo::Query query;
  query.limit = 1000;
  const geo::Page page = store.view("incidents", geo::role_named("protection"))->find(query);
  geo::Edit change = make.edit(collection, 1);
  change.remove = page.batch.rows > 0 && make.chance(30);
  change.fid = page.batch.rows == 0 ? 0 : page.batch.fid.integer(make.below(page.batch.rows));
  geo::BatchInfo info;
  info.collection = "incidents";
  store.edit(info, {change});
}

/// False when there is nothing to undo.
bool undo(store::Store& store, RandomStore& make) {
  std::vector<geo::BatchId> alive;
  for (const store::BatchRecord& batch : store.batches()) {
    if (batch.alive && batch.info.kind != "undo") { alive.push_back(batch.id); }
  }
  if (alive.empty()) { return false; }
  store.undo(make.one_of(alive));
  return true;
}

void keep_or_remove_result(store::Store& store, RandomStore& make, std::int64_t number) {
  for (const geo::Collection& c : store.catalog().collections) {
    if (!c.result || make.chance(40)) { continue; }
    store.remove_result(c.id);
    return;
  }
  geo::Collection result;
  result.id = fmt::format("r-{}", number);
  result.geometry = geo::GeometryType::point;
  result.fields = {geo::Field{"z", geo::FieldType::real, {"z", "z"}}};
  result.result = geo::Provenance{"kde", "{}", "{}", {"incidents"}, "programme"};
  store.add_result(result, {{geo::Geometry::point({40, -12}), {0.5}}, {geo::Geometry(), {{}}}});
}

}  // namespace

void perform(store::Store& store, std::int64_t number) {
  RandomStore make(static_cast<std::uint64_t>(number) * 7919 + 1);
  const std::size_t dice = make.below(100);
  if (dice >= 45 && dice < 65) { return edit(store, make); }
  if (dice >= 65 && dice < 80 && undo(store, make)) { return; }
  if (dice >= 80 && dice < 90) { return keep_or_remove_result(store, make, number); }
  import(store, make, number);
}

std::string everything(store::Store& store) {
  std::string out = fmt::format("rev {}\n", store.info().rev);
  for (const geo::Collection& c : store.catalog().collections) {
    const bool is_used = c.result || std::find(std::begin(collections), std::end(collections), c.id) != std::end(collections);
    if (is_used) { out += describe(*store.view(c.id, geo::role_named("protection"))) + "\n"; }
  }
  for (const store::BatchRecord& batch : store.batches()) {
    out += describe(*store.batch(batch.id)) + "\n";
    for (const geo::RejectedRow& row : store.rejected(batch.id)) { out += "  " + describe(row) + "\n"; }
  }
  for (const char* id : collections) {
    for (const store::QuarantinedRow& row : store.quarantine(id)) { out += fmt::format("waits {} {}\n", id, describe(row.ref)); }
  }
  return out;
}

}  // namespace store_test
