// SPDX-License-Identifier: Apache-2.0
// What can be asked of kde, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"
#include "geo/analysis/told.hpp"

namespace geo {
namespace {

Members summary() {
  return {
      {"highest_per_km2", "number", {"Highest density of a cell", "Densidade mais alta de uma célula"}, "/km2"},
      {"peaks",
       "array",
       {"Highest places: longitude, latitude (degrees), density per km²",
        "Lugares mais altos: longitude, latitude (graus), densidade por km²"}},
      {"cells", "integer", {"Cells of the result", "Células do resultado"}},
      {"left_out_cells", "integer", {"Cells with a density too low to be in it", "Células com densidade baixa demais para constar"}},
      {"left_out_below_per_km2", "number", {"Below which density cells are left out", "Abaixo de que densidade se omitem células"}, "/km2"},
      {"grid",
       "object",
       {"Where was looked: the south-western corner in cells from the centre of the plane, columns, rows",
        "Onde se procurou: o canto sudoeste em células a partir do centro do plano, colunas, linhas"}},
      plane_members().front(),
      {"sensitivity",
       "object|null",
       {"The same with what patrols found where it is left out, or without it where it counts: rows used, highest density, where it is, "
        "how "
        "far from this one (m). Null: patrols found nothing",
        "O mesmo com o que as patrulhas descobriram quando não conta, ou sem isso quando conta: linhas usadas, densidade mais alta, onde "
        "fica, a que distância desta (m). Null: as patrulhas nada descobriram"}}};
}

using enum ParameterType;

AnalysisParameter kernel() {
  return {"kernel",
          text,
          {"Kernel", "Kernel (núcleo)"},
          {"How an incident counts around its place; the bandwidth of the Gaussian is its standard deviation",
           "Como um incidente conta à volta do seu lugar; a largura de banda do gaussiano é o seu desvio-padrão"},
          {},
          {},
          {},
          std::string("quartic"),
          {{"uniform", {"Uniform: the same up to the bandwidth", "Uniforme: o mesmo até à largura de banda"}},
           {"triangular", {"Triangular", "Triangular (linear)"}},
           {"epanechnikov", {"Epanechnikov", "De Epanechnikov"}},
           {"quartic", {"Quartic", "Quártico"}},
           {"triweight", {"Triweight", "Triponderado"}},
           {"gaussian", {"Gaussian: it never ends", "Gaussiano: não acaba"}}}};
}

AnalysisParameter selector() {
  return {"selector",
          text,
          {"Choice of the bandwidth", "Escolha da largura de banda"},
          {"By what the bandwidth is chosen where none is given", "Por que regra se escolhe a largura de banda quando não se indica"},
          {},
          {},
          {},
          std::string("spread"),
          {{"spread", {"A thirtieth of the side over which incidents spread", "Um trigésimo do lado em que os incidentes se espalham"}},
           {"scott", {"Scott's rule: as if all were one normal cloud", "Regra de Scott: como se tudo fosse uma nuvem normal"}},
           {"lcv", {"Likelihood cross-validation", "Validação cruzada por verosimilhança"}},
           {"lscv", {"Least squares cross-validation", "Validação cruzada por mínimos quadrados"}},
           {"sheather-jones", {"Sheather and Jones, both axes", "Sheather e Jones, ambos os eixos"}}}};
}

AnalysisParameter adaptive() {
  return {"adaptive",
          boolean,
          {"Adaptive bandwidths", "Larguras de banda adaptativas"},
          {"Each incident has a bandwidth of its own: narrow where they are many, wide where they are few",
           "Cada incidente tem a sua largura de banda: menor onde são muitos, maior onde são poucos"},
          {},
          {},
          {},
          false};
}

AnalysisParameter edge() {
  return {
      "edge",
      text,
      {"Correction at the edges", "Correcção nas margens"},
      {"What is done where the kernel reaches beyond the study area: the area of operation, else the administrative areas, cut to the box",
       "O que se faz onde o kernel passa além da área de estudo: a área de operação, senão as áreas administrativas, cortada pela caixa"},
      {},
      {},
      {},
      std::string("none"),
      {{"none", {"None: all incidents count", "Nenhuma: contam todos os incidentes"}},
       {"uniform",
        {"Uniform: divided by the share of the kernel inside; only the study area counts",
         "Uniforme: dividida pela parte do kernel que fica dentro; só conta a área de estudo"}}}};
}

}  // namespace

AnalysisMethod kde_method() {
  std::vector<AnalysisParameter> own{length_parameter("bandwidth_m", {"Bandwidth", "Largura de banda"},
                                                      {"Radius of the kernel (default: by the spread of the incidents)",
                                                       "Raio do kernel (por omissão: pela dispersão dos incidentes)"},
                                                      least_width_m),
                                     length_parameter("cell_m", {"Cell", "Célula"},
                                                      {"Side of the cells (default: about a fifth of the bandwidth)",
                                                       "Lado das células (por omissão: cerca de um quinto da largura de banda)"},
                                                      least_cell_m),
                                     kernel(),
                                     selector(),
                                     adaptive(),
                                     edge(),
                                     uncertain_parameter()};
  for (AnalysisParameter& p : rate_parameters()) { own.push_back(std::move(p)); }
  return {"kde",
          {"Where incidents are dense: kernel density on square cells",
           "Onde os incidentes são densos: densidade de kernel em células quadradas"},
          {"Incidents per km² by a kernel, or per 1,000 people, on square cells. It shows what was reported; where nothing was reported, "
           "nobody knows.",
           "Incidentes por km² por um kernel, ou por 1.000 pessoas, em células quadradas. Mostra o que foi comunicado; onde nada foi "
           "comunicado, não se sabe."},
          with_common(std::move(own)),
          joined({input_members(), summary(), rate_members({"cells", "células"}), spread_members(), sentence_members()})};
}

}  // namespace geo
