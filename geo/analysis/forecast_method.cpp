// SPDX-License-Identifier: Apache-2.0
// What can be asked of forecast-check, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {
namespace {

Members summary() {
  return joined(
      {input_members(),
       {{"hexagons", "integer", {"Hexagons of the maps", "Hexágonos dos mapas"}},
        {"steps",
         "object",
         {"Number of steps, their first and last day, how many are held back to be forecast",
          "Número de passos, o seu primeiro e último dia, quantos se reservam para prever"}},
        {"incidents_held_back", "integer|null", {"Incidents in the steps held back", "Incidentes nos passos reservados"}},
        {"methods",
         "array",
         {"Of each map the scores of all steps together, and in how many steps it caught more, fewer, as many as the map of the last "
          "step, with p of a sign test and a verdict",
          "De cada mapa as pontuações de todos os passos juntos, e em quantos passos apanhou mais, menos, os mesmos que o mapa do "
          "último passo, com p de um teste dos sinais e um veredicto"}}},
       plane_members(),
       sentence_members()});
}

}  // namespace

AnalysisMethod forecast_method() {
  using enum ParameterType;
  std::vector<AnalysisParameter> own = hexagon_parameters();
  own.push_back({"step",
                 text,
                 {"Step", "Passo"},
                 {"How long a step of time is: day, week, month, quarter, year", "Quanto dura um passo: day, week, month, quarter, year"},
                 {},
                 {},
                 {},
                 std::string("month"),
                 step_choices()});
  own.push_back({"area_percent",
                 integer,
                 {"Share of the area", "Parte da área"},
                 {"How much of the area each map may flag", "Quanto da área cada mapa pode assinalar"},
                 "%",
                 1,
                 50,
                 2.0});
  own.push_back({"held_back",
                 integer,
                 {"Steps held back", "Passos reservados"},
                 {"How many of the last steps are forecast (default: half of them, at most 12)",
                  "Quantos dos últimos passos se prevêem (por omissão: metade, no máximo 12)"},
                 {},
                 1,
                 120,
                 {}});
  own.push_back(length_parameter("bandwidth_m", {"Bandwidth", "Largura de banda"},
                                 {"Radius of the kernel that smooths the mean (default: one and a half widths of a hexagon)",
                                  "Raio do kernel que alisa a média (por omissão: uma largura e meia de hexágono)"}));
  return {"forecast-check",
          {"Would the last map have pointed to the next period: forward check of maps",
           "O último mapa teria apontado para o período seguinte: verificação de mapas para a frente"},
          {"Maps made from what was known before each step, scored on what came, beside the naive ones: as in the last step, as in the "
           "mean. It "
           "checks maps on the past; it scores no person and names no place for patrols.",
           "Mapas feitos do que se sabia antes de cada passo, pontuados pelo que veio, ao lado dos ingénuos: como no último passo, como na "
           "média. "
           "Verifica mapas no passado; não pontua pessoas nem indica lugares para patrulhar."},
          with_common(std::move(own)),
          summary()};
}

}  // namespace geo
