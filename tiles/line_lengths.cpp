// SPDX-License-Identifier: Apache-2.0
#include "tiles/line_lengths.hpp"

#include "geo/base/lonlat.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"
#include "geo/index/quadkey.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_rows.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tiles {
namespace {

/// Adds up the ways from vertex to vertex on the plane of a set.
class Measure {
 public:
  explicit Measure(MatrixSet set) : m_set(set) {}

  void begin(geo::WkbType, std::uint32_t) { m_has_last = false; }
  void ring(std::uint32_t) {}
  void end() {}
  void vertex(double x, double y) {
    const geo::TileColumnRow place = place_of(m_set, geo::to_lattice(x), geo::to_lattice(y));
    if (m_has_last) {
      length += std::hypot(static_cast<double>(place.column) - m_last.column, static_cast<double>(place.row) - m_last.row);
    }
    m_last = place;
    m_has_last = true;
    ++vertices;
  }

  double length = 0;
  std::uint32_t vertices = 0;

 private:
  MatrixSet m_set;
  geo::TileColumnRow m_last;
  bool m_has_last = false;
};

constexpr double squares_of_world = tile_extent;
constexpr double steps_of_world = 4294967296.0;  // 2^place_depth

/// About what a line takes in a tile: its frame and values, and its vertices, where ways meet many of them at any zoom, but one for each
/// grid square at most.
double bytes_of(std::uint32_t vertices, double length) {
  constexpr double frame = 26, vertex = 3;
  return frame + vertex * std::min<double>(vertices, 2 + length);
}

}  // namespace

LineLengths::LineLengths(const geo::View& view, MatrixSet set) {
  view.scan({}, {}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const geo::GeometryColumn& column = batch.geometry;
      if (column.is_none(row) || column.ends == nullptr || !is_of_lines(column.wkb_of(row))) { continue; }
      Measure measure(set);
      geo::wkb::walk(column.wkb_of(row), measure);
      const geo::TileColumnRow place = place_of(set, column.lon[row], column.lat[row]);
      const int shift = place_depth - cell_depth;
      m_lines.push_back({batch.fid.integer(row), measure.length / steps_of_world * squares_of_world,
                         geo::cell_of_tile({place.column >> shift, place.row >> shift}), measure.vertices});
    }
    return true;
  });
  std::sort(m_lines.begin(), m_lines.end(), [](const Line& a, const Line& b) { return a.fid < b.fid; });
}

std::shared_ptr<const LineLengths> LineLengths::of(const geo::View& view, MatrixSet set) {
  // One thing of each type is kept with a view.
  struct OnMercator {
    std::shared_ptr<const LineLengths> lengths;
  };
  struct InDegrees {
    std::shared_ptr<const LineLengths> lengths;
  };
  const auto make = [&] { return std::shared_ptr<const LineLengths>(new LineLengths(view, set)); };
  if (set == MatrixSet::web_mercator_quad) {
    return view.memo().get<OnMercator>([&] { return std::make_shared<const OnMercator>(OnMercator{make()}); })->lengths;
  }
  return view.memo().get<InDegrees>([&] { return std::make_shared<const InDegrees>(InDegrees{make()}); })->lengths;
}

double LineLengths::least_length(int depth, std::size_t bytes) const {
  const std::lock_guard lock(m_mutex);  // who asks for the same meanwhile waits for it
  const auto [at, is_new] = m_least.try_emplace({depth, bytes}, 0);
  if (is_new) { at->second = find_least(depth, bytes); }
  return at->second;
}

double LineLengths::find_least(int depth, std::size_t bytes) const {
  struct InTile {
    std::uint64_t tile;
    double length;
    std::uint32_t vertices;
  };
  std::vector<InTile> lines;
  lines.reserve(m_lines.size());
  const int shift = 2 * (cell_depth - std::min(depth, cell_depth));
  for (const Line& line : m_lines) { lines.push_back({line.cell >> shift, line.length, line.vertices}); }
  std::sort(lines.begin(), lines.end(), [](const InTile& a, const InTile& b) {
    return std::make_tuple(a.tile, -a.length, a.vertices) < std::make_tuple(b.tile, -b.length, b.vertices);
  });
  // Lines reach into tiles where they have no anchor.
  const double most = 0.8 * static_cast<double>(bytes);
  double least = 0;
  double taken = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0 || lines[i].tile != lines[i - 1].tile) { taken = 0; }
    taken += bytes_of(lines[i].vertices, std::ldexp(lines[i].length, depth));
    if (taken > most) { least = std::max(least, std::nextafter(lines[i].length, HUGE_VAL)); }
  }
  return least;
}

double LineLengths::of_row(geo::Fid fid) const {
  const auto found =
      std::lower_bound(m_lines.begin(), m_lines.end(), fid, [](const Line& line, geo::Fid wanted) { return line.fid < wanted; });
  return found == m_lines.end() || found->fid != fid ? 0 : found->length;
}

}  // namespace tiles
