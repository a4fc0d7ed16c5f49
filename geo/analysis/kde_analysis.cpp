// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/kde_analysis.hpp"

#include "geo/analysis/density_cells.hpp"
#include "geo/analysis/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo {
namespace {

void check(std::optional<double> length_m) {
  if (length_m && !(*length_m >= 1 && *length_m <= 1e6)) {
    throw Error(Problem::usage, "The bandwidth and the cell must be between 1 m and 1,000 km.",
                "A largura de banda e a célula têm de estar entre 1 m e 1.000 km.");
  }
}

std::string parameters_json(const View& view, const Filter& filter, const KdeParameters& given, const Frame& frame, double bandwidth_m,
                            double cell_m) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  json.member("kernel", "quartic").member("bandwidth_m", bandwidth_m).member("cell_m", cell_m).member("edge_correction", "none");
  json.member("levels", kde_levels).member("least_share_of_highest", kde_least_share);
  write_projection(json, frame);
  json.end_object();
  return out;
}

void write_peaks(JsonWriter& json, Frame& frame, const std::vector<Peak>& peaks) {
  json.key("peaks").begin_array();
  for (const Peak& peak : peaks) {
    const LonLat at = frame.place(peak.at);
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

std::string summary_json(const HotspotInput& input, const HotspotOptions& options, Frame& frame, const Cells& cells,
                         const DensityFound& found, const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, options);
  json.member("highest_per_km2", found.most);
  write_peaks(json, frame, found.peaks);
  json.member("cells", analysis.rows.size()).member("left_out_cells", found.with_density - analysis.rows.size());
  json.member("left_out_below_per_km2", found.least);
  write_grid(json, cells);
  json.member("max_scale_error", frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

std::vector<Text> findings_of(const HotspotInput& input, const HotspotOptions& options, Frame& frame, const DensityFound& found) {
  std::vector<Text> findings = input_findings(input, options);
  for (std::size_t i = 0; i < std::min<std::size_t>(found.peaks.size(), 3); ++i) {
    const std::string where = place_text(frame.place(found.peaks[i].at));
    const Text rank = i == 0 ? Text{"Highest density", "Densidade mais alta"} : Text{"Next", "A seguir"};
    const double per_km2 = found.peaks[i].per_km2;
    const Text density = decimal_text(per_km2, per_km2 >= 100 ? 0 : per_km2 >= 1 ? 1 : 3);
    findings.push_back({fmt::format("{}: {} per km² at {}.", rank.en, density.en, where),
                        fmt::format("{}: {} por km² em {}.", rank.pt, density.pt, where)});
  }
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const HotspotOptions& options, double bandwidth_m, double cell_m) {
  std::vector<Text> caveats = hotspot_caveats(input, options);
  if (bandwidth_m < cell_m / 2) {
    caveats.push_back({"The bandwidth is less than half a cell: some incidents reach no cell.",
                       "A largura de banda é menor que meia célula: alguns incidentes não chegam a nenhuma célula."});
  }
  return caveats;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, double bandwidth_m, double cell_m) {
  Collection c = result_collection("kde", GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  c.title = {source.title.en + ": kernel density per km², " + period.en, source.title.pt + ": densidade de kernel por km², " + period.pt};
  const Text bandwidth = length_text(bandwidth_m);
  const Text cell = length_text(cell_m);
  c.description = {
      fmt::format("{} per km², by the quartic kernel with a bandwidth of {} on cells of {}. Period: {}. {} of {} rows used. "
                  "Where nothing was reported, nobody knows; that is not the same as safe.",
                  source.title.en, bandwidth.en, cell.en, period.en, input.used.size(), input.matched),
      fmt::format("{} por km², pelo kernel quártico com largura de banda de {} em células de {}. Período: {}. {} de {} linhas usadas. "
                  "Onde nada foi comunicado, não se sabe; isso não quer dizer seguro.",
                  source.title.pt, bandwidth.pt, cell.pt, period.pt, input.used.size(), input.matched)};
  c.fields = {
      result_field("density_per_km2", FieldType::real, {"Density per km²", "Densidade por km²"}, "/km2"),
      result_field("level", FieldType::integer,
                   {"Level, 1 to 9: equal steps up to the highest density", "Nível, 1 a 9: passos iguais até à densidade mais alta"})};
  return c;
}

}  // namespace

Analysis kde_analysis(const View& incidents, const Filter& filter, const KdeParameters& parameters, const Progress& progress,
                      const Workers& workers) {
  check(parameters.bandwidth_m);
  check(parameters.cell_m);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 40));
  const double bandwidth_m = parameters.bandwidth_m ? *parameters.bandwidth_m : Frame(input.used).part_of_side_m(kde_bandwidths_in_a_side);
  input.leave_out_uncertain(bandwidth_m);
  Frame frame(input.used);
  const Cells cells = choose_cells(frame.points(), bandwidth_m, parameters.cell_m);
  const DensityFound found = look_for_density(frame.points(), bandwidth_m, cells.grid(), part_of(progress, 40, 95), workers);
  Analysis analysis;
  analysis.rows = density_rows(frame, cells, found);
  analysis.collection = describe(incidents.schema(), filter, input, bandwidth_m, cells.cell_m);
  analysis.collection.result->parameters = parameters_json(incidents, filter, parameters, frame, bandwidth_m, cells.cell_m);
  analysis.findings = findings_of(input, parameters.incidents, frame, found);
  analysis.caveats = caveats_of(input, parameters.incidents, bandwidth_m, cells.cell_m);
  analysis.collection.result->summary = summary_json(input, parameters.incidents, frame, cells, found, analysis);
  analysis.collection.result->inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  return analysis;
}

}  // namespace geo
