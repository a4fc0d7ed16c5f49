// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/people_shares.hpp"

#include "geo/analysis/looked_at.hpp"
#include "geo/analysis/people_bounds.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/hotspots/plane_window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace geo {
namespace {

using PlaneRing = std::vector<Metric>;

/// An upright box of the plane.
struct PlaneBox {
  Metric low, high;
};

/// What of the ring lies to the left of the line from a to b (Sutherland and Hodgman 1974). Where it leaves and comes back there are edges
/// along the line, to and fro, which enclose nothing.
PlaneRing left_of(std::span<const Metric> ring, Metric a, Metric b) {
  const auto side = [&](Metric p) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); };
  PlaneRing kept;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Metric from = ring[i];
    const Metric to = ring[(i + 1) % ring.size()];
    const double at_from = side(from);
    const double at_to = side(to);
    if (at_from >= 0) { kept.push_back(from); }
    if ((at_from >= 0) != (at_to >= 0)) {
      const double share = at_from / (at_from - at_to);
      kept.push_back({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
    }
  }
  return kept;
}

/// About the first vertex: far from the centre of the plane the products would be large and their difference small.
double area_m2(std::span<const Metric> ring) {
  double twice = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    twice += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) - (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
  }
  return twice / 2;
}

PlaneBox box_of(const std::vector<PlaneRing>& rings) {
  PlaneBox box{{HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL}};
  for (const PlaneRing& ring : rings) {
    for (const Metric p : ring) {
      box = {{std::min(box.low.x, p.x), std::min(box.low.y, p.y)}, {std::max(box.high.x, p.x), std::max(box.high.y, p.y)}};
    }
  }
  return box;
}

std::vector<PlaneRing> all_left_of(const std::vector<PlaneRing>& rings, Metric a, Metric b) {
  std::vector<PlaneRing> kept;
  for (const PlaneRing& ring : rings) {
    PlaneRing part = left_of(ring, a, b);
    if (part.size() > 2) { kept.push_back(std::move(part)); }
  }
  return kept;
}

/// Halves the ground until a piece spans no more than `span_m`: cells then look at the few vertices near them, not at all of a province.
void in_pieces(std::vector<PlaneRing> rings, double span_m,
               const std::function<void(const std::vector<PlaneRing>&, const PlaneBox&)>& take) {
  if (rings.empty()) { return; }
  const PlaneBox box = box_of(rings);
  const double width = box.high.x - box.low.x;
  const double height = box.high.y - box.low.y;
  if (!(width > 0 && height > 0)) { return; }  // edges to and fro only: no line would halve them
  if (std::max(width, height) <= span_m) {
    take(rings, box);
    return;
  }
  const bool is_wide = width >= height;
  const double middle = is_wide ? box.low.x + width / 2 : box.low.y + height / 2;
  const Metric a = is_wide ? Metric{middle, box.low.y} : Metric{box.high.x, middle};
  const Metric b = is_wide ? Metric{middle, box.high.y} : Metric{box.low.x, middle};
  std::vector<PlaneRing> other = all_left_of(rings, b, a);
  rings = all_left_of(rings, a, b);
  in_pieces(std::move(rings), span_m, take);
  in_pieces(std::move(other), span_m, take);
}

constexpr double cells_a_piece = 4;

PlaneRing square_of(Metric at, double side_m) {
  const double half = side_m / 2;
  return {{at.x - half, at.y - half}, {at.x + half, at.y - half}, {at.x + half, at.y + half}, {at.x - half, at.y + half}};
}

/// The ground that a row counts; empty for a point.
std::vector<PlaneRing> ground_of(const PeopleRow& row, Metric at, Frame& frame) {
  if (!row.area.empty()) {
    const Geometry area = Geometry::from_wkb(row.area);
    if (!polygons_of(area).empty()) { return window_of(frame, area).rings(); }
  }
  if (!(row.cell_m > 0)) { return {}; }
  return {square_of(at, row.cell_m)};
}

/// What of it lies where incidents were looked for.
std::vector<PlaneRing> looked_at(const PeopleRow& row, std::vector<PlaneRing> ground, Frame& frame, const PeopleBounds& bounds) {
  if (bounds.is_everywhere()) { return ground; }
  Geometry whole;
  if (!row.area.empty() && !polygons_of(Geometry::from_wkb(row.area)).empty()) {
    whole = Geometry::from_wkb(row.area);
  } else {
    std::vector<LonLat> ring;
    for (const Metric corner : ground.front()) { ring.push_back(frame.place(corner)); }
    ring.push_back(ring.front());
    whole = cell_polygon(ring);
  }
  const Geometry part = bounds.part_of(whole);
  if (part.is_none()) { return {}; }
  // What lies inside altogether stays as it was, to the bit.
  return to_wkb(part) == to_wkb(whole) ? std::move(ground) : window_of(frame, part).rings();
}

