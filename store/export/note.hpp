// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "geo/table/view.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace store {

/// What is told of a file in its metadata: names and values.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// What an exported file says of itself.
struct ExportNote {
  geo::Role role;                    ///< whose view it shows
  std::optional<geo::Rev> rev = {};  ///< commit of the store
  geo::TimeMs at = 0;
  std::string language = {};  ///< of titles: pt or en
  std::string store_id = {};
  std::string export_id = {};  ///< tells this file from all others
};

/// The note by name, with what the filter left out, how results came to be, and the warning in both languages: a file may end up with
/// anybody.
Facts facts_of(const std::vector<std::shared_ptr<const geo::View>>& views, const ExportNote& note, const geo::Filter& filter);

/// The same in a sentence or two, in the note's language; what follows the description of the layer of `view`.
std::string remark_of(const ExportNote& note, const geo::View& view);

/// Whether any of them holds places as they are: rows of a collection, or sites and settlements that coverage gaps name. Results of other
/// analyses hold cells, areas and tables.
bool hold_exact_places(const std::vector<std::shared_ptr<const geo::View>>& views);
/// Whom a file of such views is for, for whoever made it.
geo::Text keeping_of(const std::vector<std::shared_ptr<const geo::View>>& views, const geo::Role& role);

}  // namespace store
