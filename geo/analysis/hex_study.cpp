// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hex_study.hpp"

#include "geo/analysis/hexagons.hpp"
#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double most_neighbour_widths = 20;

void check(const HexOptions& options) {
  const auto fits = [](const std::optional<double>& length_m, double least_m) {
    return !length_m || (*length_m >= least_m && *length_m <= 1e6);
  };
  if (fits(options.width_m, least_width_m) && fits(options.neighbours_m, 1)) { return; }
  throw Error(Problem::usage,
              "The width of hexagons must be between 250 m and 1,000 km, so that none singles out a place; the distance of neighbours "
              "between 1 m and 1,000 km.",
              "A largura dos hexágonos tem de estar entre 250 m e 1.000 km, para que nenhum aponte um só lugar; a distância dos vizinhos "
              "entre 1 m e 1.000 km.");
}

void check_neighbours(double width_m, double neighbours_m) {
  if (neighbours_m <= most_neighbour_widths * width_m) { return; }
  throw Error(Problem::usage, "Neighbours can be at most 20 hexagons away. Choose wider hexagons or a shorter distance.",
              "Os vizinhos podem estar no máximo a 20 hexágonos. Escolha hexágonos mais largos ou uma distância menor.");
}

/// A few incidents in one village would have hexagons of 100 m all over the province.
double default_width_m(const HotspotInput& input, const StudyArea& study) {
  const double by_spread_m = Frame(input.used, study.area.box()).part_of_side_m(hex_widths_in_a_side);
  const double least_km2 = ground_area_km2(study.area) / hex_default_number;
  const double by_area_m = 1000 * std::sqrt(least_km2 * 2 / std::sqrt(3.0));  // a hexagon has width² √3 / 2
  return std::max(by_spread_m >= by_area_m ? by_spread_m : round_length(by_area_m), least_width_m);
}

/// Leaves out what cannot share a hexagon with the study area, before it decides about anything: a hexagon reaches 1.2 widths far.
/// `width_m`: 0 while it is not known.
void leave_out_far(HotspotInput& input, const StudyArea& study, double width_m) {
  if (study.area.is_none()) { return; }
  BBox box = study.area.box();
  constexpr double m_a_degree = 110'000;
  const double north = std::max({box.east - box.west, box.north - box.south, 2 * std::max(width_m, 1000.0) / m_a_degree});
  const double east = north / std::max(std::cos(std::max(std::fabs(box.south), std::fabs(box.north)) * M_PI / 180), 0.1);
  box = {box.west - east, box.south - north, box.east + east, box.north + north};
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) { return !box.contains(input.used[i].at); });
}

Hex hex_at(const HexGrid& grid, Metric p) {
  const auto hex = grid.at(p);
  if (!hex) {
    throw Error(Problem::too_large, "The incidents lie too far apart for hexagons of this width.",
                "Os incidentes estão demasiado afastados para hexágonos desta largura.");
  }
  return *hex;
}

/// Counts the incidents into the hexagons; leaves out those that lie in none.
void count(HexStudy& s, const std::vector<Hex>& hex_of) {
  s.incidents.assign(s.hexes.size(), 0);
  s.input.leave_out(LeftOut::outside_study, [&](std::size_t i) {
    const auto at = std::lower_bound(s.hexes.begin(), s.hexes.end(), hex_of[i]);
    if (at == s.hexes.end() || !(*at == hex_of[i])) { return true; }
    s.hexagon_of.push_back(static_cast<std::uint32_t>(at - s.hexes.begin()));
    ++s.incidents[s.hexagon_of.back()];
    return false;
  });
}

std::vector<Incident> all_of(const HotspotInput& input) {
  std::vector<Incident> all = input.used;
  all.insert(all.end(), input.spread.begin(), input.spread.end());
  return all;
}

/// Adds the shares of places that are circles. Returns how much of them fell into the hexagons.
double add_shares(const std::vector<Hex>& hexes, const HexGrid& grid, const std::vector<UncertainPlace>& places,
                  std::vector<double>& values) {
  double weight = 0;
  for (const UncertainPlace& place : places) {
    share_out(grid, place, [&](Hex hex, double share) {
      const auto at = std::lower_bound(hexes.begin(), hexes.end(), hex);
      if (at == hexes.end() || !(*at == hex)) { return; }
      values[static_cast<std::size_t>(at - hexes.begin())] += share * place.rows;
      weight += share * place.rows;
    });
  }
  return weight;
}

}  // namespace

