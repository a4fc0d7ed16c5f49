// SPDX-License-Identifier: Apache-2.0
#include "tests/app/dump.hpp"

#include "geo/base/error.hpp"
#include "tests/store/describe.hpp"

#include <fmt/format.h>

namespace app_test {
namespace {

using store_test::describe;

const geo::Role& everything() {
  static const geo::Role role = geo::role_named("protection");
  return role;
}

/// Without the commit that wrote it.
std::string content(const geo::Feature& feature) {
  std::string out = fmt::format("{} {}", feature.fid, describe(feature.row.geometry));
  for (const geo::Value& value : feature.row.values) { out += " " + describe(value); }
  return out + "\n";
}

std::string histories(const store::Store& store, const std::string& collection) {
  std::string out;
  for (geo::Fid fid = 1;; ++fid) {  // ids have no gaps
    try {
      for (const store::RowVersion& version : store.history(collection, fid, everything())) {
        out += fmt::format("{} {} {}\n", collection, fid, describe(version));
      }
    } catch (const geo::Error& e) {
      if (e.problem() == geo::Problem::not_found) { return out; }
      throw;
    }
  }
}

}  // namespace

std::string rows_of(store::Store& store) {
  std::string out;
  for (const geo::Collection& c : store.catalog().collections) {
    out += describe(c) + "\n";
    geo::Query all;
    all.limit = UINT32_MAX;
    const geo::Page page = store.view(c.id, everything())->find(all);
    for (std::size_t i = 0; i < page.batch.rows; ++i) { out += content(geo::feature_at(page.batch, i)); }
    for (const store::QuarantinedRow& row : store.quarantine(c.id)) {
      out += fmt::format("{} waits: {}\n", describe(row.ref), describe(row.row));
    }
  }
  return out;
}

std::string all_of(store::Store& store) {
  std::string out = fmt::format("rev {}\n", store.info().rev) + rows_of(store);
  for (const store::BatchRecord& batch : store.batches()) {
    out += describe(*store.batch(batch.id)) + "\n";
    for (const geo::RejectedRow& row : store.rejected(batch.id)) { out += "  " + describe(row) + "\n"; }
  }
  for (const geo::Collection& c : store.catalog().collections) { out += histories(store, c.id); }
  return out;
}

}  // namespace app_test
