// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/snap.hpp"

#include "geo/base/error.hpp"
#include "geo/index/quadkey.hpp"
#include "geo/mosaic/point_tree.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace geo::mosaic {
namespace {

Point rounded(FinePoint p, int shift) {
  const std::int64_t half = (std::int64_t{1} << shift) >> 1;
  return {static_cast<std::int32_t>((p.x + half) >> shift), static_cast<std::int32_t>((p.y + half) >> shift)};
}

/// Places may be negative; quadkeys are not.
std::uint64_t key_of(Point p) {
  constexpr std::uint32_t sign = 0x80000000U;
  return cell_of_tile({static_cast<std::uint32_t>(p.x) ^ sign, static_cast<std::uint32_t>(p.y) ^ sign});
}

/// Rules out boxes that are surely farther from a segment than a square reaches. In doubles, with room for their errors.
class Near {
 public:
  Near(FinePoint a, FinePoint b, int shift, double reach)
      : m_reach(reach),
        m_ax(std::ldexp(static_cast<double>(a.x), -shift)),
        m_ay(std::ldexp(static_cast<double>(a.y), -shift)),
        m_dx(std::ldexp(static_cast<double>(b.x), -shift) - m_ax),
        m_dy(std::ldexp(static_cast<double>(b.y), -shift) - m_ay) {}

  bool operator()(const Box& box) const {
    const double min_x = box.min_x - m_reach;
    const double max_x = box.max_x + m_reach;
    const double min_y = box.min_y - m_reach;
    const double max_y = box.max_y + m_reach;
    if (std::max(m_ax, m_ax + m_dx) < min_x || std::min(m_ax, m_ax + m_dx) > max_x || std::max(m_ay, m_ay + m_dy) < min_y ||
        std::min(m_ay, m_ay + m_dy) > max_y) {
      return false;
    }
    const double from_middle = m_dx * ((min_y + max_y) / 2 - m_ay) - m_dy * ((min_x + max_x) / 2 - m_ax);
    return std::abs(from_middle) <= (std::abs(m_dx) * (max_y - min_y) + std::abs(m_dy) * (max_x - min_x)) / 2;
  }

 private:
  double m_reach, m_ax, m_ay, m_dx, m_dy;
};

/// The work of snap(): the places are known, and do not change.
class Snapper {
 public:
  Snapper(const FineChains& fine, int shift) : m_fine(fine), m_shift(shift) {
    find_places();
    m_out.ends = fine.ends;
  }
  Chains run() {
    const PointTree tree(m_out.places, all_places());
    m_fresh.assign(m_out.at.size(), 1);
    pass([&](std::size_t i) { find_passed_at_first(tree, i); });
    while (pass([&](std::size_t i) { find_passed(tree, i); })) {}
    return std::move(m_out);
  }

