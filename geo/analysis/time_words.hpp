// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/time_steps.hpp"
#include "geo/base/json.hpp"
#include "geo/table/view.hpp"

#include <vector>

// How analyses over time speak of their period.
namespace geo {

/// That nobody said which period the data cover, where nobody did.
void say_open_period(std::vector<Text>& caveats, const Filter& filter);
/// Days of the period that make no whole step.
void say_days_left_over(std::vector<Text>& caveats, const TimeSteps& steps);
/// `"steps":{"number":…,"first":…,"last":…,"days_left_out_before":…,"days_left_out_after":…}`. \pre some step
void write_steps(JsonWriter& json, const TimeSteps& steps);

}  // namespace geo
