// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/quarantine.hpp"

#include "store/sqlite/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace store {
namespace {

using geo::QuarantineRef;
using geo::RejectedRow;

constexpr const char* columns =
    "q.line, q.field, q.value, q.rule, q.message_en, q.message_pt, q.raw, q.whole, q.source_key, q.raw_high, q.raw_low, q.corrects_batch, "
    "q.corrects_position";
constexpr const char* is_settled =
    "EXISTS(SELECT 1 FROM settled s JOIN batch n ON n.id=s.by_batch WHERE s.batch=q.batch AND s.position=q.position AND n.alive)";

RejectedRow read(const Statement& s) {
  const auto text = [&](int column) { return std::string(s.text(column)); };
  RejectedRow row{s.integer(0), text(1), text(2), text(3), {text(4), text(5)}, text(6)};
  row.whole = s.integer(7) != 0;
  row.source_key = text(8);
  row.raw = {static_cast<std::uint64_t>(s.integer(9)), static_cast<std::uint64_t>(s.integer(10))};
  if (!s.is_null(11)) { row.corrects = QuarantineRef{s.integer(11), s.integer(12)}; }
  return row;
}

}  // namespace

void insert_rejected(Database& database, geo::BatchId batch, const std::vector<RejectedRow>& rows) {
  Statement s = database.prepare(
      "INSERT INTO quarantine(batch, position, line, field, value, rule, message_en, message_pt, raw, whole, source_key, raw_high, "
      "raw_low, "
      "corrects_batch, corrects_position) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  std::int64_t position = 0;
  for (const RejectedRow& r : rows) {
    s.bind(1, batch).bind(2, position++).bind(3, r.line).bind(4, r.column).bind(5, r.value).bind(6, r.rule);
    s.bind(7, r.message.en).bind(8, r.message.pt).bind(9, r.raw_json).bind(10, std::int64_t{r.whole}).bind(11, r.source_key);
    s.bind(12, static_cast<std::int64_t>(r.raw.high)).bind(13, static_cast<std::int64_t>(r.raw.low));
    if (r.corrects) { s.bind(14, r.corrects->batch).bind(15, r.corrects->position); }
    s.run();
  }
}

std::vector<RejectedRow> load_rejected(Database& database, geo::BatchId batch) {
  Statement s = database.prepare(fmt::format("SELECT {} FROM quarantine q WHERE q.batch=? ORDER BY q.position", columns));
  std::vector<RejectedRow> rows;
  for (s.bind(1, batch); s.step();) { rows.push_back(read(s)); }
  return rows;
}

// CROSS JOIN: SQLite must begin with the quarantine, of which there is little, and not with the batches, of which every edit
// makes one.
std::vector<QuarantinedRow> load_quarantine(Database& database, const std::string& collection) {
  Statement s = database.prepare(fmt::format(
      "SELECT {}, q.batch, q.position FROM quarantine q CROSS JOIN batch b ON b.id=q.batch WHERE b.collection=? AND b.alive AND NOT {} "
      "ORDER BY q.batch, q.position",
      columns, is_settled));
  std::vector<QuarantinedRow> rows;
  for (s.bind(1, collection); s.step();) { rows.push_back({{s.integer(13), s.integer(14)}, read(s)}); }
  return rows;
}

std::map<std::string, std::int64_t> count_quarantine(Database& database) {
  Statement s =
      database.prepare(fmt::format("SELECT b.collection, count(*) FROM quarantine q INDEXED BY quarantine_key CROSS JOIN batch b ON "
                                   "b.id=q.batch WHERE b.alive AND NOT {} "
                                   "GROUP BY b.collection",
                                   is_settled));
  std::map<std::string, std::int64_t> counts;
  while (s.step()) { counts[std::string(s.text(0))] = s.integer(1); }
  return counts;
}

Refused::Refused(Database& database, const geo::BatchInfo& info) {
  Statement s = database.prepare(fmt::format(
      "SELECT q.batch, q.position, b.source, q.source_key, q.raw_high, q.raw_low, {} FROM quarantine q INDEXED BY quarantine_key "
      "CROSS JOIN batch b ON b.id=q.batch WHERE b.collection=? AND b.alive",
      is_settled));
  for (s.bind(1, info.collection); s.step();) {
    const QuarantineRef ref{s.integer(0), s.integer(1)};
    m_by_ref[ref].waits = s.integer(6) == 0;
    const geo::Hash128 raw{static_cast<std::uint64_t>(s.integer(4)), static_cast<std::uint64_t>(s.integer(5))};
    if (!s.text(3).empty()) {
      m_by_key.emplace(std::pair(false, hash_key(s.text(2), s.text(3))), ref);
    } else if (raw != geo::Hash128{}) {
      m_by_key.emplace(std::pair(true, raw), ref);
    }
  }
}

void Refused::settle(const geo::Hash128& key, bool is_raw) {
  const auto [first, last] = m_by_key.equal_range({is_raw, key});
  for (auto it = first; it != last; ++it) { m_by_ref[it->second].settled = true; }
}

void Refused::settle(const QuarantineRef& ref) {
  if (const auto it = m_by_ref.find(ref); it != m_by_ref.end()) { it->second.settled = true; }
}

std::vector<QuarantineRef> Refused::settled() const {
  std::vector<QuarantineRef> refs;
  for (const auto& [ref, state] : m_by_ref) {
    if (state.settled) { refs.push_back(ref); }
  }
  return refs;
}

std::int64_t Refused::waited() const {
  return std::count_if(m_by_ref.begin(), m_by_ref.end(), [](const auto& entry) { return entry.second.waits && entry.second.settled; });
}

void insert_settled(Database& database, const std::vector<QuarantineRef>& rows, geo::BatchId by) {
  Statement s = database.prepare("INSERT INTO settled VALUES(?,?,?)");
  for (const QuarantineRef& ref : rows) { s.bind(1, ref.batch).bind(2, ref.position).bind(3, by).run(); }
}

}  // namespace store
