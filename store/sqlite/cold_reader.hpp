// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/snapshot/snapshot_view.hpp"
#include "store/sqlite/database.hpp"

#include <filesystem>
#include <mutex>
#include <vector>

namespace store {

/// ColdReader over a store file: keeps a few read connections and lends one to each call. Safe to use from many threads.
class SqliteColdReader final : public ColdReader {
 public:
  explicit SqliteColdReader(std::filesystem::path file) : m_file(std::move(file)) {}

  void read(const std::string& collection, std::span<const geo::Field> fields, std::span<const Version> rows,
            const std::function<void(std::size_t, std::size_t, geo::Value)>& take) const override;

 private:
  class Loan;

  std::filesystem::path m_file;
  mutable std::mutex m_mutex;
  mutable std::vector<std::unique_ptr<Database>> m_idle;
};

}  // namespace store
