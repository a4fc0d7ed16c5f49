// SPDX-License-Identifier: Apache-2.0
#include "api/tile_cache.hpp"

#include "geo/base/hash.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace api {

std::size_t TileCache::Entry::bytes() const {
  return sizeof(Entry) + 2 * (etag.size() + sizeof(void*) * 4) + (tile.body ? tile.body->capacity() : 0);
}

std::size_t TileCache::HashPlace::operator()(const TilePlace& place) const {
  std::uint64_t h = geo::mix64(geo::hash64(place.role)) ^ geo::hash64(place.collection);
  h = geo::mix64(h) ^ (std::uint64_t{place.row} << 32U | place.column);
  return geo::mix64(h ^ static_cast<std::uint64_t>(place.zoom));
}

bool TileCache::has(const std::string& etag) const {
  const std::lock_guard lock(m_mutex);
  return m_by_etag.contains(etag);
}

bool TileCache::find(const std::string& etag, DrawnTile& tile) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_by_etag.find(etag);
  if (found == m_by_etag.end()) { return false; }
  m_entries.splice(m_entries.begin(), m_entries, found->second);
  tile = found->second->tile;
  return true;
}

void TileCache::add(Entry entry) {
  m_bytes += entry.bytes();
  m_entries.push_front(std::move(entry));
  m_by_etag.emplace(m_entries.front().etag, m_entries.begin());
}

void TileCache::keep(const std::string& etag, const DrawnTile& tile) {
  Entry entry{etag, tile};
  const std::size_t bytes = entry.bytes();
  const std::lock_guard lock(m_mutex);
  if (bytes > m_capacity_bytes || m_by_etag.contains(etag)) { return; }
  while (m_bytes + bytes > m_capacity_bytes) {
    m_bytes -= m_entries.back().bytes();
    m_by_etag.erase(m_entries.back().etag);
    m_entries.pop_back();
  }
  add(std::move(entry));
}

bool TileCache::offer(const std::string& etag, const DrawnTile& tile) {
  Entry entry{etag, tile};
  const std::lock_guard lock(m_mutex);
  if (m_by_etag.contains(etag)) { return true; }
  if (m_bytes + entry.bytes() > m_capacity_bytes) { return false; }
  add(std::move(entry));
  // Behind all that somebody has asked for.
  m_entries.splice(m_entries.end(), m_entries, m_entries.begin());
  return true;
}

void TileCache::looked_at(const TilePlace& place) {
  const std::lock_guard lock(m_mutex);
  ++m_looks[place];
  if (m_looks.size() <= most_places) { return; }
  for (auto& [where, looks] : m_looks) { looks /= 2; }
  std::erase_if(m_looks, [](const auto& look) { return look.second == 0; });
}

std::vector<TilePlace> TileCache::hottest(std::size_t most) const {
  std::vector<std::pair<std::uint32_t, TilePlace>> all;
  {
    const std::lock_guard lock(m_mutex);
    for (const auto& [place, looks] : m_looks) {
      if (looks > 1) { all.emplace_back(looks, place); }
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
  std::vector<TilePlace> places;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) { places.push_back(all[i].second); }
  return places;
}

}  // namespace api
