// SPDX-License-Identifier: Apache-2.0
#include "geo/look/result_looks.hpp"

#include <array>
#include <utility>

namespace geo {
namespace {

LookClass cell(std::string part, std::string value, std::string colour, Text title, double opacity = 0.7) {
  LookClass c{std::move(part), {std::move(value)}, std::move(title), std::move(colour), opacity};
  c.seamless = true;
  return c;
}

Look density() {
  constexpr std::array<const char*, 9> ramp{"#FFFFCC", "#FFEDA0", "#FED976", "#FEB24C", "#FD8D3C",
                                            "#FC4E2A", "#E31A1C", "#BD0026", "#800026"};
  Look look{"level", true, {}};
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    const std::string level = std::to_string(i + 1);
    Text title{level, level};
    if (i == 0) { title = {"1 (lowest density)", "1 (menor densidade)"}; }
    if (i + 1 == ramp.size()) { title = {"9 (highest density)", "9 (maior densidade)"}; }
    // Faint where there is little: what matters must not drown in it, nor the map below.
    look.classes.push_back(cell("level-" + level, level, ramp[i], std::move(title), i == 0 ? 0.25 : i == 1 ? 0.45 : 0.7));
  }
  return look;
}

/// No data must not look like a low rate.
LookClass no_people() {
  LookClass unknown = cell("no-data", "", "#8C8C8C", {"No data: too few people", "Sem dados: poucas pessoas"}, 0.4);
  unknown.values.clear();
  unknown.hatched = true;
  return unknown;
}

/// Of a density over one of people.
Look density_per_people() {
  const std::array<Text, 9> titles{{{"Below 0.25 times the rate of all", "Menos de 0,25 vezes a taxa do conjunto"},
                                    {"0.25 to 0.5 times", "0,25 a 0,5 vezes"},
                                    {"0.5 to 0.75 times", "0,5 a 0,75 vezes"},
                                    {"0.75 to 1 times", "0,75 a 1 vez"},
                                    {"1 to 1.5 times the rate of all", "1 a 1,5 vezes a taxa do conjunto"},
                                    {"1.5 to 2 times", "1,5 a 2 vezes"},
                                    {"2 to 3 times", "2 a 3 vezes"},
                                    {"3 to 5 times", "3 a 5 vezes"},
                                    {"5 times and more", "5 vezes e mais"}}};
  Look look = density();
  for (std::size_t i = 0; i < titles.size(); ++i) {
    look.classes[i].title = titles.at(i);
    look.classes[i].opacity = 0.7;  // a low rate is known, and must not pass for nothing
  }
  look.classes.push_back(no_people());
  return look;
}

/// What is not known must look neither safe nor like what is neither hot nor cold.
LookClass no_statistic() {
  LookClass unknown = cell("unknown", "", "#8C8C8C", {"No statistic", "Sem estatística"}, 0.4);
  unknown.values.clear();
  unknown.hatched = true;
  return unknown;
}

Look significance() {
  Look look{"class",
            true,
            {cell("hot-3", "3", "#B2182B", {"Hotspot, q at most 0.01", "Ponto quente, q até 0,01"}),
             cell("hot-2", "2", "#EF8A62", {"Hotspot, q at most 0.05", "Ponto quente, q até 0,05"}),
             cell("hot-1", "1", "#FDDBC7", {"Hotspot, q at most 0.10", "Ponto quente, q até 0,10"}),
             cell("none", "0", "#F7F7F7", {"Not significant", "Não significativo"}, 0.05),
             cell("cold-1", "-1", "#D1E5F0", {"Coldspot, q at most 0.10", "Ponto frio, q até 0,10"}),
             cell("cold-2", "-2", "#67A9CF", {"Coldspot, q at most 0.05", "Ponto frio, q até 0,05"}),
             cell("cold-3", "-3", "#2166AC", {"Coldspot, q at most 0.01", "Ponto frio, q até 0,01"})},
            "#7F7F7F",
            0.4,
            /*net_from_zoom=*/9};
  look.classes.push_back(no_statistic());
  return look;
}

/// Told apart by lightness too, from darkest to lightest: for people who see no colours, and on paper.
Look clusters_and_outliers() {
  Look look{
      "kind",
      false,
      {cell("high-high", "high-high", "#8B0A1E", {"Many among many: cluster", "Muitos entre muitos: agrupamento"}, 0.8),
       cell("high-low", "high-low", "#F4A582", {"Many among few: exception", "Muitos entre poucos: excepção"}, 0.8),
       cell("low-high", "low-high", "#BFD9EA", {"Few among many: exception", "Poucos entre muitos: excepção"}, 0.8),
       cell("low-low", "low-low", "#2B7BBA", {"Few among few: little was reported", "Poucos entre poucos: pouco foi comunicado"}, 0.8),
       cell("none", "none", "#F7F7F7", {"Not significant", "Não significativo"}, 0.05)},
      "#7F7F7F",
      0.4,
      /*net_from_zoom=*/9};
  look.classes.push_back(no_statistic());
  return look;
}

/// Warm for hot, cold for cold; what comes up or grows is stronger than what fades.
Look emerging() {
  struct Class {
    const char* kind;
    const char* colour;
    Text title;
  };
  const std::array<Class, 16> classes{{
      {"new_hot", "#E7298A", {"New hot spot: hot in the last step only", "Foco novo: quente só no último passo"}},
      {"consecutive_hot",
       "#CB181D",
       {"Consecutive hot spot: in the last steps, never before", "Foco seguido: nos últimos passos, nunca antes"}},
      {"intensifying_hot", "#67000D", {"Intensifying hot spot", "Foco que se intensifica"}},
      {"persistent_hot", "#A63603", {"Persistent hot spot", "Foco persistente"}},
      {"diminishing_hot", "#F4A582", {"Diminishing hot spot", "Foco que diminui"}},
      {"sporadic_hot", "#FD8D3C", {"Sporadic hot spot: on and off", "Foco esporádico: vai e vem"}},
      {"oscillating_hot", "#8C6D31", {"Oscillating hot spot: cold before", "Foco oscilante: antes frio"}},
      {"historical_hot", "#FEE0B6", {"Historical hot spot: not in the last step", "Foco histórico: não no último passo"}},
      {"new_cold", "#6A51A3", {"New cold spot", "Ponto frio novo"}},
      {"consecutive_cold", "#2171B5", {"Consecutive cold spot", "Ponto frio seguido"}},
      {"intensifying_cold", "#08306B", {"Intensifying cold spot", "Ponto frio que se intensifica"}},
      {"persistent_cold", "#4292C6", {"Persistent cold spot", "Ponto frio persistente"}},
      {"diminishing_cold", "#9ECAE1", {"Diminishing cold spot", "Ponto frio que diminui"}},
      {"sporadic_cold", "#66C2A4", {"Sporadic cold spot", "Ponto frio esporádico"}},
      {"oscillating_cold", "#01665E", {"Oscillating cold spot: hot before", "Ponto frio oscilante: antes quente"}},
      {"historical_cold", "#DEEBF7", {"Historical cold spot", "Ponto frio histórico"}},
  }};
  Look look{"kind", false, {}, "#7F7F7F", 0.4, /*net_from_zoom=*/9};
  for (const Class& each : classes) { look.classes.push_back(cell(each.kind, each.kind, each.colour, each.title, 0.8)); }
  look.classes.push_back(cell("none", "none", "#F7F7F7", {"No pattern", "Sem padrão"}, 0.05));
  look.classes.push_back(no_statistic());
  return look;
}

Look change() {
  Look look{"kind",
            false,
            {cell("rise", "rise", "#A63603", {"More than before", "Mais do que antes"}, 0.8),
             cell("fall", "fall", "#92C5DE", {"Fewer than before: fewer reports", "Menos do que antes: menos comunicações"}, 0.8),
             cell("none", "none", "#F7F7F7", {"No clear change", "Sem mudança clara"}, 0.4)},
            "#7F7F7F",
            0.4,
            /*net_from_zoom=*/9};
  LookClass few = cell("few", "", "#8C8C8C", {"Too few incidents to tell", "Incidentes demasiado poucos para concluir"}, 0.12);
  few.values.clear();
  few.hatched = true;
  look.classes.push_back(std::move(few));
  return look;
}

Look clusters() {
  LookClass cluster =
      cell("cluster", "cluster", "#B2182B", {"Cluster of 10 incidents or more", "Agrupamento de 10 incidentes ou mais"}, 0.45);
  cluster.rim = "#67000D";
  cluster.rim_px = 1.5;
  return {"kind", false, {cluster}};
}

/// Lines, each level darker and wider than the one before: the lightest, too, must be seen on a light map, and all on paper.
Look density_along_roads() {
  constexpr std::array<const char*, 9> ramp{"#E9B949", "#EBA23C", "#E88B31", "#E0722B", "#D25828",
                                            "#BE4027", "#A32A25", "#821820", "#590B18"};
  Look look = density();
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    LookClass& level = look.classes[i];
    level.geometry = GeometryType::line;
    level.seamless = false;
    level.colour = ramp.at(i);
    level.opacity = 0.9;
    level.size_px = 1.5 + 0.5 * static_cast<double>(i);
  }
  return look;
}

