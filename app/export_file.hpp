// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/table/role.hpp"
#include "geo/table/view.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace app {

/// What an exported file says of itself.
struct ExportNote {
  geo::Role role;    ///< whose view it shows
  geo::Rev rev = 0;  ///< commit of the store
  geo::TimeMs at = 0;
  std::string language;  ///< of titles: pt or en
  std::string store_id = {};
  std::string export_id = {};  ///< tells this file from all others
};

/// What of the views goes into the file, what its codes mean, and who watches.
struct ExportOptions {
  geo::Filter filter = {};
  std::vector<geo::CodeList> code_lists = geo::builtin_catalog().code_lists;
  geo::Progress progress = {};
  /// Called when the file is whole, before it gets its name; if it throws there is no file.
  std::function<void()> before_name = {};
};

/// Writes what views show to a file for its owner only (0600); the extension says which kind: .gpkg holds any number of
/// collections, .geojson and .csv one. Written beside the file, synced, then renamed: `file` is whole or as it was before.
/// What is in memory does not grow with the collections.
/// Throws Error{usage} for another extension or too many collections, Error{failed} when it cannot be written.
void export_views(const std::vector<std::shared_ptr<const geo::View>>& views, const std::filesystem::path& file, const ExportNote& note,
                  const ExportOptions& options = {});

/// The first half of it: whether export_views() would take so many collections into a file of this name. Throws Error{usage}.
void check_export_name(const std::filesystem::path& file, std::size_t collections);

}  // namespace app