 private:
  void find_places() {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed(m_fine.points.size());
    for (std::uint32_t i = 0; i < keyed.size(); ++i) { keyed[i] = {key_of(rounded(m_fine.points[i], m_shift)), i}; }
    std::sort(keyed.begin(), keyed.end());
    m_out.at.resize(keyed.size());
    for (std::size_t i = 0; i < keyed.size(); ++i) {
      if (i == 0 || keyed[i].first != keyed[i - 1].first) { m_out.places.push_back(rounded(m_fine.points[keyed[i].second], m_shift)); }
      m_out.at[keyed[i].second] = static_cast<std::uint32_t>(m_out.places.size() - 1);
    }
  }
  /// Honest shapes pass few places of others; a line that goes to and fro over itself could pass the square of their number.
  void refuse_too_many(std::size_t vertices) const {
    constexpr std::size_t a_few = 100'000;
    if (vertices <= 8 * m_fine.points.size() + a_few) { return; }
    throw Error(Problem::too_large, "These shapes run over each other too often to be simplified together.",
                "Estas formas sobrepõem-se vezes demais para serem simplificadas em conjunto.");
  }
  [[nodiscard]] std::vector<std::uint32_t> all_places() const {
    std::vector<std::uint32_t> all(m_out.places.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }

  /// Puts the places that segments pass between their ends: find(i) leaves those of the segment from vertex i on in m_hits. Only
  /// segments made by the pass before are looked at. Whether there is a new one.
  template <class Find>
  bool pass(const Find& find) {
    std::vector<std::uint32_t> at;
    std::vector<char> fresh;
    at.reserve(m_out.at.size());
    fresh.reserve(m_out.at.size());
    bool any = false;
    std::size_t i = 0;
    std::size_t begin = 0;  // of the chain, in what is written
    for (std::uint32_t& end : m_out.ends) {
      for (; i < end; ++i) {
        if (at.size() == begin || at.back() != m_out.at[i]) {
          at.push_back(m_out.at[i]);
          fresh.push_back(0);
        }
        if (i + 1 == end || m_out.at[i] == m_out.at[i + 1] || m_fresh[i] == 0) { continue; }
        find(i);
        if (m_hits.empty()) { continue; }
        any = true;
        fresh.back() = 1;
        for (const auto& [far, place] : m_hits) {
          at.push_back(place);
          fresh.push_back(1);
        }
        refuse_too_many(at.size());
      }
      refuse_too_many(at.size());
      begin = at.size();
      end = static_cast<std::uint32_t>(begin);
    }
    m_out.at = std::move(at);
    m_fresh = std::move(fresh);
    return any;
  }

  [[nodiscard]] FinePoint place(std::size_t i) const {
    const Point p = m_out.places[m_out.at[i]];
    return {p.x, p.y};
  }
  void add_hit(std::vector<std::pair<Wide, std::uint32_t>>& hits, FinePoint a, FinePoint b, std::uint32_t hit) const {
    const Point p = m_out.places[hit];
    hits.emplace_back(Wide{p.x} * (b.x - a.x) + Wide{p.y} * (b.y - a.y), hit);
  }

  /// Segments between places.
  void find_passed(const PointTree& tree, std::size_t i) {
    const FinePoint a = place(i);
    const FinePoint b = place(i + 1);
    m_hits.clear();
    tree.search(Near(a, b, 0, 0.51), [&](std::uint32_t p) {
      const bool is_end = p == m_out.at[i] || p == m_out.at[i + 1];
      if (!is_end && meets_square(a, b, m_out.places[p], 0)) { add_hit(m_hits, a, b, p); }
      return true;
    });
    std::sort(m_hits.begin(), m_hits.end());
  }

  /// Segments as they came. One that passes no other place goes from place to place as it is: what it passes then is found with it.
  void find_passed_at_first(const PointTree& tree, std::size_t i) {
    const FinePoint a = m_fine.points[i];
    const FinePoint b = m_fine.points[i + 1];
    const FinePoint from = place(i);
    const FinePoint to = place(i + 1);
    m_hits.clear();
    m_later.clear();
    tree.search(Near(a, b, m_shift, 1.02), [&](std::uint32_t p) {
      if (p == m_out.at[i] || p == m_out.at[i + 1]) { return true; }
      if (meets_square(a, b, m_out.places[p], m_shift)) { add_hit(m_hits, a, b, p); }
      if (meets_square(from, to, m_out.places[p], 0)) { add_hit(m_later, from, to, p); }
      return true;
    });
    if (m_hits.empty()) { std::swap(m_hits, m_later); }
    std::sort(m_hits.begin(), m_hits.end());
  }

  const FineChains& m_fine;
  int m_shift;
  Chains m_out;
  std::vector<char> m_fresh;  ///< whether the segment that begins with a vertex was made by the last pass
  std::vector<std::pair<Wide, std::uint32_t>> m_hits, m_later;
};

}  // namespace

bool meets_square(FinePoint a, FinePoint b, Point place, int shift) {
  // In halves, so that the square's corners are whole numbers; from the place.
  const std::int64_t half = std::int64_t{1} << shift;
  const std::int64_t cx = std::int64_t{place.x} << (shift + 1);
  const std::int64_t cy = std::int64_t{place.y} << (shift + 1);
  const std::int64_t ax = 2 * a.x - cx;
  const std::int64_t ay = 2 * a.y - cy;
  const std::int64_t bx = 2 * b.x - cx;
  const std::int64_t by = 2 * b.y - cy;
  const auto overlaps = [&](std::int64_t p, std::int64_t q) { return std::min(p, q) < half && std::max(p, q) >= -half; };
  if (!overlaps(ax, bx) || !overlaps(ay, by)) { return false; }
  const std::int64_t dx = bx - ax;
  const std::int64_t dy = by - ay;
  if (dx == 0 && dy == 0) { return true; }
  const auto is_left = [&](std::int64_t x, std::int64_t y) {
    const Wide side = Wide{dx} * (y - ay) - Wide{dy} * (x - ax);
    if (side != 0) { return side > 0; }
    return dy != 0 ? dy > 0 : dx < 0;
  };
  // The two corners that are farthest from the line, one on each side of it where it passes.
  const bool rises = (dx >= 0) == (dy >= 0);
  return rises ? is_left(-half, half) != is_left(half, -half) : is_left(-half, -half) != is_left(half, half);
}

Chains snap(const FineChains& chains, int shift) { return Snapper(chains, shift).run(); }

}  // namespace geo::mosaic