Look early_warning() {
  Look look{"kind",
            false,
            {cell("alarm", "alarm", "#B2182B", {"Alarm: more than before", "Alarme: mais do que antes"}, 0.8),
             cell("signal", "signal", "#FDAE61", {"Signal: perhaps more than before", "Sinal: talvez mais do que antes"}, 0.8),
             cell("none", "none", "#F7F7F7", {"No alarm, which is not the same as safe", "Sem alarme, o que não quer dizer seguro"}, 0.4)},
            "#7F7F7F",
            0.6};
  LookClass few = cell("few", "", "#8C8C8C", {"Too few reports to tell", "Comunicações demasiado poucas para concluir"}, 0.25);
  few.values.clear();
  few.hatched = true;
  look.classes.push_back(std::move(few));
  return look;
}

Look rates() {
  Look look{"kind",
            false,
            {cell("high", "high", "#A63603", {"More than the rate of all explains", "Mais do que a taxa do conjunto explica"}, 0.8),
             cell("low", "low", "#92C5DE", {"Fewer: little was reported", "Menos: pouco foi comunicado"}, 0.8),
             cell("none", "none", "#F7F7F7", {"No clear difference", "Sem diferença clara"}, 0.4)},
            "#7F7F7F",
            0.6};
  LookClass few = cell("few", "", "#8C8C8C", {"Too few people for a rate", "Poucas pessoas para uma taxa"}, 0.25);
  few.values.clear();
  few.hatched = true;
  look.classes.push_back(std::move(few));
  return look;
}

