// SPDX-License-Identifier: Apache-2.0
#include "store/versions.hpp"

#include <fmt/format.h>

#include <utility>

namespace store {
namespace {

constexpr geo::Confidentiality sees_commits = 1;  // when something was written, and with which batch
constexpr geo::Confidentiality sees_people = 2;   // who wrote it; the name of a file may say it too

bool sees_all(const Reader& reader) {
  return reader.grant.rows >= geo::most_confidential && reader.grant.fields >= geo::most_confidential && !reader.is_bound;
}

geo::Row visible_row(const geo::Collection& collection, const geo::Row& row, const Reader& reader) {
  geo::Row seen{row.geometry, {}};
  for (std::size_t i = 0; i < collection.fields.size(); ++i) {
    if (collection.fields[i].confidentiality <= reader.grant.fields) { seen.values.push_back(row.values[i]); }
  }
  return seen;
}

std::optional<CommitNote> note_for(const KeptVersion& version, const Reader& reader, const BatchOfCommit& batch_of) {
  if (reader.grant.fields < sees_commits) { return std::nullopt; }
  const std::optional<BatchRecord> batch = batch_of(version.rev);
  if (!batch) { return std::nullopt; }
  CommitNote note{batch->id, batch->info.kind, batch->at, !batch->alive, version.content_of};
  if (reader.grant.fields >= sees_people) {
    note.file_name = batch->info.file_name;
    note.operator_name = batch->info.operator_name;
  }
  return note;
}

}  // namespace

bool may_know_row(const geo::Row& newest, bool deleted, const Reader& reader) {
  return deleted ? sees_all(reader) : reader.rule.admits(newest);
}

bool may_see_keys(const geo::Collection& collection, const Reader& reader) {
  const auto sees = [&](std::string_view name) {
    const geo::Field* field = collection.field(name);
    return field != nullptr && field->confidentiality <= reader.grant.fields;
  };
  return sees("source") && sees("source_key");
}

std::vector<RowVersion> versions_for(const geo::Collection& collection, const std::vector<KeptVersion>& versions, const Reader& reader,
                                     const BatchOfCommit& batch_of) {
  if (versions.empty() || !may_know_row(versions.back().row, versions.back().deleted, reader)) { return {}; }
  std::vector<RowVersion> seen;
  const auto tier = static_cast<std::size_t>(reader.grant.fields);
  for (const KeptVersion& version : versions) {
    // A version in which nothing has changed for this reader is none, as in its views.
    if (!reader.rule.admits(version.row) || version.seen_rev[tier] != version.rev) { continue; }
    seen.push_back({version.rev, version.deleted, visible_row(collection, version.row, reader), note_for(version, reader, batch_of)});
  }
  return seen;
}

void throw_no_row(const std::string& collection, geo::Fid fid) {
  throw geo::Error(geo::Problem::not_found, fmt::format("there is no row {} in '{}'", fid, collection),
                   fmt::format("não existe a linha {} em '{}'", fid, collection));
}

}  // namespace store
