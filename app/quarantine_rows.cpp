// SPDX-License-Identifier: Apache-2.0
#include "app/quarantine_rows.hpp"

#include "app/correct_file.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace app {
namespace {

/// Batches and what they refused, each looked up once.
class Batches {
 public:
  explicit Batches(const store::Store& store) : m_store(store) {}

  const std::string& file_of(geo::BatchId id) {
    const auto it = m_files.find(id);
    if (it != m_files.end()) { return it->second; }
    const std::optional<store::BatchRecord> batch = m_store.batch(id);
    return m_files[id] = batch ? batch->info.file_name : "";
  }
  /// nullptr when there is no such row.
  const geo::RejectedRow* row(const geo::QuarantineRef& ref) {
    auto it = m_rejected.find(ref.batch);
    if (it == m_rejected.end()) { it = m_rejected.emplace(ref.batch, m_store.rejected(ref.batch)).first; }
    const auto at = static_cast<std::size_t>(ref.position);
    return ref.position < 0 || at >= it->second.size() ? nullptr : &it->second[at];
  }

 private:
  const store::Store& m_store;
  std::map<geo::BatchId, std::string> m_files;
  std::map<geo::BatchId, std::vector<geo::RejectedRow>> m_rejected;
};

/// A row that was corrected and refused again is still known by its first file.
void find_first_place(Batches& batches, importers::WaitingRow& waiting) {
  geo::QuarantineRef ref = waiting.ref;
  const geo::RejectedRow* row = &waiting.row;
  // What a row corrects is of an earlier batch, so that this ends.
  while (row->corrects && row->corrects->batch < ref.batch) {
    const geo::RejectedRow* earlier = batches.row(*row->corrects);
    if (earlier == nullptr) { break; }
    ref = *row->corrects;
    row = earlier;
  }
  waiting.file = batches.file_of(ref.batch);
  waiting.line = row->line;
}

}  // namespace

std::vector<importers::WaitingRow> waiting_rows(const store::Store& store, const std::string& collection,
                                                std::optional<geo::BatchId> batch) {
  Batches batches(store);
  std::vector<importers::WaitingRow> rows;
  for (store::QuarantinedRow& row : store.quarantine(collection)) {
    if (batch && row.ref.batch != *batch) { continue; }
    importers::WaitingRow waiting{row.ref, std::move(row.row), {}, 0};
    find_first_place(batches, waiting);
    rows.push_back(std::move(waiting));
  }
  return rows;
}

std::vector<CorrectionGroup> grouped(const store::Store& store, std::vector<importers::WaitingRow> rows) {
  std::map<geo::BatchId, std::size_t> group_of_batch;
  std::vector<CorrectionGroup> groups;
  for (importers::WaitingRow& row : rows) {
    const geo::BatchId id = row.ref.batch;
    if (group_of_batch.count(id) == 0) {
      importers::Layout layout = layout_of_batch(*store.batch(id));
      const auto same =
          std::find_if(groups.begin(), groups.end(), [&](const CorrectionGroup& g) { return g.layout.fingerprint == layout.fingerprint; });
      group_of_batch[id] = static_cast<std::size_t>(same - groups.begin());
      if (same == groups.end()) { groups.push_back({std::move(layout), {}}); }
    }
    groups[group_of_batch[id]].rows.push_back(std::move(row));
  }
  return groups;
}

}  // namespace app
