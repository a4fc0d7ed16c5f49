// SPDX-License-Identifier: Apache-2.0
// The walk round a box, each side split until its image is straight; longitudes are counted on beyond 180, so that the sum of a
// whole walk tells whether a pole is inside.
#include "geo/crs/box_image.hpp"

#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace geo {
namespace {

constexpr double straight_deg = 1e-8;  ///< 1 mm
constexpr double vague_deg = 0.004;    ///< twice what Reprojection lets pass
constexpr int parts_of_side = 8;
constexpr int deepest_split = 6;  ///< 512 vertices a side
constexpr double beyond_any_crs = 1e12;

struct Walk {
  std::vector<LonLat> ring;  ///< longitudes go on beyond ±180; the last vertex is the first again, or a round further
  double bend_deg = 0;       ///< how far the image strays from the ring where it could not be split further
  bool is_vague = false;     ///< some vertices are right to 200 m only
};

struct Step {
  AxisPair at;
  LonLat place;
};

AxisPair between(AxisPair a, AxisPair b, double share) {
  return {a.first + (b.first - a.first) * share, a.second + (b.second - a.second) * share};
}
double on_from(double before, double lon) { return before + std::remainder(lon - before, 360); }

/// Degrees, as in a plane, from p to the straight way between a and b.
double distance_to_chord(LonLat p, LonLat a, LonLat b) {
  const double across = b.lon - a.lon, up = b.lat - a.lat;
  const double square = across * across + up * up;
  const double share = square > 0 ? std::clamp(((p.lon - a.lon) * across + (p.lat - a.lat) * up) / square, 0.0, 1.0) : 0;
  return std::hypot(p.lon - a.lon - share * across, p.lat - a.lat - share * up);
}

/// Splits a side until it is straight. False when a position has no image.
class Walker {
 public:
  Walker(const Reprojection& crs, Walk& walk) : m_crs(crs), m_walk(walk) {}

  bool begin(AxisPair at) {
    const auto place = m_crs.to_lonlat(at, &m_walk.is_vague);
    if (!place) { return false; }
    m_last = {at, *place};
    m_walk.ring.push_back(*place);
    return true;
  }
  bool side_to(AxisPair end) {
    const AxisPair start = m_last.at;
    for (int part = 1; part <= parts_of_side; ++part) {
      const auto next = step(between(start, end, static_cast<double>(part) / parts_of_side));
      if (!next || !split(*next, deepest_split)) { return false; }
    }
    return true;
  }

 private:
  [[nodiscard]] std::optional<Step> step(AxisPair at) const {
    auto place = m_crs.to_lonlat(at, &m_walk.is_vague);
    if (!place) { return std::nullopt; }
    place->lon = on_from(m_last.place.lon, place->lon);
    return Step{at, *place};
  }

  bool split(const Step& to, int splits_left) {
    const auto middle = step(between(m_last.at, to.at, 0.5));
    if (!middle) { return false; }
    const double turn = on_from(middle->place.lon, to.place.lon) - m_last.place.lon;
    const double bend = distance_to_chord(middle->place, m_last.place, {m_last.place.lon + turn, to.place.lat});
    constexpr double too_far_deg = 60;
    const bool is_straight = bend <= straight_deg && std::fabs(turn) < too_far_deg;
    if (!is_straight && splits_left > 0) { return split(*middle, splits_left - 1) && split(to, splits_left - 1); }
    if (std::fabs(turn) >= too_far_deg) { return false; }  // a pole, or as good as one, on the way
    m_walk.bend_deg = std::max(m_walk.bend_deg, bend);
    m_last = to;
    m_last.place.lon = on_from(middle->place.lon, to.place.lon);
    m_walk.ring.push_back(m_last.place);
    return true;
  }

