// SPDX-License-Identifier: Apache-2.0
// What the numbers of a summary mean. A test holds the names here against those that analyses write.
#include "geo/analysis/method_parts.hpp"

namespace geo {

Members joined(std::initializer_list<Members> parts) {
  Members all;
  for (const Members& part : parts) { all.insert(all.end(), part.begin(), part.end()); }
  return all;
}

Members input_members() {
  return {{"matched",
           "integer",
           {"Rows that match what was asked; used + all excluded", "Linhas que correspondem ao pedido; usadas + todas as excluídas"}},
          {"used", "integer", {"Rows that count", "Linhas que contam"}},
          {"excluded", "object", {"Rows left out, by the first reason that holds", "Linhas não usadas, pela primeira razão que se aplica"}},
          {"patrol",
           "object",
           {"Rows found by patrols, their share of the rows of the category asked for (0 to 1), and whether they count",
            "Linhas descobertas por patrulhas, a sua parte nas linhas da categoria pedida (0 a 1), e se contam"}},
          {"at_settlement_precision",
           "integer",
           {"Rows used whose place is that of a settlement", "Linhas usadas cujo lugar é o de um povoado"}},
          {"period",
           "array|null",
           {"First and last day of the rows used, by the clocks of the places",
            "Primeiro e último dia das linhas usadas, pelos relógios dos lugares"}}};
}

Members sentence_members() {
  return {{"findings", "array", {"What was found, in sentences (en, pt)", "O que se encontrou, em frases (en, pt)"}},
          {"caveats", "array", {"What must be said along with any number of it", "O que tem de se dizer com qualquer número dela"}}};
}

Members sensitivity_members() {
  return {
      {"sensitivity",
       "object|null",
       {"The same with what patrols found where it is left out, or without it where it counts: rows used, and hexagons of another class, "
        "hot in that run alone, in this one alone. Null: patrols found nothing",
        "O mesmo com o que as patrulhas descobriram quando não conta, ou sem isso quando conta: linhas usadas, e hexágonos de outra "
        "classe, quentes só nesse cálculo, só neste. Null: as patrulhas nada descobriram"}}};
}

Members spread_members() {
  return {{"spread",
           "object|null",
           {"Rows of uncertain place that were shared out, and how much of them fell where was looked. Null: nobody asked for it",
            "Linhas de lugar incerto que se repartiram, e quanto delas caiu onde se procurou. Null: ninguém o pediu"}}};
}

Members plane_members() {
  return {{"max_scale_error",
           "number",
           {"The most that a length in the plane of the analysis is off, as a share of it",
            "O máximo que um comprimento no plano da análise se desvia, em proporção dele"},
           "1"}};
}

Members hexagon_members() {
  return {{"hexagons", "integer", {"Hexagons of the result", "Hexágonos do resultado"}},
          {"mean",
           "number",
           {"Mean number of incidents of a hexagon, or of their rates where those are asked for",
            "Número médio de incidentes de um hexágono, ou das suas taxas quando se pedem"}},
          {"standard_deviation", "number", {"Standard deviation of these", "Desvio-padrão desses valores"}},
          {"skewness",
           "number|null",
           {"Their skewness; beyond ±1 p and q are approximate", "A sua assimetria; além de ±1, p e q são aproximados"}}};
}

Members without_statistic_members() {
  return {{"without_statistic", "object", {"Hexagons without one, by reason", "Hexágonos sem ela, por razão"}}};
}

Members group_members() {
  return {{"hot_clusters", "integer", {"Groups of hot hexagons side by side", "Grupos de hexágonos quentes contíguos"}},
          {"hot_clusters_of_few_incidents",
           "integer",
           {"Groups not drawn: fewer than 10 incidents together", "Grupos não desenhados: menos de 10 incidentes em conjunto"}},
          {"largest_hot_clusters",
           "array",
           {"At most ten: place of the hottest hexagon (degrees), hexagons, incidents, highest z (standard deviations)",
            "No máximo dez: lugar do hexágono mais quente (graus), hexágonos, incidentes, z mais alto (desvios-padrão)"}}};
}

namespace {

Members gi_star() {
  return joined(
      {hexagon_members(),
       {{"tested", "integer", {"Hexagons with a statistic", "Hexágonos com estatística"}},
        {"few_neighbours", "integer", {"Of these, with few neighbours", "Destes, com poucos vizinhos"}}},
       without_statistic_members(),
       {{"hot",
         "object",
         {"Hot hexagons at a false discovery rate of 1, 5, 10 %", "Hexágonos quentes a uma taxa de falsas descobertas de 1, 5, 10 %"}},
        {"cold", "object", {"Cold hexagons at the same rates", "Hexágonos frios às mesmas taxas"}}},
       group_members(),
       plane_members(),
       sensitivity_members(),
       rate_members({"hexagons", "hexágonos"}),
       spread_members()});
}

Members coverage() {
  return {{"study_area", "object", {"Where was looked: origin, areas, km²", "Onde se procurou: origem, áreas, km²"}},
          {"covered_km2", "number|null", {"Of the study area, in a catchment", "Da área de estudo, em alguma área de abrangência"}, "km2"},
          {"gap_km2", "number|null", {"In none", "Em nenhuma"}, "km2"},
          {"sliver_km2",
           "number|null",
           {"Of that, slivers between boundaries that do not quite meet", "Disso, tiras entre limites que mal se tocam"},
           "km2"},
          {"gaps", "integer", {"Pieces in no catchment", "Partes em nenhuma área de abrangência"}},
          {"slivers", "integer", {"Slivers", "Tiras"}},
          {"overlaps", "integer", {"Pairs of catchments that share ground", "Pares de áreas de abrangência com terreno comum"}},
          {"overlap_slivers", "integer", {"Pairs that share a sliver only", "Pares que só partilham uma tira"}},
          {"shared_km2", "number", {"Ground in several catchments", "Terreno em várias áreas de abrangência"}, "km2"},
          {"catchments_outside_km2",
           "number|null",
           {"Of catchments, outside the study area", "De áreas de abrangência, fora da área de estudo"},
           "km2"},
          {"catchments",
           "object",
           {"Catchments matched, used, left out by reason, repaired",
            "Áreas de abrangência encontradas, usadas, excluídas por razão, reparadas"}},
          {"sites",
           "object",
           {"Sites matched, open on the day, left out by reason", "Locais encontrados, abertos nesse dia, excluídos por razão"}},
          {"settlements",
           "object|null",
           {"Settlements and their people: served by catchment and site, by one of them, by neither",
            "Povoados e a sua população: servidos por área e local, por um deles, por nenhum"}},
          {"incidents",
           "object|null",
           {"Incidents: what was used, and served likewise", "Incidentes: o que se usou, e servidos do mesmo modo"}}};
}

}  // namespace

std::vector<SummaryMember> summary_members(std::string_view method) {
  return method == "gi-star" ? joined({input_members(), gi_star(), sentence_members()}) : joined({coverage(), sentence_members()});
}

}  // namespace geo
