// SPDX-License-Identifier: Apache-2.0
#include "store/export/legend.hpp"

#include <array>
#include <utility>

namespace store {
namespace {

Legend density() {
  constexpr std::array<const char*, 9> ramp{"#FFFFCC", "#FFEDA0", "#FED976", "#FEB24C", "#FD8D3C",
                                            "#FC4E2A", "#E31A1C", "#BD0026", "#800026"};
  Legend legend{"level", {}, "", 0};
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    const std::string level = std::to_string(i + 1);
    geo::Text label{level, level};
    if (i == 0) { label = {"1 (lowest density)", "1 (menor densidade)"}; }
    if (i + 1 == ramp.size()) { label = {"9 (highest density)", "9 (maior densidade)"}; }
    // Faint where there is little: what matters must not drown in it.
    legend.entries.push_back({level, ramp[i], std::move(label), i == 0 ? 0.25 : i == 1 ? 0.45 : 0.7});
  }
  return legend;
}

Legend significance() {
  return {"class",
          {{"3", "#B2182B", {"Hotspot, q at most 0.01", "Ponto quente, q até 0,01"}},
           {"2", "#EF8A62", {"Hotspot, q at most 0.05", "Ponto quente, q até 0,05"}},
           {"1", "#FDDBC7", {"Hotspot, q at most 0.10", "Ponto quente, q até 0,10"}},
           {"0", "#F7F7F7", {"Not significant", "Não significativo"}, 0.05},
           {"-1", "#D1E5F0", {"Coldspot, q at most 0.10", "Ponto frio, q até 0,10"}},
           {"-2", "#67A9CF", {"Coldspot, q at most 0.05", "Ponto frio, q até 0,05"}},
           {"-3", "#2166AC", {"Coldspot, q at most 0.01", "Ponto frio, q até 0,01"}},
           // What is not known must not look safe.
           {"", "#8C8C8C", {"No statistic", "Sem estatística"}, 1, geo::GeometryType::polygon, true}},
          "#A6A6A6",
          0.1};
}

Legend gaps() {
  return {
      "kind",
      {{"gap", "#D55E00", {"Gap: in no catchment", "Lacuna: em nenhuma área de abrangência"}, 0.35},
       {"sliver", "#E69F00", {"Sliver between boundaries", "Lasca entre limites"}, 0.8},
       {"overlap", "#0072B2", {"Overlap of two catchments", "Sobreposição de duas áreas"}, 0.35},
       {"settlement", "#CC79A7", {"Settlement far from every site", "Povoado longe de todos os locais"}, 0.9, geo::GeometryType::point}},
      "own",
      0.3};
}

}  // namespace

Legend legend_of(const geo::Collection& schema) {
  const std::string method = schema.result ? schema.result->method : "";
  Legend legend = method == "kde" ? density() : method == "gi-star" ? significance() : method == "coverage-gaps" ? gaps() : Legend{};
  if (schema.field(legend.field) == nullptr) { return {}; }
  return legend;
}

}  // namespace store