Geometry HexStudy::hexagon(std::size_t i) { return geo::hexagon(frame, grid, hexes[i]); }
LonLat HexStudy::centre(std::size_t i) { return frame.place(grid.centre(hexes[i])); }

HexStudy hex_study(const View& incidents, const StudyArea& study, const Filter& filter, const HexOptions& options, const Progress& progress,
                   const Select& select) {
  check(options);
  // Beyond the box nothing is counted: it must not pass for ground without incidents.
  StudyArea looked_at = filter.bbox && !study.area.is_none() ? cut_to(study, *filter.bbox) : study;
  HotspotInput input = hotspot_input(incidents, filter, options.incidents, part_of(progress, 0, 60));
  if (select) { select(input); }
  leave_out_far(input, looked_at, options.width_m.value_or(0));
  const double width_m = options.width_m ? *options.width_m : default_width_m(input, looked_at);
  const double neighbours_m = options.neighbours_m.value_or(width_m);
  check_neighbours(width_m, neighbours_m);
  input.judge_uncertain(width_m, options.incidents.uncertain);
  Frame frame(all_of(input), looked_at.area.box());
  const HexGrid grid = HexGrid::with_width(width_m);
  std::vector<Hex> hex_of;
  hex_of.reserve(input.used.size());
  for (std::size_t i = 0; i < input.used.size(); ++i) { hex_of.push_back(hex_at(grid, frame.points()[i])); }
  const std::vector<UncertainPlace> circles = uncertain_places(frame.projection(), input.spread);
  std::vector<Hex> touched = hex_of;
  if (looked_at.area.is_none()) {
    for (const UncertainPlace& circle : circles) {
      share_out(grid, circle, [&](Hex hex, double) { touched.push_back(hex); });
    }
  }
  std::vector<Hex> hexes =
      looked_at.area.is_none() ? hexes_around(touched, hex_steps_around, hex_most) : hexes_of(frame, grid, looked_at.area, hex_most);
  HexStudy found{
      std::move(looked_at), std::move(input), width_m, neighbours_m, std::move(frame), grid, std::move(hexes), {}, {}, {}, {}, {}};
  count(found, hex_of);
  found.values.assign(found.incidents.begin(), found.incidents.end());
  found.spread = {options.incidents.uncertain == Uncertain::spread, found.input.spread.size(),
                  add_shares(found.hexes, grid, circles, found.values)};
  stop_if_cancelled(progress);
  found.neighbours = hex_neighbours(grid, found.hexes, neighbours_m);
  return found;
}

HexCounts hex_counts(const HexStudy& hexes) { return {hexes.input.rows_used(), hexes.incidents, hexes.values}; }

HexCounts hex_counts(HexStudy& hexes, HotspotInput& input, Uncertain uncertain) {
  input.judge_uncertain(hexes.width_m, uncertain);
  HexCounts counts;
  counts.incidents.assign(hexes.hexes.size(), 0);
  for (const Incident& incident : input.used) {
    const auto at = hexes.frame.projection().forward(incident.at);
    const auto hex = at ? hexes.grid.at(*at) : std::nullopt;
    const auto found = hex ? std::lower_bound(hexes.hexes.begin(), hexes.hexes.end(), *hex) : hexes.hexes.end();
    if (found == hexes.hexes.end() || !(*found == *hex)) { continue; }
    ++counts.incidents[static_cast<std::size_t>(found - hexes.hexes.begin())];
    ++counts.used;
  }
  counts.values.assign(counts.incidents.begin(), counts.incidents.end());
  counts.used += input.spread.size();
  add_shares(hexes.hexes, hexes.grid, uncertain_places(hexes.frame.projection(), input.spread), counts.values);
  return counts;
}

void note_inputs(Analysis& analysis, const View& incidents, const HexStudy& hexes) {
  analysis.collection.result->inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  if (!hexes.study.version) { return; }
  analysis.collection.result->inputs.emplace_back("admin_areas");
  analysis.read.emplace_back("admin_areas", *hexes.study.version);
}

}  // namespace geo
