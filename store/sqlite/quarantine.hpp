// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "store/sqlite/database.hpp"
#include "store/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace store {

void insert_rejected(Database& database, geo::BatchId batch, const std::vector<geo::RejectedRow>& rows);
std::vector<geo::RejectedRow> load_rejected(Database& database, geo::BatchId batch);

/// See Store::quarantine() and Store::quarantine_counts().
std::vector<QuarantinedRow> load_quarantine(Database& database, const std::string& collection);
std::map<std::string, std::int64_t> count_quarantine(Database& database);

/// The rows of a collection that batches alive have refused, by what they are known by: which of them does an import settle?
/// Also those that another batch has settled, since that one may be undone.
class Refused {
 public:
  Refused(Database& database, const geo::BatchInfo& info);

  [[nodiscard]] bool none() const { return m_by_ref.empty(); }
  /// `key`: of hash_key(source, key), or the raw row when it has none.
  void settle(const geo::Hash128& key, bool is_raw);
  void settle(const geo::QuarantineRef& ref);
  /// In order, each once.
  [[nodiscard]] std::vector<geo::QuarantineRef> settled() const;
  /// How many of those waited until now.
  [[nodiscard]] std::int64_t waited() const;

 private:
  struct State {
    bool waits = true;
    bool settled = false;
  };
  std::multimap<std::pair<bool, geo::Hash128>, geo::QuarantineRef> m_by_key;
  std::map<geo::QuarantineRef, State> m_by_ref;
};

void insert_settled(Database& database, const std::vector<geo::QuarantineRef>& rows, geo::BatchId by);

}  // namespace store
