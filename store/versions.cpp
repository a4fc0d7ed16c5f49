// SPDX-License-Identifier: Apache-2.0
#include "store/versions.hpp"

#include <fmt/format.h>

#include <utility>

namespace store {
namespace {

constexpr geo::Confidentiality sees_commits = 1;  // when something was written, and with which batch
constexpr geo::Confidentiality sees_people = 2;   // who wrote it; the name of a file may say it too

bool sees_all(const geo::Role& role) {
  return role.row_clearance >= geo::most_confidential && role.field_clearance >= geo::most_confidential;
}

bool may_see(const geo::Collection& collection, const geo::Row& row, const geo::Role& role) {
  if (collection.result) { return true; }  // who may know of a result may see all of it
  const int i = collection.index_of("confidentiality");
  const auto* level = i < 0 ? nullptr : std::get_if<std::int64_t>(&row.values[static_cast<std::size_t>(i)]);
  return level == nullptr ? role.row_clearance >= geo::most_confidential : *level <= role.row_clearance;
}

geo::Row visible_row(const geo::Collection& collection, const geo::Row& row, const geo::Role& role) {
  geo::Row seen{row.geometry, {}};
  for (std::size_t i = 0; i < collection.fields.size(); ++i) {
    if (collection.fields[i].confidentiality <= role.field_clearance) { seen.values.push_back(row.values[i]); }
  }
  return seen;
}

std::optional<CommitNote> note_for(const KeptVersion& version, const geo::Role& role, const BatchOfCommit& batch_of) {
  if (role.field_clearance < sees_commits) { return std::nullopt; }
  const std::optional<BatchRecord> batch = batch_of(version.rev);
  if (!batch) { return std::nullopt; }
  CommitNote note{batch->id, batch->info.kind, batch->at, !batch->alive, version.content_of};
  if (role.field_clearance >= sees_people) {
    note.file_name = batch->info.file_name;
    note.operator_name = batch->info.operator_name;
  }
  return note;
}

}  // namespace

bool may_know_row(const geo::Collection& collection, const geo::Row& newest, bool deleted, const geo::Role& role) {
  return deleted ? sees_all(role) : may_see(collection, newest, role);
}

bool may_see_keys(const geo::Collection& collection, const geo::Role& role) {
  const auto sees = [&](std::string_view name) {
    const geo::Field* field = collection.field(name);
    return field != nullptr && field->confidentiality <= role.field_clearance;
  };
  return sees("source") && sees("source_key");
}

std::vector<RowVersion> versions_for(const geo::Collection& collection, const std::vector<KeptVersion>& versions, const geo::Role& role,
                                     const BatchOfCommit& batch_of) {
  if (versions.empty() || !may_know_row(collection, versions.back().row, versions.back().deleted, role)) { return {}; }
  std::vector<RowVersion> seen;
  const auto tier = static_cast<std::size_t>(role.field_clearance);
  for (const KeptVersion& version : versions) {
    // A version in which nothing has changed for this role is none, as in its views.
    if (!may_see(collection, version.row, role) || version.seen_rev[tier] != version.rev) { continue; }
    seen.push_back({version.rev, version.deleted, visible_row(collection, version.row, role), note_for(version, role, batch_of)});
  }
  return seen;
}

void throw_no_row(const std::string& collection, geo::Fid fid) {
  throw geo::Error(geo::Problem::not_found, fmt::format("there is no row {} in '{}'", fid, collection),
                   fmt::format("não existe a linha {} em '{}'", fid, collection));
}

}  // namespace store
