// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/frame.hpp"
#include "geo/analysis/population_input.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/hotspots/plane_grid.hpp"
#include "geo/index/hexgrid.hpp"

#include <functional>
#include <span>
#include <vector>

// People on the ground of an analysis. A row that counts the people of an area, or of the square cell of a grid, is shared out evenly over
// its surface (areal weighting); a row of a point counts where the point is.
namespace geo {

/// The denominator of a rate that an analysis is asked for.
struct RateOptions {
  std::string collection = "population";
  PopulationOptions population = {};
  double least_people = least_people_of_a_rate;  ///< of a place that has a rate
};

/// Whom rates are per, and which places have too few of them.
struct PerPeople {
  const View& population;
  RateOptions options;
};

/// Throws Error{usage} for a least number of people that is none.
void check_rate(const RateOptions& options);

/// The surface of one ring, straight between its vertices, that lies in a convex ring that runs counter-clockwise, in m²; negative where
/// the ring runs clockwise (a hole). \pre both of three vertices or more; closed or not
double clipped_area_m2(std::span<const Metric> ring, std::span<const Metric> convex);

/// Who lives in each of the hexagons, which are in the order of Hex, and where incidents were looked for (`looked_at`: valid polygons, none
/// for everywhere; others are `outside`). The same sums for any order of rows. Throws as people_rows(), and Error{usage} where nobody lives
/// in any, or where areas lie on each other.
std::vector<double> people_in_hexagons(const PerPeople& asked, Frame& frame, const HexGrid& grid, std::span<const Hex> hexes,
                                       const Geometry& looked_at, PeopleCounted& counted);

/// People as points of the plane, for a density: points as they are, areas and cells by the cells of a grid with the same corners as
/// `grid`, each at its middle (of a cell that is looked at in part, what lives in the part), as far as `reach_m` beyond the grid. Those
/// farther away are `outside`. Throws as above.
std::vector<WeightedPoint> people_points(const PerPeople& asked, Frame& frame, const PlaneGrid& grid, double reach_m,
                                         const Geometry& looked_at, PeopleCounted& counted);

/// Of parameters: `"rate":{…}`
void write_rate_question(JsonWriter& json, const PeopleCounted& people, const RateOptions& options);
/// Among what `analysis` was made from, once.
void note_people(Analysis& analysis, const PerPeople& asked);
/// "population.people: 1,234 people of 2023, WorldPop", as caveats name the denominator; and how people were shared out.
void say_denominator(std::vector<Text>& caveats, const PeopleCounted& people);

}  // namespace geo
