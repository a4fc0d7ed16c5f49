// SPDX-License-Identifier: Apache-2.0
// What can be asked of local-moran, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {
namespace {

Members summary() {
  return joined({input_members(),
                 hexagon_members(),
                 {{"tested", "integer", {"Hexagons with a statistic: so many tests", "Hexágonos com estatística: tantos testes"}}},
                 without_statistic_members(),
                 {{"kinds", "object", {"Hexagons of each kind", "Hexágonos de cada tipo"}},
                  {"by_permutations_alone",
                   "integer",
                   {"Of these, with a false discovery rate of at most 5 % by permutations too",
                    "Destes, com uma taxa de falsas descobertas de no máximo 5 % também por permutações"}}},
                 group_members(),
                 plane_members(),
                 sensitivity_members(),
                 spread_members(),
                 sentence_members()});
}

}  // namespace

AnalysisMethod local_moran_method() {
  std::vector<AnalysisParameter> own = hexagon_parameters();
  own.push_back(uncertain_parameter());
  for (AnalysisParameter& each : permutation_parameters()) { own.push_back(std::move(each)); }
  return {
      "local-moran",
      {"Which places are like those around them, and which stand out: local Moran on hexagons",
       "Que lugares são como os que os rodeiam, e quais destoam: Moran local em hexágonos"},
      {"Local Moran's I on counts in hexagons, with permutations and false discovery rates: many among many, few among few, and the "
       "exceptions. Few is where little was reported, which is not the same as safe.",
       "I de Moran local sobre contagens em hexágonos, com permutações e taxas de falsas descobertas: muitos entre muitos, poucos entre "
       "poucos, e as excepções. Poucos é onde pouco foi comunicado, o que não quer dizer seguro."},
      with_common(std::move(own)),
      summary()};
}

}  // namespace geo
