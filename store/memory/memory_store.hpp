// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace store {

/// A store in plain maps: for tests of what stands above a store, and the model that the other stores are held against.
/// Each call takes time in proportion to all rows and their history. Nothing outlives the object.
class MemoryStore final : public Store {
 public:
  using Clock = std::function<geo::TimeMs()>;

  /// `id` is what StoreInfo says. `busy_timeout` is how long a writer waits for another one.
  MemoryStore(std::string id, Clock clock, std::chrono::milliseconds busy_timeout = std::chrono::seconds(5));
  ~MemoryStore() override;

  [[nodiscard]] StoreInfo info() const override;
  [[nodiscard]] geo::Catalog catalog() const override;
  void add_field(const std::string& collection, const geo::Field& field) override;
  void add_collection(const geo::Collection& collection) override;
  void add_result(const geo::Collection& collection, const std::vector<geo::Row>& rows) override;
  void keep_result(const std::string& id, std::optional<geo::TimeMs> expires_at) override;
  void remove_result(const std::string& id) override;
  [[nodiscard]] std::optional<geo::BatchId> find_import(const geo::BatchInfo& info) const override;
  [[nodiscard]] std::unique_ptr<geo::BatchWriter> begin(const geo::BatchInfo& info) override;
  geo::BatchOutcome edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) override;
  geo::BatchOutcome undo(geo::BatchId batch) override;
  [[nodiscard]] geo::BatchOutcome plan_undo(geo::BatchId batch) override;
  [[nodiscard]] std::vector<BatchRecord> batches() const override;
  [[nodiscard]] std::optional<BatchRecord> batch(geo::BatchId id) const override;
  [[nodiscard]] std::vector<geo::RejectedRow> rejected(geo::BatchId batch) const override;
  [[nodiscard]] std::vector<QuarantinedRow> quarantine(const std::string& collection) const override;
  [[nodiscard]] std::map<std::string, std::int64_t> quarantine_counts() const override;
  [[nodiscard]] std::vector<RowVersion> history(const std::string& collection, geo::Fid fid, const geo::Role& role) const override;
  [[nodiscard]] std::optional<geo::Fid> find_row(const std::string& collection, const std::string& source, const std::string& source_key,
                                                 const geo::Role& role) const override;
  [[nodiscard]] std::shared_ptr<const geo::View> view(const std::string& collection, const geo::Role& role) override;

 private:
  class State;
  class Writer;

  std::shared_ptr<State> m_state;  ///< shared with batch writers
};

}  // namespace store
