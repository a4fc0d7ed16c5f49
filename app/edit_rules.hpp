// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "importers/import.hpp"
#include "store/sqlite_store.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

namespace app {

/// The rules that rows are judged by which clients write one by one: those of an import, with what the store knows of the country,
/// which is read again only when it has changed. Thread-safe.
class EditRules {
 public:
  /// `store` must outlive it.
  EditRules(store::SqliteStore& store, std::string time_zone) : m_store(store), m_time_zone(std::move(time_zone)) {}

  /// As the role knows the country: what it does not see of areas and settlements places nothing.
  importers::ImportOptions for_collection(const std::string& collection, const geo::Role& role);

 private:
  /// Versions of the two views, and the day that areas are valid on.
  using State = std::tuple<std::uint64_t, std::uint64_t, geo::DayNumber>;
  struct Known {
    State state;
    std::shared_ptr<const importers::Reference> reference;
  };
  std::shared_ptr<const importers::Reference> reference(bool with_places, const geo::Role& role);

  store::SqliteStore& m_store;
  std::string m_time_zone;
  std::mutex m_mutex;
  std::map<std::string, Known> m_known;
};

}  // namespace app
