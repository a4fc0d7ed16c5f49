// SPDX-License-Identifier: Apache-2.0
// What can be asked of dbscan and st-dbscan, and what the numbers of their summaries mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {
namespace {

Members summary() {
  return joined({input_members(),
                 {{"clusters", "integer", {"Clusters of 10 incidents or more", "Agrupamentos de 10 incidentes ou mais"}},
                  {"incidents_in_clusters", "integer", {"Incidents in them", "Incidentes neles"}},
                  {"clusters_of_few_incidents", "integer", {"Clusters withheld: fewer than 10", "Agrupamentos não mostrados: menos de 10"}},
                  {"incidents_in_those", "integer", {"Incidents in those", "Incidentes nesses"}},
                  {"noise", "integer", {"Incidents in no cluster", "Incidentes em nenhum agrupamento"}}},
                 plane_members(),
                 sentence_members()});
}

std::vector<AnalysisParameter> parameters() {
  return {length_parameter("radius_m", {"Radius", "Raio"},
                           {"How far apart neighbours may be (default: by the spread of the incidents)",
                            "Até que distância são vizinhos (por omissão: pela dispersão dos incidentes)"}),
          {"min_points",
           ParameterType::integer,
           {"Incidents around", "Incidentes à volta"},
           {"How many must lie within the radius, the incident itself counted", "Quantos têm de estar dentro do raio, contando o próprio"},
           {},
           2,
           10'000,
           10.0}};
}

}  // namespace

AnalysisMethod dbscan_method() {
  return {
      "dbscan",
      {"Clusters of incidents that reach each other: DBSCAN", "Agrupamentos de incidentes que se alcançam: DBSCAN"},
      {"Clusters where so many incidents lie within a radius, as hexagons with counts. There is no test of chance. Clusters of fewer than "
       "10 are withheld.",
       "Agrupamentos onde há tantos incidentes dentro de um raio, em hexágonos com contagens. Não há teste do acaso. Os de menos de 10 não "
       "se mostram."},
      with_common(parameters()),
      summary()};
}

AnalysisMethod st_dbscan_method() {
  std::vector<AnalysisParameter> own = parameters();
  own.push_back({"span_days",
                 ParameterType::integer,
                 {"Days apart", "Dias de intervalo"},
                 {"Within how many days neighbours lie", "Dentro de quantos dias são vizinhos"},
                 "d",
                 0,
                 3650,
                 30.0});
  return {
      "st-dbscan",
      {"Clusters of incidents near in space and time: ST-DBSCAN", "Agrupamentos de incidentes próximos no espaço e no tempo: ST-DBSCAN"},
      {"Clusters where so many incidents lie within a radius and so many days, as hexagons with counts and days. There is no test of "
       "chance. Clusters of fewer than 10 are withheld.",
       "Agrupamentos onde há tantos incidentes dentro de um raio e de tantos dias, em hexágonos com contagens e dias. Não há teste do "
       "acaso. Os de menos de 10 não se mostram."},
      with_common(std::move(own)),
      summary()};
}

}  // namespace geo
