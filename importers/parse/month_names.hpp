// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace importers {

/// 1..12 for a Portuguese or English month name or its usual abbreviation, after geo::fold; 0 for other words.
int month_named(std::string_view folded);
/// "segunda-feira" (as "segunda" and "feira"), "Mon", "Wednesday", ... after geo::fold.
bool is_weekday_word(std::string_view folded);

}  // namespace importers
