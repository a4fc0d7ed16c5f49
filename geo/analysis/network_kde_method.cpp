// SPDX-License-Identifier: Apache-2.0
// What can be asked of network-kde, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {

AnalysisMethod network_kde_method() {
  using enum ParameterType;
  std::vector<AnalysisParameter> own{
      {"bandwidth_m",
       number,
       {"Bandwidth", "Largura de banda"},
       {"How far the kernel reaches along roads (default: by the spread of the incidents)",
        "Até onde alcança o kernel ao longo de estradas (por omissão: pela dispersão dos incidentes)"},
       "m",
       250,
       1e6,
       {}},
      {"lixel_m",
       number,
       {"Lengths of road", "Troços de estrada"},
       {"How long the lengths are that roads are cut into, at most (default: about a fifth of the bandwidth)",
        "Que comprimento têm no máximo os troços em que se cortam as estradas (por omissão: cerca de um quinto da largura de banda)"},
       "m",
       50,
       1e6,
       {}},
      {"snap_m",
       number,
       {"Distance from roads", "Distância às estradas"},
       {"Incidents farther from every road are not counted", "Incidentes mais longe de todas as estradas não contam"},
       "m",
       0,
       1e6,
       200.0}};
  return {"network-kde",
          {"Where incidents are dense along roads: kernel density on the network",
           "Onde os incidentes são densos ao longo de estradas: densidade de kernel na rede"},
          {"Incidents per kilometre of road, by the quartic kernel along roads, shared out evenly at junctions. Needs the collection "
           "roads. It is a "
           "density of reports, not of danger to who travels there.",
           "Incidentes por quilómetro de estrada, pelo kernel quártico ao longo de estradas, repartido por igual nos cruzamentos. Precisa "
           "da colecção "
           "roads. É uma densidade de comunicações, não do perigo para quem lá passa."},
          with_common(std::move(own)),
          joined({input_members(),
                  {{"roads", "integer", {"Roads near the incidents", "Estradas perto dos incidentes"}},
                   {"road_km", "number", {"Their length", "O seu comprimento"}, "km"},
                   {"on_roads", "integer", {"Rows used that lie on a road", "Linhas usadas que ficam numa estrada"}},
                   {"off_roads",
                    "integer",
                    {"Rows used but too far from every road: in no density",
                     "Linhas usadas mas longe de mais de todas as estradas: em nenhuma densidade"}},
                   {"highest_per_km", "number", {"Highest density", "Densidade mais alta"}, "/km"},
                   {"lengths", "integer", {"Lengths of road of the result", "Troços de estrada do resultado"}},
                   {"lengths_of_few",
                    "integer",
                    {"Lengths whose density one incident alone could make, not shown",
                     "Troços cuja densidade um só incidente poderia fazer, que não se mostram"}},
                   {"lengths_without",
                    "integer",
                    {"Lengths that no incident reaches, left out", "Troços que nenhum incidente alcança, omitidos"}}},
                  plane_members(),
                  sentence_members()})};
}

}  // namespace geo
