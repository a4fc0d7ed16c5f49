// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/quarantine/layout.hpp"
#include "importers/quarantine/sheet.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace app {

/// The rows of a collection that wait in quarantine, those of one batch only if one is given, each with the file and the line
/// where it stood first.
std::vector<importers::WaitingRow> waiting_rows(const store::Store& store, const std::string& collection,
                                                std::optional<geo::BatchId> batch);

/// Rows that can stand in one file for correction.
struct CorrectionGroup {
  importers::Layout layout;
  std::vector<importers::WaitingRow> rows;
};
/// In the order of their first rows.
std::vector<CorrectionGroup> grouped(const store::Store& store, std::vector<importers::WaitingRow> rows);

}  // namespace app
