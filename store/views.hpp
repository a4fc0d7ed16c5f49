// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite_store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace store {

/// What one role sees of several collections, all of the same commit, although other processes write meanwhile.
class Views {
 public:
  /// Throws Error{not_found}, and Error{busy} when every look at the store finds another commit.
  Views(SqliteStore& store, const std::vector<std::string>& collections, const geo::Role& role);

  [[nodiscard]] geo::Rev rev() const { return m_rev; }
  /// In the order in which they were asked for.
  [[nodiscard]] const std::vector<std::shared_ptr<const geo::View>>& all() const { return m_views; }
  /// Precondition: it was asked for.
  [[nodiscard]] const geo::View& operator[](const std::string& collection) const;

 private:
  geo::Rev m_rev = 0;
  std::vector<std::shared_ptr<const geo::View>> m_views;
};

/// Every collection but results of analyses that the role sees, in the order of the catalog.
std::vector<std::string> collections_seen_by(SqliteStore& store, const geo::Role& role);

}  // namespace store
