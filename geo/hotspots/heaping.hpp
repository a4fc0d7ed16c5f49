// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/seasonality.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// Where records pile up because nobody knew better.
enum class Heap : std::uint8_t {
  first_of_month,    ///< "some day in May"
  fifteenth,         ///< "the middle of May"
  first_of_january,  ///< "some day in 2021"
  midnight,          ///< 00:00 for a time that is not known
  noon,              ///< "during the day"
  full_hour,         ///< times rounded to hours …
  half_hour,         ///< … or half hours
};
/// first_of_month and so on, as results spell it.
std::string_view code(Heap heap);

struct HeapCheck {
  Heap heap{};
  double observed = 0;  ///< records there
  double of = 0;        ///< records that it is compared with, itself too
  double expected = 0;  ///< there, of those
  double p = 1;         ///< as many or more by chance: binomial, one-sided, exact
  bool is_heap = false;
};

/// Compares, by the same rule for all: records on a day of the month with its share of the days of the period; records at 00:00 and 12:00
/// with those on the full hours before and after (a third of the three), so that neither the rhythm of the day nor times rounded to hours
/// make a heap; at full hours with a 60th of all that have a time, at half hours with a 59th of those that are at no full hour. It is a
/// heap when there are twice as many as expected or more, at least five, and p is below 0.001. Days are judged among all records of the
/// period, times among those that have one. Throws as seasonality().
std::vector<HeapCheck> heaping(std::span<const LocalMoment> moments, DayNumber first, DayNumber last);

}  // namespace geo
