// SPDX-License-Identifier: Apache-2.0
#include "tests/app/cycle_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace app_test {
namespace {

/// Rows as they are known: by their key; without one by what they say and which of those it is. Of two with the same key the later
/// one counts.
std::map<std::string, const SentRow*> named(const SentFile& file) {
  std::map<std::string, int> times;
  std::map<std::string, const SentRow*> rows;
  for (const SentRow& row : file.rows) { rows[row.key.empty() ? fmt::format("-{}#{}", row.says, ++times[row.says]) : row.key] = &row; }
  return rows;
}

}  // namespace

const CycleModel::Word* CycleModel::now(const Life& life) const {
  const auto it = std::find_if(life.words.rbegin(), life.words.rend(), [&](const Word& w) { return is_alive(w.batch); });
  return it == life.words.rend() ? nullptr : &*it;
}

bool CycleModel::exists(const Life& life) const {
  const Word* word = now(life);
  return word != nullptr && word->says;
}

bool CycleModel::is_withdrawn(const Life& life) const {
  const auto it = std::find_if(life.marks.rbegin(), life.marks.rend(), [&](const Mark& m) { return is_alive(m.batch); });
  return it != life.marks.rend() && it->withdrawn;
}

bool CycleModel::is_known(const SentFile& file) const {
  for (geo::BatchId id = 1; id <= newest(); ++id) {
    const Batch& batch = m_batches[static_cast<std::size_t>(id) - 1];
    const bool is_it = batch.kind == "import" && batch.undone_by == 0 && batch.file.text == file.text && batch.file.source == file.source &&
                       batch.file.complete == file.complete;
    if (!is_it) { continue; }
    bool overtaken = false;
    for (geo::BatchId other = 1; other <= newest(); ++other) {
      const Batch& o = m_batches[static_cast<std::size_t>(other) - 1];
      const bool fell_under_it = other < id && o.undone_by > id;
      const bool came_after = other > id && o.undone_by == 0 && o.kind == "import" && o.file.source == file.source;
      overtaken = overtaken || fell_under_it || (came_after && (o.file.complete || file.complete));
    }
    if (!overtaken) { return true; }
  }
  return false;
}

/// A file says of a row what it says. Nothing new when its source had said just that, whatever was done to it by hand since.
void CycleModel::take(Life& life, const std::string& says) {
  const Word* word = now(life);
  const bool is_old = word != nullptr && word->source_says == says;
  const bool returns = is_withdrawn(life) && (!is_old || word->says);
  if (!is_old) { life.words.push_back({newest(), says, says}); }
  if (returns) { life.marks.push_back({newest(), false}); }
}

void CycleModel::import(const SentFile& file) {
  m_batches.push_back({"import", file});
  const auto rows = named(file);
  for (const auto& [key, row] : rows) {
    if (row->good) { take(m_rows[{file.source, key}], row->says); }
  }
  if (!file.complete) { return; }
  for (auto& [name, life] : m_rows) {
    const bool is_missing = name.first == file.source && rows.count(name.second) == 0;
    if (is_missing && exists(life) && !is_withdrawn(life)) { life.marks.push_back({newest(), true}); }
  }
}

void CycleModel::edit(const std::string& source, const std::string& key, const std::optional<std::string>& says) {
  m_batches.push_back({"edit"});
  Life& life = m_rows.at({source, key});
  life.words.push_back({newest(), says, now(life)->source_says});
}

void CycleModel::undo(geo::BatchId batch) {
  m_batches.push_back({"undo"});
  m_batches[static_cast<std::size_t>(batch) - 1].undone_by = newest();
}

std::string CycleModel::rows() const {
  std::multiset<std::string> lines;
  for (const auto& [name, life] : m_rows) {
    if (!exists(life)) { continue; }
    const std::string key = name.second.front() == '-' ? "-" : name.second;
    lines.insert(fmt::format("{} {} {}{}\n", name.first, key, *now(life)->says, is_withdrawn(life) ? " withdrawn" : ""));
  }
  return fmt::format("{}", fmt::join(lines, ""));
}

/// By a later file that corrects it or has a row of the same name, whether that one is good or not.
bool CycleModel::is_settled(geo::BatchId batch, std::int64_t position, const SentRow& row) const {
  const SentFile& file = m_batches[static_cast<std::size_t>(batch) - 1].file;
  for (geo::BatchId later = batch + 1; later <= newest(); ++later) {
    const SentFile& other = m_batches[static_cast<std::size_t>(later) - 1].file;
    if (!is_alive(later)) { continue; }
    const bool settles = std::any_of(other.rows.begin(), other.rows.end(), [&](const SentRow& r) {
      return r.corrects == geo::QuarantineRef{batch, position} || (other.source == file.source && r.key == row.key);
    });
    if (settles) { return true; }
  }
  return false;
}

std::string CycleModel::waiting() const {
  std::string lines;
  for (geo::BatchId id = 1; id <= newest(); ++id) {
    std::int64_t position = 0;
    for (const SentRow& row : m_batches[static_cast<std::size_t>(id) - 1].file.rows) {
      if (row.good) { continue; }
      if (is_alive(id) && !is_settled(id, position, row)) { lines += fmt::format("{}/{} {}\n", id, position, row.key); }
      ++position;
    }
  }
  return lines;
}

std::vector<std::pair<std::string, std::string>> CycleModel::keys() const {
  std::vector<Name> names;
  for (const auto& [name, life] : m_rows) {
    if (exists(life) && name.second.front() != '-') { names.push_back(name); }
  }
  return names;
}

const SentRow& CycleModel::refused(const geo::QuarantineRef& ref) const {
  std::int64_t position = 0;
  for (const SentRow& row : m_batches.at(static_cast<std::size_t>(ref.batch) - 1).file.rows) {
    if (!row.good && position++ == ref.position) { return row; }
  }
  throw std::out_of_range("no such row in quarantine");
}

std::vector<geo::BatchId> CycleModel::alive() const {
  std::vector<geo::BatchId> ids;
  for (geo::BatchId id = 1; id <= newest(); ++id) {
    if (is_alive(id) && m_batches[static_cast<std::size_t>(id) - 1].kind != "undo") { ids.push_back(id); }
  }
  return ids;
}

}  // namespace app_test
