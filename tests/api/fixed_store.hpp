// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace api_tests {

// A store of given rows in given collections and nothing else, so that golden outputs hold no field of anybody else's.
// It cannot be written to.
class FixedStore final : public store::Store {
 public:
  void put(const geo::Collection& collection, std::vector<geo::Feature> rows);
  // From now on no role sees this collection.
  void hide(const std::string& collection) { m_hidden.insert(collection); }

  [[nodiscard]] store::StoreInfo info() const override { return {}; }
  [[nodiscard]] geo::Catalog catalog() const override { return m_catalog; }
  [[nodiscard]] std::shared_ptr<const geo::View> view(const std::string& collection, const geo::Role& role) override;

  void add_field(const std::string&, const geo::Field&) override;
  void add_collection(const geo::Collection&) override;
  void add_result(const geo::Collection&, const std::vector<geo::Row>&) override;
  void keep_result(const std::string&, std::optional<geo::TimeMs>) override;
  void remove_result(const std::string&) override;
  [[nodiscard]] std::optional<geo::BatchId> find_import(const geo::BatchInfo&) const override { return std::nullopt; }
  [[nodiscard]] std::unique_ptr<geo::BatchWriter> begin(const geo::BatchInfo&) override;
  geo::BatchOutcome edit(const geo::BatchInfo&, const std::vector<geo::Edit>&) override;
  geo::BatchOutcome undo(geo::BatchId) override;
  [[nodiscard]] geo::BatchOutcome plan_undo(geo::BatchId) override { return {}; }
  [[nodiscard]] std::vector<store::BatchRecord> batches() const override { return {}; }
  [[nodiscard]] std::optional<store::BatchRecord> batch(geo::BatchId) const override { return std::nullopt; }
  [[nodiscard]] std::vector<geo::RejectedRow> rejected(geo::BatchId) const override { return {}; }
  [[nodiscard]] std::vector<store::QuarantinedRow> quarantine(const std::string&) const override { return {}; }
  [[nodiscard]] std::map<std::string, std::int64_t> quarantine_counts() const override { return {}; }
  [[nodiscard]] std::vector<store::RowVersion> history(const std::string&, geo::Fid, const geo::Role&) const override { return {}; }
  [[nodiscard]] std::optional<geo::Fid> find_row(const std::string&, const std::string&, const std::string&,
                                                 const geo::Role&) const override {
    return std::nullopt;
  }

 private:
  geo::Catalog m_catalog;
  std::map<std::string, std::vector<geo::Feature>> m_rows;
  std::set<std::string> m_hidden;
};

}  // namespace api_tests
