// SPDX-License-Identifier: Apache-2.0
#include "store/export/legend.hpp"

#include <array>
#include <utility>

namespace store {
namespace {

Legend density() {
  constexpr std::array<const char*, 9> ramp{"#FFFFCC", "#FFEDA0", "#FED976", "#FEB24C", "#FD8D3C", "#FC4E2A", "#E31A1C", "#BD0026", "#800026"};
  Legend legend{"level", {}, false};
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    const std::string level = std::to_string(i + 1);
    geo::Text label{level, level};
    if (i == 0) { label = {"1 (lowest density)", "1 (menor densidade)"}; }
    if (i + 1 == ramp.size()) { label = {"9 (highest density)", "9 (maior densidade)"}; }
    legend.entries.push_back({level, ramp[i], std::move(label)});
  }
  return legend;
}

Legend significance() {
  return {"class",
          {{"3", "#B2182B", {"Hotspot, q at most 0.01", "Foco, q até 0,01"}},
           {"2", "#EF8A62", {"Hotspot, q at most 0.05", "Foco, q até 0,05"}},
           {"1", "#FDDBC7", {"Hotspot, q at most 0.10", "Foco, q até 0,10"}},
           {"0", "#F7F7F7", {"Not significant", "Não significativo"}},
           {"-1", "#D1E5F0", {"Coldspot, q at most 0.10", "Zona fria, q até 0,10"}},
           {"-2", "#67A9CF", {"Coldspot, q at most 0.05", "Zona fria, q até 0,05"}},
           {"-3", "#2166AC", {"Coldspot, q at most 0.01", "Zona fria, q até 0,01"}},
           // What is not known must not look safe.
           {"", "#8C8C8C", {"No statistic", "Sem estatística"}, geo::GeometryType::polygon, true}},
          false};
}

Legend gaps() {
  using geo::GeometryType;
  return {"kind",
          {{"gap", "#D55E00", {"Gap: in no catchment", "Lacuna: em nenhuma área de abrangência"}, GeometryType::polygon},
           {"sliver", "#E69F00", {"Sliver between boundaries", "Fresta entre limites"}, GeometryType::polygon},
           {"overlap", "#0072B2", {"Overlap of two catchments", "Sobreposição de duas áreas"}, GeometryType::polygon},
           {"settlement", "#CC79A7", {"Settlement far from every site", "Povoado longe de todos os locais"}, GeometryType::point}},
          true};
}

}  // namespace

Legend legend_of(const geo::Collection& schema) {
  const std::string method = schema.result ? schema.result->method : "";
  Legend legend = method == "kde" ? density() : method == "gi-star" ? significance() : method == "coverage-gaps" ? gaps() : Legend{};
  if (schema.field(legend.field) == nullptr) { return {}; }
  return legend;
}

}  // namespace store
