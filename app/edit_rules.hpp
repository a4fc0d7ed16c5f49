// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/import.hpp"
#include "store/sqlite_store.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace app {

/// The rules that rows are judged by which clients write one by one: those of an import, with what the store knows of the country,
/// which is read again only when it has changed. Thread-safe.
class EditRules {
 public:
  /// `store` must outlive it.
  EditRules(store::SqliteStore& store, std::string time_zone) : m_store(store), m_time_zone(std::move(time_zone)) {}

  importers::ImportOptions for_collection(const std::string& collection);

 private:
  struct Known {
    std::array<std::uint64_t, 2> versions{};
    std::shared_ptr<const importers::Reference> reference;
  };
  std::shared_ptr<const importers::Reference> reference(bool with_places);

  store::SqliteStore& m_store;
  std::string m_time_zone;
  std::mutex m_mutex;
  std::array<Known, 2> m_known;  ///< without settlements, with them
};

}  // namespace app
