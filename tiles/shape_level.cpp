// SPDX-License-Identifier: Apache-2.0
#include "tiles/shape_level.hpp"

#include "geo/mosaic/snap.hpp"

#include <algorithm>

namespace tiles {
namespace {

using geo::mosaic::Point;

/// Half a pixel of a tile drawn 512 wide, in grid squares: a triangle of twice this area is next to nothing on a screen.
constexpr std::int64_t tolerance_squares = 4;
/// From here on shapes are shown with every vertex that is not on a straight line: a square is 60 cm.
constexpr int full_depth = 14;
/// Edges in a run.
constexpr std::size_t run_length = 32;

/// Twice the area, on the lattice of shape_depth, of what a depth leaves out at most.
std::int64_t left_out_area2(int depth) {
  if (depth >= full_depth) { return 0; }
  return (2 * tolerance_squares * tolerance_squares) << (2 * (shape_depth - depth));
}

std::uint8_t first_depth(std::int64_t matters) {
  int depth = 0;
  while (depth <= shape_depth && matters <= left_out_area2(depth)) { ++depth; }
  return static_cast<std::uint8_t>(depth);
}

}  // namespace

ShapeArcs::ShapeArcs(const std::vector<Point>& places, const geo::mosaic::Arcs& arcs, const std::vector<std::int64_t>& matters)
    : ends(arcs.ends) {
  points.reserve(arcs.at.size());
  shown_from.reserve(arcs.at.size());
  for (const std::uint32_t place : arcs.at) {
    points.push_back(places[place]);
    shown_from.push_back(first_depth(matters[place]));
  }
}

std::int64_t ShapeArcs::most_importance() { return left_out_area2(0); }

ShapeLevel::ShapeLevel(const ShapeArcs& arcs, int depth) : m_depth(depth) {
  geo::mosaic::FineChains shown;
  std::uint32_t i = 0;
  for (const std::uint32_t end : arcs.ends) {
    for (; i < end; ++i) {
      if (arcs.shown_from[i] <= depth) { shown.points.push_back({arcs.points[i].x, arcs.points[i].y}); }
    }
    shown.ends.push_back(static_cast<std::uint32_t>(shown.points.size()));
  }
  if (depth == shape_depth) {  // on its grid already
    m_points.reserve(shown.points.size());
    for (const auto& p : shown.points) { m_points.push_back({static_cast<std::int32_t>(p.x), static_cast<std::int32_t>(p.y)}); }
    m_ends = std::move(shown.ends);
  } else {
    const geo::mosaic::Chains snapped = geo::mosaic::snap(shown, shape_depth - depth);
    m_points.reserve(snapped.at.size());
    for (const std::uint32_t place : snapped.at) { m_points.push_back(snapped.places[place]); }
    m_ends = snapped.ends;
  }
  add_runs();
}

void ShapeLevel::add_runs() {
  std::size_t begin = 0;
  for (const std::uint32_t end : m_ends) {
    for (; begin + 1 < end; begin += run_length) { add_run(begin, std::min<std::size_t>(end, begin + run_length + 1)); }
    begin = end;
    m_run_ends.push_back(static_cast<std::uint32_t>(m_boxes.size()));
  }
}

void ShapeLevel::add_run(std::size_t begin, std::size_t end) {
  MinMax box{m_points[begin], m_points[begin]};
  for (std::size_t i = begin; i < end; ++i) {
    box.min = {std::min(box.min.x, m_points[i].x), std::min(box.min.y, m_points[i].y)};
    box.max = {std::max(box.max.x, m_points[i].x), std::max(box.max.y, m_points[i].y)};
  }
  m_boxes.push_back(box);
}

ShapeLevel::Run ShapeLevel::run(std::uint32_t arc, std::size_t i) const {
  const std::size_t begin = (arc == 0 ? 0 : m_ends[arc - 1]) + i * run_length;
  const std::size_t end = std::min<std::size_t>(m_ends[arc], begin + run_length + 1);
  const auto& [min, max] = m_boxes[runs_begin(arc) + i];
  return {std::span(m_points).subspan(begin, end - begin), min, max};
}

std::size_t ShapeLevel::bytes() const {
  return m_points.size() * sizeof(Point) + m_boxes.size() * sizeof(MinMax) + (m_ends.size() + m_run_ends.size()) * sizeof(std::uint32_t);
}

}  // namespace tiles