bool meets(const PlaneBox& a, const PlaneBox& b) {
  return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

std::vector<PlaneRing> within(std::vector<PlaneRing> rings, const PlaneBox& box) {
  const std::array<Metric, 4> corners{{box.low, {box.high.x, box.low.y}, box.high, {box.low.x, box.high.y}}};
  for (std::size_t i = 0; i < corners.size(); ++i) { rings = all_left_of(rings, corners.at(i), corners.at((i + 1) % corners.size())); }
  return rings;
}

/// Takes a row into account of which so many people live where was looked.
void count_row(PeopleCounted& counted, const PeopleRow& row, double inside) {
  inside = std::min(inside, row.people);
  counted.total += inside;
  counted.outside += row.people - inside;
  ++(inside > 0 || row.people == 0 ? counted.used : counted.rows_outside);
}

/// Where the people of a row are shared out: `at` of a point gives what part of them counts, `over` of a piece of ground, whose surface is
/// divided by that of all the row's ground, likewise.
struct Sharing {
  PlaneBox box;  ///< beyond it nothing counts
  double cell_m = 0;
  std::function<double(Metric at, double people)> at;
  std::function<double(const std::vector<PlaneRing>& piece, const PlaneBox& box, double people_a_m2)> over;
};

void share_out(const std::vector<PeopleRow>& rows, Frame& frame, const Geometry& where, const Sharing& sharing, PeopleCounted& counted) {
  refuse_overlaps(rows, counted);
  const PeopleBounds bounds(where);
  for (const PeopleRow& row : rows) {
    const auto at = frame.projection().forward(row.at);
    if (!at) {
      count_row(counted, row, 0);
      continue;
    }
    const std::vector<PlaneRing> ground = ground_of(row, *at, frame);
    double surface_m2 = 0;
    for (const PlaneRing& ring : ground) { surface_m2 += area_m2(ring); }
    if (!(surface_m2 > 0)) {
      count_row(counted, row, bounds.holds(row.at) ? sharing.at(*at, row.people) : 0);
      continue;
    }
    double inside = 0;
    if (meets(box_of(ground), sharing.box)) {
      const std::vector<PlaneRing> part = looked_at(row, ground, frame, bounds);
      in_pieces(within(part, sharing.box), cells_a_piece * sharing.cell_m, [&](const std::vector<PlaneRing>& piece, const PlaneBox& box) {
        if (meets(box, sharing.box)) { inside += sharing.over(piece, box, row.people / surface_m2); }
      });
    }
    count_row(counted, row, inside);
  }
  if (!(counted.total > 0)) { refuse_nobody_here(counted); }
}

double clipped_area_m2(const std::vector<PlaneRing>& piece, std::span<const Metric> convex) {
  double sum = 0;
  for (const PlaneRing& ring : piece) { sum += geo::clipped_area_m2(ring, convex); }
  return sum;
}

}  // namespace

void check_rate(const RateOptions& options) {
  if (options.least_people >= 1 && options.least_people <= 1e9) { return; }
  throw Error(Problem::usage, "The least number of people must be between 1 and 1,000,000,000.",
              "O número mínimo de pessoas tem de estar entre 1 e 1.000.000.000.");
}

double clipped_area_m2(std::span<const Metric> ring, std::span<const Metric> convex) {
  PlaneRing part(ring.begin(), ring.end());
  for (std::size_t i = 0; i < convex.size() && part.size() > 2; ++i) {
    const Metric a = convex[i];
    const Metric b = convex[(i + 1) % convex.size()];
    if (a.x != b.x || a.y != b.y) { part = left_of(part, a, b); }
  }
  return part.size() > 2 ? area_m2(part) : 0;
}

std::vector<double> people_in_hexagons(const PerPeople& asked, Frame& frame, const HexGrid& grid, std::span<const Hex> hexes,
                                       const Geometry& looked_at, PeopleCounted& counted) {
  const std::vector<PeopleRow> rows = people_rows(asked.population, asked.options.population, counted);
  std::vector<double> people(hexes.size());
  const auto place_of = [&](Hex hex) -> double* {
    const auto found = std::lower_bound(hexes.begin(), hexes.end(), hex);
    return found == hexes.end() || !(*found == hex) ? nullptr : &people[static_cast<std::size_t>(found - hexes.begin())];
  };
  Sharing sharing{{{HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL}}, grid.width_m(), {}, {}};
  for (const Hex hex : hexes) {
    const Metric c = grid.centre(hex);
    const double r = grid.side_m();
    sharing.box = {{std::min(sharing.box.low.x, c.x - r), std::min(sharing.box.low.y, c.y - r)},
                   {std::max(sharing.box.high.x, c.x + r), std::max(sharing.box.high.y, c.y + r)}};
  }
  sharing.at = [&](Metric at, double number) {
    const auto hex = grid.at(at);
    double* const place = hex ? place_of(*hex) : nullptr;
    if (place == nullptr) { return 0.0; }
    *place += number;
    return number;
  };
  sharing.over = [&](const std::vector<PlaneRing>& piece, const PlaneBox& box, double people_a_m2) {
    double inside = 0;
    const double r = grid.side_m();
    for (const Hex hex : grid.in_box({box.low.x - r, box.low.y - r}, {box.high.x + r, box.high.y + r})) {
      double* const place = place_of(hex);
      if (place == nullptr) { continue; }
      const auto ring = grid.ring(hex);
      const double number = std::max(0.0, people_a_m2 * clipped_area_m2(piece, std::span(ring).first(6)));
      *place += number;
      inside += number;
    }
    return inside;
  };
  share_out(rows, frame, looked_at, sharing, counted);
  return people;
}