  const Reprojection& m_crs;
  Walk& m_walk;
  Step m_last;
};

std::optional<Walk> walk_round(const Reprojection& crs, const AxisBox& box) {
  Walk walk;
  Walker walker(crs, walk);
  if (!walker.begin(box.low)) { return std::nullopt; }
  for (const AxisPair corner : {AxisPair{box.high.first, box.low.second}, box.high, AxisPair{box.low.first, box.high.second}, box.low}) {
    if (!walker.side_to(corner)) { return std::nullopt; }
  }
  return walk;
}

bool holds(const AxisBox& box, const std::optional<AxisPair>& p) {
  return p && p->first >= box.low.first && p->first <= box.high.first && p->second >= box.low.second && p->second <= box.high.second;
}

BBox bounds_of(const std::vector<LonLat>& ring) {
  BBox box = BBox::empty();
  for (const LonLat p : ring) { box.extend(p); }
  return box;
}

/// The part of a ring west (or east) of a meridian. Where the ring has several, they hang together along the meridian.
Ring half_of(const Ring& ring, double meridian, bool west) {
  Ring half;
  const auto inside = [&](const LonLat& p) { return west ? p.lon <= meridian : p.lon >= meridian; };
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const LonLat &a = ring[i], &b = ring[i + 1];
    if (inside(a)) { half.push_back(a); }
    if (inside(a) != inside(b)) { half.push_back({meridian, a.lat + (b.lat - a.lat) * (meridian - a.lon) / (b.lon - a.lon)}); }
  }
  if (!half.empty()) { half.push_back(half.front()); }
  return half;
}

/// A ring whose longitudes go on beyond ±180 as polygons that do not.
std::string outline_of(Ring ring) {
  const BBox box = bounds_of(ring);
  const double round = 360 * std::floor((box.west + 180) / 360);  // so that it begins within ±180
  for (LonLat& p : ring) { p.lon -= round; }
  std::vector<Polygon> polygons;
  Ring rest = half_of(ring, 180, false);
  for (LonLat& p : rest) { p.lon -= 360; }
  for (Ring* part : {&ring, &rest}) {
    if (part == &ring) { ring = half_of(ring, 180, true); }
    for (LonLat& p : *part) { p = {std::clamp(p.lon, -180.0, 180.0), std::clamp(p.lat, -90.0, 90.0)}; }
    constexpr std::size_t smallest = 4;
    if (part->size() >= smallest && bounds_of(*part).west < bounds_of(*part).east) { polygons.push_back({*part}); }
  }
  return to_wkb(from_polygons(polygons));
}

/// Bounds of a ring within ±180, across the antimeridian if need be, with a margin for what the ring does not know.
BBox hull_of(const BBox& bounds, const Walk& walk) {
  // A bend of this size has no more than a quarter of it left in its halves.
  const double margin = walk.bend_deg + straight_deg + (walk.is_vague ? vague_deg : 0);
  constexpr double all_round = 360, degree_rad = 0.017453292519943295, least = 0.001;
  const double stretch =
      walk.is_vague ? std::max(least, std::cos(std::max(std::fabs(bounds.south), std::fabs(bounds.north)) * degree_rad)) : 1;
  const BBox box{bounds.west - margin / stretch, bounds.south, bounds.east + margin / stretch, bounds.north};
  const double south = std::max(box.south - margin, -90.0), north = std::min(box.north + margin, 90.0);
  if (box.east - box.west >= all_round) { return {-180, south, 180, north}; }
  return {std::remainder(box.west, all_round), south, std::remainder(box.east, all_round), north};
}

/// Whether the ring runs along its own bounds all the way.
bool is_rectangle(const Walk& walk, const BBox& box) {
  return !walk.is_vague && walk.bend_deg <= straight_deg && std::all_of(walk.ring.begin(), walk.ring.end(), [&](LonLat p) {
    return std::min({p.lon - box.west, box.east - p.lon, p.lat - box.south, box.north - p.lat}) <= straight_deg;
  });
}

std::optional<BoxImage> around_a_pole(const Reprojection& crs, const AxisBox& box, const Walk& walk) {
  const bool north = holds(box, crs.from_lonlat({0, 90})), south = holds(box, crs.from_lonlat({0, -90}));
  if (north == south) { return std::nullopt; }
  const double pole = north ? 90 : -90;
  Ring ring = walk.ring;
  ring.push_back({walk.ring.back().lon, pole});
  ring.push_back({walk.ring.front().lon, pole});
  ring.push_back(walk.ring.front());
  BBox bounds = bounds_of(ring);
  bounds.west = -180;
  bounds.east = 180;
  return BoxImage{hull_of(bounds, walk), walk.is_vague ? std::string() : outline_of(std::move(ring)), false};
}

