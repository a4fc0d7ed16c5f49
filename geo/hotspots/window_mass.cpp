// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/hotspots/plane_window.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

/// Beyond, what a Gaussian still holds is less than 10^-15.
constexpr double gaussian_mass_reach = 8.5;
/// Nearer to an edge, in bandwidths, rounding could take a place for one on the other side.
constexpr double beside = 1e-10;

double reach_for(Kernel kernel) { return kernel == Kernel::gaussian ? gaussian_mass_reach : 1; }

/// Gauss' rule with ten points, exact for polynomials up to degree 19.
constexpr std::array<double, 5> gauss_at = {0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845,
                                            0.9739065285171717};
constexpr std::array<double, 5> gauss_weight = {0.2955242247147529, 0.2692667193099964, 0.2190863625159820, 0.1494513491505806,
                                                0.0666713443086881};

/// kernel_mass(r) / r², finite at 0; u2 = r².
double mass_per_square(Kernel kernel, double u2) {
  if (kernel != Kernel::gaussian) {
    if (kernel == Kernel::uniform) { return 1 / (2 * M_PI); }
    const double k = kernel == Kernel::epanechnikov ? 2 : kernel == Kernel::quartic ? 3 : 4;  // (1 - (1 - u²)^k) / u²
    double sum = 0;
    double power = 1;
    for (double i = 0; i < k; ++i) { sum += power, power *= 1 - u2; }
    return sum / (2 * M_PI);
  }
  return (u2 < 1e-300 ? 0.5 : -std::expm1(-u2 / 2) / u2) / (2 * M_PI);
}

double by_gauss(Kernel kernel, double d2, double a, double b) {
  const double middle = (a + b) / 2;
  const double half = (b - a) / 2;
  double sum = 0;
  for (std::size_t i = 0; i < gauss_at.size(); ++i) {
    const double left = middle - half * gauss_at[i];
    const double right = middle + half * gauss_at[i];
    sum += gauss_weight[i] * (mass_per_square(kernel, d2 + left * left) + mass_per_square(kernel, d2 + right * right));
  }
  return sum * half;
}

/// ∫ kernel_mass(r) / r² dt along an edge `d` away, t from a to b within reach.
double along(Kernel kernel, double d, double a, double b) {
  const double d2 = d * d;
  if (kernel == Kernel::triangular) {  // mass / r² = (3 - 2 r) / 2π
    const auto root = [&](double t) {
      const double r = std::sqrt(d2 + t * t);
      return (t * r + (d2 > 0 ? d2 * std::asinh(t / std::fabs(d)) : 0)) / 2;
    };
    return (3 * (b - a) - 2 * (root(b) - root(a))) / (2 * M_PI);
  }
  if (kernel != Kernel::gaussian) { return by_gauss(kernel, d2, a, b); }
  const double pieces = std::ceil(b - a);
  double sum = 0;
  for (double i = 0; i < pieces; ++i) { sum += by_gauss(kernel, d2, a + (b - a) * i / pieces, a + (b - a) * (i + 1) / pieces); }
  return sum;
}

double phi_difference(double low, double high) {
  // Of the two tails the one that does not lose digits.
  return low > 0 ? (std::erfc(low / M_SQRT2) - std::erfc(high / M_SQRT2)) / 2
                 : (std::erfc(-high / M_SQRT2) - std::erfc(-low / M_SQRT2)) / 2;
}

}  // namespace

