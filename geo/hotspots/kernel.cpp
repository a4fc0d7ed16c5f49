// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kernel.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// The k of kernels that are a power of 1 - u².
double power(Kernel kernel) {
  switch (kernel) {
    case Kernel::epanechnikov: return 1;
    case Kernel::quartic: return 2;
    case Kernel::triweight: return 3;
    default: return 0;
  }
}

double whole_power(double base, double k) {
  double out = 1;
  for (double i = 0; i < k; ++i) { out *= base; }
  return out;
}

}  // namespace

std::string_view code(Kernel kernel) {
  switch (kernel) {
    case Kernel::uniform: return "uniform";
    case Kernel::triangular: return "triangular";
    case Kernel::epanechnikov: return "epanechnikov";
    case Kernel::quartic: return "quartic";
    case Kernel::triweight: return "triweight";
    case Kernel::gaussian: return "gaussian";
  }
  return {};
}

std::optional<Kernel> kernel_named(std::string_view name) {
  const auto* const found = std::find_if(std::begin(all_kernels), std::end(all_kernels), [&](Kernel k) { return code(k) == name; });
  return found == std::end(all_kernels) ? std::nullopt : std::optional(*found);
}

double reach_of(Kernel kernel) { return kernel == Kernel::gaussian ? gaussian_reach : 1; }

double kernel_value(Kernel kernel, double u2) {
  if (kernel == Kernel::gaussian) { return std::exp(-u2 / 2) / (2 * M_PI); }
  if (kernel == Kernel::uniform) { return u2 <= 1 ? 1 / M_PI : 0; }
  if (!(u2 < 1)) { return 0; }
  if (kernel == Kernel::triangular) { return 3 / M_PI * (1 - std::sqrt(u2)); }
  const double k = power(kernel);
  return (k + 1) / M_PI * whole_power(1 - u2, k);
}

double line_kernel_value(Kernel kernel, double u) {
  const double u2 = u * u;
  if (kernel == Kernel::gaussian) { return std::exp(-u2 / 2) / std::sqrt(2 * M_PI); }
  if (kernel == Kernel::uniform) { return u2 <= 1 ? 0.5 : 0; }
  if (!(u2 < 1)) { return 0; }
  if (kernel == Kernel::triangular) { return 1 - std::fabs(u); }
  const double k = power(kernel);
  const double top = k == 1 ? 3.0 / 4 : k == 2 ? 15.0 / 16 : 35.0 / 32;
  return top * whole_power(1 - u2, k);
}

double axis_deviation(Kernel kernel) {
  if (kernel == Kernel::gaussian) { return 1; }
  if (kernel == Kernel::triangular) { return std::sqrt(0.15); }
  return 1 / std::sqrt(2 * power(kernel) + 4);
}

double roughness(Kernel kernel) {
  if (kernel == Kernel::gaussian) { return 1 / (4 * M_PI); }
  if (kernel == Kernel::triangular) { return 1.5 / M_PI; }
  const double k = power(kernel);
  return (k + 1) * (k + 1) / (2 * k + 1) / M_PI;
}

double kernel_mass(Kernel kernel, double u) {
  if (kernel == Kernel::gaussian) { return -std::expm1(-u * u / 2) / (2 * M_PI); }
  const double within = std::min(u, 1.0);
  const double u2 = within * within;
  if (kernel == Kernel::triangular) { return (3 * u2 - 2 * u2 * within) / (2 * M_PI); }
  return (1 - whole_power(1 - u2, power(kernel) + 1)) / (2 * M_PI);
}

}  // namespace geo