/// Whether the box holds a pole that is one point in the CRS, not a line as in Web Mercator.
bool holds_pole(const Reprojection& crs, const AxisBox& box, double lat) {
  const auto here = crs.from_lonlat({0, lat}), there = crs.from_lonlat({90, lat});
  constexpr double same_mm = 1e6;
  const double same = same_mm * crs.axes().millimetre;
  return holds(box, here) && there && std::fabs(here->first - there->first) < same && std::fabs(here->second - there->second) < same;
}

std::optional<BoxImage> simple_image(const Reprojection& crs, const AxisBox& box) {
  const auto walk = walk_round(crs, box);
  if (!walk) { return std::nullopt; }
  const BBox bounds = bounds_of(walk->ring);
  const double turned = walk->ring.back().lon - walk->ring.front().lon;
  constexpr double half_round = 180;
  if (std::fabs(turned) > half_round) { return around_a_pole(crs, box, *walk); }
  if (bounds.east - bounds.west > 2 * half_round + straight_deg) { return std::nullopt; }
  if (holds_pole(crs, box, 90) || holds_pole(crs, box, -90)) { return std::nullopt; }  // both of them: one way round each
  BoxImage image{hull_of(bounds, *walk), {}, is_rectangle(*walk, bounds)};
  if (!image.hull_is_all && !walk->is_vague) { image.outline = outline_of(walk->ring); }
  return image;
}

/// Images of the corners of squares of 4 degrees all over the earth.
class World {
 public:
  static constexpr int columns = 90, rows = 45;
  static constexpr double step_deg = 4;
  static constexpr double almost_pole = 90 - 1e-6;  ///< at a pole many a projection has no image

  explicit World(const Reprojection& crs) {
    for (int row = 0; row <= rows; ++row) {
      for (int column = 0; column <= columns; ++column) {
        m_corners.push_back(crs.from_lonlat({west_of(column), std::clamp(south_of(row), -almost_pole, almost_pole)}));
      }
    }
  }

  static double west_of(int column) { return -180 + step_deg * column; }
  static double south_of(int row) { return -90 + step_deg * row; }
  [[nodiscard]] const std::vector<std::optional<AxisPair>>& corners() const { return m_corners; }

  /// Bounds of a square's image, with half their size on each side for what bulges between its corners. Nothing without any image;
  /// without bounds where a projection comes to its end within the square.
  [[nodiscard]] std::optional<AxisBox> around(int column, int row) const {
    const auto corner = static_cast<std::size_t>(row * (columns + 1) + column);
    std::optional<AxisBox> box;
    bool is_whole = true;
    for (const std::size_t i : {corner, corner + 1, corner + columns + 1, corner + columns + 2}) {
      const auto& p = m_corners[i];
      is_whole = is_whole && p;
      if (p && !box) { box = AxisBox{*p, *p}; }
      if (p) {
        box->low = {std::min(box->low.first, p->first), std::min(box->low.second, p->second)};
        box->high = {std::max(box->high.first, p->first), std::max(box->high.second, p->second)};
      }
    }
    if (!box) { return box; }
    if (!is_whole) { return AxisBox{{-2 * beyond_any_crs, -2 * beyond_any_crs}, {2 * beyond_any_crs, 2 * beyond_any_crs}}; }
    const double wide = (box->high.first - box->low.first) / 2, tall = (box->high.second - box->low.second) / 2;
    return AxisBox{{box->low.first - wide, box->low.second - tall}, {box->high.first + wide, box->high.second + tall}};
  }

 private:
  std::vector<std::optional<AxisPair>> m_corners;
};

bool overlap(const AxisBox& a, const AxisBox& b) {
  return a.low.first <= b.high.first && b.low.first <= a.high.first && a.low.second <= b.high.second && b.low.second <= a.high.second;
}

/// The same where an axis goes round: `b` may stand on another round than `a`.
bool overlap_on(const AxisFacts& axes, const AxisBox& a, AxisBox b) {
  if (axes.around < 0) { return overlap(a, b); }
  bool met = false;
  for (const double shift : {0.0, -axes.round, axes.round}) {
    AxisBox shifted = b;
    (axes.around == 0 ? shifted.low.first : shifted.low.second) += shift;
    (axes.around == 0 ? shifted.high.first : shifted.high.second) += shift;
    met = met || overlap(a, shifted);
  }
  return met;
}

