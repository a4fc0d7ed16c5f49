// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/area_study.hpp"
#include "geo/base/json.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace geo {

struct PopulationOptions {
  std::optional<int> year = {};  ///< none: the latest there is; rows without a year where no row has one
  std::string source;            ///< population_source; empty: whichever there is, if there is one
};

/// The denominator of a rate: which people, and what became of the rows that name them.
struct PeopleCounted {
  std::string collection = "population", column = "people";
  double total = 0;
  double outside = 0;  ///< people of rows that lie where nothing was looked at
  std::optional<std::int64_t> year;
  std::string source;  ///< empty: not said
  std::uint64_t rows = 0, used = 0, rows_outside = 0, other_year = 0, other_source = 0, no_figure = 0;
  bool is_read = false;  ///< nobody asks who lives where there is nothing to put over them
};

/// Who lives in each area: the denominators of rates.
struct AreaPeople : PeopleCounted {
  std::vector<double> people;                 ///< by area
  std::vector<std::optional<LonLat>> middle;  ///< of its people; none where nobody lives
};

/// Adds up the rows of `population` by the area that their place lies in (a cell's middle). Rows of one year and one source only, so that
/// nobody counts twice. The same sums for any order of rows.
///
/// Throws Error{usage} where there is no row, nobody in any area, no such year or source, or several sources of the year and none chosen:
/// it says what to load or to give.
AreaPeople area_people(const View& population, const std::vector<CountedArea>& areas, const PopulationOptions& options);

/// One row with a figure.
struct PeopleRow {
  LonLat at;
  double people = 0;
  std::optional<std::int64_t> year;
  std::string source;
  double cell_m = 0;      ///< side of the square around its place that it counts; 0: not said
  std::string area = {};  ///< WKB of the ground that it counts, where it is no point
};

/// The rows of one year and one source that have a figure, in an order that depends on nothing but them; the others are counted in
/// `counted`. The figure is `people`, else `population`. Throws Error{usage} as area_people(), and for a collection that has neither.
std::vector<PeopleRow> people_rows(const View& population, const PopulationOptions& options, PeopleCounted& counted);
/// That the collection has people, but none where was looked.
[[noreturn]] void refuse_nobody_here(const PeopleCounted& counted);

/// Of parameters: `"population_year":…,"population_source":…`, those that were counted.
void write_population_question(JsonWriter& json, const PeopleCounted& people);
/// Of summaries: `"population":{…}`, null where people were not read.
void write_population(JsonWriter& json, const PeopleCounted& people);
/// "1,234 people, 2023, WorldPop".
Text people_text(const PeopleCounted& people);

/// That people are counted in a year that is none of the incidents', where it is so.
void say_other_year(std::vector<Text>& caveats, const PeopleCounted& people, const std::optional<Days>& period);

/// An area with fewer people has no rate of its own: one incident would make it high.
inline constexpr double least_people_of_a_rate = 100;

}  // namespace geo
