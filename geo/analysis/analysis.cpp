// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/analysis.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hash.hpp"
#include "geo/base/json.hpp"

#include <algorithm>
#include <cassert>

namespace geo {
namespace {

/// Grows when an analysis answers the same question differently than before: an old answer then is not taken for the new one.
constexpr int edition = 3;

}  // namespace

void seal(Analysis& analysis, const Role& role) {
  assert(analysis.collection.result);
  Provenance& result = *analysis.collection.result;
  result.role = role_text(role);
  result.row_clearance = result.field_clearance = 0;
  for (const std::string& input : result.inputs) {
    const Grant grant = grant_of(role, input);
    result.row_clearance = std::max(result.row_clearance, grant.rows);
    result.field_clearance = std::max(result.field_clearance, grant.fields);
  }
  std::string question;
  JsonWriter json(question);
  json.begin_array().value(edition).value(result.method).value(analysis.question.empty() ? result.parameters : analysis.question);
  json.value(result.role).value(result.row_clearance).value(result.field_clearance);
  std::vector<std::pair<std::string, std::uint64_t>> read = analysis.read;
  std::sort(read.begin(), read.end());
  for (const auto& view : read) { json.value(view.first).value(view.second); }
  json.end_array();
  analysis.collection.id = "r-" + result.method + "-" + hash128(question).hex().substr(0, 12);
}

Progress part_of(const Progress& progress, int from, int to) {
  const auto report = [progress, from, to](std::int64_t done, std::int64_t total) {
    if (total > 0) { progress.at(from * total + (to - from) * std::min(done, total), 100 * total); }
  };
  return Progress(report, [progress] { return progress.cancelled(); });
}

void stop_if_cancelled(const Progress& progress) {
  if (!progress.cancelled()) { return; }
  throw Error(Problem::failed, "the analysis was stopped; nothing was written", "a análise foi interrompida; nada foi escrito");
}

}  // namespace geo
