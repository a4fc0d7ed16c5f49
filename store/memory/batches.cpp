// SPDX-License-Identifier: Apache-2.0
#include "store/memory/batches.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace store::memory {
namespace {

bool same_file(const geo::BatchInfo& a, const geo::BatchInfo& b) {
  return a.collection == b.collection && a.file_sha256 == b.file_sha256 && a.options == b.options && a.source == b.source &&
         a.complete == b.complete;
}

/// What a row is known by; rows of which nobody knows anything are all different.
bool same_row(const std::string& source_a, const std::string& key_a, const geo::Hash128& raw_a, const std::string& source_b,
              const std::string& key_b, const geo::Hash128& raw_b) {
  if (!key_a.empty() || !key_b.empty()) { return source_a == source_b && key_a == key_b; }
  return raw_a == raw_b && raw_a != geo::Hash128{};
}

}  // namespace

Batch& Batches::add(Batch batch) {
  m_batches.push_back(std::move(batch));
  return m_batches.back();
}

const Batch* Batches::find(geo::BatchId id) const {
  return id < 1 || id >= next_id() ? nullptr : &m_batches[static_cast<std::size_t>(id) - 1];
}

std::map<geo::BatchId, bool> Batches::alive() const {
  std::map<geo::BatchId, bool> alive;
  for (const Batch& b : m_batches) { alive[b.record.id] = b.record.alive; }
  return alive;
}

bool Batches::overtaken(const BatchRecord& record) const {
  return std::any_of(m_batches.begin(), m_batches.end(), [&](const Batch& b) {
    if (b.record.info.collection != record.info.collection) { return false; }
    const bool undone_since = b.record.rev < record.rev && b.record.undone_rev > record.rev;
    const bool same_source = b.record.alive && b.record.info.kind == "import" && b.record.info.source == record.info.source;
    const bool said_otherwise = b.record.info.complete || record.info.complete;
    return undone_since || (same_source && said_otherwise && b.record.rev > record.rev);
  });
}

const BatchRecord* Batches::earlier_import(const geo::BatchInfo& info) const {
  const auto it = std::find_if(m_batches.rbegin(), m_batches.rend(), [&](const Batch& b) {
    return b.record.alive && b.record.info.kind == "import" && same_file(b.record.info, info) && !overtaken(b.record);
  });
  return info.file_sha256.empty() || it == m_batches.rend() ? nullptr : &it->record;
}

std::vector<QuarantinedRow> Batches::refused(const std::string& collection) const {
  std::vector<QuarantinedRow> rows;
  for (const Batch& batch : m_batches) {
    if (!batch.record.alive || batch.record.info.collection != collection) { continue; }
    for (std::size_t i = 0; i < batch.rejected.size(); ++i) {
      rows.push_back({{batch.record.id, static_cast<std::int64_t>(i)}, batch.rejected[i]});
    }
  }
  return rows;
}

std::vector<QuarantinedRow> Batches::waiting(const std::string& collection) const {
  std::set<geo::QuarantineRef> settled;
  for (const Batch& batch : m_batches) {
    if (batch.record.alive) { settled.insert(batch.settled.begin(), batch.settled.end()); }
  }
  std::vector<QuarantinedRow> rows = refused(collection);
  rows.erase(std::remove_if(rows.begin(), rows.end(), [&](const QuarantinedRow& row) { return settled.count(row.ref) != 0; }), rows.end());
  return rows;
}

std::vector<geo::QuarantineRef> Batches::settled_by(const geo::BatchInfo& info, const std::vector<geo::StagedRow>& staged,
                                                    const std::vector<geo::RejectedRow>& rejected) const {
  std::vector<geo::QuarantineRef> settled;
  for (const QuarantinedRow& waits : refused(info.collection)) {
    const std::string& source = find(waits.ref.batch)->record.info.source;
    const auto settles = [&](const auto& row) {
      return row.corrects == waits.ref || same_row(source, waits.row.source_key, waits.row.raw, info.source, row.source_key, row.raw);
    };
    if (std::any_of(staged.begin(), staged.end(), settles) || std::any_of(rejected.begin(), rejected.end(), settles)) {
      settled.push_back(waits.ref);
    }
  }
  return settled;
}

}  // namespace store::memory
