// SPDX-License-Identifier: Apache-2.0
// What can be asked of each analysis. A line here is an option of the command line and an input over HTTP; request.cpp reads it.
#include "geo/analysis/method_parts.hpp"
#include "geo/analysis/told.hpp"

#include <algorithm>

namespace geo {
namespace {

AnalysisMethod gi_star() {
  std::vector<AnalysisParameter> own = hexagon_parameters();
  own.push_back(uncertain_parameter());
  for (AnalysisParameter& p : rate_parameters()) { own.push_back(std::move(p)); }
  return {"gi-star",
          {"Where there are more or fewer than chance explains: Gi* on hexagons",
           "Onde há mais ou menos do que o acaso explica: Gi* em hexágonos"},
          {"Getis-Ord Gi* on counts in hexagons, or on rates per 1,000 people, with false discovery rates. Cold is where little was "
           "reported, which is not the same as safe.",
           "Gi* de Getis-Ord sobre contagens em hexágonos, ou sobre taxas por 1.000 pessoas, com taxas de falsas descobertas. Frio é onde "
           "pouco foi comunicado, o que não quer "
           "dizer seguro."},
          with_common(std::move(own)),
          summary_members("gi-star")};
}

AnalysisMethod coverage_gaps() {
  return {
      "coverage-gaps",
      {"Ground and people in no catchment, in several, far from every open site",
       "Terreno e pessoas em nenhuma área de abrangência, em várias, longe de todos os locais abertos"},
      {"Which ground is in no catchment and which in several, and which settlements are outside every catchment or far from every open "
       "site, as the crow flies. Incidents are counted, never shown as points.",
       "Que terreno não está em nenhuma área de abrangência e que terreno está em várias, e que povoados estão fora de todas as áreas ou "
       "longe de todos os locais abertos, em linha recta. Os incidentes são contados, nunca mostrados como pontos."},
      with_common({{"service_m",
                    ParameterType::number,
                    {"Service distance", "Distância de serviço"},
                    {"How far an open site serves, as the crow flies", "Até que distância um local aberto serve, em linha recta"},
                    "m",
                    0,
                    1e7,
                    10'000.0}}),
      summary_members("coverage-gaps")};
}

}  // namespace

AnalysisParameter length_parameter(std::string_view name, Text title, Text description, double least_m) {
  return {name, ParameterType::number, std::move(title), std::move(description), "m", least_m, 1e6, {}};
}

std::vector<AnalysisParameter> with_common(std::vector<AnalysisParameter> own) {
  using enum ParameterType;
  std::vector<AnalysisParameter> all{
      {"collection",
       text,
       {"Collection", "Colecção"},
       {"Collection of the incidents", "Colecção dos incidentes"},
       {},
       {},
       {},
       std::string("incidents")},
      {"bbox", bbox, {"Box", "Caixa"}, {"West,south,east,north in degrees", "Oeste,sul,este,norte em graus"}},
      {"datetime",
       datetime,
       {"Period", "Período"},
       {"When incidents happened: an instant, a day, or an interval start/end; '..' is open",
        "Quando os incidentes ocorreram: um instante, um dia, ou um intervalo início/fim; '..' é em aberto"}},
      {"category",
       text,
       {"Category", "Categoria"},
       {"Only incidents whose ICCS code begins with this", "Só incidentes cujo código ICCS começa por isto"}},
      {"include_patrol",
       boolean,
       {"With what patrols found", "Com o que as patrulhas descobriram"},
       {"Also what patrols found: it shows where patrols go as well",
        "Também o que as patrulhas descobriram: mostra também por onde elas passam"},
       {},
       {},
       {},
       false},
      {"days",
       integer,
       {"Days kept", "Dias de guarda"},
       {"How long the result is kept", "Durante quanto tempo o resultado é guardado"},
       "d",
       1,
       3650,
       30.0}};
  all.insert(all.begin() + 5, own.begin(), own.end());
  return all;
}

std::vector<AnalysisParameter> hexagon_parameters() {
  return {length_parameter("width_m", {"Width of the hexagons", "Largura dos hexágonos"},
                           {"Width of the hexagons (default: by the spread of the incidents)",
                            "Largura dos hexágonos (por omissão: pela dispersão dos incidentes)"},
                           least_width_m),
          length_parameter("neighbours_m", {"Distance of neighbours", "Distância dos vizinhos"},
                           {"How far apart centres of neighbours may be (default: the width, six neighbours)",
                            "Até que distância os centros são vizinhos (por omissão: a largura, seis vizinhos)"})};
}

AnalysisParameter uncertain_parameter() {
  return {"uncertain",
          ParameterType::text,
          {"Uncertain places", "Lugares incertos"},
          {"What is done with incidents whose place is less certain than the bandwidth or the hexagons are wide",
           "O que se faz com incidentes de lugar menos certo do que a largura de banda ou dos hexágonos"},
          {},
          {},
          {},
          std::string("exclude"),
          {{"exclude", {"Left out, and counted", "Excluídos, e contados"}},
           {"spread", {"Shared out over the circle that they may lie in", "Repartidos pelo círculo em que podem estar"}}}};
}

std::vector<AnalysisParameter> permutation_parameters() {
  using enum ParameterType;
  return {{"permutations",
           integer,
           {"Permutations", "Permutações"},
           {"How often chance is drawn; p cannot be below one by this number plus one",
            "Quantas vezes se sorteia o acaso; p não pode ser menor do que um por este número mais um"},
           {},
           99,
           99'999,
           999.0},
          {"seed",
           integer,
           {"Seed", "Semente"},
           {"Of the drawings: the same seed gives the same answer", "Dos sorteios: a mesma semente dá a mesma resposta"},
           {},
           0,
           4'294'967'295,
           1.0}};
}

const AnalysisParameter* AnalysisMethod::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const AnalysisParameter& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

const std::vector<AnalysisMethod>& analysis_methods() {
  static const std::vector<AnalysisMethod> all{kde_method(),         gi_star(),        local_moran_method(), emerging_method(),
                                               near_repeat_method(), change_method(),  dbscan_method(),      st_dbscan_method(),
                                               coverage_gaps(),      hdbscan_method(), seasonality_method(), early_warning_method(),
                                               eb_rates_method(),    scan_method(),    network_kde_method(), forecast_method()};
  return all;
}

const AnalysisMethod* analysis_method(std::string_view id) {
  const auto& all = analysis_methods();
  const auto found = std::find_if(all.begin(), all.end(), [&](const AnalysisMethod& m) { return m.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace geo
