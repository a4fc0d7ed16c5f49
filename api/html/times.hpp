// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/html/page.hpp"
#include "geo/base/time.hpp"

#include <string>

namespace api {

/// brief: "2026-11-26 14:05 (UTC+2)", for tables, where it sorts; full: "26 de Novembro de 2026, 14:05 (UTC+2)".
enum class Wording { brief, full };

/// In a <time>, which says it once more for programs. Seconds are left out where there are none.
void append_instant(Html& html, const Call& call, geo::TimeMs time, int utc_offset_min, Wording wording);
/// By the clock of where the programme works.
void append_instant(Html& html, const Call& call, geo::TimeMs time, Wording wording);
void append_day(Html& html, const Call& call, geo::DayNumber day, Wording wording);
/// From here to there; an open end is said to be open.
void append_interval(Html& html, const Call& call, const geo::TimeInterval& interval);

}  // namespace api
