// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/people_shares.hpp"

namespace geo {

using GiStarParameters = HexOptions;

/// Where there are more, or fewer, incidents than a random sharing-out over the study area explains: Getis-Ord Gi* on counts in
/// hexagons, with false discovery rates (see gi_star()). Rows are the hexagons of hex_study().
/// `class` is ±3, ±2, ±1 for q <= 0.01, 0.05, 0.10, hot above 0; hot places in a cluster (neighbours of class 1 or more) of
/// fewer than least_incidents_of_a_group incidents have class 0 and the reason few_incidents. Numbers and figures are told as told.hpp
/// says. docs/methods/gi-star.md.
///
/// With `per_people` the values are incidents per 1,000 people of each hexagon. Hexagons with too few people have no rate: they are no
/// test, nobody's neighbours, and have the reason few_people. People outside the filter's box count no more than incidents there.
///
/// The same rows give the same bits for any order. Throws as hex_study() and people_in_hexagons().
Analysis gi_star_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const GiStarParameters& parameters,
                          const Progress& progress = {}, const PerPeople* per_people = nullptr);

/// ±3, ±2, ±1 or 0; see gi_star_analysis().
int gi_star_class(double z, double q);

}  // namespace geo
