// SPDX-License-Identifier: Apache-2.0
#include "store/export/csv_file.hpp"

#include "store/export/csv_rows.hpp"

#include <string>

namespace store {

PagesEnd write_csv(const geo::View& view, const Extract& extract, PrivateWriter& out, ExportPace& pace) {
  const CsvRows rows(extract.shown, Places(extract.crs), extract.query.columns);
  std::string text;
  rows.append_header(text);
  const PagesEnd end = for_each_page(view, extract, pace, [&](const geo::BatchView& batch) {
    for (std::size_t row = 0; row < batch.rows; ++row) { rows.append_row(text, batch, row); }
    out.write(text);
    text.clear();
  });
  return end;
}

}  // namespace store
