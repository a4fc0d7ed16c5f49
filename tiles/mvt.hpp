// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace tiles {

/// Grid squares from the tile's north-western corner, y to the south.
struct GridPoint {
  std::int32_t x = 0, y = 0;

  bool operator==(const GridPoint&) const = default;
};
using GridLine = std::vector<GridPoint>;
using GridRing = std::vector<GridPoint>;    ///< the last vertex does not repeat the first
using GridPolygon = std::vector<GridRing>;  ///< the shell first, then its holes

/// Twice the area; positive for a shell as MVT wants it (clockwise on the screen, y to the south).
std::int64_t area2(const GridRing& ring);

using TileValue = std::variant<bool, std::int64_t, double, std::string>;

/// Positions in the layer's tables of keys and values.
struct Tag {
  std::uint32_t key = 0;
  std::uint32_t value = 0;
};

/// Writes one layer of a Mapbox Vector Tile 2.1 (extent 4096), feature by feature. The bytes depend on the calls and
/// nothing else. Keys and values are stored once each, values of different type apart (1, 1.0, true and "1" are four).
/// Not thread-safe.
class LayerWriter {
 public:
  /// \pre the name is not empty
  explicit LayerWriter(std::string_view name) : m_name(name) {}

  std::uint32_t key(std::string_view name);
  std::uint32_t value(const TileValue& value);

  // One feature each. Preconditions (asserted): at least one point; lines of two vertices or more; rings of three or more with an
  // area; no vertex equal to the one before. Rings may run either way: they are turned as MVT wants them.
  void add_points(std::uint64_t id, std::span<const Tag> tags, std::span<const GridPoint> points);
  void add_lines(std::uint64_t id, std::span<const Tag> tags, std::span<const GridLine> lines);
  void add_polygons(std::uint64_t id, std::span<const Tag> tags, std::span<const GridPolygon> polygons);

  /// A tile of this one layer; empty when there is no feature.
  [[nodiscard]] std::string tile() const;

 private:
  void add_feature(std::uint64_t id, std::span<const Tag> tags, std::uint32_t type);
  void move_to(GridPoint p) { command(1, 1), vertex(p); }
  void command(std::uint32_t id, std::size_t count) { m_geometry.push_back(static_cast<std::uint32_t>(count << 3U) | id); }
  void vertex(GridPoint p);
  void line_to(std::span<const GridPoint> vertices);
  void ring(const GridRing& ring, bool is_shell);

  std::string m_name;
  std::string m_features;  ///< as they stand in the layer
  std::vector<std::string> m_keys;
  std::vector<std::string> m_values;  ///< encoded
  std::unordered_map<std::string, std::uint32_t> m_key_at;
  std::unordered_map<std::string, std::uint32_t> m_value_at;
  std::vector<std::uint32_t> m_geometry;  ///< of the feature in work
  GridPoint m_cursor;
};

}  // namespace tiles
