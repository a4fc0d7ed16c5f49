// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/area_method_parts.hpp"

namespace geo {

AnalysisParameter level_parameter() {
  return {"level",
          ParameterType::integer,
          {"Level of the areas", "Nível das áreas"},
          {"1 provinces, 2 districts, 3 posts (default: the most detailed there is)",
           "1 províncias, 2 distritos, 3 postos (por omissão: o mais detalhado que houver)"},
          {},
          0,
          5,
          {}};
}

Members area_members() {
  return {{"level", "integer|null", {"Level of the areas", "Nível das áreas"}},
          {"areas", "integer", {"Areas of the result", "Áreas do resultado"}},
          {"areas_left_out",
           "integer",
           {"Areas of the level that are not valid today, broken, or of a P-code that is there already",
            "Áreas do nível sem validade hoje, defeituosas, ou de um P-code que já existe"}},
          {"areas_cut",
           "integer",
           {"Areas partly or wholly outside the box, left out", "Áreas em parte ou inteiramente fora da caixa, que não contam"}}};
}

std::vector<AnalysisParameter> population_parameters() {
  using enum ParameterType;
  return {{"population_year",
           integer,
           {"Year of the population", "Ano da população"},
           {"Of the rows of population that are counted (default: the latest)",
            "Das linhas de população que contam (por omissão: o mais recente)"},
           {},
           1900,
           2100,
           {}},
          {"population_source",
           text,
           {"Source of the population", "Fonte da população"},
           {"Of the rows of population that are counted; needed where a year has several",
            "Das linhas de população que contam; precisa-se quando um ano tem várias"}}};
}

Members population_members() {
  return {{"population",
           "object",
           {"The denominator: people in the areas, rows used and left out by reason, their year and source",
            "O denominador: pessoas nas áreas, linhas usadas e excluídas por razão, o seu ano e a sua fonte"}}};
}

}  // namespace geo
