// SPDX-License-Identifier: Apache-2.0
#include "store/export/pages.hpp"

#include <algorithm>
#include <utility>

namespace store {
namespace {

/// A page with a filter looks at every row of the view again, so it should not be small; nor large, with rows of some kilobytes. One with
/// an order does it at greater cost.
constexpr std::uint64_t page_rows = 8192;
constexpr std::uint64_t sorted_page_rows = 32768;

/// What the row has in the fields that the query sorts by.
std::vector<geo::Value> keys_of(const geo::View& view, const geo::Query& query, const geo::BatchView& batch, std::size_t row) {
  std::vector<geo::Value> keys;
  for (const geo::SortKey& key : query.sort) {
    const auto named = std::find(query.columns.begin(), query.columns.end(), key.field);
    const auto column = query.columns.empty() ? view.schema().index_of(key.field) : named - query.columns.begin();
    keys.push_back(geo::sort_value(batch.columns[static_cast<std::size_t>(column)], row));
  }
  return keys;
}

void refuse_if_cancelled(const ExportPace& pace) {
  if (!pace.progress.cancelled()) { return; }
  throw geo::Error(geo::Problem::failed, "the export was stopped; no file was written",
                   "a exportação foi interrompida; nenhum ficheiro foi escrito");
}

}  // namespace

Extract::Extract(const geo::View& view, geo::Filter filter) : shown(view.schema()) { query.filter = std::move(filter); }

PagesEnd for_each_page(const geo::View& view, const Extract& extract, ExportPace& pace,
                       const std::function<void(const geo::BatchView&)>& visit) {
  geo::Query query = extract.query;
  PagesEnd end;
  for (bool more = true; more;) {
    refuse_if_cancelled(pace);
    query.limit = static_cast<std::uint32_t>(std::min(query.sort.empty() ? page_rows : sorted_page_rows, extract.most_rows - end.rows));
    const geo::Page page = view.find(query);
    visit(page.batch);
    end.rows += page.batch.rows;
    pace.done += static_cast<std::int64_t>(page.batch.rows);
    pace.progress.at(pace.done, pace.total);
    end.more = page.more && page.batch.rows != 0;
    if (page.batch.rows == 0) { break; }
    end.last = query.after = page.batch.fid.integer(page.batch.rows - 1);
    end.last_keys = query.after_keys = keys_of(view, query, page.batch, page.batch.rows - 1);
    query.offset = 0;
    more = end.more && end.rows < extract.most_rows;
  }
  return end;
}

}  // namespace store
