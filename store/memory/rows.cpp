// SPDX-License-Identifier: Apache-2.0
#include "store/memory/rows.hpp"

#include "geo/table/defaults.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace store::memory {
namespace {

/// Rows written before a field was added have no value for it.
geo::Row widened(const Rows& rows, geo::Row row) {
  row.values.resize(rows.collection.fields.size());
  return row;
}

bool looks_the_same(const Rows& rows, const Version& a, const Version& b, geo::Confidentiality clearance) {
  if (a.deleted != b.deleted || !(a.row.geometry == b.row.geometry)) { return false; }
  const std::vector<geo::Field>& fields = rows.collection.fields;
  const geo::Row before = widened(rows, a.row);
  const geo::Row after = widened(rows, b.row);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].confidentiality <= clearance && before.values[i] != after.values[i]) { return false; }
  }
  return true;
}

void append(Rows& rows, geo::Fid fid, Version version) {
  std::vector<Version>& history = rows.history[fid];
  version.seen_rev.fill(version.rev);
  for (geo::Confidentiality c = 0; c < geo::most_confidential && !history.empty(); ++c) {
    const auto at = static_cast<std::size_t>(c);
    if (looks_the_same(rows, history.back(), version, c)) { version.seen_rev[at] = history.back().seen_rev[at]; }
  }
  history.push_back(std::move(version));
}

void set(const Rows& rows, geo::Row& row, std::string_view field, geo::Value value) {
  const int i = rows.collection.index_of(field);
  if (i >= 0) { row.values[static_cast<std::size_t>(i)] = std::move(value); }
}

void set_system_fields(const Rows& rows, geo::Row& row, geo::Value source, geo::Value source_key, std::string uuid) {
  set(rows, row, "source", std::move(source));
  set(rows, row, "source_key", std::move(source_key));
  set(rows, row, "uuid", std::move(uuid));
  set(rows, row, "withdrawn_on", {});
}

void copy_system_fields(const Rows& rows, const geo::Row& from, geo::Row& to) {
  for (std::size_t i = 0; i < rows.collection.fields.size(); ++i) {
    if (rows.collection.fields[i].system) { to.values[i] = i < from.values.size() ? from.values[i] : geo::Value{}; }
  }
}

geo::Fid find_row(const Rows& rows, const std::string& source, const std::string& key, const Occurrence& occurrence) {
  if (key.empty()) {
    const auto it = rows.by_occurrence.find(occurrence);
    return it == rows.by_occurrence.end() ? 0 : it->second;
  }
  const auto it = rows.by_key.find({source, key});
  return it == rows.by_key.end() ? 0 : it->second;
}

/// Rows that the source had, and that have not been withdrawn.
std::set<geo::Fid> standing_rows(const Rows& rows, const std::string& source) {
  std::set<geo::Fid> found;
  for (const auto& [fid, history] : rows.history) {
    if (rows.exists(fid) && !rows.withdrawn(fid) && rows.value(fid, "source") == geo::Value(source)) { found.insert(fid); }
  }
  return found;
}

void require(bool ok, geo::Problem problem, const std::string& en, const std::string& pt) {
  if (!ok) { throw geo::Error(problem, en, pt); }
}

void check_values(const Rows& rows, const geo::Row& row) {
  const std::vector<geo::Field>& fields = rows.collection.fields;
  require(row.values.size() == fields.size(), geo::Problem::usage,
          fmt::format("a row of '{}' has {} values, not {}", rows.collection.id, fields.size(), row.values.size()),
          fmt::format("uma linha de '{}' tem {} valores, não {}", rows.collection.id, fields.size(), row.values.size()));
  require(geo::fits(row.geometry, rows.collection.geometry), geo::Problem::usage,
          fmt::format("'{}' holds another kind of geometry", rows.collection.id),
          fmt::format("'{}' contém outro tipo de geometria", rows.collection.id));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    require(geo::fits(row.values[i], fields[i].type), geo::Problem::usage,
            fmt::format("the value of '{}' is not of type {}", fields[i].name, geo::to_string(fields[i].type)),
            fmt::format("o valor de '{}' não é do tipo {}", fields[i].name, geo::to_string(fields[i].type)));
  }
}

