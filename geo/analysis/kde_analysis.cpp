// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/kde_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/kde.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

void check(std::optional<double> length_m) {
  if (length_m && !(*length_m >= 1 && *length_m <= 1e6)) {
    throw Error(Problem::usage, "The bandwidth and the cell must be between 1 m and 1,000 km.",
                "A largura de banda e a célula têm de estar entre 1 m e 1.000 km.");
  }
}

/// Everything a point can reach, on multiples of the cell.
struct Cells {
  double cell_m = 0;
  double west = 0, south = 0;  ///< in cells from the centre of the plane
  double columns = 0, rows = 0;

  Cells(const std::vector<Metric>& points, double bandwidth_m, double side_m) : cell_m(side_m) {
    if (points.empty()) { return; }
    const auto by_x = [](Metric a, Metric b) { return a.x < b.x; };
    const auto by_y = [](Metric a, Metric b) { return a.y < b.y; };
    const auto [left, right] = std::minmax_element(points.begin(), points.end(), by_x);
    const auto [low, high] = std::minmax_element(points.begin(), points.end(), by_y);
    west = std::floor((left->x - bandwidth_m) / cell_m);
    south = std::floor((low->y - bandwidth_m) / cell_m);
    columns = std::ceil((right->x + bandwidth_m) / cell_m) - west;
    rows = std::ceil((high->y + bandwidth_m) / cell_m) - south;
  }
  [[nodiscard]] double count() const { return columns * rows; }
  [[nodiscard]] PlaneGrid grid() const {
    return {{west * cell_m, south * cell_m}, cell_m, static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows)};
  }
  [[nodiscard]] Metric corner(std::uint32_t column, std::uint32_t row) const { return {(west + column) * cell_m, (south + row) * cell_m}; }
};

Cells choose_cells(const std::vector<Metric>& points, double bandwidth_m, std::optional<double> cell_m) {
  double side_m = cell_m.value_or(round_down(bandwidth_m / 5));
  if (!cell_m) {
    while (Cells(points, bandwidth_m, side_m).count() > kde_default_cells && next_length(side_m) <= bandwidth_m / 2) {
      side_m = next_length(side_m);
    }
  }
  const Cells cells(points, bandwidth_m, side_m);
  if (cells.count() <= kde_most_cells) { return cells; }
  const Text side = length_text(side_m);
  throw Error(Problem::too_large,
              fmt::format("Cells of {} over the whole area would be {:.0f}, and {:.0f} are the most. Choose a smaller area, larger cells "
                          "or a wider bandwidth; one incident far from the others makes the area large.",
                          side.en, cells.count(), kde_most_cells),
              fmt::format("Células de {} em toda a área seriam {:.0f}, e {:.0f} é o máximo. Escolha uma área menor, células maiores ou uma "
                          "largura de banda maior; um incidente longe dos outros torna a área grande.",
                          side.pt, cells.count(), kde_most_cells));
}

/// In rounds, so that progress is told from this thread only.
std::vector<double> densities(const Kde& kde, const Progress& progress, const Workers& workers) {
  const PlaneGrid& grid = kde.grid();
  std::vector<double> per_km2(grid.size());
  constexpr std::uint32_t band = 16;
  constexpr std::size_t bands_a_round = 16;
  const std::size_t bands = (grid.rows + band - 1) / band;
  for (std::size_t begin = 0; begin < bands; begin += bands_a_round) {
    workers(std::min(bands_a_round, bands - begin), [&](std::size_t i) {
      const auto first = static_cast<std::uint32_t>((begin + i) * band);
      const std::uint32_t last = std::min(first + band, grid.rows);
      kde.rows(first, last, std::span(per_km2).subspan(std::size_t{first} * grid.columns, std::size_t{last - first} * grid.columns));
    });
    progress.at(static_cast<std::int64_t>(std::min(begin + bands_a_round, bands)), static_cast<std::int64_t>(bands));
    stop_if_cancelled(progress);
  }
  return per_km2;
}

/// The corners between two rows of cells, each computed once.
std::vector<LonLat> line_of(Frame& frame, const Cells& cells, std::uint32_t row) {
  std::vector<LonLat> line;
  const PlaneGrid grid = cells.grid();
  for (std::uint32_t column = 0; column <= grid.columns; ++column) { line.push_back(frame.place(cells.corner(column, row))); }
  return line;
}

std::vector<Row> rows_of(Frame& frame, const Cells& cells, const std::vector<double>& per_km2, double least, double most) {
  std::vector<Row> rows;
  const PlaneGrid grid = cells.grid();
  if (grid.size() == 0) { return rows; }
  std::vector<LonLat> below = line_of(frame, cells, 0);
  for (std::uint32_t r = 0; r < grid.rows; ++r) {
    std::vector<LonLat> above = line_of(frame, cells, r + 1);
    for (std::uint32_t c = 0; c < grid.columns; ++c) {
      const double density = per_km2[std::size_t{r} * grid.columns + c];
      if (!(density > 0 && density >= least)) { continue; }
      const LonLat ring[] = {below[c], below[c + 1], above[c + 1], above[c], below[c]};
      const auto level = std::min<std::int64_t>(1 + static_cast<std::int64_t>(kde_levels * (density / most)), kde_levels);
      rows.push_back({frame.polygon(ring), {density, level}});
    }
    below = std::move(above);
  }
  return rows;
}

