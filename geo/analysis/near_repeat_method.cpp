// SPDX-License-Identifier: Apache-2.0
// What can be asked of near-repeat, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {
namespace {

Members summary() {
  return joined(
      {input_members(),
       {{"pairs",
         "integer|null",
         {"Pairs of incidents in all. Null: the table is withheld", "Pares de incidentes no total. Null: a tabela não se mostra"}},
        {"cells", "integer", {"Cells of the table", "Células da tabela"}},
        {"tested", "integer", {"Cells with a p: so many tests", "Células com p: tantos testes"}},
        {"more_than_chance",
         "integer",
         {"Of these, with more pairs than chance gives, at a false discovery rate of at most 5 %",
          "Destas, com mais pares do que o acaso daria, a uma taxa de falsas descobertas de no máximo 5 %"}}},
       plane_members(),
       sentence_members()});
}

AnalysisParameter number_of(std::string_view name, Text title, Text description, double usual) {
  return {name, ParameterType::integer, std::move(title), std::move(description), {}, 1, 20, usual};
}

}  // namespace

AnalysisMethod near_repeat_method() {
  std::vector<AnalysisParameter> own{
      length_parameter("distance_m", {"Band of distance", "Faixa de distância"},
                       {"Width of a band of distance (default: by the spread of the incidents)",
                        "Largura de uma faixa de distância (por omissão: pela dispersão dos incidentes)"}),
      number_of("distance_bands", {"Bands of distance", "Faixas de distância"},
                {"How many bands of distance", "Quantas faixas de distância"}, 5),
      {"span_days",
       ParameterType::integer,
       {"Band of time", "Faixa de tempo"},
       {"Width of a band of time in days", "Largura de uma faixa de tempo em dias"},
       "d",
       1,
       366,
       7.0},
      number_of("time_bands", {"Bands of time", "Faixas de tempo"}, {"How many bands of time", "Quantas faixas de tempo"}, 4),
      {"pool_same_place",
       ParameterType::boolean,
       {"The same place with the first band", "O mesmo lugar com a primeira faixa"},
       {"Pairs at the very same place count in the first band, not by themselves",
        "Pares exactamente no mesmo lugar contam na primeira faixa, não à parte"},
       {},
       {},
       {},
       false}};
  for (AnalysisParameter& each : permutation_parameters()) { own.push_back(std::move(each)); }
  return {
      "near-repeat",
      {"Do incidents near in space come near in time too: table of near repeats, Knox test",
       "Os incidentes próximos no espaço são-no também no tempo: tabela de repetições próximas, teste de Knox"},
      {"Pairs of incidents by bands of distance and days, beside what chance gives when the days are shared out anew. One band each way, "
       "with the same place in the first (pool_same_place), is the test of Knox.",
       "Pares de incidentes por faixas de distância e de dias, ao lado do que o acaso daria se os dias se repartissem de novo. Com uma "
       "faixa de cada, e o mesmo lugar na primeira (pool_same_place), é o teste de Knox."},
      with_common(std::move(own)),
      summary()};
}

}  // namespace geo
