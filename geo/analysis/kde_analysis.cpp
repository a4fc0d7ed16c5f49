// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/kde_analysis.hpp"

#include "geo/analysis/density_cells.hpp"
#include "geo/analysis/density_rates.hpp"
#include "geo/analysis/looked_at.hpp"
#include "geo/analysis/patrol_sensitivity.hpp"
#include "geo/analysis/people_bounds.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/uncertain_places.hpp"
#include "geo/analysis/words.hpp"
#include "geo/base/hash.hpp"
#include "geo/geometry/relation.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo {
namespace {

void check(const KdeParameters& given) {
  const auto fits = [](const std::optional<double>& length_m, double least_m) {
    return !length_m || (*length_m >= least_m && *length_m <= 1e6);
  };
  if (!fits(given.bandwidth_m, least_width_m) || !fits(given.cell_m, least_cell_m)) {
    throw Error(Problem::usage, "The bandwidth must be between 250 m and 1,000 km, the cell between 50 m and 1,000 km.",
                "A largura de banda tem de estar entre 250 m e 1.000 km, a célula entre 50 m e 1.000 km.");
  }
  if (given.bandwidth_m && given.selector != Selector::spread) {
    throw Error(Problem::usage, "Give either bandwidth_m or a selector that finds one, not both.",
                "Indique bandwidth_m ou um selector que a encontre, não ambos.");
  }
  if (given.edge != EdgeCorrection::none && given.is_adaptive) {
    throw Error(Problem::usage, "A density with adaptive bandwidths has no correction at the edges. Choose one of the two.",
                "Uma densidade com larguras de banda adaptativas não tem correcção nas margens. Escolha uma das duas.");
  }
  if (given.edge == EdgeCorrection::jones_diggle) {
    throw Error(Problem::usage, "The correction at the edges must be none or uniform.",
                "A correcção nas margens tem de ser none ou uniform.");
  }
}

void check(const KdeParameters& given, const PerPeople& per_people) {
  check_rate(per_people.options);
  if (!given.is_adaptive) { return; }
  throw Error(Problem::usage, "A rate has the same bandwidth for incidents and people everywhere: it cannot be adaptive.",
              "Uma taxa tem a mesma largura de banda para incidentes e pessoas em todo o lado: não pode ser adaptativa.");
}

/// Where was looked; none without a correction, which is all that it is for.
StudyArea area_of(const StudyArea& study, const Filter& filter, const KdeParameters& given) {
  if (given.edge == EdgeCorrection::none) { return {}; }
  StudyArea area = filter.bbox ? cut_to(study, *filter.bbox) : study;
  if (area.area.is_none()) {
    throw Error(Problem::usage,
                "A correction at the edges needs a study area: set the area of operation, import administrative areas, or give bbox.",
                "Uma correcção nas margens precisa de uma área de estudo: defina a área de operação, importe áreas administrativas, ou "
                "indique bbox.");
  }
  return area;
}

void leave_out_beyond(HotspotInput& input, const StudyArea& study) {
  if (study.area.is_none()) { return; }
  const std::string wkb = to_wkb(study.area);
  const RelationTo area(Relation::intersects, wkb);
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) { return !area.point(input.used[i].at); });
}

/// In the plane of the frame, whoever it was made for; places that are circles shared out, `spread` how much of them where was looked.
std::vector<WeightedPoint> weighted(Frame& frame, const HotspotInput& input, const StudyArea& study, double width_m, double* spread) {
  std::vector<WeightedPoint> all = spread_points(uncertain_places(frame.projection(), input.spread), width_m);
  if (!study.area.is_none() && !all.empty()) {
    const std::string wkb = to_wkb(study.area);
    const RelationTo area(Relation::intersects, wkb);
    std::erase_if(all, [&](const WeightedPoint& p) { return !area.point(frame.place(p.at)); });
  }
  if (spread != nullptr) {
    for (const WeightedPoint& p : all) { *spread += p.weight; }
  }
  all.reserve(all.size() + input.used.size());
  for (const Incident& incident : input.used) {
    if (const auto at = frame.projection().forward(incident.at)) { all.push_back({*at, 1}); }
  }
  return all;
}