struct Peak {
  Metric at;
  double per_km2 = 0;
};

/// The highest cells that have none higher beside them and lie a bandwidth apart, at most five.
std::vector<Peak> peaks_of(const PlaneGrid& grid, const std::vector<double>& per_km2, double bandwidth_m, double least) {
  const auto value = [&](std::int64_t c, std::int64_t r) {
    const bool inside = c >= 0 && r >= 0 && c < grid.columns && r < grid.rows;
    return inside ? per_km2[static_cast<std::size_t>(r) * grid.columns + static_cast<std::size_t>(c)] : 0.0;
  };
  std::vector<Peak> found;
  for (std::uint32_t r = 0; r < grid.rows; ++r) {
    for (std::uint32_t c = 0; c < grid.columns; ++c) {
      const double own = value(c, r);
      if (!(own > 0 && own >= least)) { continue; }
      bool highest = true;
      for (int dr = -1; dr <= 1; ++dr) {
        for (int dc = -1; dc <= 1; ++dc) { highest = highest && value(c + dc, r + dr) <= own; }
      }
      if (highest) { found.push_back({grid.centre(c, r), own}); }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Peak& a, const Peak& b) { return a.per_km2 > b.per_km2; });
  std::vector<Peak> kept;
  constexpr std::size_t most_peaks = 5;
  for (const Peak& peak : found) {
    const auto is_near = [&](const Peak& p) { return std::hypot(p.at.x - peak.at.x, p.at.y - peak.at.y) < bandwidth_m; };
    if (kept.size() < most_peaks && std::none_of(kept.begin(), kept.end(), is_near)) { kept.push_back(peak); }
  }
  return kept;
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

struct Found {
  std::vector<double> per_km2;
  double most = 0;
  double least = 0;
  std::size_t with_density = 0;  ///< cells
};

Found look(const std::vector<Metric>& points, double bandwidth_m, const PlaneGrid& grid, const Progress& progress, const Workers& workers) {
  std::vector<WeightedPoint> weighted;
  weighted.reserve(points.size());
  for (const Metric p : points) { weighted.push_back({p, 1}); }
  Found found;
  found.per_km2 = densities(Kde(weighted, bandwidth_m, grid), progress, workers);
  for (const double v : found.per_km2) {
    found.most = std::max(found.most, v);
    found.with_density += v > 0 ? 1 : 0;
  }
  found.least = kde_least_share * found.most;
  return found;
}

std::string summary_json(const HotspotInput& input, const HotspotOptions& options, Frame& frame, const Cells& cells, double bandwidth_m,
                         const Found& found, std::size_t rows) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, options);
  json.member("highest_per_km2", found.most).key("peaks").begin_array();
  for (const Peak& peak : peaks_of(cells.grid(), found.per_km2, bandwidth_m, found.least)) {
    const LonLat at = frame.place(peak.at);
    json.begin_object().member("lon", at.lon).member("lat", at.lat).member("per_km2", peak.per_km2).end_object();
  }
  json.end_array().member("cells", rows).member("left_out_cells", found.with_density - rows);
  json.member("left_out_below_per_km2", found.least).member("max_scale_error", frame.max_scale_error());
  std::vector<Text> caveats = hotspot_caveats(input, options);
  if (bandwidth_m < cells.cell_m / 2) {
    caveats.push_back({"The bandwidth is less than half a cell: some incidents reach no cell.",
                       "A largura de banda é menor que meia célula: alguns incidentes não chegam a nenhuma célula."});
  }
  write_caveats(json, caveats);
  json.end_object();
  return out;
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
  c.fields = {result_field("density_per_km2", FieldType::real, {"Density per km²", "Densidade por km²"}, "/km2"),
              result_field("level", FieldType::integer, {"Level, 1 to 9: equal steps up to the highest density",
                                                         "Nível, 1 a 9: passos iguais até à densidade mais alta"})};
  return c;
}

}  // namespace

Analysis kde_analysis(const View& incidents, const Filter& filter, const KdeParameters& parameters, const Progress& progress,
                      const Workers& workers) {
  check(parameters.bandwidth_m);
  check(parameters.cell_m);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 40));
  const double bandwidth_m = parameters.bandwidth_m ? *parameters.bandwidth_m : Frame(input.used).scale_m();
  input.leave_out_uncertain(bandwidth_m);
  Frame frame(input.used);
  const Cells cells = choose_cells(frame.points(), bandwidth_m, parameters.cell_m);
  const Found found = look(frame.points(), bandwidth_m, cells.grid(), part_of(progress, 40, 95), workers);
  Analysis analysis;
  analysis.rows = rows_of(frame, cells, found.per_km2, found.least, found.most);
  analysis.collection = describe(incidents.schema(), filter, input, bandwidth_m, cells.cell_m);
  analysis.collection.result->parameters = parameters_json(incidents, filter, parameters, frame, bandwidth_m, cells.cell_m);
  analysis.collection.result->summary =
      summary_json(input, parameters.incidents, frame, cells, bandwidth_m, found, analysis.rows.size());
  analysis.collection.result->inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  return analysis;
}

}  // namespace geo