std::vector<WeightedPoint> people_points(const PerPeople& asked, Frame& frame, const PlaneGrid& grid, double reach_m,
                                         const Geometry& looked_at, PeopleCounted& counted) {
  const std::vector<PeopleRow> rows = people_rows(asked.population, asked.options.population, counted);
  const auto more = static_cast<std::uint32_t>(std::ceil(reach_m / grid.cell_m));
  const PlaneGrid wide{{grid.south_west.x - more * grid.cell_m, grid.south_west.y - more * grid.cell_m},
                       grid.cell_m,
                       grid.columns + 2 * more,
                       grid.rows + 2 * more};
  std::vector<double> shared(wide.size());
  std::vector<WeightedPoint> points;
  const Metric far{wide.south_west.x + wide.columns * wide.cell_m, wide.south_west.y + wide.rows * wide.cell_m};
  Sharing sharing{{wide.south_west, far}, wide.cell_m, {}, {}};
  sharing.at = [&](Metric at, double number) {
    if (!(at.x >= wide.south_west.x && at.y >= wide.south_west.y && at.x <= far.x && at.y <= far.y)) { return 0.0; }
    points.push_back({at, number});
    return number;
  };
  const auto index = [&](double from_edge, std::uint32_t number) {
    return static_cast<std::uint32_t>(std::clamp(std::floor(from_edge / wide.cell_m), 0.0, number - 1.0));
  };
  sharing.over = [&](const std::vector<PlaneRing>& piece, const PlaneBox& box, double people_a_m2) {
    double inside = 0;
    const std::uint32_t last_row = index(box.high.y - wide.south_west.y, wide.rows);
    const std::uint32_t last_column = index(box.high.x - wide.south_west.x, wide.columns);
    for (std::uint32_t row = index(box.low.y - wide.south_west.y, wide.rows); row <= last_row; ++row) {
      for (std::uint32_t column = index(box.low.x - wide.south_west.x, wide.columns); column <= last_column; ++column) {
        const Metric c = wide.centre(column, row);
        const double number = std::max(0.0, people_a_m2 * clipped_area_m2(piece, square_of(c, wide.cell_m)));
        shared[std::size_t{row} * wide.columns + column] += number;
        inside += number;
      }
    }
    return inside;
  };
  share_out(rows, frame, looked_at, sharing, counted);
  for (std::size_t i = 0; i < shared.size(); ++i) {
    if (shared[i] > 0) {
      points.push_back(
          {wide.centre(static_cast<std::uint32_t>(i % wide.columns), static_cast<std::uint32_t>(i / wide.columns)), shared[i]});
    }
  }
  return points;
}

void write_rate_question(JsonWriter& json, const PeopleCounted& people, const RateOptions& options) {
  json.key("rate").begin_object().member("per_people", 1000).member("collection", people.collection).key("column");
  if (people.is_read) {
    json.value(people.column);
  } else {
    json.null();
  }
  write_population_question(json, people);
  json.member("least_people", options.least_people).end_object();
}

void note_people(Analysis& analysis, const PerPeople& asked) {
  const std::string& id = asked.population.schema().id;
  std::vector<std::string>& inputs = analysis.collection.result->inputs;
  if (std::find(inputs.begin(), inputs.end(), id) != inputs.end()) { return; }
  inputs.push_back(id);
  analysis.read.emplace_back(id, asked.population.version());
}

void say_denominator(std::vector<Text>& caveats, const PeopleCounted& people) {
  if (!people.is_read) {
    caveats.push_back({"There is no incident to put over people: there is no rate, and nobody was counted.",
                       "Não há nenhum incidente a dividir por pessoas: não há taxa, e ninguém foi contado."});
    return;
  }
  const Text who = people_text(people);
  caveats.push_back({fmt::format("The denominator is {} ({}.{}): who has come or fled since is not in it, nor who is there by day only.",
                                 who.en, people.collection, people.column),
                     fmt::format("O denominador é {} ({}.{}): não inclui quem chegou ou fugiu entretanto, nem quem lá está só de dia.",
                                 who.pt, people.collection, people.column)});
  caveats.push_back(
      {"People of an area or of a cell of a grid are shared out evenly over its surface, though they live together in places; people of a "
       "point are where the point is.",
       "As pessoas de uma área ou de uma célula de grelha repartem-se por igual na sua superfície, embora vivam juntas em certos lugares; "
       "as "
       "de um ponto ficam onde está o ponto."});
}

}  // namespace geo
