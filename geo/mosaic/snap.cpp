// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/snap.hpp"

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
  Near(FinePoint a, FinePoint b, int shift)
      : m_ax(std::ldexp(static_cast<double>(a.x), -shift)),
        m_ay(std::ldexp(static_cast<double>(a.y), -shift)),
        m_dx(std::ldexp(static_cast<double>(b.x), -shift) - m_ax),
        m_dy(std::ldexp(static_cast<double>(b.y), -shift) - m_ay) {}

  bool operator()(const Box& box) const {
    constexpr double reach = 0.51;
    const double min_x = box.min_x - reach;
    const double max_x = box.max_x + reach;
    const double min_y = box.min_y - reach;
    const double max_y = box.max_y + reach;
    if (std::max(m_ax, m_ax + m_dx) < min_x || std::min(m_ax, m_ax + m_dx) > max_x || std::max(m_ay, m_ay + m_dy) < min_y ||
        std::min(m_ay, m_ay + m_dy) > max_y) {
      return false;
    }
    const double from_middle = m_dx * ((min_y + max_y) / 2 - m_ay) - m_dy * ((min_x + max_x) / 2 - m_ax);
    return std::abs(from_middle) <= (std::abs(m_dx) * (max_y - min_y) + std::abs(m_dy) * (max_x - min_x)) / 2;
  }

 private:
  double m_ax, m_ay, m_dx, m_dy;
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
    pass(tree, [&](std::size_t i) { return std::pair(m_fine.points[i], m_fine.points[i + 1]); }, m_shift, true);
    const auto on_lattice = [&](std::size_t i) {
      const auto fine = [&](Point p) { return FinePoint{p.x, p.y}; };
      return std::pair(fine(m_out.places[m_out.at[i]]), fine(m_out.places[m_out.at[i + 1]]));
    };
    while (pass(tree, on_lattice, 0, false)) {}
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
  [[nodiscard]] std::vector<std::uint32_t> all_places() const {
    std::vector<std::uint32_t> all(m_out.places.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }

  /// Puts the places that segments pass between their ends. `segment` gives the one from vertex i to i + 1, on a lattice that is
  /// 2^shift times as fine; after the first pass only segments made by the last one are looked at. Whether there is a new one.
  template <class Segment>
  bool pass(const PointTree& tree, const Segment& segment, int shift, bool is_first) {
    std::vector<std::uint32_t> at;
    std::vector<char> fresh;
    at.reserve(m_out.at.size());
    fresh.reserve(m_out.at.size());
    bool any = is_first;
    std::size_t i = 0;
    for (std::uint32_t& end : m_out.ends) {
      for (; i < end; ++i) {
        const bool is_new = at.size() == m_begin || at.back() != m_out.at[i];
        if (is_new) {
          at.push_back(m_out.at[i]);
          fresh.push_back(is_first ? 1 : 0);
        }
        if (i + 1 == end || m_out.at[i] == m_out.at[i + 1] || m_fresh[i] == 0) { continue; }
        const auto [a, b] = segment(i);
        passed(tree, a, b, shift, m_out.at[i], m_out.at[i + 1]);
        if (m_hits.empty()) { continue; }
        any = true;
        fresh.back() = 1;
        for (const auto& [far, place] : m_hits) {
          at.push_back(place);
          fresh.push_back(1);
        }
      }
      m_begin = static_cast<std::uint32_t>(at.size());
      end = m_begin;
    }
    m_begin = 0;
    m_out.at = std::move(at);
    m_fresh = std::move(fresh);
    return any;
  }

  /// Into m_hits: the places a segment passes, apart from its ends, in its order.
  void passed(const PointTree& tree, FinePoint a, FinePoint b, int shift, std::uint32_t from, std::uint32_t to) {
    m_hits.clear();
    tree.search(Near(a, b, shift), [&](std::uint32_t place) {
      if (place == from || place == to || !meets_square(a, b, m_out.places[place], shift)) { return true; }
      const Point p = m_out.places[place];
      m_hits.emplace_back(Wide{p.x} * (b.x - a.x) + Wide{p.y} * (b.y - a.y), place);
      return true;
    });
    std::sort(m_hits.begin(), m_hits.end());
  }

  const FineChains& m_fine;
  int m_shift;
  Chains m_out;
  std::vector<char> m_fresh;  ///< whether the segment that begins with a vertex was made by the last pass
  std::vector<std::pair<Wide, std::uint32_t>> m_hits;
  std::uint32_t m_begin = 0;  ///< where the chain in work begins in what a pass writes
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
