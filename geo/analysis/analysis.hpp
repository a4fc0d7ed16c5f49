// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/progress.hpp"
#include "geo/table/role.hpp"
#include "geo/table/row.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace geo {

/// What an analysis gives: a collection of its own with its rows, in an order that depends on nothing but what they say.
struct Analysis {
  Collection collection;  ///< whole but for what seal() adds, and when and from which commit it was made
  std::vector<Row> rows;
  std::vector<std::pair<std::string, std::uint64_t>> read;  ///< each view's collection and version
  /// What makes the question the same question; empty: the parameters. Coverage depends on a day only as far as it decides
  /// what is open, so that the day is not part of it.
  std::string question;
  std::vector<Text> findings;  ///< for a person in a hurry; the summary has them too
  std::vector<Text> caveats;   ///< what must be said along with any finding; in the summary too
};

/// Who asked. Sets the role and the id: `r-METHOD-` and 12 digits of a hash of the method, the question, the role and the
/// versions of the views: the same question over unchanged data has the same id, and so has its answer, which is the same.
void seal(Analysis& analysis, const Role& role);

/// `progress` of a part of the work: 0..100 % of it are from..to % of the whole.
Progress part_of(const Progress& progress, int from, int to);

/// Throws Error{failed} when `progress` asks to stop: an analysis is whole or there is none.
void stop_if_cancelled(const Progress& progress);

}  // namespace geo
