// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hex_cube.hpp"

#include "geo/analysis/emerging_analysis.hpp"

namespace geo {

std::vector<double> hex_cube(const HexStudy& hexes, const TimeSteps& steps) {
  const std::size_t places = hexes.hexes.size();
  if (places * steps.size() > emerging_most_cells) {
    throw Error(Problem::too_large, "There are more than 20 million hexagons times steps. Choose wider hexagons or longer steps.",
                "Há mais de 20 milhões de hexágonos vezes passos. Escolha hexágonos mais largos ou passos mais longos.");
  }
  std::vector<double> counts(places * steps.size());
  for (std::size_t i = 0; i < hexes.input.used.size(); ++i) {
    counts[*steps.at(local_day(hexes.input.used[i])) * places + hexes.hexagon_of[i]] += 1;
  }
  return counts;
}

}  // namespace geo