Look scan() {
  LookClass cluster =
      cell("cluster", "cluster", "#B2182B", {"Cluster of high rates, p at most 0.05", "Agrupamento de taxas altas, p até 0,05"}, 0.45);
  cluster.rim = "#67000D";
  cluster.rim_px = 1.5;
  LookClass chance = cell("chance", "chance", "#F4A582", {"Chance gives as much somewhere", "O acaso dá tanto em algum lado"}, 0.2);
  chance.rim = "#8C6D31";
  chance.rim_px = 1;
  chance.dashed = true;
  return {"kind", false, {cluster, chance}};
}

Look gaps() {
  // Narrow ones are not seen without a rim.
  const auto area = [](const char* kind, const char* colour, Text title, double opacity, double rim_px) {
    LookClass c = cell(kind, kind, colour, std::move(title), opacity);
    c.rim = colour;
    c.rim_px = rim_px;
    return c;
  };
  Look look{"kind",
            false,
            {area("gap", "#D55E00", {"Gap: in no catchment", "Lacuna: em nenhuma área de abrangência"}, 0.35, 1.5),
             area("sliver", "#E69F00", {"Sliver between boundaries", "Lasca entre limites"}, 0.8, 1.5),
             area("overlap", "#0072B2", {"Overlap of two catchments", "Sobreposição de duas áreas"}, 0.35, 1.2)}};
  look.classes.front().dashed = true;
  look.classes.push_back({"settlement",
                          {"settlement"},
                          {"Settlement far from every site", "Povoado longe de todos os locais"},
                          "#CC79A7",
                          0.9,
                          GeometryType::point,
                          "#FFFFFF",
                          1,
                          5});
  return look;
}

/// Of Gi* on rates.
Look significance_per_people() {
  Look look = significance();
  look.classes.back().title = {"No data: too few people, or no statistic", "Sem dados: poucas pessoas, ou sem estatística"};
  return look;
}

Look look_of_rates(const std::string& method) {
  if (method == "kde") { return density_per_people(); }
  return method == "gi-star" ? significance_per_people() : Look{};
}

Look look_of_method(const std::string& method) {
  if (method == "kde") { return density(); }
  if (method == "gi-star") { return significance(); }
  if (method == "change") { return change(); }
  if (method == "dbscan" || method == "st-dbscan" || method == "hdbscan") { return clusters(); }
  if (method == "emerging") { return emerging(); }
  if (method == "local-moran") { return clusters_and_outliers(); }
  if (method == "early-warning") { return early_warning(); }
  if (method == "eb-rates") { return rates(); }
  if (method == "scan") { return scan(); }
  if (method == "network-kde") { return density_along_roads(); }
  return method == "coverage-gaps" ? gaps() : Look{};
}

}  // namespace

Look look_of_density() { return density(); }

std::optional<Look> result_look(const Collection& schema) {
  if (!schema.result) { return std::nullopt; }
  const std::string& method = schema.result->method;
  const bool is_rate = schema.field("rate") != nullptr && (method == "kde" || method == "gi-star");
  Look look = is_rate ? look_of_rates(method) : look_of_method(method);
  if (schema.field(look.field) == nullptr) { return std::nullopt; }
  look.colour = colour_of(schema.id);
  return look;
}

}  // namespace geo