WindowMass::WindowMass(const PlaneWindow& window, Kernel kernel, double bandwidth_m)
    : m_window(window), m_kernel(kernel), m_bandwidth_m(bandwidth_m) {
  if (!(bandwidth_m > 0 && std::isfinite(bandwidth_m))) {
    throw Error(Problem::usage, "The bandwidth must be a length above 0 m.", "A largura de banda tem de ser um comprimento acima de 0 m.");
  }
  double north = m_south = window.rings().front().front().y;
  std::size_t edges = 0;
  for (const PlaneWindow::Ring& ring : window.rings()) {
    for (const Metric p : ring) { m_south = std::min(m_south, p.y), north = std::max(north, p.y); }
    edges += ring.size();
  }
  const double reach = reach_for(kernel) * bandwidth_m * (1 + 1e-9);
  const double most_bands = std::clamp(static_cast<double>(edges), 1.0, 1000.0);
  m_band_m = std::max(reach, (north - m_south) / most_bands);
  m_bands.resize(static_cast<std::size_t>((north - m_south) / m_band_m) + 1);
  const auto band = [&](double y) {
    return static_cast<std::size_t>(std::clamp((y - m_south) / m_band_m, 0.0, static_cast<double>(m_bands.size() - 1)));
  };
  for (const PlaneWindow::Ring& ring : window.rings()) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Edge edge{ring[i], ring[(i + 1) % ring.size()]};
      const auto [low, high] = std::minmax(edge.from.y, edge.to.y);
      for (std::size_t b = band(low - reach); b <= band(high + reach); ++b) { m_bands[b].push_back(edge); }
    }
  }
}

double WindowMass::at(Metric place) const {
  return m_kernel == Kernel::gaussian && m_window.rectangle() ? rectangle_at(place) : polygon_at(place, {0, 0});
}

double WindowMass::rectangle_at(Metric place) const {
  const PlaneRectangle& r = *m_window.rectangle();
  return phi_difference((r.south_west.x - place.x) / m_bandwidth_m, (r.north_east.x - place.x) / m_bandwidth_m) *
         phi_difference((r.south_west.y - place.y) / m_bandwidth_m, (r.north_east.y - place.y) / m_bandwidth_m);
}

/// `aside`: so many bandwidths beside the place, which its coordinates may be too large to say. How often the window winds around the
/// place, and for each edge within reach what is missing: along the edge's angle the kernel would be whole, but ends at the edge.
double WindowMass::polygon_at(Metric place, Metric aside) const {
  const double reach = reach_for(m_kernel);
  const auto last = static_cast<double>(m_bands.size() - 1);
  const auto band = static_cast<std::size_t>(std::clamp((place.y - m_south) / m_band_m, 0.0, last));
  double mass = 0;
  for (const Edge& edge : m_bands[band]) {
    const Metric a{(edge.from.x - place.x) / m_bandwidth_m - aside.x, (edge.from.y - place.y) / m_bandwidth_m - aside.y};
    const Metric b{(edge.to.x - place.x) / m_bandwidth_m - aside.x, (edge.to.y - place.y) / m_bandwidth_m - aside.y};
    const double turn = a.x * b.y - a.y * b.x;
    if (a.y <= 0 && b.y > 0 && turn > 0) { mass += 1; }
    if (b.y <= 0 && a.y > 0 && turn < 0) { mass -= 1; }
    if (std::min(a.x, b.x) > reach || std::max(a.x, b.x) < -reach || std::min(a.y, b.y) > reach || std::max(a.y, b.y) < -reach) {
      continue;
    }
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const double d = turn / length;  // the place is to the left of the edge
    if (std::fabs(d) >= reach) { continue; }
    const double t_a = (a.x * (b.x - a.x) + a.y * (b.y - a.y)) / length;
    const double t_b = (b.x * (b.x - a.x) + b.y * (b.y - a.y)) / length;  // not t_a + length: it may be next to nothing
    if (std::fabs(d) < beside && t_a < beside && t_b > -beside && aside == Metric{0, 0}) {
      return polygon_at(place, {beside * 5.40302, beside * 8.41471});
    }
    const double half = std::sqrt(reach * reach - d * d);
    const double from = std::max(t_a, -half);
    const double to = std::min(t_b, half);
    if (from >= to) { continue; }
    mass += d * along(m_kernel, d, from, to) - std::atan2(d * (to - from), d * d + from * to) / (2 * M_PI);
  }
  return std::clamp(mass, 0.0, 1.0);
}

}  // namespace geo
