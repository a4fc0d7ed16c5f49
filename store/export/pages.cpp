// SPDX-License-Identifier: Apache-2.0
#include "store/export/pages.hpp"

namespace store {

void for_each_page(const geo::View& view, const geo::Filter& filter, ExportPace& pace,
                   const std::function<void(const geo::BatchView&)>& visit) {
  geo::Query query;
  query.filter = filter;
  // A page with a filter looks at every row of the view again, so it should not be small; nor large, with rows of some kilobytes.
  query.limit = 8192;
  for (bool more = true; more;) {
    if (pace.progress.cancelled()) {
      throw geo::Error(geo::Problem::failed, "the export was stopped; no file was written",
                       "a exportação foi interrompida; nenhum ficheiro foi escrito");
    }
    const geo::Page page = view.find(query);
    visit(page.batch);
    pace.done += static_cast<std::int64_t>(page.batch.rows);
    pace.progress.at(pace.done, pace.total);
    more = page.more && page.batch.rows != 0;
    if (more) { query.after = page.batch.fid.integer(page.batch.rows - 1); }
  }
}

}  // namespace store
