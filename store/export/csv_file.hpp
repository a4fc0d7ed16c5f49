// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/export/pages.hpp"
#include "store/export/pending_file.hpp"

namespace store {

/// A view, or what is wanted of it, as a CSV file: see CsvRows. Nothing in it says when it was made: the same is the same bytes.
PagesEnd write_csv(const geo::View& view, const Extract& extract, PrivateWriter& out, ExportPace& pace);

}  // namespace store
