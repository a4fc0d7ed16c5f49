// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/plain/result.hpp"
#include "geo/plain/table.hpp"

#include <string_view>
#include <vector>

namespace geo {

class Question;

/// Something that a question can say: `--radius 250` on the command line.
struct PlainOption {
  std::string_view name;       ///< radius
  std::string_view type;       ///< what is shown for its value: NUMBER, COLUMN, queen|rook; empty: it is said or not
  Text description;            ///< with what holds when it is not given
  std::string_view also = {};  ///< another name for it: eps
};
/// \pre there is one of that name
const PlainOption& plain_option(std::string_view name);

/// A statistic that plain files can be asked for.
struct PlainMethod {
  std::string_view id;
  Text title;
  std::vector<std::string_view> options;                           ///< besides those of every method: plain_common_options()
  void (*run)(Question& question, PlainResult& result) = nullptr;  ///< fills in all but parameters and counts
};

/// All there are, in the order in which they are shown. A new one is a file of its own and its line in methods.cpp.
const std::vector<PlainMethod>& plain_methods();
/// Null when there is none of that id.
const PlainMethod* plain_method(std::string_view id);
/// id, x, y, metric.
const std::vector<std::string_view>& plain_common_options();

/// The answer. A function of the input alone: neither the order of the file's rows nor the number of workers changes it, rows that are the
/// same in all that the method looks at aside. Throws Error{usage} for an option that is missing, has no meaning or stands beside another
/// that makes it meaningless, Error{input} for a file that does not hold what is asked, and as the method.
PlainResult answer(const PlainMethod& method, const PlainInput& input, const Workers& workers = one_by_one, const Progress& progress = {});

}  // namespace geo
