// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

// The batches of a store and the rows they refused, kept to be read rather than to be fast.
namespace store::memory {

struct Batch {
  BatchRecord record;
  std::vector<geo::RejectedRow> rejected;
  std::vector<geo::QuarantineRef> settled;  ///< rows of earlier batches
};

class Batches {
 public:
  [[nodiscard]] geo::BatchId next_id() const { return static_cast<geo::BatchId>(m_batches.size()) + 1; }
  Batch& add(Batch batch);
  /// nullptr when there is none.
  [[nodiscard]] const Batch* find(geo::BatchId id) const;
  Batch* find(geo::BatchId id) { return const_cast<Batch*>(static_cast<const Batches*>(this)->find(id)); }
  [[nodiscard]] const std::vector<Batch>& all() const { return m_batches; }
  [[nodiscard]] std::map<geo::BatchId, bool> alive() const;

  /// The alive import of the same file, if there is one and it has not been overtaken (see Store::find_import).
  [[nodiscard]] const BatchRecord* earlier_import(const geo::BatchInfo& info) const;
  /// Rows of the collection that wait to be corrected.
  [[nodiscard]] std::vector<QuarantinedRow> waiting(const std::string& collection) const;
  /// Rows of batches alive that an import of these rows settles: also those that another one has settled, which may be undone.
  [[nodiscard]] std::vector<geo::QuarantineRef> settled_by(const geo::BatchInfo& info, const std::vector<geo::StagedRow>& staged,
                                                           const std::vector<geo::RejectedRow>& rejected) const;

 private:
  [[nodiscard]] bool overtaken(const BatchRecord& record) const;
  [[nodiscard]] std::vector<QuarantinedRow> refused(const std::string& collection) const;

  std::vector<Batch> m_batches;  // batch i + 1 at i
};

}  // namespace store::memory
