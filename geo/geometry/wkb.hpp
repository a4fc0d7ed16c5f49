// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Simple feature types under their numbers in WKB.
enum class WkbType : std::uint32_t { point = 1, line = 2, polygon = 3, multi_point = 4, multi_line = 5, multi_polygon = 6, collection = 7 };

/// One vertex to another; see map_wkb().
using VertexMap = std::function<LonLat(LonLat)>;

/// Any WKB that Geometry::from_wkb reads, as ISO WKB (little endian, two-dimensional), each vertex passed through `map`. The
/// incoming coordinates may be in any CRS: they must be finite, nothing more; what `map` gives is not checked. Throws
/// Error{input} for bytes that are not well-formed WKB. Linear; allocates the result only.
std::string map_wkb(std::string_view wkb, const VertexMap& map);
/// Longitude and latitude exchanged, for files that have them the wrong way round.
std::string swap_axes(std::string_view wkb);

/// The WKB of any geometry, points included; empty for none.
std::string to_wkb(const Geometry& geometry);

/// Rings of one polygon, the shell first. A ring's last vertex repeats its first when it is closed.
using Ring = std::vector<LonLat>;
using Polygon = std::vector<Ring>;

/// Every polygon in `geometry`, also those inside collections; points and lines are passed over.
std::vector<Polygon> polygons_of(const Geometry& geometry);
/// A polygon or, with more than one or `multi`, a multi-polygon; none when `polygons` is empty.
Geometry from_polygons(const std::vector<Polygon>& polygons, bool multi = false);

/// Builds WKB piece by piece, for readers that meet vertices one at a time and do not know how many will come. The structure
/// is the caller's duty (asserted): begin(type), its vertices, rings or members, end(). A point has exactly one vertex.
///
///   WkbBuilder wkb;
///   wkb.begin(WkbType::polygon);
///   wkb.begin_ring();  wkb.vertex({36, -12}); …  wkb.end_ring();
///   wkb.end();
///   Geometry area = Geometry::from_wkb(wkb.bytes());
class WkbBuilder {
 public:
  void begin(WkbType type);
  void end();
  void begin_ring();
  void end_ring();
  void vertex(LonLat p);

  /// Whether one whole geometry has been built.
  [[nodiscard]] bool complete() const { return m_open.empty() && !m_bytes.empty(); }
  [[nodiscard]] const std::string& bytes() const { return m_bytes; }
  [[nodiscard]] std::size_t vertices() const { return m_vertices; }
  /// Ready for the next geometry; keeps its memory.
  void clear();

 private:
  struct Level {
    WkbType type;
    bool is_ring;
    std::size_t count_at;  ///< where the number of parts stands in m_bytes; 0 for a point
    std::uint32_t count;
  };

  void open_counted(WkbType type, bool is_ring);
  void close();

  std::string m_bytes;
  std::vector<Level> m_open;
  std::size_t m_vertices = 0;
};

}  // namespace geo