std::string parameters_json(const View& view, const Filter& filter, const KdeParameters& given, const StudyArea& study, const Frame& frame,
                            double bandwidth_m, double cell_m, const DensityRates* rates, const PerPeople* per_people) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  json.member("kernel", code(given.kernel)).member("bandwidth_m", bandwidth_m).member("cell_m", cell_m);
  json.member("edge_correction", code(given.edge));
  // What was not asked for is not named: what was asked before there was this choice is the same question still.
  if (given.selector != Selector::spread) { json.member("selector", code(given.selector)); }
  if (given.is_adaptive) { json.member("adaptive", true); }
  if (!study.area.is_none()) {
    json.key("study_area").begin_object().member("origin", study.origin).member("hash", hash128(study.area.wkb()).hex()).end_object();
  }
  json.member("levels", kde_levels);
  if (rates != nullptr) {
    write_rate_question(json, rates->people, per_people->options);
  } else {
    json.member("least_share_of_highest", kde_least_share);
  }
  write_projection(json, frame);
  json.end_object();
  return out;
}

void write_peaks(JsonWriter& json, Frame& frame, double width_m, const std::vector<Peak>& peaks) {
  json.key("peaks").begin_array();
  for (const Peak& peak : peaks) {
    const LonLat at = told_place(frame.place(peak.at), width_m);
    json.begin_object().member("lon", at.lon).member("lat", at.lat).member("per_km2", peak.per_km2).end_object();
  }
  json.end_array();
}

/// Where was looked, cells that were left out included: whoever draws the density must tell "little" from "nobody looked".
void write_grid(JsonWriter& json, const Cells& cells) {
  const PlaneGrid grid = cells.grid();
  json.key("grid").begin_object();
  json.member("west", static_cast<std::int64_t>(cells.west)).member("south", static_cast<std::int64_t>(cells.south));
  json.member("columns", grid.columns).member("rows", grid.rows).end_object();
}

std::string summary_json(const HotspotInput& input, const HotspotOptions& options, Frame& frame, double width_m, const Cells& cells,
                         const DensityFound& found, const std::optional<PeakSensitivity>& other, const SpreadTold& spread,
                         const DensityRates* rates, const PerPeople* per_people, const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, options);
  json.member("highest_per_km2", found.most);
  write_peaks(json, frame, width_m, found.peaks);
  json.member("cells", analysis.rows.size()).member("left_out_cells", found.with_density - analysis.rows.size());
  json.member("left_out_below_per_km2", rates != nullptr ? 0 : found.least);
  write_grid(json, cells);
  json.member("max_scale_error", frame.max_scale_error());
  write_sensitivity(json, other);
  write_rates(json, frame, width_m, rates, per_people != nullptr ? &per_people->options : nullptr);
  write_spread(json, spread);
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

std::vector<Text> findings_of(const HotspotInput& input, const HotspotOptions& options, Frame& frame, double width_m,
                              const DensityFound& found, const std::optional<PeakSensitivity>& other, const SpreadTold& spread,
                              const DensityRates* rates, const PerPeople* per_people) {
  std::vector<Text> findings = input_findings(input, options);
  if (rates != nullptr) { say_rates(findings, frame, width_m, *rates, per_people->options); }
  for (std::size_t i = 0; rates == nullptr && i < std::min<std::size_t>(found.peaks.size(), 3); ++i) {
    const std::string where = place_text(frame.place(found.peaks[i].at), width_m);
    const Text rank = i == 0 ? Text{"Highest density", "Densidade mais alta"} : Text{"Next", "A seguir"};
    const double per_km2 = found.peaks[i].per_km2;
    const Text density = decimal_text(per_km2, per_km2 >= 100 ? 0 : per_km2 >= 1 ? 1 : 3);
    findings.push_back({fmt::format("{}: {} per km² at {}.", rank.en, density.en, where),
                        fmt::format("{}: {} por km² em {}.", rank.pt, density.pt, where)});
  }
  say_spread(findings, spread);
  say_sensitivity(findings, input, other);
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const KdeParameters& given, double bandwidth_m, double cell_m,
                             const DensityFound& found) {
  std::vector<Text> caveats = hotspot_caveats(input, given.incidents);
  if (given.edge != EdgeCorrection::none) {
    caveats.push_back(
        {"Near the edge of the study area densities rest on fewer incidents; outside it, and where there is no cell, nothing is "
         "known.",
         "Perto da margem da área de estudo as densidades assentam em menos incidentes; fora dela, e onde não há célula, nada "
         "se sabe."});
  }
  if (given.is_adaptive) {
    caveats.push_back({"Bandwidths are narrower where incidents are many: peaks are sharper than in a density with one bandwidth.",
                       "As larguras de banda são menores onde há muitos incidentes: os picos são mais agudos do que com uma só largura."});
  }
  if (found.is_below_half_cell) {
    caveats.push_back(
        {"Where incidents are many their bandwidth is less than half a cell: give a smaller cell_m for what the peaks are like.",
         "Onde há muitos incidentes a sua largura de banda é menor que meia célula: indique um cell_m menor para ver como são "
         "os picos."});
  }
  if (bandwidth_m < cell_m / 2) {
    caveats.push_back({"The bandwidth is less than half a cell: some incidents reach no cell.",
                       "A largura de banda é menor que meia célula: alguns incidentes não chegam a nenhuma célula."});
  }
  return caveats;
}