void apply_edit(Rows& rows, const std::string& store_id, const geo::Edit& edit, Commit commit, geo::BatchOutcome& outcome) {
  const bool creates = edit.fid == 0 && !edit.remove;
  require(creates || (rows.exists(edit.fid) && rows.newest(edit.fid).rev != commit.rev), geo::Problem::not_found,
          fmt::format("there is no row {} in '{}'", edit.fid, rows.collection.id),
          fmt::format("não existe a linha {} em '{}'", edit.fid, rows.collection.id));
  require(!edit.expected || (!creates && rows.newest(edit.fid).rev == *edit.expected), geo::Problem::conflict,
          fmt::format("row {} has changed since it was read", edit.fid), fmt::format("a linha {} mudou desde que foi lida", edit.fid));
  if (edit.remove) {
    Version gone = rows.newest(edit.fid);
    gone.rev = commit.rev;
    gone.batch = commit.batch;
    gone.deleted = true;
    gone.by_hand = true;
    append(rows, edit.fid, std::move(gone));
    ++outcome.updated;
    return;
  }
  check_values(rows, edit.row);
  geo::Row row = geo::with_defaults(rows.collection, edit.row);
  if (creates) {
    const geo::Fid fid = rows.next_fid();
    set_system_fields(rows, row, {}, {}, row_uuid(store_id, rows.collection.id, fid));
    append(rows, fid, {commit.rev, commit.batch, false, false, 0, 0, std::move(row), {}});
    ++outcome.inserted;
    outcome.created.push_back(fid);
    return;
  }
  const Version& before = rows.newest(edit.fid);
  copy_system_fields(rows, before.row, row);
  append(rows, edit.fid, {commit.rev, commit.batch, false, false, before.marked, before.source_content, std::move(row), {}});
  ++outcome.updated;
}

/// A row of the file that is known to the store, or not. What it finds goes into `row` and `plan`.
void plan_row(const Rows& rows, const std::string& source, PlannedRow row, Plan& plan, std::set<geo::Fid>& in_file) {
  row.staged.row = geo::with_defaults(rows.collection, widened(rows, row.staged.row));
  row.fid = find_row(rows, source, row.staged.source_key, {row.staged.raw, row.occurrence});
  in_file.insert(row.fid);
  const bool returns = rows.exists(row.fid) && rows.withdrawn(row.fid);
  const bool stands = row.fid != 0 && (rows.exists(row.fid) || rows.newest(row.fid).by_hand);
  const bool says_nothing_new = stands && rows.newest(row.fid).source_content == geo::content_hash(rows.collection, row.staged.row);
  if (says_nothing_new && !returns) {
    ++plan.outcome.unchanged;
    return;
  }
  row.only_returns = says_nothing_new;
  plan.outcome.returned += returns ? 1 : 0;
  ++(row.fid == 0 ? plan.outcome.inserted : plan.outcome.updated);
  plan.writes.push_back(std::move(row));
}

}  // namespace

geo::Value Rows::value(geo::Fid fid, std::string_view field) const {
  const int i = collection.index_of(field);
  const std::vector<geo::Value>& values = newest(fid).row.values;
  return i < 0 || static_cast<std::size_t>(i) >= values.size() ? geo::Value{} : values[static_cast<std::size_t>(i)];
}

Plan plan_import(const Rows& rows, const geo::BatchInfo& info, const std::vector<geo::StagedRow>& staged,
                 const std::vector<geo::RejectedRow>& rejected) {
  std::map<std::string, std::size_t> last_with_key;
  for (std::size_t i = 0; i < staged.size(); ++i) { last_with_key[staged[i].source_key] = i; }

  Plan plan;
  std::set<geo::Fid> in_file;
  std::map<geo::Hash128, std::int64_t> occurrences;
  for (std::size_t i = 0; i < staged.size(); ++i) {
    PlannedRow row{staged[i]};
    const bool has_key = !row.staged.source_key.empty();
    if (has_key && last_with_key[row.staged.source_key] != i) {
      plan.outcome.superseded_lines.push_back(row.staged.line);
      continue;
    }
    if (!has_key) { row.occurrence = ++occurrences[row.staged.raw]; }
    plan_row(rows, info.source, std::move(row), plan, in_file);
  }
  std::sort(plan.outcome.superseded_lines.begin(), plan.outcome.superseded_lines.end());

  // A row that was refused stands in the file all the same.
  for (const geo::RejectedRow& row : rejected) {
    const std::int64_t occurrence = row.source_key.empty() ? ++occurrences[row.raw] : 0;
    in_file.insert(find_row(rows, info.source, row.source_key, {row.raw, occurrence}));
  }
  for (const geo::Fid fid : standing_rows(rows, info.source)) {
    if (in_file.count(fid) != 0) {
      ++plan.outcome.present;
    } else {
      ++(info.complete ? plan.outcome.withdrawn : plan.outcome.absent);
      if (info.complete) { plan.withdrawn.push_back(fid); }
    }
  }
  return plan;
}

