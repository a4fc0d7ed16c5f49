// SPDX-License-Identifier: Apache-2.0
// What can be asked of early-warning, and what the numbers of its summary mean.
#include "geo/analysis/area_method_parts.hpp"

namespace geo {

AnalysisMethod early_warning_method() {
  using enum ParameterType;
  std::vector<AnalysisParameter> own{
      level_parameter(),
      {"step",
       text,
       {"Step", "Passo"},
       {"How long a step of time is: day, week, month, quarter, year", "Quanto dura um passo: day, week, month, quarter, year"},
       {},
       {},
       {},
       std::string("week"),
       step_choices()},
      {"baseline",
       integer,
       {"Steps before", "Passos anteriores"},
       {"With how many steps before it the last is compared", "Com quantos passos anteriores se compara o último"},
       {},
       3,
       52,
       7.0}};
  return {
      "early-warning",
      {"Where more was reported last week than before: early warning by area",
       "Onde se comunicou na última semana mais do que antes: alerta precoce por área"},
      {"The last whole step of each administrative area against those before it: EARS C1 to C3, an exact comparison of counts with false "
       "discovery rates, and a CUSUM. No alarm is not the same as safe.",
       "O último passo completo de cada área administrativa contra os anteriores: EARS C1 a C3, uma comparação exacta de contagens com "
       "taxas "
       "de falsas descobertas, e um CUSUM. Sem alarme não quer dizer seguro."},
      with_common(std::move(own)),
      joined({input_members(),
              area_members(),
              {{"steps",
                "object",
                {"Number of steps, their first and last day, days of the period that make no whole step",
                 "Número de passos, o seu primeiro e último dia, dias do período que não fazem um passo completo"}},
               {"last_step", "array", {"First and last day of the step that is judged", "Primeiro e último dia do passo que se julga"}},
               {"tested", "integer", {"Areas with a state: so many tests", "Áreas com estado: tantos testes"}},
               {"kinds", "object", {"Areas by state; few_incidents: without", "Áreas por estado; few_incidents: sem"}}},
              sentence_members()})};
}

}  // namespace geo
