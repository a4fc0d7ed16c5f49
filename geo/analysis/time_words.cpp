// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/time_words.hpp"

#include <fmt/format.h>

namespace geo {

void say_open_period(std::vector<Text>& caveats, const Filter& filter) {
  const bool is_asked = filter.datetime && filter.datetime->from != INT64_MIN && filter.datetime->to != INT64_MAX;
  if (is_asked) { return; }
  caveats.push_back({"Nobody said which period the data cover: it is taken to reach from the first incident to the last. Give datetime.",
                     "Ninguém disse que período os dados abrangem: supõe-se que vai do primeiro incidente ao último. Indique datetime."});
}

void say_days_left_over(std::vector<Text>& caveats, const TimeSteps& steps) {
  const std::int32_t days = steps.days_before() + steps.days_after();
  if (days == 0) { return; }
  caveats.push_back({fmt::format("{} days at the ends of the period make no whole step, and are left out.", days),
                     fmt::format("{} dias nas pontas do período não fazem um passo completo, e não contam.", days)});
}

void write_steps(JsonWriter& json, const TimeSteps& steps) {
  json.key("steps").begin_object().member("number", steps.size()).member("first", format_date(steps.days().first));
  json.member("last", format_date(steps.days().last)).member("days_left_out_before", steps.days_before());
  json.member("days_left_out_after", steps.days_after()).end_object();
}

}  // namespace geo