Text kernel_text(Kernel kernel) {
  switch (kernel) {
    case Kernel::uniform: return {"uniform", "uniforme"};
    case Kernel::triangular: return {"triangular", "triangular"};
    case Kernel::epanechnikov: return {"Epanechnikov", "de Epanechnikov"};
    case Kernel::quartic: return {"quartic", "quártico"};
    case Kernel::triweight: return {"triweight", "triponderado"};
    case Kernel::gaussian: return {"Gaussian", "gaussiano"};
  }
  return {};
}

Collection describe_rates(const Collection& source, const Filter& filter, const HotspotInput& input, Kernel kernel, double bandwidth_m,
                          const DensityRates& rates, const RateOptions& options) {
  Collection c = result_collection("kde", GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  c.title = {source.title.en + ": rate per 1,000 people by kernel densities, " + period.en,
             source.title.pt + ": taxa por 1.000 pessoas por densidades de kernel, " + period.pt};
  const Text bandwidth = length_text(bandwidth_m);
  const Text by = kernel_text(kernel);
  const Text who = people_text(rates.people);
  c.description = {
      fmt::format(
          "Incidents of the whole period per 1,000 people ({}): the density of incidents over that of people, both by the {} kernel "
          "with a bandwidth of {}. No rate where fewer than {:.0f} people live within the bandwidth: no data, which is not the same "
          "as safe. Period: {}. {} of {} rows used.",
          who.en, by.en, bandwidth.en, options.least_people, period.en, input.rows_used(), input.matched),
      fmt::format(
          "Incidentes de todo o período por 1.000 pessoas ({}): a densidade de incidentes sobre a de pessoas, ambas pelo kernel {} "
          "com largura de banda de {}. Sem taxa onde vivem menos de {:.0f} pessoas dentro da largura de banda: sem dados, o que não "
          "quer dizer seguro. Período: {}. {} de {} linhas usadas.",
          who.pt, by.pt, bandwidth.pt, options.least_people, period.pt, input.rows_used(), input.matched)};
  c.fields = rate_fields();
  return c;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, Kernel kernel, double bandwidth_m,
                    double cell_m) {
  Collection c = result_collection("kde", GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  c.title = {source.title.en + ": kernel density per km², " + period.en, source.title.pt + ": densidade de kernel por km², " + period.pt};
  const Text bandwidth = length_text(bandwidth_m);
  const Text cell = length_text(cell_m);
  const Text by = kernel_text(kernel);
  c.description = {
      fmt::format("{} per km², by the {} kernel with a bandwidth of {} on cells of {}. Period: {}. {} of {} rows used. "
                  "Where nothing was reported, nobody knows; that is not the same as safe.",
                  source.title.en, by.en, bandwidth.en, cell.en, period.en, input.rows_used(), input.matched),
      fmt::format("{} por km², pelo kernel {} com largura de banda de {} em células de {}. Período: {}. {} de {} linhas usadas. "
                  "Onde nada foi comunicado, não se sabe; isso não quer dizer seguro.",
                  source.title.pt, by.pt, bandwidth.pt, cell.pt, period.pt, input.rows_used(), input.matched)};
  c.fields = {
      result_field("density_per_km2", FieldType::real, {"Density per km²", "Densidade por km²"}, "/km2"),
      result_field("level", FieldType::integer,
                   {"Level, 1 to 9: equal steps up to the highest density", "Nível, 1 a 9: passos iguais até à densidade mais alta"})};
  return c;
}

Text narrow_text(double found_m) {
  const Text found = length_text(std::round(found_m));
  return {fmt::format("By the incidents the bandwidth would be {}; nothing narrower than 250 m is drawn, so that no place is singled out.",
                      found.en),
          fmt::format("Pelos incidentes a largura de banda seria {}; nada mais estreito do que 250 m se desenha, para não apontar um só "
                      "lugar.",
                      found.pt)};
}

std::optional<PeakSensitivity> sensitivity_of(const View& incidents, const Filter& filter, const KdeParameters& given,
                                              const StudyArea& area, const HotspotInput& input, Frame& frame,
                                              const DensityQuestion& question, const Cells& cells, const DensityFound& found,
                                              const Progress& progress, const Workers& workers) {
  if (input.patrol == 0) { return std::nullopt; }
  const HotspotOptions options = other_way(given.incidents);
  HotspotInput other = hotspot_input(incidents, filter, options);
  leave_out_beyond(other, area);
  other.judge_uncertain(question.width_m(), options.uncertain);
  return peak_sensitivity(input, other, options.include_patrol, frame, weighted(frame, other, area, question.width_m(), nullptr), question,
                          cells, found, progress, workers);
}

}  // namespace

Analysis kde_analysis(const View& incidents, const Filter& filter, const KdeParameters& parameters, const Progress& progress,
                      const Workers& workers) {
  return kde_analysis(incidents, {}, filter, parameters, progress, workers);
}

Analysis kde_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const KdeParameters& parameters,
                      const Progress& progress, const Workers& workers, const PerPeople* per_people) {
  check(parameters);
  if (per_people != nullptr) { check(parameters, *per_people); }
  const StudyArea area = area_of(study, filter, parameters);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 40));
  leave_out_beyond(input, area);
  const double found_m = parameters.bandwidth_m ? *parameters.bandwidth_m
                                                : choose_bandwidth_m(Frame(input.used, area.area.box()), parameters.selector,
                                                                     parameters.kernel, part_of(progress, 40, 50), workers);
  const double bandwidth_m = std::max(found_m, least_width_m);
  input.judge_uncertain(DensityQuestion{parameters.kernel, bandwidth_m}.width_m(), parameters.incidents.uncertain);
  std::vector<Incident> all = input.used;
  all.insert(all.end(), input.spread.begin(), input.spread.end());
  Frame frame(all, area.area.box());
  const std::optional<PlaneWindow> window = area.area.is_none() ? std::nullopt : std::optional(window_of(frame, area.area));
  const DensityQuestion question{parameters.kernel, bandwidth_m, parameters.is_adaptive, window ? &*window : nullptr};
  SpreadTold spread{parameters.incidents.uncertain == Uncertain::spread, input.spread.size(), 0};
  const std::vector<WeightedPoint> points = weighted(frame, input, area, question.width_m(), &spread.weight);
  const Cells cells = choose_cells(points, question, parameters.cell_m);
  const DensityFound found = look_for_density(points, question, cells.grid(), part_of(progress, 50, 80), workers);
  const auto other =
      sensitivity_of(incidents, filter, parameters, area, input, frame, question, cells, found, part_of(progress, 80, 95), workers);
  std::optional<DensityRates> rated;
  if (per_people != nullptr) {
    // People are cut to where incidents are: to the study area, which is cut to the box, or to the box.
    const Geometry looked_at = area.area.is_none() ? ground_of_box(filter.bbox) : area.area;
    rated = density_rates(*per_people, frame, question, cells.grid(), {found, points, looked_at}, part_of(progress, 95, 100), workers);
  }
  const DensityRates* const rates = rated ? &*rated : nullptr;
  Analysis analysis;
  analysis.rows = rates != nullptr ? rate_rows(frame, cells, *rates) : density_rows(frame, cells, found);
  analysis.collection = rates != nullptr
                            ? describe_rates(incidents.schema(), filter, input, parameters.kernel, bandwidth_m, *rates, per_people->options)
                            : describe(incidents.schema(), filter, input, parameters.kernel, bandwidth_m, cells.cell_m);
  analysis.collection.result->parameters =
      parameters_json(incidents, filter, parameters, area, frame, bandwidth_m, cells.cell_m, rates, per_people);
  analysis.findings = findings_of(input, parameters.incidents, frame, question.width_m(), found, other, spread, rates, per_people);
  analysis.caveats = caveats_of(input, parameters, bandwidth_m, cells.cell_m, found);
  if (found_m < bandwidth_m) { analysis.caveats.push_back(narrow_text(found_m)); }
  if (rates != nullptr) { say_rate_caveats(analysis.caveats, *rates, per_people->options, input.period); }
  analysis.collection.result->summary =
      summary_json(input, parameters.incidents, frame, question.width_m(), cells, found, other, spread, rates, per_people, analysis);
  analysis.collection.result->inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  if (area.version) {
    analysis.collection.result->inputs.emplace_back("admin_areas");
    analysis.read.emplace_back("admin_areas", *area.version);
  }
  if (per_people != nullptr) { note_people(analysis, *per_people); }
  return analysis;
}

}  // namespace geo
