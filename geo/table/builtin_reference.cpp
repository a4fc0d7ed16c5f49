// SPDX-License-Identifier: Apache-2.0
// What analyses refer to: where people live and how one gets about.
#include "geo/table/builtin_fields.hpp"

#include <utility>

namespace geo::builtin {

Collection population() {
  return collection(
      "population", GeometryType::point, {"Population", "População"},
      {"People by point or by cell of a grid, at its middle; the denominator of every rate",
       "Pessoas por ponto ou por célula de uma grelha, no seu centro; o denominador de todas as taxas"},
      0,
      {
          real("people", "", "People", "Pessoas",
               {"pessoas", "population", "populacao", "pop", "habitantes", "z", "value", "valor", "pop_total", "total_population"}),
          between(number("year", "Year", "Ano", {"ano", "population_year", "ano_populacao", "reference_year"}), 1900, 2100),
          text("population_source", "Source of the figure", "Fonte do número", {"fonte_populacao", "fonte"}),
          secret(between(real("idp_share", "1", "Share of displaced people (0 - 1)", "Proporção de deslocados (0 - 1)",
                              {"proporcao_deslocados", "share_idp", "pdi"}),
                         0, 1),
                 2),
          real("cell_m", "m", "Side of the cell", "Lado da célula", {"cell_size", "cellsize", "tamanho_celula", "resolucao", "resolution"}),
          real("uncertainty_m", "m", "Uncertainty of the location", "Incerteza da localização", {"accuracy", "precision"}),
          text("place_name", "Place as given", "Local como indicado",
               {"name", "nome", "localidade", "povoado", "settlement", "place", "sett_name"}),
      });
}

Collection roads() {
  return collection("roads", GeometryType::line, {"Roads and paths", "Estradas e caminhos"},
                    {"The ways that travel times follow", "As vias que os tempos de viagem seguem"}, 0,
                    {
                        code("road_class", "road_class", "Class (OpenStreetMap)", "Classe (OpenStreetMap)",
                             {"highway", "fclass", "classe", "class", "tipo", "tipo_estrada"}),
                        text("name", "Name", "Nome", {"nome", "name_pt"}),
                        text("ref", "Number", "Número", {"numero", "numero_estrada", "road_number"}),
                        text("surface", "Surface", "Piso", {"piso", "superficie", "pavimento"}),
                        text("access", "Access", "Acesso", {"acesso"}),
                        code("oneway", "oneway", "One way", "Sentido único", {"sentido_unico", "sentido"}),
                        flag("bridge", "Bridge", "Ponte", {"ponte"}),
                        flag("tunnel", "Tunnel", "Túnel", {"tunel"}),
                    });
}

}  // namespace geo::builtin
