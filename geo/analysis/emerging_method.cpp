// SPDX-License-Identifier: Apache-2.0
// What can be asked of emerging, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {
namespace {

Members summary() {
  return joined({input_members(),
                 hexagon_members(),
                 {{"steps",
                   "object",
                   {"Number of steps, their first and last day, days of the period that make no whole step",
                    "Número de passos, o seu primeiro e último dia, dias do período que não fazem um passo completo"}},
                  {"tested", "integer", {"Hexagons times steps: so many tests of Gi*", "Hexágonos vezes passos: tantos testes de Gi*"}}},
                 without_statistic_members(),
                 {{"kinds", "object", {"Hexagons of each pattern", "Hexágonos de cada padrão"}}},
                 group_members(),
                 plane_members(),
                 sentence_members()});
}

}  // namespace

std::vector<Choice> step_choices() {
  return {{"day", {"Days", "Dias"}},
          {"week", {"Weeks, from Monday", "Semanas, desde segunda-feira"}},
          {"month", {"Months", "Meses"}},
          {"quarter", {"Quarters", "Trimestres"}},
          {"year", {"Years", "Anos"}}};
}

AnalysisMethod emerging_method() {
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
  own.push_back(
      {"lag",
       integer,
       {"Steps before", "Passos anteriores"},
       {"How many steps before a step belong to its surroundings", "Quantos passos antes de um passo pertencem às suas redondezas"},
       {},
       0,
       12,
       1.0});
  return {
      "emerging",
      {"Where hot spots come up, stay and go: Gi* over time on hexagons",
       "Onde surgem, ficam e se vão os focos: Gi* no tempo em hexágonos"},
      {"Getis-Ord Gi* in hexagons and steps of time, the trend of each hexagon, and one of 17 patterns. A pattern over time also shows how "
       "reporting changed.",
       "Gi* de Getis-Ord em hexágonos e passos de tempo, a tendência de cada hexágono, e um de 17 padrões. Um padrão no tempo mostra "
       "também como mudou a comunicação."},
      with_common(std::move(own)),
      summary()};
}

}  // namespace geo
