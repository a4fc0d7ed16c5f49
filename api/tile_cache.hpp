// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace api {

/// One tile as it was drawn, before any coding.
struct DrawnTile {
  std::shared_ptr<const std::string> body;  ///< null: the tile is empty
  std::uint64_t rows = 0;                   ///< that it shows
};

/// Where a tile is, and with whose eyes: what stays when its rows change.
struct TilePlace {
  std::string role, collection;
  int zoom = 0;
  std::uint32_t row = 0, column = 0;

  bool operator==(const TilePlace&) const = default;
};

/// Tiles by their entity tag, which is made of all that shapes them, the role included: every account of a role gets the same, in whatever
/// coding, and one that was drawn ahead is there for the first who asks. Least recently asked for goes first; bounded. Thread-safe.
class TileCache {
 public:
  explicit TileCache(std::size_t capacity_bytes) : m_capacity_bytes(capacity_bytes) {}

  /// The tile, drawn by draw() unless it is there. Counts as asked for.
  template <class Draw>
  DrawnTile get(const std::string& etag, const Draw& draw) {
    DrawnTile tile;
    if (!find(etag, tile)) {
      tile = draw();
      keep(etag, tile);
    }
    return tile;
  }

  [[nodiscard]] bool has(const std::string& etag) const;
  /// Takes it in where there is room, and lets nothing go for it: nobody has asked for it yet. False when there is none.
  bool offer(const std::string& etag, const DrawnTile& tile);

  /// Somebody looked there. How often is remembered for some thousands of places; all that are looked at fade alike.
  void looked_at(const TilePlace& place);
  /// Those that were looked at more than once, most often first.
  [[nodiscard]] std::vector<TilePlace> hottest(std::size_t most) const;

 private:
  struct Entry {
    std::string etag;
    DrawnTile tile;
    [[nodiscard]] std::size_t bytes() const;
  };
  struct HashPlace {
    std::size_t operator()(const TilePlace& place) const;
  };
  static constexpr std::size_t most_places = 4096;

  bool find(const std::string& etag, DrawnTile& tile);
  void keep(const std::string& etag, const DrawnTile& tile);
  void add(Entry entry);

  std::size_t m_capacity_bytes;
  mutable std::mutex m_mutex;
  std::list<Entry> m_entries;                                                  ///< last asked for first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> m_by_etag;  ///< views of the entries' own
  std::size_t m_bytes = 0;
  std::unordered_map<TilePlace, std::uint32_t, HashPlace> m_looks;
};

}  // namespace api