namespace {

/// The row of the source in place of what was there, or a new one. Gives its fid.
geo::Fid take_in(Rows& rows, const std::string& store_id, const std::string& source, const PlannedRow& planned, geo::Row& row) {
  if (planned.fid != 0) {
    copy_system_fields(rows, rows.newest(planned.fid).row, row);
    set(rows, row, "withdrawn_on", {});
    return planned.fid;
  }
  const geo::Fid fid = rows.next_fid();
  const std::string& key = planned.staged.source_key;
  const std::string name = key.empty() ? "c:" + planned.staged.raw.hex() + "#" + std::to_string(planned.occurrence) : key;
  set_system_fields(rows, row, source, name, row_uuid(store_id, rows.collection.id, fid));
  if (key.empty()) {
    rows.by_occurrence[{planned.staged.raw, planned.occurrence}] = fid;
  } else {
    rows.by_key[{source, key}] = fid;
  }
  return fid;
}

/// Changes nothing of the row but whether it is withdrawn.
void mark(Rows& rows, geo::Fid fid, geo::Value withdrawn_on, Commit commit) {
  Version next = rows.newest(fid);
  next.rev = commit.rev;
  next.marked = commit.batch;
  next.row = widened(rows, next.row);
  set(rows, next.row, "withdrawn_on", std::move(withdrawn_on));
  append(rows, fid, std::move(next));
}

/// The newest word of a batch still alive on whether the row is withdrawn. The first version has marked 0.
const Version& newest_mark(const std::vector<Version>& history, const std::map<geo::BatchId, bool>& alive) {
  return *std::find_if(history.rbegin(), history.rend(), [&](const Version& v) { return v.marked == 0 || alive.at(v.marked); });
}

bool wrote(const Version& version, geo::BatchId batch) { return version.batch == batch || version.marked == batch; }

}  // namespace

void apply_import(Rows& rows, const std::string& store_id, const std::string& source, const Plan& plan, Commit commit) {
  for (const PlannedRow& planned : plan.writes) {
    if (planned.only_returns) {
      mark(rows, planned.fid, {}, commit);
      continue;
    }
    const bool was_withdrawn = planned.fid != 0 && rows.withdrawn(planned.fid);
    const geo::BatchId marked = was_withdrawn ? commit.batch : planned.fid != 0 ? rows.newest(planned.fid).marked : 0;
    geo::Row row = planned.staged.row;
    const geo::Fid fid = take_in(rows, store_id, source, planned, row);
    append(rows, fid, {commit.rev, commit.batch, false, false, marked, geo::content_hash(rows.collection, row), row, {}});
  }
  for (const geo::Fid fid : plan.withdrawn) { mark(rows, fid, std::int64_t{geo::utc_day(commit.at)}, commit); }
}

void apply_edits(Rows& rows, const std::string& store_id, const std::vector<geo::Edit>& edits, Commit commit, geo::BatchOutcome& outcome) {
  std::map<geo::Fid, int> times;
  for (const geo::Edit& edit : edits) {
    require(edit.fid == 0 || ++times[edit.fid] == 1, geo::Problem::usage, fmt::format("row {} stands twice in one set of edits", edit.fid),
            fmt::format("a linha {} aparece duas vezes no mesmo conjunto de edições", edit.fid));
  }
  for (const geo::Edit& edit : edits) { apply_edit(rows, store_id, edit, commit, outcome); }
}

void apply_undo(Rows& rows, geo::BatchId batch, const std::map<geo::BatchId, bool>& alive, Commit commit, geo::BatchOutcome& outcome) {
  for (const auto& [fid, history] : rows.history) {
    const Version& newest = history.back();
    if (!wrote(newest, batch)) {
      outcome.kept += std::any_of(history.begin(), history.end(), [&](const Version& v) { return wrote(v, batch); }) ? 1 : 0;
      continue;
    }
    Version next = newest;
    if (newest.batch == batch) {
      const auto restored = std::find_if(history.rbegin(), history.rend(), [&](const Version& v) { return alive.at(v.batch); });
      if (restored != history.rend()) {
        next = *restored;
      } else {
        next.deleted = true;
        next.by_hand = false;
        next.batch = commit.batch;
      }
    }
    const Version& said = newest_mark(history, alive);
    const int field = rows.collection.index_of("withdrawn_on");
    next.rev = commit.rev;
    next.marked = said.marked;
    next.row = widened(rows, next.row);
    if (field >= 0) { next.row.values[static_cast<std::size_t>(field)] = widened(rows, said.row).values[static_cast<std::size_t>(field)]; }
    outcome.removed += next.deleted && !newest.deleted ? 1 : 0;
    ++outcome.updated;
    append(rows, fid, std::move(next));
  }
}

}  // namespace store::memory
