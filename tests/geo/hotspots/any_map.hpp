// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/spatial_weights.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace geo {

/// A map for oracles, also as a matrix. Values with ties, with tenths, all the same, all but one the same, yes and no; weights that differ
/// or not, standardised by rows or not, symmetrical or not; places that all are neighbours, islands, nobody near anybody.
struct AnyMap {
  std::vector<double> values;
  std::vector<std::vector<double>> matrix;

  AnyMap(std::mt19937& random, std::size_t least, std::size_t most) : values(least + random() % (most - least + 1)) {
    const unsigned kind = random() % 6;
    const double base = kind == 3 ? 1000 : 0;
    for (double& v : values) {
      v = base + (kind == 0 || kind == 3 ? 0.1 : 1.0) * double(random() % (kind == 1 ? 2 : 6));
      if (kind == 4 || kind == 5) { v = 0.3; }
    }
    if (kind == 4) { values[random() % values.size()] += 0.7; }
    matrix.assign(values.size(), std::vector<double>(values.size()));
    const unsigned shape = random() % 8;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = 0; j < values.size(); ++j) {
        const bool is_near = shape == 0 || (shape != 1 && random() % (shape == 2 ? 9 : 3) == 0);
        if (i != j && is_near) { matrix[i][j] = shape % 2 == 0 ? 1 : double(1 + random() % 4); }
      }
    }
    for (std::size_t i = 0; i < values.size() && shape >= 6; ++i) {
      for (std::size_t j = 0; j < i; ++j) { matrix[i][j] = matrix[j][i]; }
    }
    if (random() % 2 == 0) { standardise(); }
  }
  [[nodiscard]] std::size_t size() const { return values.size(); }
  [[nodiscard]] bool has_island() const {
    for (const std::vector<double>& row : matrix) {
      if (row == std::vector<double>(size())) { return true; }
    }
    return false;
  }
  [[nodiscard]] SpatialWeights weights() const {
    std::vector<std::vector<std::uint32_t>> lists(size());
    SpatialWeights result;
    for (std::size_t i = 0; i < size(); ++i) {
      for (std::uint32_t j = 0; j < size(); ++j) {
        if (matrix[i][j] == 0) { continue; }
        lists[i].push_back(j);
        result.values.push_back(matrix[i][j]);
      }
    }
    result.neighbours = NeighbourLists(lists);
    return result;
  }
  /// Place i of the new one is place order[i] of this one.
  [[nodiscard]] AnyMap reordered(const std::vector<std::size_t>& order) const {
    AnyMap other = *this;
    for (std::size_t i = 0; i < size(); ++i) {
      other.values[i] = values[order[i]];
      for (std::size_t j = 0; j < size(); ++j) { other.matrix[i][j] = matrix[order[i]][order[j]]; }
    }
    return other;
  }

 private:
  void standardise() {
    for (std::vector<double>& row : matrix) {
      double sum = 0;
      for (const double w : row) { sum += w; }
      for (double& w : row) { w = sum > 0 ? w / sum : 0; }
    }
  }
};

}  // namespace geo
