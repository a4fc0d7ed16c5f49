// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/gazetteer.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/text.hpp"
#include "geo/geometry/geodesic.hpp"

#include <algorithm>
#include <map>

namespace importers {
namespace {

constexpr double same_place_m = 2000;
constexpr std::size_t shortest_near_name = 5;
constexpr std::size_t longest_name = 100;  // longer ones are no names; each letter costs a hash
constexpr std::size_t most_candidates = 20;

/// Hashes of a text without each one of its letters (bytes: fold_name() leaves ASCII of Latin letters).
std::vector<std::uint64_t> shortened(std::string_view text) {
  std::vector<std::uint64_t> hashes;
  std::string shorter;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && text[i] == text[i - 1]) { continue; }
    shorter.assign(text.substr(0, i));
    shorter += text.substr(i + 1);
    hashes.push_back(geo::hash64(shorter));
  }
  return hashes;
}

bool is_stated(const Place& place, const Stated& stated) {
  const int level = stated.level();
  if (level < 0) { return true; }
  const auto l = static_cast<std::size_t>(level);
  if (stated.areas[l] >= 0 && place.areas[l] >= 0) { return stated.areas[l] == place.areas[l]; }
  if (!stated.codes[l].empty() && stated.codes[l] == place.admin_codes[l]) { return true; }
  return !stated.names[l].empty() && stated.names[l] == place.admin_names[l];
}

}  // namespace

int Stated::level() const {
  for (int level = admin_levels - 1; level > 0; --level) {  // that it lies in the country says nothing
    const auto l = static_cast<std::size_t>(level);
    if (areas[l] >= 0 || !names[l].empty() || !codes[l].empty()) { return level; }
  }
  return -1;
}

bool is_one_letter_off(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) { std::swap(a, b); }
  if (a.size() - b.size() > 1) { return false; }
  std::size_t front = 0;
  while (front < b.size() && a[front] == b[front]) { ++front; }
  const std::string_view rest_a = a.substr(front);
  const std::string_view rest_b = b.substr(front);
  if (rest_a.empty()) { return true; }
  if (a.size() > b.size()) { return rest_a.substr(1) == rest_b; }
  if (rest_a.substr(1) == rest_b.substr(1)) { return true; }
  return rest_a.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a.substr(2) == rest_b.substr(2);
}

Gazetteer::Gazetteer(std::vector<PlaceRow> rows, const AdminAreas& areas) {
  for (PlaceRow& row : rows) {
    Place place;
    place.at = row.at;
    place.areas = areas.find(row.at);
    for (std::size_t l = 0; l < admin_levels; ++l) { place.admin_names[l] = geo::fold_name(row.admin_names[l]); }
    place.admin_codes = std::move(row.admin_codes);
    for (std::string& name : folded_names(row.name, row.alt_names)) {
      if (name.size() <= longest_name) { m_names.emplace_back(std::move(name), static_cast<std::uint32_t>(m_places.size())); }
    }
    place.name = std::move(row.name);
    m_places.push_back(std::move(place));
  }
  for (std::uint32_t n = 0; n < m_names.size(); ++n) {
    const std::string& name = m_names[n].first;
    m_exact.emplace_back(geo::hash64(name), n);
    if (name.size() < shortest_near_name - 1) { continue; }
    m_near.emplace_back(geo::hash64(name), n);
    for (const std::uint64_t hash : shortened(name)) { m_near.emplace_back(hash, n); }
  }
  std::sort(m_exact.begin(), m_exact.end());
  std::sort(m_near.begin(), m_near.end());
  for (int level = 1; level < admin_levels; ++level) { learn_codes(areas, level); }
}

/// A code is understood when more than half of the settlements that have it lie in one area, and that area has their name for it.
void Gazetteer::learn_codes(const AdminAreas& areas, int level) {
  if (!areas.has_level(level)) { return; }
  const auto l = static_cast<std::size_t>(level);
  struct Votes {
    std::map<int, std::size_t> lie_in;
    std::map<std::string_view, std::size_t> called;
    std::size_t all = 0;
  };
  std::map<std::string_view, Votes> codes;
  for (const Place& place : m_places) {
    if (place.admin_codes[l].empty()) { continue; }
    Votes& votes = codes[place.admin_codes[l]];
    ++votes.all;
    if (place.areas[l] >= 0) { ++votes.lie_in[place.areas[l]]; }
    if (!place.admin_names[l].empty()) { ++votes.called[place.admin_names[l]]; }
  }
  const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
  for (const auto& [code, votes] : codes) {
    const auto where = std::max_element(votes.lie_in.begin(), votes.lie_in.end(), by_count);
    const auto name = std::max_element(votes.called.begin(), votes.called.end(), by_count);
    if (where == votes.lie_in.end() || name == votes.called.end() || where->second * 2 <= votes.all) { continue; }
    const std::vector<std::string>& names = areas[where->first].names;
    if (std::find(names.begin(), names.end(), name->first) == names.end()) { continue; }
    if (areas.by_code(level, code) < 0) { m_old_codes[l].emplace_back(std::string(code), where->first); }
  }
}

int Gazetteer::area_of_old_code(int level, std::string_view code) const {
  const auto& codes = m_old_codes[static_cast<std::size_t>(level)];
  const auto found =
      std::lower_bound(codes.begin(), codes.end(), code, [](const auto& pair, std::string_view c) { return pair.first < c; });
  return found == codes.end() || found->first != code ? -1 : found->second;
}

std::vector<const Place*> Gazetteer::pick(std::string_view folded, const Stated& stated, const std::function<bool(const Place&)>& fits,
                                          bool exact) const {
  std::vector<std::uint32_t> names;
  const auto look = [&](const std::vector<Variant>& variants, std::uint64_t hash) {
    for (auto it = std::lower_bound(variants.begin(), variants.end(), Variant{hash, 0}); it != variants.end() && it->first == hash; ++it) {
      const std::string& name = m_names[it->second].first;
      if (exact ? name == folded : is_one_letter_off(name, folded)) { names.push_back(it->second); }
    }
  };
  look(exact ? m_exact : m_near, geo::hash64(folded));
  if (!exact) {
    for (const std::uint64_t hash : shortened(folded)) { look(m_near, hash); }
  }
  std::sort(names.begin(), names.end());
  std::vector<const Place*> found;
  for (const std::uint32_t name : names) {
    const Place& place = m_places[m_names[name].second];
    const auto is_same = [&](const Place* other) { return other == &place || geo::distance_m(other->at, place.at) <= same_place_m; };
    if (!is_stated(place, stated) || !fits(place) || std::any_of(found.begin(), found.end(), is_same)) { continue; }
    found.push_back(&place);
    if (found.size() >= most_candidates) { break; }
  }
  return found;
}

PlaceMatch Gazetteer::find(std::string_view name, const Stated& stated, const std::function<bool(const Place&)>& fits) const {
  const std::string folded = geo::fold_name(name);
  if (folded.empty() || folded.size() > longest_name) { return {}; }
  PlaceMatch match{pick(folded, stated, fits, true), true};
  if (!match.candidates.empty() || folded.size() < shortest_near_name) { return match; }
  return {pick(folded, stated, fits, false), false};
}

}  // namespace importers
