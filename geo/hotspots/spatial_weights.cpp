// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/spatial_weights.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/index/point_index.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {
namespace {

void check_length(double length_m) {
  if (!(length_m >= 0) || !std::isfinite(length_m)) {
    throw Error(Problem::usage, "The distance between neighbours must be a length, 0 m or more.",
                "A distância entre vizinhos tem de ser um comprimento, 0 m ou mais.");
  }
}

[[noreturn]] void refuse_pairs() {
  throw Error(Problem::too_large, "There are more than 200 million pairs of neighbours. Choose a shorter distance or fewer neighbours.",
              "Há mais de 200 milhões de pares de vizinhos. Escolha uma distância mais curta ou menos vizinhos.");
}

}  // namespace

SpatialWeights row_standardised(SpatialWeights weights) {
  std::vector<double> values(weights.neighbours.total());
  std::vector<double> row;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::size_t k = weights.neighbours.of(i).size();
    row.clear();
    for (std::size_t j = 0; j < k; ++j) {
      const double w = weights.value(i, j);
      if (!(w >= 0) || !std::isfinite(w)) {
        throw Error(Problem::usage, "A weight is below 0 or not a number.", "Um peso está abaixo de 0 ou não é um número.");
      }
      row.push_back(w);
    }
    const double sum = sum_sorted(row);  // the same in any order of places
    if (k > 0 && !(sum > 0)) { throw Error(Problem::usage, "All weights of a place are 0.", "Todos os pesos de um lugar são 0."); }
    for (std::size_t j = 0; j < k; ++j) { values[weights.neighbours.begin(i) + j] = weights.value(i, j) / sum; }
  }
  weights.values = std::move(values);
  return weights;
}

SpatialWeights within_distance(std::span<const Metric> places, double limit_m) {
  check_length(limit_m);
  const PointIndex index(places);
  SpatialWeights weights;
  std::vector<std::uint32_t> found;
  for (const Metric& place : places) {
    index.within(place, limit_m, found);
    if (weights.neighbours.total() + found.size() > max_neighbour_pairs) { refuse_pairs(); }
    weights.neighbours.append(found, places.size());
  }
  return weights;
}

SpatialWeights nearest(std::span<const Metric> places, std::size_t k, Ties ties) {
  if (k == 0) {
    throw Error(Problem::usage, "The number of nearest neighbours must be 1 or more.",
                "O número de vizinhos mais próximos tem de ser 1 ou mais.");
  }
  const PointIndex index(places);
  SpatialWeights weights;
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    index.within(places[i], index.kth_distance_m(i, k), found);
    std::erase(found, i);
    if (ties == Ties::by_position && found.size() > k) {
      std::stable_sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) {
        return distance_m(places[a], places[i]) < distance_m(places[b], places[i]);
      });
      found.resize(k);
    }
    if (weights.neighbours.total() + found.size() > max_neighbour_pairs) { refuse_pairs(); }
    weights.neighbours.append(found, places.size());
  }
  return weights;
}

SpatialWeights inverse_distance(std::span<const Metric> places, double limit_m, double power, double least_m) {
  if (!(least_m > 0) || !std::isfinite(least_m) || !(power > 0) || !std::isfinite(power)) {
    throw Error(Problem::usage, "The power and the least distance of inverse distances must be numbers above 0.",
                "A potência e a distância mínima das distâncias inversas têm de ser números acima de 0.");
  }
  SpatialWeights weights = within_distance(places, limit_m);
  weights.values.reserve(weights.neighbours.total());
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (const std::uint32_t j : weights.neighbours.of(i)) {
      weights.values.push_back(std::pow(std::max(distance_m(places[i], places[j]), least_m), -power));
    }
  }
  return weights;
}

namespace {

double kernel_at(WeightKernel kernel, double u) {
  const double rest = 1 - u * u;
  switch (kernel) {
    case WeightKernel::uniform: return 1;
    case WeightKernel::triangular: return 1 - u;
    case WeightKernel::epanechnikov: return rest;
    case WeightKernel::quartic: return rest * rest;
    case WeightKernel::triweight: return rest * rest * rest;
    case WeightKernel::gaussian: break;
  }
  return std::exp(-u * u / 2);
}

}  // namespace

SpatialWeights kernel_weights(std::span<const Metric> places, double bandwidth_m, WeightKernel kernel) {
  if (!(bandwidth_m > 0) || !std::isfinite(bandwidth_m)) {
    throw Error(Problem::usage, "The bandwidth of weights must be a number above 0.",
                "A largura de banda dos pesos tem de ser um número acima de 0.");
  }
  constexpr double gaussian_reach = 3;
  const SpatialWeights near = within_distance(places, kernel == WeightKernel::gaussian ? gaussian_reach * bandwidth_m : bandwidth_m);
  SpatialWeights weights;
  std::vector<std::uint32_t> kept;
  for (std::size_t i = 0; i < places.size(); ++i) {
    kept.clear();
    for (const std::uint32_t j : near.neighbours.of(i)) {
      const double weight = kernel_at(kernel, distance_m(places[i], places[j]) / bandwidth_m);
      if (!(weight > 0)) { continue; }
      kept.push_back(j);
      weights.values.push_back(weight);
    }
    weights.neighbours.append(kept, places.size());
  }
  return weights;
}

}  // namespace geo
