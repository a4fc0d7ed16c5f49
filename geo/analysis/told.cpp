// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/told.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {

std::vector<bool> told_places(std::span<const std::uint64_t> counts) {
  std::vector<bool> told;
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    told.push_back(counts[i] >= least_told);
    all.push_back(i);
  }
  give_up(counts, all, told);
  return told;
}

bool give_up(std::span<const std::uint64_t> counts, std::span<const std::size_t> places, std::vector<bool>& told) {
  std::uint64_t sum = 0;
  std::size_t withheld = 0;
  for (const std::size_t i : places) {
    sum += told[i] ? 0 : counts[i];
    withheld += told[i] || counts[i] == 0 ? 0 : 1;
  }
  bool has_given = false;
  while (sum > 0 && (sum < least_told || withheld < 2)) {
    std::optional<std::size_t> least;
    for (const std::size_t i : places) {
      if (told[i] && (!least || counts[i] < counts[*least])) { least = i; }
    }
    if (!least) { break; }
    told[*least] = false;
    sum += counts[*least];
    ++withheld;
    has_given = true;
  }
  return has_given;
}

std::vector<bool> told_around(const NeighbourLists& neighbours, const std::vector<bool>& told) {
  std::vector<bool> all(neighbours.size(), true);
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    for (const std::uint32_t j : neighbours.of(i)) { all[i] = all[i] && told[j]; }
  }
  return all;
}

double told_p(double p) {
  constexpr std::array<double, 6> steps{0.001, 0.01, 0.05, 0.1, 0.5, 1};
  if (!(p >= 0)) { return 1; }
  const auto* const step = std::lower_bound(steps.begin(), steps.end(), p);
  return step == steps.end() ? 1 : *step;
}

std::optional<double> told_p(const std::optional<double>& p, bool is_told, bool is_exact) {
  if (!p || !is_told) { return std::nullopt; }
  return is_exact ? *p : told_p(*p);
}

std::vector<double> only_exact(std::vector<double> values, const std::vector<bool>& is_exact) {
  for (std::size_t i = 0; i < values.size(); ++i) { values[i] = is_exact[i] ? values[i] : std::nan(""); }
  return values;
}

double told_z(double z) {
  if (!std::isfinite(z)) { return z; }
  const double size = std::fabs(z);
  double told = 0;
  for (double ten = 1; ten <= size; ten *= 10) {
    for (const double step : {1.0, 2.0, 3.0, 5.0}) {
      if (step * ten <= size) { told = step * ten; }
    }
  }
  return z < 0 && told > 0 ? -told : told;
}

std::uint64_t told_sum(std::uint64_t sum) {
  constexpr std::uint64_t base = 5;
  return (sum + base / 2) / base * base;
}

double in_digits(double value, int digits) {
  constexpr double least = 1e-250;  // below it the power of ten has no number
  if (std::fabs(value) < least || !std::isfinite(value)) { return value; }
  const int places = digits - 1 - static_cast<int>(std::floor(std::log10(std::fabs(value))));
  const double power = std::pow(10.0, std::abs(places));
  return places >= 0 ? std::round(value * power) / power : std::round(value / power) * power;
}

std::optional<double> in_digits(const std::optional<double>& value, int digits) {
  return value ? std::optional(in_digits(*value, digits)) : std::nullopt;
}

int place_decimals(double width_m) {
  constexpr double m_a_degree = 111'320;
  return static_cast<int>(std::clamp(std::ceil(std::log10(m_a_degree / width_m)), 1.0, 4.0));
}

LonLat told_place(LonLat place, double width_m) {
  const double power = std::pow(10.0, place_decimals(width_m));
  return {std::round(place.lon * power) / power, std::round(place.lat * power) / power};
}

}  // namespace geo
