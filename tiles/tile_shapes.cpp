// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_shapes.hpp"

#include <algorithm>

namespace tiles {

using geo::mosaic::ArcUse;
using geo::mosaic::FinePoint;

TileShapes::TileShapes(std::shared_ptr<const Shapes> shapes, TileId tile, int buffer)
    : m_shapes(std::move(shapes)), m_level(m_shapes->level(tile.depth())), m_tile(tile), m_buffer(buffer), m_turns{0} {
  const std::int64_t world = std::int64_t{tile_extent} << tile.depth();
  if (tile.column() == 0) { m_turns.push_back(-world); }
  if (tile.column() + 1 == columns_of(tile.set(), tile.zoom())) { m_turns.push_back(world); }
}

FinePoint TileShapes::local(geo::mosaic::Point p, std::int64_t turn) const {
  const int deeper = m_tile.depth() - m_level->depth();
  return {(std::int64_t{p.x} << deeper) - std::int64_t{m_tile.column()} * tile_extent + turn,
          (std::int64_t{p.y} << deeper) - std::int64_t{m_tile.row()} * tile_extent};
}

TileGeometry TileShapes::draw(geo::Fid fid, std::string_view wkb) const {
  const Shapes::Row* row = m_shapes->row(fid);
  if (row == nullptr) { return to_tile(wkb, m_tile, m_buffer); }
  TileGeometry shown;
  if (row->has_points) { shown.points = to_tile(wkb, m_tile, m_buffer).points; }
  BoxClip clip(m_buffer);
  for (const Shapes::Part& part : m_shapes->parts(*row)) {
    for (const std::int64_t turn : m_turns) {
      if (part.is_ring) {
        add_ring(part, turn, clip);
      } else {
        add_line(part, turn, shown.lines);
      }
    }
  }
  shown.polygons = clip.polygons();
  return shown;
}

void TileShapes::add_ring(const Shapes::Part& part, std::int64_t turn, BoxClip& clip) const {
  for (const ArcUse use : m_shapes->arcs(part)) {
    const bool is_backwards = use.is_backwards() != part.is_turned;
    for (std::size_t i = 0; i < m_level->runs(use.arc()); ++i) {
      const ShapeLevel::Run run = m_level->run(use.arc(), i);
      const FinePoint min = local(run.min, turn);
      const FinePoint max = local(run.max, turn);
      const auto add = [&](FinePoint from, FinePoint to, auto how) {
        if (is_backwards) { std::swap(from, to); }
        (clip.*how)(from, to);
      };
      if (clip.is_outside(min, max)) {
        add(local(run.points.front(), turn), local(run.points.back(), turn), &BoxClip::add_whole);
        continue;
      }
      const auto how = clip.is_inside(min, max) ? &BoxClip::add_whole : &BoxClip::add;
      for (std::size_t k = 0; k + 1 < run.points.size(); ++k) { add(local(run.points[k], turn), local(run.points[k + 1], turn), how); }
    }
  }
}

void TileShapes::add_line(const Shapes::Part& part, std::int64_t turn, std::vector<GridLine>& lines) const {
  const BoxClip box(m_buffer);
  std::vector<PlanePoint> line;
  const auto cut = [&] {
    clip_line(line, m_buffer, lines);
    line.clear();
  };
  for (const ArcUse use : m_shapes->arcs(part)) {
    const std::size_t runs = m_level->runs(use.arc());
    for (std::size_t i = 0; i < runs; ++i) {
      const ShapeLevel::Run run = m_level->run(use.arc(), use.is_backwards() ? runs - 1 - i : i);
      if (box.is_outside(local(run.min, turn), local(run.max, turn))) {
        cut();
        continue;
      }
      const std::size_t last = run.points.size() - 1;
      for (std::size_t k = line.empty() ? 0 : 1; k <= last; ++k) {  // the first is the last of the run before
        const FinePoint p = local(run.points[use.is_backwards() ? last - k : k], turn);
        line.push_back({static_cast<double>(p.x), static_cast<double>(p.y)});
      }
    }
  }
  cut();
}

}  // namespace tiles
