// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/import_plan.hpp"

#include "store/sqlite/identity.hpp"
#include "store/sqlite/quarantine.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <tuple>

namespace store {
namespace {

using geo::Fid;
using geo::Hash128;

/// The hash under which the store has the row.
Hash128 stored_key(const Identity& id) { return id.occurrence == 0 ? id.key : hash_content_key(content_key(id.key, id.occurrence)); }

class Planner {
 public:
  Planner(Database& database, const ImportParts& parts, std::vector<Identity>& identities, const geo::Progress& progress)
      : m_database(database),
        m_parts(parts),
        m_identities(identities),
        m_progress(progress),
        m_table(database, parts.collection),
        m_finder(database, m_table),
        m_source(parts.collection.index_of("source")) {
    m_plan.actions.assign(identities.size(), Action::insert);
    m_plan.fids.assign(identities.size(), 0);
  }

  ImportPlan plan() {
    number_occurrences();
    // In order of key, so that neighbours share pages.
    for (std::size_t i = 0; i < m_identities.size(); ++i) {
      stop_if_asked(m_progress, i);
      if (m_plan.actions[m_identities[i].row] != Action::superseded) { decide(m_identities[i]); }
    }
    look_for_absent();
    look_for_settled();
    return std::move(m_plan);
  }

 private:
  void number_occurrences();
  void decide(const Identity& id);
  [[nodiscard]] bool removed_by_hand(geo::BatchId batch);
  [[nodiscard]] bool stands_in_source(const StoredRow& row) const;
  [[nodiscard]] std::vector<Identity> identities_of_rejected() const;
  [[nodiscard]] std::set<Fid> standing_rows_refused();
  void look_for_absent();
  void find_absent(const std::set<Fid>& refused);
  void look_for_settled();

