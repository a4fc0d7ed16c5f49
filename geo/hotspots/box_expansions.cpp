// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/box_expansions.hpp"

#include "geo/hotspots/four_lanes.hpp"
#include "geo/hotspots/processor.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {
namespace {

constexpr std::size_t terms_of_box = 12;
static_assert(terms_of_box == 3 * sizeof(Four) / sizeof(double));

/// to += a b, matrices of 12 by 12, row by row.
[[gnu::always_inline]] inline void add_product_of(const double* a, const double* b, double* to) {
  for (std::size_t n = 0; n < terms_of_box; ++n) {
    double* const row = to + n * terms_of_box;
    Four sum0;
    Four sum1;
    Four sum2;
    load_four(row, sum0), load_four(row + 4, sum1), load_four(row + 8, sum2);
    for (std::size_t k = 0; k < terms_of_box; ++k) {
      const double factor = a[n * terms_of_box + k];
      const double* const part = b + k * terms_of_box;
      Four part0;
      Four part1;
      Four part2;
      load_four(part, part0), load_four(part + 4, part1), load_four(part + 8, part2);
      sum0 += factor * part0, sum1 += factor * part1, sum2 += factor * part2;
    }
    store_four(sum0, row), store_four(sum1, row + 4), store_four(sum2, row + 8);
  }
}
void add_product_plain(const double* a, const double* b, double* to) { add_product_of(a, b, to); }
#if defined(__x86_64__)
// Without fused multiply-add: results must not depend on the machine.
__attribute__((target("avx2"))) void add_product_avx2(const double* a, const double* b, double* to) { add_product_of(a, b, to); }
const auto add_product = has_avx2() ? &add_product_avx2 : &add_product_plain;
#else
const auto add_product = &add_product_plain;
#endif

}  // namespace

BoxExpansions::BoxExpansions(const PointPlaces& places, double deviation) : m_places(places), m_deviation(deviation) {
  Metric north_east = m_south_west = places.at.front();
  for (const Metric p : places.at) {
    m_south_west = {std::min(m_south_west.x, p.x), std::min(m_south_west.y, p.y)};
    north_east = {std::max(north_east.x, p.x), std::max(north_east.y, p.y)};
  }
  m_columns = std::floor((north_east.x - m_south_west.x) / deviation) + 1;
  m_rows = std::floor((north_east.y - m_south_west.y) / deviation) + 1;
}

double BoxExpansions::cost() const {
  constexpr double most_boxes = 100'000;  // 1.2 kB each, twice
  const double boxes = m_columns * m_rows;
  if (!(boxes <= most_boxes)) { return 1e300; }
  constexpr double for_box = 2 * (2 * reach + 1) * terms * terms * terms * 0.15;
  return boxes * for_box + 400 * static_cast<double>(m_places.at.size());
}

std::size_t BoxExpansions::box_of(Metric at) const {
  const double column = std::floor((at.x - m_south_west.x) / m_deviation);
  const double row = std::floor((at.y - m_south_west.y) / m_deviation);
  return static_cast<std::size_t>(row * m_columns + column);
}

Metric BoxExpansions::from_middle(Metric at) const {
  const double x = (at.x - m_south_west.x) / m_deviation;
  const double y = (at.y - m_south_west.y) / m_deviation;
  return {x - std::floor(x) - 0.5, y - std::floor(y) - 0.5};
}

/// For a source box d boxes before the target: the term n of the target made of the term m of the source,
/// (-1)^n He_{n+m}(d) exp(-d²/2) / √(n! m!), so that both are in powers of the offset over the root of a factorial.
std::vector<BoxExpansions::Table> BoxExpansions::translations() {
  std::vector<Table> tables(2 * reach + 1);
  for (std::int64_t d = -reach; d <= reach; ++d) {
    const auto x = static_cast<double>(d);
    std::array<double, 2 * terms> he{};
    he[0] = 1, he[1] = x;
    for (std::size_t n = 1; n + 1 < he.size(); ++n) { he[n + 1] = x * he[n] - static_cast<double>(n) * he[n - 1]; }
    Table& table = tables[static_cast<std::size_t>(d + reach)];
    for (std::size_t n = 0; n < terms; ++n) {
      for (std::size_t m = 0; m < terms; ++m) {
        const double root = std::sqrt(std::tgamma(static_cast<double>(n + 1)) * std::tgamma(static_cast<double>(m + 1)));
        table[n][m] = (n % 2 == 0 ? 1 : -1) * he[n + m] * std::exp(-x * x / 2) / root;
      }
    }
  }
  return tables;
}

