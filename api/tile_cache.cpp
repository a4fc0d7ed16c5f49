// SPDX-License-Identifier: Apache-2.0
#include "api/tile_cache.hpp"

#include "geo/base/hash.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace api {

std::size_t TileCache::Entry::bytes() const {
  const std::size_t words = key.place.role.capacity() + key.place.collection.capacity() + key.asked.capacity() + etag.capacity();
  return sizeof(Entry) + words + sizeof(void*) * 8 + (tile.body ? tile.body->capacity() : 0);
}

std::size_t TileCache::HashKey::operator()(const TilePlace& place) const {
  std::uint64_t h = geo::mix64(geo::hash64(place.role)) ^ geo::hash64(place.collection);
  h = geo::mix64(h) ^ (std::uint64_t{place.row} << 32U | place.column);
  return geo::mix64(h ^ static_cast<std::uint64_t>(place.zoom));
}

std::size_t TileCache::HashKey::operator()(const TileKey* key) const { return geo::mix64((*this)(key->place) ^ geo::hash64(key->asked)); }

bool TileCache::has(const TileKey& key, const std::string& etag) const {
  const std::lock_guard lock(m_mutex);
  const auto found = m_by_key.find(&key);
  return found != m_by_key.end() && found->second->etag == etag;
}

bool TileCache::is_there(const TileKey& key, const std::string& etag, Entries::iterator& entry) {
  const auto found = m_by_key.find(&key);
  if (found == m_by_key.end() || found->second->etag != etag) { return false; }
  entry = found->second;
  return true;
}

/// The last of those ahead, or the first of those that were asked for: both lists are in the order of passes, so that what is stale is at
/// the one end from which room is made.
void TileCache::move(Entries::iterator entry, bool to_ahead) {
  Entries& from = entry->is_ahead ? m_ahead : m_asked;
  Entries& into = to_ahead ? m_ahead : m_asked;
  into.splice(to_ahead ? into.end() : into.begin(), from, entry);
  entry->is_ahead = to_ahead;
  entry->pass = m_pass;
}

void TileCache::add(Entry entry) {
  m_bytes += entry.bytes();
  entry.pass = m_pass;
  Entries& into = entry.is_ahead ? m_ahead : m_asked;
  const auto added = into.insert(entry.is_ahead ? into.end() : into.begin(), std::move(entry));
  m_by_key.emplace(&added->key, added);
}

void TileCache::drop(Entries::iterator entry) {
  m_bytes -= entry->bytes();
  m_by_key.erase(&entry->key);
  (entry->is_ahead ? m_ahead : m_asked).erase(entry);
}

void TileCache::drop(const TileKey& key) {
  if (const auto found = m_by_key.find(&key); found != m_by_key.end()) { drop(found->second); }
}

bool TileCache::find(const TileKey& key, const std::string& etag, DrawnTile& tile) {
  const std::lock_guard lock(m_mutex);
  Entries::iterator entry;
  if (!is_there(key, etag, entry)) { return false; }
  move(entry, false);
  tile = entry->tile;
  return true;
}

void TileCache::keep(const TileKey& key, const std::string& etag, const DrawnTile& tile) {
  Entry entry{key, etag, tile};
  const std::size_t bytes = entry.bytes();
  const std::lock_guard lock(m_mutex);
  drop(key);
  if (bytes > m_capacity_bytes) { return; }
  while (m_bytes + bytes > m_capacity_bytes) {
    if (m_ahead.empty()) {
      drop(std::prev(m_asked.end()));
    } else {
      // What matters most is offered first.
      drop(is_stale(m_ahead.front()) ? m_ahead.begin() : std::prev(m_ahead.end()));
    }
  }
  add(std::move(entry));
}

void TileCache::begin_pass() {
  const std::lock_guard lock(m_mutex);
  ++m_pass;
}

bool TileCache::confirm(const TileKey& key, const std::string& etag) {
  const std::lock_guard lock(m_mutex);
  return hold(key, etag);
}

bool TileCache::hold(const TileKey& key, const std::string& etag) {
  Entries::iterator entry;
  if (!is_there(key, etag, entry)) { return false; }
  if (is_stale(*entry)) { move(entry, entry->is_ahead); }
  return true;
}

bool TileCache::offer(const TileKey& key, const std::string& etag, const DrawnTile& tile) {
  Entry entry{key, etag, tile, 0, true};
  const std::size_t bytes = entry.bytes();
  const std::lock_guard lock(m_mutex);
  if (hold(key, etag)) { return true; }
  drop(key);  // of another tag: stale, or kept this moment, and then drawn again when it is asked for
  while (m_bytes + bytes > m_capacity_bytes) {
    if (!m_ahead.empty() && is_stale(m_ahead.front())) {
      drop(m_ahead.begin());
    } else if (!m_asked.empty() && is_stale(m_asked.back())) {
      drop(std::prev(m_asked.end()));
    } else {
      return false;
    }
  }
  add(std::move(entry));
  return true;
}

void TileCache::looked_at(const TilePlace& place) {
  const std::lock_guard lock(m_mutex);
  Looks& looks = m_looks[place.role];
  ++looks[place];
  if (looks.size() <= most_places_of_role) { return; }
  for (auto& [where, count] : looks) { count /= 2; }
  std::erase_if(looks, [](const auto& look) { return look.second == 0; });
}

std::vector<TilePlace> TileCache::hottest(std::size_t most, std::size_t most_of_role) const {
  std::vector<std::pair<std::uint32_t, TilePlace>> all;
  {
    const std::lock_guard lock(m_mutex);
    for (const auto& [role, looks] : m_looks) {
      for (const auto& [place, count] : looks) {
        if (count > 1) { all.emplace_back(count, place); }
      }
    }
  }
  const auto hotter = [](const auto& a, const auto& b) {
    const auto key = [](const auto& look) {
      const TilePlace& p = look.second;
      return std::tie(p.role, p.collection, p.zoom, p.row, p.column);
    };
    return a.first != b.first ? a.first > b.first : key(a) < key(b);
  };
  std::sort(all.begin(), all.end(), hotter);
  std::map<std::string, std::size_t> of_role;
  std::vector<TilePlace> places;
  for (const auto& [count, place] : all) {
    if (places.size() >= most) { break; }
    if (++of_role[place.role] <= most_of_role) { places.push_back(place); }
  }
  return places;
}

}  // namespace api
