// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <cstddef>

namespace geo {

/// 0 January … 11 December.
Text month_text(std::size_t month);
/// 0 Monday … 6 Sunday.
Text weekday_text(std::size_t weekday);
/// "p 0.034", "p below 0.001".
Text p_text(double p);

}  // namespace geo
