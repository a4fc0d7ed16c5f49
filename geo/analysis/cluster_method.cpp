// SPDX-License-Identifier: Apache-2.0
// What can be asked of dbscan, st-dbscan and hdbscan, and what the numbers of their summaries mean.
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

AnalysisMethod hdbscan_method() {
  using enum ParameterType;
  std::vector<AnalysisParameter> own{
      {"min_cluster_size",
       integer,
       {"Incidents of a cluster", "Incidentes de um agrupamento"},
       {"The fewest that a cluster has", "Quantos tem no mínimo um agrupamento"},
       {},
       2,
       1'000'000,
       20.0},
      {"min_points",
       integer,
       {"Incidents around", "Incidentes à volta"},
       {"How many an incident must reach to be as dense as that, itself counted",
        "Quantos um incidente tem de alcançar para ser tão denso, contando o próprio"},
       {},
       2,
       10'000,
       10.0},
      {"floor_m",
       number,
       {"Least distance", "Distância mínima"},
       {"No distance counts as less: how well places are known",
        "Nenhuma distância conta menos do que esta: quão bem se conhecem os lugares"},
       "m",
       0,
       1e6,
       100.0},
      {"width_m",
       number,
       {"Width of the hexagons", "Largura dos hexágonos"},
       {"Of those that outlines are made of (default: by the spread of the incidents, no narrower than 250 m)",
        "Dos que formam os contornos (por omissão: pela dispersão dos incidentes, não menos de 250 m)"},
       "m",
       250,
       1e6,
       {}}};
  return {"hdbscan",
          {"Clusters of incidents of any density: HDBSCAN", "Agrupamentos de incidentes de qualquer densidade: HDBSCAN"},
          {"Clusters denser than the ground around them, in towns and in the country alike, as hexagons with counts. There is no test of "
           "chance. "
           "Clusters of fewer than 10 are withheld.",
           "Agrupamentos mais densos do que o terreno à volta, tanto em vilas como no campo, em hexágonos com contagens. Não há teste do "
           "acaso. "
           "Os de menos de 10 não se mostram."},
          with_common(std::move(own)),
          summary()};
}

}  // namespace geo