std::vector<double> BoxExpansions::sums_without_own(const Workers& workers) const {
  static_assert(terms == terms_of_box);
  const auto columns = static_cast<std::size_t>(m_columns);
  const auto rows = static_cast<std::size_t>(m_rows);
  std::array<double, terms> per_root{};
  for (std::size_t n = 1; n < terms; ++n) { per_root[n] = 1 / std::sqrt(static_cast<double>(n)); }
  const auto powers = [&](double f) {
    Line line;
    line[0] = 1;
    for (std::size_t n = 1; n < terms; ++n) { line[n] = line[n - 1] * f * per_root[n]; }
    return line;
  };
  std::vector<Table> moments(columns * rows);  // [along][across]
  std::vector<char> filled(columns * rows);
  for (std::size_t i = 0; i < m_places.at.size(); ++i) {
    const Metric f = from_middle(m_places.at[i]);
    const Line along = powers(f.x);
    const Line across = powers(f.y);
    const std::size_t box = box_of(m_places.at[i]);
    filled[box] = 1;
    for (std::size_t n = 0; n < terms; ++n) {
      const double w = m_places.count[i] * along[n];
      for (std::size_t m = 0; m < terms; ++m) { moments[box][n][m] += w * across[m]; }
    }
  }
  const std::vector<Table> translation = translations();
  std::vector<Table> turned = translation;
  for (Table& table : turned) {
    for (std::size_t n = 0; n < terms; ++n) {
      for (std::size_t m = 0; m < n; ++m) { std::swap(table[n][m], table[m][n]); }
    }
  }
  const auto near = [&](std::size_t at, std::size_t most) {
    return std::pair(at > reach ? at - reach : 0, std::min(at + reach + 1, most));
  };
  std::vector<Table> halfway(columns * rows);  // expanded along the row already
  std::vector<char> row_filled(columns * rows);
  workers(rows, [&](std::size_t row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const auto range = near(column, columns);
      Table& to = halfway[row * columns + column];
      for (std::size_t source = range.first; source < range.second; ++source) {
        if (filled[row * columns + source] == 0) { continue; }
        row_filled[row * columns + column] = 1;
        const Table& t = translation[column + reach - source];
        const Table& from = moments[row * columns + source];
        add_product(t[0].data(), from[0].data(), to[0].data());
      }
    }
  });
  workers(rows, [&](std::size_t row) {
    const auto range = near(row, rows);
    for (std::size_t column = 0; column < columns; ++column) {
      if (filled[row * columns + column] == 0) { continue; }
      Table& to = moments[row * columns + column];  // what it said is in `halfway` by now
      to = {};
      for (std::size_t source = range.first; source < range.second; ++source) {
        if (row_filled[source * columns + column] == 0) { continue; }
        const Table& t = turned[row + reach - source];
        const Table& from = halfway[source * columns + column];
        add_product(from[0].data(), t[0].data(), to[0].data());
      }
    }
  });
  std::vector<double> sums(m_places.at.size());
  constexpr std::size_t places_a_task = 4096;
  workers((sums.size() + places_a_task - 1) / places_a_task, [&](std::size_t task) {
    for (std::size_t i = task * places_a_task; i < std::min((task + 1) * places_a_task, sums.size()); ++i) {
      const Metric f = from_middle(m_places.at[i]);
      const Line along = powers(f.x);
      const Line across = powers(f.y);
      const Table& table = moments[box_of(m_places.at[i])];
      double sum = 0;
      for (std::size_t n = 0; n < terms; ++n) {
        double line = 0;
        for (std::size_t m = 0; m < terms; ++m) { line += across[m] * table[n][m]; }
        sum += along[n] * line;
      }
      sums[i] = sum - m_places.count[i];
    }
  });
  return sums;
}

}  // namespace geo
