// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
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

/// A place, and what was asked of its rows there: "" is nothing.
struct TileKey {
  TilePlace place;
  std::string asked;

  bool operator==(const TileKey&) const = default;
};

/// Tiles by their place, role included, and the question, compared as a whole; of each the newest alone, with its entity tag, which is made
/// of all that shapes it. So every account of a role gets the same, in whatever coding, one that was drawn ahead is there for the first who
/// asks, and what a change has made stale makes room for what takes its place. Bounded: first goes what was only drawn ahead, then what
/// nobody has asked for longest. Thread-safe.
class TileCache {
 public:
  explicit TileCache(std::size_t capacity_bytes) : m_capacity_bytes(capacity_bytes) {}

  /// The tile with this tag, drawn by draw() unless it is there. Counts as asked for.
  template <class Draw>
  DrawnTile get(const TileKey& key, const std::string& etag, const Draw& draw) {
    DrawnTile tile;
    if (!find(key, etag, tile)) {
      tile = draw();
      keep(key, etag, tile);
    }
    return tile;
  }

  [[nodiscard]] bool has(const TileKey& key, const std::string& etag) const;

  /// Another pass of drawing ahead begins, since something has changed.
  void begin_pass();
  /// Whether it is there already; if so, it holds its place for this pass.
  bool confirm(const TileKey& key, const std::string& etag);
  /// Takes it in where there is room, behind all that was asked for: nobody has asked for it yet. Lets go for it what nobody has asked for,
  /// confirmed or offered since the pass began. False when there is still no room.
  bool offer(const TileKey& key, const std::string& etag, const DrawnTile& tile);

  /// A tile that shows something was asked for there, and was not at hand in the coding that was wanted. How often is remembered for some
  /// hundred places of each role; all that a role asks for fade alike, and leave those of other roles alone.
  void looked_at(const TilePlace& place);
  /// Those that were asked for more than once, most often first; of each role no more than `most_of_role`.
  [[nodiscard]] std::vector<TilePlace> hottest(std::size_t most, std::size_t most_of_role) const;

 private:
  struct Entry {
    TileKey key;
    std::string etag;
    DrawnTile tile;
    std::uint64_t pass = 0;  ///< in which it was asked for, confirmed or offered last
    bool is_ahead = false;   ///< nobody has asked for it
    [[nodiscard]] std::size_t bytes() const;
  };
  using Entries = std::list<Entry>;
  /// Keys of the entries themselves.
  struct HashKey {
    std::size_t operator()(const TileKey* key) const;
    std::size_t operator()(const TilePlace& place) const;
  };
  struct SameKey {
    bool operator()(const TileKey* a, const TileKey* b) const { return *a == *b; }
  };
  using Looks = std::unordered_map<TilePlace, std::uint32_t, HashKey>;
  static constexpr std::size_t most_places_of_role = 1024;

  bool find(const TileKey& key, const std::string& etag, DrawnTile& tile);
  void keep(const TileKey& key, const std::string& etag, const DrawnTile& tile);
  // Under the lock:
  [[nodiscard]] bool is_there(const TileKey& key, const std::string& etag, Entries::iterator& entry);
  bool hold(const TileKey& key, const std::string& etag);
  void add(Entry entry);
  void drop(Entries::iterator entry);
  void drop(const TileKey& key);
  void move(Entries::iterator entry, bool to_ahead);
  [[nodiscard]] bool is_stale(const Entry& entry) const { return entry.pass != m_pass; }

  std::size_t m_capacity_bytes;
  mutable std::mutex m_mutex;
  Entries m_asked;  ///< last asked for or confirmed first
  Entries m_ahead;  ///< in the order in which they were offered or confirmed
  std::unordered_map<const TileKey*, Entries::iterator, HashKey, SameKey> m_by_key;
  std::size_t m_bytes = 0;
  std::uint64_t m_pass = 0;
  std::map<std::string, Looks> m_looks;  ///< by role
};

}  // namespace api
