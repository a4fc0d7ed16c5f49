// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/lines.hpp"

#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace geo {
namespace {

struct LineCollector {
  std::vector<Line> lines;
  bool in_line = false;

  void begin(WkbType type, std::uint32_t count) {
    in_line = type == WkbType::line;
    if (!in_line) { return; }
    lines.emplace_back();
    lines.back().reserve(count);
  }
  void ring(std::uint32_t) {}
  void end() { in_line = false; }
  void vertex(double x, double y) {
    if (in_line) { lines.back().push_back({x, y}); }
  }
};

bool is_multi(const Geometry& geometry) {
  std::uint32_t type = 0;
  std::memcpy(&type, geometry.wkb().data() + 1, sizeof type);
  return type == static_cast<std::uint32_t>(WkbType::multi_line);
}

}  // namespace

std::vector<Line> lines_of(const Geometry& geometry) {
  if (geometry.wkb().empty()) { return {}; }
  LineCollector collector;
  wkb::walk(geometry.wkb(), collector);
  return std::move(collector.lines);
}

Geometry from_lines(const std::vector<Line>& lines, bool multi) {
  if (lines.empty()) { return {}; }
  WkbBuilder out;
  multi = multi || lines.size() > 1;
  if (multi) { out.begin(WkbType::multi_line); }
  for (const Line& line : lines) {
    out.begin(WkbType::line);
    for (const LonLat& p : line) { out.vertex(p); }
    out.end();
  }
  if (multi) { out.end(); }
  return Geometry::from_wkb(out.bytes());
}

TidyLines tidy_lines(const Geometry& geometry) {
  std::vector<Line> lines = lines_of(geometry);
  const std::size_t given = lines.size();
  for (Line& line : lines) { line.erase(std::unique(line.begin(), line.end()), line.end()); }
  lines.erase(std::remove_if(lines.begin(), lines.end(), [](const Line& line) { return line.size() < 2; }), lines.end());
  TidyLines tidy;
  tidy.parts_left_out = given - lines.size();
  tidy.geometry = from_lines(lines, !lines.empty() && is_multi(geometry));
  tidy.changed = tidy.geometry != geometry;
  return tidy;
}

}  // namespace geo
