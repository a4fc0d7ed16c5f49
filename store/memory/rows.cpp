// SPDX-License-Identifier: Apache-2.0
#include "store/memory/rows.hpp"

#include "geo/table/defaults.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>

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
}

void copy_system_fields(const Rows& rows, const geo::Row& from, geo::Row& to) {
  for (std::size_t i = 0; i < rows.collection.fields.size(); ++i) {
    if (rows.collection.fields[i].system) { to.values[i] = i < from.values.size() ? from.values[i] : geo::Value{}; }
  }
}

geo::Fid find_row(const Rows& rows, const std::string& source, const PlannedRow& row) {
  if (row.staged.source_key.empty()) {
    const auto it = rows.by_occurrence.find({row.staged.raw, row.occurrence});
    return it == rows.by_occurrence.end() ? 0 : it->second;
  }
  const auto it = rows.by_key.find({source, row.staged.source_key});
  return it == rows.by_key.end() ? 0 : it->second;
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
    append(rows, fid, {commit.rev, commit.batch, false, false, 0, std::move(row), {}});
    ++outcome.inserted;
    return;
  }
  const Version& before = rows.newest(edit.fid);
  copy_system_fields(rows, before.row, row);
  append(rows, edit.fid, {commit.rev, commit.batch, false, false, before.source_content, std::move(row), {}});
  ++outcome.updated;
}

}  // namespace

Plan plan_import(const Rows& rows, const std::string& source, const std::vector<geo::StagedRow>& staged) {
  std::map<std::string, std::size_t> last_with_key;
  for (std::size_t i = 0; i < staged.size(); ++i) { last_with_key[staged[i].source_key] = i; }

  Plan plan;
  std::map<geo::Hash128, std::int64_t> occurrences;
  for (std::size_t i = 0; i < staged.size(); ++i) {
    PlannedRow row{staged[i], 0, 0};
    const bool has_key = !row.staged.source_key.empty();
    if (has_key && last_with_key[row.staged.source_key] != i) {
      plan.outcome.superseded_lines.push_back(row.staged.line);
      continue;
    }
    if (!has_key) { row.occurrence = ++occurrences[row.staged.raw]; }
    row.staged.row = geo::with_defaults(rows.collection, widened(rows, row.staged.row));
    row.fid = find_row(rows, source, row);
    const bool stands = row.fid != 0 && (rows.exists(row.fid) || rows.newest(row.fid).by_hand);
    if (stands && rows.newest(row.fid).source_content == geo::content_hash(rows.collection, row.staged.row)) {
      ++plan.outcome.unchanged;
      continue;
    }
    ++(row.fid == 0 ? plan.outcome.inserted : plan.outcome.updated);
    plan.writes.push_back(std::move(row));
  }
  std::sort(plan.outcome.superseded_lines.begin(), plan.outcome.superseded_lines.end());
  return plan;
}

void apply_import(Rows& rows, const std::string& store_id, const std::string& source, const Plan& plan, Commit commit) {
  for (const PlannedRow& planned : plan.writes) {
    geo::Fid fid = planned.fid;
    geo::Row row = planned.staged.row;
    if (fid != 0) {
      copy_system_fields(rows, rows.newest(fid).row, row);
    } else {
      fid = rows.next_fid();
      const std::string& key = planned.staged.source_key;
      const std::string name = key.empty() ? "c:" + planned.staged.raw.hex() + "#" + std::to_string(planned.occurrence) : key;
      set_system_fields(rows, row, source, name, row_uuid(store_id, rows.collection.id, fid));
      if (key.empty()) {
        rows.by_occurrence[{planned.staged.raw, planned.occurrence}] = fid;
      } else {
        rows.by_key[{source, key}] = fid;
      }
    }
    append(rows, fid, {commit.rev, commit.batch, false, false, geo::content_hash(rows.collection, row), row, {}});
  }
}

void apply_edits(Rows& rows, const std::string& store_id, const std::vector<geo::Edit>& edits, Commit commit, geo::BatchOutcome& outcome) {
  std::map<geo::Fid, int> times;
  for (const geo::Edit& edit : edits) {
    require(edit.fid == 0 || ++times[edit.fid] == 1, geo::Problem::usage, fmt::format("row {} stands twice in one set of edits", edit.fid),
            fmt::format("a linha {} aparece duas vezes no mesmo conjunto de edições", edit.fid));
  }
  for (const geo::Edit& edit : edits) { apply_edit(rows, store_id, edit, commit, outcome); }
}

std::int64_t apply_undo(Rows& rows, geo::BatchId batch, const std::map<geo::BatchId, bool>& alive, Commit commit) {
  std::int64_t touched = 0;
  for (const auto& [fid, history] : rows.history) {
    if (history.back().batch != batch) { continue; }
    const auto restored = std::find_if(history.rbegin(), history.rend(), [&](const Version& v) { return alive.at(v.batch); });
    Version next = restored == history.rend() ? history.back() : *restored;
    next.rev = commit.rev;
    if (restored == history.rend()) {
      next.deleted = true;
      next.by_hand = false;
      next.batch = commit.batch;
    }
    append(rows, fid, std::move(next));
    ++touched;
  }
  return touched;
}

}  // namespace store::memory