/// West and east of the columns that are taken: all but the longest run of free ones.
std::array<int, 2> ends_of(const std::array<bool, World::columns>& taken) {
  int longest = 0, longest_end = 0, run = 0;
  for (int i = 0; i < 2 * World::columns; ++i) {
    run = taken[static_cast<std::size_t>(i % World::columns)] ? 0 : run + 1;
    if (run > longest && run <= World::columns) {
      longest = run;
      longest_end = i % World::columns;
    }
  }
  const int first = longest == 0 ? 0 : (longest_end + 1) % World::columns;
  return {first, longest == 0 ? World::columns : (longest_end - longest + 1 + World::columns) % World::columns};
}

BoxImage coarse_image(const AxisFacts& axes, const World& world, const AxisBox& box) {
  std::array<bool, World::columns> taken{};
  BoxImage image;
  for (int row = 0; row < World::rows; ++row) {
    for (int column = 0; column < World::columns; ++column) {
      const auto square = world.around(column, row);
      if (!square || !overlap_on(axes, *square, box)) { continue; }
      taken[static_cast<std::size_t>(column)] = true;
      image.hull.south = std::min(image.hull.south, World::south_of(row));
      image.hull.north = std::max(image.hull.north, World::south_of(row + 1));
    }
  }
  if (image.hull.is_empty()) { return image; }
  const auto [west, east] = ends_of(taken);
  image.hull.west = World::west_of(west);
  image.hull.east = World::west_of(east);
  return image;
}

/// Bounds of all positions that the CRS can have; nothing when it has none.
std::optional<AxisBox> bounds_of(const World& world) {
  std::optional<AxisBox> all;
  for (const auto& p : world.corners()) {
    if (p && !all) { all = AxisBox{*p, *p}; }
    if (!p) { continue; }
    all->low = {std::min(all->low.first, p->first), std::min(all->low.second, p->second)};
    all->high = {std::max(all->high.first, p->first), std::max(all->high.second, p->second)};
  }
  return all;
}

/// The part of the box in which the CRS can have positions. An axis that goes round is cut only where the box goes all round.
std::optional<AxisBox> cut_to(const AxisFacts& axes, const AxisBox& all, AxisBox box) {
  const auto cut = [&](int axis, double all_low, double all_high, double& low, double& high) {
    if (axis == axes.around && high - low < axes.round) { return true; }
    low = std::max(low, all_low);
    high = std::min(high, all_high);
    return low <= high;
  };
  const bool first = cut(0, all.low.first, all.high.first, box.low.first, box.high.first);
  const bool second = cut(1, all.low.second, all.high.second, box.low.second, box.high.second);
  return first && second ? std::optional(box) : std::nullopt;
}

AxisBox widened(const Reprojection& crs, AxisBox box) {
  const AxisFacts& axes = crs.axes();
  double* const low[] = {&box.low.first, &box.low.second};
  double* const high[] = {&box.high.first, &box.high.second};
  const double hair = 0.5 * std::pow(10, -axes.decimals) + 2 * axes.millimetre;
  for (int axis = 0; axis < 2; ++axis) {
    const bool crosses = axis == axes.around && *low[axis] > *high[axis];
    *low[axis] = std::clamp(*low[axis], -beyond_any_crs, beyond_any_crs) - hair;
    *high[axis] = std::clamp(*high[axis], -beyond_any_crs, beyond_any_crs) + hair + (crosses ? axes.round : 0);
  }
  return box;
}

}  // namespace

BoxImage image_of(const Reprojection& crs, const AxisBox& box) {
  if (crs.is_exact()) {
    const bool exchanged = crs.is_exchanged();
    return {exchanged ? BBox{box.low.second, box.low.first, box.high.second, box.high.first}
                      : BBox{box.low.first, box.low.second, box.high.first, box.high.second},
            {},
            true};
  }
  const AxisBox wide = widened(crs, box);
  if (auto image = simple_image(crs, wide)) { return *std::move(image); }
  const World world(crs);
  const auto all = bounds_of(world);
  const auto cut = all ? cut_to(crs.axes(), *all, wide) : std::nullopt;
  // Only where the whole earth is a rectangle are its bounds those that were seen.
  auto image = cut ? simple_image(crs, *cut) : std::nullopt;
  if (!image || !image->hull_is_all) { return coarse_image(crs.axes(), world, wide); }
  constexpr double near_pole = 89.99;
  if (image->hull.north > near_pole) { image->hull.north = 90; }
  if (image->hull.south < -near_pole) { image->hull.south = -90; }
  return *std::move(image);
}

}  // namespace geo
