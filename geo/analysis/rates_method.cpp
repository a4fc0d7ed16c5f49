// SPDX-License-Identifier: Apache-2.0
// What can be asked of eb-rates and scan, and what the numbers of their summaries mean.
#include "geo/analysis/area_method_parts.hpp"

namespace geo {
namespace {

std::vector<AnalysisParameter> parameters() {
  std::vector<AnalysisParameter> own{level_parameter()};
  for (AnalysisParameter& p : population_parameters()) { own.push_back(std::move(p)); }
  return own;
}

}  // namespace

AnalysisMethod eb_rates_method() {
  return {
      "eb-rates",
      {"Incidents per 1,000 people by area, smoothed: empirical Bayes",
       "Incidentes por 1.000 pessoas por área, suavizados: Bayes empírico"},
      {"Rates of administrative areas, raw and drawn towards the rate of all where few people live, with Choynowski's p and false "
       "discovery "
       "rates. Needs the collection population. Low is where little was reported, which is not the same as safe.",
       "Taxas de áreas administrativas, em bruto e aproximadas da taxa do conjunto onde vive pouca gente, com o p de Choynowski e taxas de "
       "falsas "
       "descobertas. Precisa da colecção population. Baixo é onde pouco foi comunicado, o que não quer dizer seguro."},
      with_common(parameters()),
      joined({input_members(),
              area_members(),
              population_members(),
              {{"rate_of_all",
                "number",
                {"Incidents per 1,000 people of all areas together, over the whole period",
                 "Incidentes por 1.000 pessoas de todas as áreas em conjunto, em todo o período"}},
               {"variance",
                "number",
                {"Of the rates per 1,000 beyond what chance makes; 0: none", "Das taxas por 1.000 além do que o acaso faz; 0: nenhuma"}},
               {"tested", "integer", {"Areas with a p: so many tests", "Áreas com p: tantos testes"}},
               {"kinds", "object", {"Areas by kind; without_rate: too few people", "Áreas por tipo; without_rate: poucas pessoas"}}},
              sentence_members()})};
}

AnalysisMethod scan_method() {
  using enum ParameterType;
  std::vector<AnalysisParameter> own = parameters();
  own.push_back({"max_share",
                 number,
                 {"Largest share of people", "Maior parte da população"},
                 {"Of all people that a cluster may hold", "De todas as pessoas, que parte pode ter um agrupamento"},
                 "1",
                 0.01,
                 1,
                 0.5});
  for (AnalysisParameter& p : permutation_parameters()) { own.push_back(std::move(p)); }
  return {
      "scan",
      {"Neighbouring areas with a high rate that chance does not give: Kulldorff's scan",
       "Áreas vizinhas com uma taxa alta que o acaso não dá: varrimento de Kulldorff"},
      {"Circles of administrative areas whose incidents are too many for their people, by drawings over all circles. Needs the collection "
       "population. Clusters of fewer than 10 incidents are withheld.",
       "Círculos de áreas administrativas com incidentes a mais para a sua população, por sorteios sobre todos os círculos. Precisa da "
       "colecção "
       "population. Agrupamentos de menos de 10 incidentes não se mostram."},
      with_common(std::move(own)),
      joined({input_members(),
              area_members(),
              population_members(),
              {{"areas_with_people", "integer", {"Areas that take part", "Áreas que entram"}},
               {"incidents_where_nobody_lives",
                "integer",
                {"Incidents of areas without people, which take no part", "Incidentes de áreas sem pessoas, que não entram"}},
               {"circles", "integer", {"Circles that were looked at", "Círculos que se viram"}},
               {"clusters", "integer", {"Clusters of the result", "Agrupamentos do resultado"}},
               {"beyond_chance", "integer", {"Of these, with p at most 0.05", "Destes, com p no máximo 0,05"}},
               {"clusters_of_few_incidents", "integer", {"Clusters withheld: fewer than 10", "Agrupamentos não mostrados: menos de 10"}},
               {"incidents_in_those", "integer", {"Incidents in those", "Incidentes nesses"}}},
              plane_members(),
              sentence_members()})};
}

}  // namespace geo
