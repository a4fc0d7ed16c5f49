// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/area_method_parts.hpp"

#include "geo/analysis/population_input.hpp"

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

std::vector<AnalysisParameter> rate_parameters() {
  using enum ParameterType;
  std::vector<AnalysisParameter> all{
      {"rate",
       boolean,
       {"Rate per 1,000 people", "Taxa por 1.000 pessoas"},
       {"Incidents over people, where enough live: the denominator is the collection population, or another that counts people",
        "Incidentes sobre pessoas, onde vivem bastantes: o denominador é a colecção population, ou outra que conte pessoas"},
       {},
       {},
       {},
       false},
      {"population_collection",
       text,
       {"Collection of the people", "Colecção das pessoas"},
       {"Of points or areas with a column people or population; people of areas are shared out over their surface",
        "De pontos ou áreas com uma coluna people ou population; as pessoas de áreas repartem-se na sua superfície"},
       {},
       {},
       {},
       std::string("population")},
      {"least_people",
       number,
       {"Least number of people", "Número mínimo de pessoas"},
       {"Where fewer live there is no rate: no data", "Onde vivem menos não há taxa: sem dados"},
       {},
       1,
       1e9,
       least_people_of_a_rate}};
  const std::vector<AnalysisParameter> which = population_parameters();
  all.insert(all.begin() + 2, which.begin(), which.end());
  return all;
}

Members rate_members(Text what) {
  return {
      {"population",
       "object|null",
       {"The denominator: collection, column, people where was looked, rows used and left out by reason, year and source. Null: no rate "
        "was asked for",
        "O denominador: colecção, coluna, pessoas onde se procurou, linhas usadas e excluídas por razão, ano e fonte. Null: não se pediu "
        "taxa"}},
      {"rates",
       "object|null",
       {"Per how many people, the rate of all, the least number of people and of incidents, " + what.en + " with a rate and without data",
        "Por quantas pessoas, a taxa do conjunto, o número mínimo de pessoas e de incidentes, " + what.pt + " com taxa e sem dados"}}};
}

}  // namespace geo