  Database& m_database;
  const ImportParts& m_parts;
  std::vector<Identity>& m_identities;
  const geo::Progress& m_progress;
  RowTable m_table;
  KeyFinder m_finder;
  int m_source;
  ImportPlan m_plan;
};

/// Equal raw rows of one file are told apart by counting them in file order; equal keys supersede one another.
void Planner::number_occurrences() {
  std::sort(m_identities.begin(), m_identities.end(), [](const Identity& a, const Identity& b) {
    return std::tuple(a.occurrence, a.key, a.row) < std::tuple(b.occurrence, b.key, b.row);
  });
  for (std::size_t i = 1; i < m_identities.size(); ++i) {
    Identity& previous = m_identities[i - 1];
    Identity& id = m_identities[i];
    if (id.key != previous.key || (id.occurrence == 0) != (previous.occurrence == 0)) { continue; }
    if (id.occurrence == 0) {
      m_plan.actions[previous.row] = Action::superseded;
    } else {
      id.occurrence = previous.occurrence + 1;
    }
  }
}

/// What someone has taken out stays out until the source says something new; what went with an undo comes back.
bool Planner::removed_by_hand(geo::BatchId batch) {
  Statement s = m_database.prepare("SELECT kind='edit' FROM batch WHERE id=?");
  return s.bind(1, batch).step() && s.integer(0) != 0;
}

bool Planner::stands_in_source(const StoredRow& row) const {
  const auto* source = std::get_if<std::string>(&row.row.values[static_cast<std::size_t>(m_source)]);
  return m_table.stands(row) && source != nullptr && *source == m_parts.info.source;
}

void Planner::decide(const Identity& id) {
  geo::BatchOutcome& outcome = m_plan.outcome;
  Action& action = m_plan.actions[id.row];
  const Hash128 key = stored_key(id);
  const std::optional<StoredRow> found = m_finder.find(key, id.occurrence != 0);
  if (!found) {
    m_plan.new_keys.emplace_back(key.high, id.row);
    ++outcome.inserted;
    return;
  }
  m_plan.fids[id.row] = found->fid;
  const bool returns = !found->deleted && !m_table.stands(*found);
  outcome.present += stands_in_source(*found) ? 1 : 0;
  outcome.returned += returns ? 1 : 0;
  if (found->source_content != id.content || (found->deleted && !removed_by_hand(found->batch))) {
    action = Action::update;
  } else {
    action = returns ? Action::give_back : Action::nothing;
  }
  ++(action == Action::nothing ? outcome.unchanged : outcome.updated);
}

/// A row that was refused stands in the file all the same. Equal rows without a key are counted after those that went in.
std::vector<Identity> Planner::identities_of_rejected() const {
  std::vector<Identity> refused;
  std::map<Hash128, std::uint32_t> occurrences;
  for (const geo::RejectedRow& row : m_parts.rejected) {
    if (row.source_key.empty()) {
      occurrences[row.raw] = 0;
    } else {
      refused.push_back({hash_key(m_parts.info.source, row.source_key), 0, 0, 0});
    }
  }
  if (occurrences.empty()) { return refused; }
  for (const Identity& id : m_identities) {
    if (id.occurrence == 0) { continue; }
    if (const auto it = occurrences.find(id.key); it != occurrences.end()) { ++it->second; }
  }
  for (const geo::RejectedRow& row : m_parts.rejected) {
    if (row.source_key.empty()) { refused.push_back({row.raw, 0, 0, ++occurrences[row.raw]}); }
  }
  return refused;
}

/// Those that stand in the file in no other way.
std::set<Fid> Planner::standing_rows_refused() {
  std::set<Fid> refused;
  for (const Identity& id : identities_of_rejected()) {
    const std::optional<StoredRow> found = m_finder.find(stored_key(id), id.occurrence != 0);
    if (found && stands_in_source(*found)) { refused.insert(found->fid); }
  }
  if (!refused.empty()) {
    for (const Fid fid : m_plan.fids) { refused.erase(fid); }
  }
  return refused;
}

/// Which rows of the source are not in the file. Only a complete file has to find them; for others their number will do.
void Planner::look_for_absent() {
  geo::BatchOutcome& outcome = m_plan.outcome;
  const std::set<Fid> refused = standing_rows_refused();
  outcome.present += static_cast<std::int64_t>(refused.size());
  const std::int64_t absent = rows_of_source(m_database, m_parts.collection.id, m_parts.info.source) - outcome.present;
  assert(absent >= 0);
  (m_parts.info.complete ? outcome.withdrawn : outcome.absent) = absent;
  if (outcome.withdrawn > 0) { find_absent(refused); }
  assert(outcome.withdrawn == static_cast<std::int64_t>(m_plan.withdrawn.size()));
}

void Planner::find_absent(const std::set<Fid>& refused) {
  std::vector<Fid> in_file = m_plan.fids;
  in_file.insert(in_file.end(), refused.begin(), refused.end());
  std::sort(in_file.begin(), in_file.end());
  Statement s = m_database.prepare("SELECT fid FROM " + row_table(m_parts.collection.id) +
                                   " WHERE source=? AND NOT _deleted AND withdrawn_on IS NULL ORDER BY fid");
  for (s.bind(1, m_parts.info.source); s.step();) {
    if (!std::binary_search(in_file.begin(), in_file.end(), s.integer(0))) { m_plan.withdrawn.push_back(s.integer(0)); }
  }
}

void Planner::look_for_settled() {
  Refused earlier(m_database, m_parts.info);
  if (earlier.none()) { return; }
  for (const Identity& id : m_identities) { earlier.settle(id.key, id.occurrence != 0); }
  for (const geo::QuarantineRef& ref : m_parts.corrected) { earlier.settle(ref); }
  const std::int64_t gone_in = earlier.waited();
  for (const geo::RejectedRow& row : m_parts.rejected) {
    const bool is_raw = row.source_key.empty();
    earlier.settle(is_raw ? row.raw : hash_key(m_parts.info.source, row.source_key), is_raw);
    if (row.corrects) { earlier.settle(*row.corrects); }
  }
  m_plan.settled = earlier.settled();
  m_plan.outcome.resolved = earlier.waited();
  m_plan.outcome.refused_again = m_plan.outcome.resolved - gone_in;
}

}  // namespace

void stop_if_asked(const geo::Progress& progress, std::size_t row) {
  if (row % rows_per_report == 0 && progress.cancelled()) { geo::throw_stopped(); }
}

ImportPlan plan_import(Database& database, const ImportParts& parts, std::vector<Identity>& identities, const geo::Progress& progress) {
  return Planner(database, parts, identities, progress).plan();
}

}  // namespace store
