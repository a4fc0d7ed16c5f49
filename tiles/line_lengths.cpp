// SPDX-License-Identifier: Apache-2.0
#include "tiles/line_lengths.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"
#include "geo/index/quadkey.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_rows.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <cmath>
#include <string>

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
double bytes_of(std::uint32_t vertices, std::uint32_t text_bytes, double length) {
  constexpr double frame = 26, vertex = 3;
  const double share = std::min(1.0, 2 * tile_extent / std::max(length, 1.0));  // what of a long one lies in one tile
  return frame + text_bytes + vertex * std::min<double>(vertices, 2 + length) * share;
}

/// The texts that features carry: other values are shared by many and small.
std::vector<std::string> text_fields(const geo::Collection& schema) {
  std::vector<std::string> names;
  for (const geo::Field* field : tile_fields(schema)) {
    if (field->type == geo::FieldType::text) { names.push_back(field->name); }
  }
  return names;
}

}  // namespace

LineLengths::LineLengths(const geo::View& view, MatrixSet set) {
  view.scan({}, text_fields(view.schema()), [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const geo::GeometryColumn& column = batch.geometry;
      if (column.is_none(row) || column.ends == nullptr || !is_of_lines(column.wkb_of(row))) { continue; }
      Measure measure(set);
      geo::wkb::walk(column.wkb_of(row), measure);
      std::size_t text_bytes = 0;
      for (const geo::ColumnView& text : batch.columns) { text_bytes += text.is_null(row) ? 0 : text.text(row).size(); }
      const geo::TileColumnRow place = place_of(set, column.lon[row], column.lat[row]);
      const int shift = place_depth - cell_depth;
      const geo::Fid fid = batch.fid.integer(row);
      m_lines.push_back({fid,
                         {measure.length / steps_of_world * squares_of_world, geo::mix64(static_cast<std::uint64_t>(fid))},
                         geo::cell_of_tile({place.column >> shift, place.row >> shift}),
                         measure.vertices,
                         static_cast<std::uint32_t>(text_bytes)});
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

LineLengths::Rank LineLengths::least(int depth, std::size_t bytes) const {
  const std::lock_guard lock(m_mutex);  // who asks for the same meanwhile waits for it
  const auto known = m_least.find({depth, bytes});
  if (known != m_least.end()) { return known->second; }
  return m_least.emplace(std::pair(depth, bytes), find_least(depth, bytes)).first->second;
}

LineLengths::Rank LineLengths::find_least(int depth, std::size_t bytes) const {
  struct InTile {
    std::uint64_t tile;
    const Line* line;
  };
  std::vector<InTile> lines;
  lines.reserve(m_lines.size());
  const int shift = 2 * (cell_depth - std::min(depth, cell_depth));
  for (const Line& line : m_lines) { lines.push_back({line.cell >> shift, &line}); }
  std::sort(lines.begin(), lines.end(),
            [](const InTile& a, const InTile& b) { return a.tile != b.tile ? a.tile < b.tile : a.line->rank > b.line->rank; });
  // Lines reach into tiles where they have no anchor.
  const double most = 0.8 * static_cast<double>(bytes);
  Rank least;
  double taken = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_first = i == 0 || lines[i].tile != lines[i - 1].tile;
    const Line& line = *lines[i].line;
    taken = (is_first ? 0 : taken) + bytes_of(line.vertices, line.text_bytes, std::ldexp(line.rank.length, depth));
    if (taken <= most) { continue; }
    // The last that fits is the least that is shown; a tile has at least one.
    std::size_t next = i + 1;
    while (next < lines.size() && lines[next].tile == lines[i].tile) { ++next; }
    if (!is_first) { least = std::max(least, lines[i - 1].line->rank); }
    if (is_first && next > i + 1) { least = std::max(least, line.rank); }
    i = next - 1;
  }
  return least;
}

LineLengths::Rank LineLengths::of_row(geo::Fid fid) const {
  const auto found =
      std::lower_bound(m_lines.begin(), m_lines.end(), fid, [](const Line& line, geo::Fid wanted) { return line.fid < wanted; });
  return found == m_lines.end() || found->fid != fid ? Rank{} : found->rank;
}

}  // namespace tiles
