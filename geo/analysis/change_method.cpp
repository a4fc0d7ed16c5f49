// SPDX-License-Identifier: Apache-2.0
// What can be asked of change, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {
namespace {

Members summary() {
  return joined({input_members(),
                 {{"days", "object", {"Days of each period", "Dias de cada período"}},
                  {"all",
                   "object",
                   {"All hexagons together: before, after, ratio by day with its 95 % interval, p",
                    "Todos os hexágonos: antes, depois, razão por dia com o seu intervalo de 95 %, p"}},
                  {"hexagons", "integer", {"Hexagons of the result", "Hexágonos do resultado"}},
                  {"tested", "integer", {"Hexagons with a test", "Hexágonos com teste"}},
                  {"kinds", "object", {"Hexagons of each kind", "Hexágonos de cada tipo"}}},
                 plane_members(),
                 sentence_members()});
}

}  // namespace

AnalysisMethod change_method() {
  using enum ParameterType;
  std::vector<AnalysisParameter> own{
      {"datetime_before",
       datetime,
       {"Earlier period", "Período anterior"},
       {"The earlier of two periods; the later is 'datetime' (default: 'datetime', or all there is, split in the middle)",
        "O anterior de dois períodos; o posterior é 'datetime' (por omissão: 'datetime', ou tudo o que há, dividido ao meio)"}}};
  for (AnalysisParameter& each : hexagon_parameters()) { own.push_back(std::move(each)); }
  own.push_back({"against",
                 text,
                 {"Compared with", "Comparado com"},
                 {"before: has it changed; elsewhere: has it changed otherwise than all other places",
                  "before: se mudou; elsewhere: se mudou de modo diferente de todos os outros lugares"},
                 {},
                 {},
                 {},
                 std::string("before"),
                 {{"before", {"Its own time before", "O seu próprio tempo anterior"}},
                  {"elsewhere", {"All other places", "Todos os outros lugares"}}}});
  own.push_back({"with_neighbours",
                 boolean,
                 {"With neighbours", "Com os vizinhos"},
                 {"Each hexagon counts together with those around it", "Cada hexágono conta com os que o rodeiam"},
                 {},
                 {},
                 {},
                 false});
  return {
      "change",
      {"Where there are more or fewer than before: two periods compared on hexagons",
       "Onde há mais ou menos do que antes: comparação de dois períodos em hexágonos"},
      {"Counts in hexagons in two periods, with exact tests and false discovery rates. Reporting may have changed, not what happened.",
       "Contagens em hexágonos em dois períodos, com testes exactos e taxas de falsas descobertas. Pode ter mudado a comunicação, e não o "
       "que aconteceu."},
      with_common(std::move(own)),
      summary()};
}

}  // namespace geo
