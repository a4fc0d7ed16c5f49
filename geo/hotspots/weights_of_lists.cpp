// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/hotspots/spatial_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace geo {
namespace {

[[noreturn]] void refuse(std::size_t place, const std::string& en, const std::string& pt) {
  throw Error(Problem::input, fmt::format("Weights: place {} {}.", place, en), fmt::format("Pesos: o lugar {} {}.", place, pt));
}

using Neighbour = std::pair<std::uint32_t, double>;

void check(const std::vector<Neighbour>& row, std::size_t place, std::size_t places) {
  for (std::size_t k = 0; k < row.size(); ++k) {
    const auto [other, weight] = row[k];
    if (other >= places) {
      refuse(place, fmt::format("has the neighbour {}, but there are {} places", other, places),
             fmt::format("tem o vizinho {}, mas há {} lugares", other, places));
    }
    if (other == place) { refuse(place, "is its own neighbour", "é vizinho de si próprio"); }
    if (k > 0 && row[k - 1].first == other) {
      refuse(place, fmt::format("has the neighbour {} twice", other), fmt::format("tem duas vezes o vizinho {}", other));
    }
    if (!(weight > 0) || !std::isfinite(weight)) {
      refuse(place, fmt::format("has the weight {} for {}; weights are numbers above 0", weight, other),
             fmt::format("tem o peso {} para {}; os pesos são números acima de 0", weight, other));
    }
  }
}

/// Rising; weights 1 where there are none.
std::vector<Neighbour> row_of(std::size_t place, const std::vector<std::uint32_t>& list, const std::vector<double>* weights) {
  if (weights != nullptr && weights->size() != list.size()) {
    refuse(place, fmt::format("has {} neighbours and {} weights", list.size(), weights->size()),
           fmt::format("tem {} vizinhos e {} pesos", list.size(), weights->size()));
  }
  std::vector<Neighbour> row;
  row.reserve(list.size());
  for (std::size_t k = 0; k < list.size(); ++k) { row.emplace_back(list[k], weights == nullptr ? 1 : (*weights)[k]); }
  std::sort(row.begin(), row.end());
  return row;
}

}  // namespace

SpatialWeights weights_of_lists(const std::vector<std::vector<std::uint32_t>>& lists, const std::vector<std::vector<double>>& weights) {
  if (!weights.empty() && weights.size() != lists.size()) {
    throw Error(Problem::input, fmt::format("Weights: there are {} lists of neighbours and {} of weights.", lists.size(), weights.size()),
                fmt::format("Pesos: há {} listas de vizinhos e {} de pesos.", lists.size(), weights.size()));
  }
  SpatialWeights result;
  std::vector<Neighbour> row;
  std::vector<std::uint32_t> list;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    row = row_of(i, lists[i], weights.empty() ? nullptr : &weights[i]);
    check(row, i, lists.size());
    list.clear();
    for (const Neighbour& neighbour : row) {
      list.push_back(neighbour.first);
      if (!weights.empty()) { result.values.push_back(neighbour.second); }
    }
    result.neighbours.append(list, lists.size());
  }
  return result;
}

SpatialWeights weights_among(const SpatialWeights& weights, std::span<const std::uint32_t> places) {
  constexpr std::uint32_t gone = UINT32_MAX;
  std::vector<std::uint32_t> number(weights.size(), gone);
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    assert(number[places[i]] == gone);
    number[places[i]] = i;
  }
  std::vector<std::vector<std::uint32_t>> lists(places.size());
  std::vector<std::vector<double>> values(weights.values.empty() ? 0 : places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto list = weights.neighbours.of(places[i]);
    for (std::size_t k = 0; k < list.size(); ++k) {
      if (number[list[k]] == gone) { continue; }
      lists[i].push_back(number[list[k]]);
      if (!values.empty()) { values[i].push_back(weights.value(places[i], k)); }
    }
  }
  return weights_of_lists(lists, values);
}

}  // namespace geo
