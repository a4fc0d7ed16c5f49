// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/orientation.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace geo {
namespace {

constexpr double error_bound = 3.3306690738754716e-16;  // (3 + 16 eps) eps with eps = 2^-53: Shewchuk's bound for the first look

int sign_of(double v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

/// A sum of doubles held without rounding: parts that do not overlap, the largest last.
class ExactSum {
 public:
  void add_product(double a, double b) {
    const double product = a * b;
    add(std::fma(a, b, -product));
    add(product);
  }
  [[nodiscard]] int sign() const {
    for (std::size_t i = m_size; i-- > 0;) {
      if (m_parts[i] != 0) { return sign_of(m_parts[i]); }
    }
    return 0;
  }

 private:
  void add(double value) {
    double carry = value;
    for (std::size_t i = 0; i < m_size; ++i) {
      const double sum = carry + m_parts[i];
      const double rounded = sum - carry;
      m_parts[i] = (carry - (sum - rounded)) + (m_parts[i] - rounded);
      carry = sum;
    }
    m_parts[m_size++] = carry;
  }

  std::array<double, 12> m_parts{};  // six products of two parts each
  std::size_t m_size = 0;
};

int exact_orientation(LonLat a, LonLat b, LonLat p) {
  ExactSum sum;
  sum.add_product(a.lon, b.lat);
  sum.add_product(-a.lat, b.lon);
  sum.add_product(b.lon, p.lat);
  sum.add_product(-b.lat, p.lon);
  sum.add_product(p.lon, a.lat);
  sum.add_product(-p.lat, a.lon);
  return sum.sign();
}

}  // namespace

int orientation(LonLat a, LonLat b, LonLat p) {
  const double left = (a.lon - p.lon) * (b.lat - p.lat);
  const double right = (a.lat - p.lat) * (b.lon - p.lon);
  const double det = left - right;
  if (std::fabs(det) > error_bound * (std::fabs(left) + std::fabs(right))) { return sign_of(det); }
  return exact_orientation(a, b, p);
}

}  // namespace geo
