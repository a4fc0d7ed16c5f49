// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/plain/question.hpp"
#include "geo/plain/weights.hpp"

#include <cstdint>
#include <vector>

namespace geo {

/// A file with a row for each place in each step.
struct PlainCube {
  ListedPlaces places;
  std::vector<std::uint32_t> first_rows;  ///< of each place, the first of the file that names it
  std::vector<double> steps;              ///< their times, rising
  std::vector<double> counts;             ///< the values, of place i in step t at t * places + i
  std::vector<std::uint32_t> row_of;      ///< of each of them, which of the rows in use it is
};

/// \pre value and time are in use. Throws Error{input} for a place without a row in some step or with two, or in two places.
PlainCube cube_of(const Question& question);

/// Months are not equally long; a step that is missing everywhere is another thing.
void warn_of_gaps(Question& question, const std::vector<double>& steps);

}  // namespace geo
