// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/table/view.hpp"
#include "store/export/note.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace app {

using store::ExportNote;

/// What of the views goes into the file, what its codes mean, and who watches.
struct ExportOptions {
  geo::Filter filter = {};
  std::vector<geo::CodeList> code_lists = geo::builtin_catalog().code_lists;
  geo::Progress progress = {};
  /// Called when the file is whole, before it gets its name; if it throws there is no file.
  std::function<void()> before_name = {};
};

/// Writes what views show to a file for its owner only (0600); the extension says which kind: .gpkg holds any number of
/// collections, .geojson, .csv and .fgb one, .tif one that is a surface. Written beside the file, synced, then renamed: `file` is whole or
/// as it was before. What is in memory does not grow with the collections. Throws Error{usage} for another extension or too many
/// collections, Error{failed} when it cannot be written.
void export_views(const std::vector<std::shared_ptr<const geo::View>>& views, const std::filesystem::path& file, const ExportNote& note,
                  const ExportOptions& options = {});

/// The first half of it: whether export_views() would take so many collections into a file of this name. Throws Error{usage}.
void check_export_name(const std::filesystem::path& file, std::size_t collections);

/// Whether export_views() would write a raster under this name, and so takes surfaces alone. Throws Error{usage} for another extension.
bool is_raster(const std::filesystem::path& file);

}  // namespace app
