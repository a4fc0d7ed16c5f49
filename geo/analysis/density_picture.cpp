// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_picture.hpp"

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/density_cells.hpp"
#include "geo/analysis/density_choice.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/kde_sketch.hpp"

#include <algorithm>
#include <utility>

namespace geo {
namespace {

/// What both kinds begin with.
struct Asked {
  HotspotInput input;
  Frame frame;
  DensityQuestion question;
  std::vector<WeightedPoint> points;
};

Asked asked_of(HotspotInput input, double weight, const Progress& progress, const Workers& workers) {
  const double bandwidth_m =
      std::max(choose_bandwidth_m(Frame(input.used), Selector::spread, Kernel::quartic, progress, workers), least_width_m);
  const DensityQuestion question{Kernel::quartic, bandwidth_m};
  input.judge_uncertain(question.width_m(), Uncertain::exclude);
  Asked asked{std::move(input), Frame(std::span<const Incident>()), question, {}};
  asked.frame = Frame(asked.input.used);
  asked.points.reserve(asked.input.used.size());
  for (const Metric at : asked.frame.points()) { asked.points.push_back({at, weight}); }
  return asked;
}

/// As cells that are left out of a result are seen in it: 0, and not known where nobody can say what was looked at.
DensityPicture picture_of(Asked& asked, const PlaneGrid& grid, std::vector<double> per_km2, const std::optional<BBox>& box,
                          bool looks_at_part) {
  DensityPicture picture;
  DensitySurface& surface = picture.surface;
  surface.centre = asked.frame.centre();
  surface.grid = grid;
  for (const double v : per_km2) { surface.most = std::max(surface.most, v); }
  surface.least = kde_least_share * surface.most;
  surface.per_km2 = std::move(per_km2);
  Projection plane(surface.centre);
  for (std::size_t i = 0; i < surface.per_km2.size(); ++i) {
    if (surface.per_km2[i] > 0 && surface.per_km2[i] >= surface.least) {
      ++surface.cells;
    } else {
      surface.per_km2[i] = surface.without_row(i, box, looks_at_part, plane);
    }
  }
  surface.find_bounds(plane);
  picture.bandwidth_m = asked.question.bandwidth_m;
  picture.used = asked.input.used.size();
  picture.looked_at = asked.input.matched;
  picture.matched = asked.input.matched;
  picture.caveats = hotspot_caveats(asked.input, {});
  return picture;
}

/// From one day to another it is there: a site, an issue that is open. What happens has a time, or a day and no end of its own. Of a
/// council the only day is that of its founding, which nothing in its fields tells from a day on which something happened.
bool is_standing(const Collection& collection) {
  if (collection.id == "cscs") { return true; }
  const Field* const to = collection.field(collection.time_to);
  return to != nullptr && collection.time_to != collection.time_from && to->type == FieldType::date;
}

}  // namespace

bool has_density_picture(const Collection& collection) {
  return collection.geometry == GeometryType::point && !collection.result && !collection.time_from.empty() && !is_standing(collection);
}

DensityPicture density_picture(const View& view, const Filter& filter, bool looks_at_part, const Progress& progress,
                               const Workers& workers) {
  Asked asked = asked_of(hotspot_input(view, filter, {}, part_of(progress, 0, 50)), 1, progress, workers);
  stop_if_cancelled(progress);
  const Cells cells = choose_cells(asked.points, asked.question, std::nullopt);
  DensityFound found = look_for_density(asked.points, asked.question, cells.grid(), part_of(progress, 50, 100), workers);
  stop_if_cancelled(progress);  // what is there then is a part
  return picture_of(asked, cells.grid(), std::move(found.per_km2), filter.bbox, looks_at_part);
}

DensityPicture density_sketch(const View& view, const Filter& filter, bool looks_at_part) {
  HotspotSample sample = hotspot_sample(view, filter, {}, sketch_most_rows);
  Asked asked = asked_of(std::move(sample.input), static_cast<double>(sample.rows_each), {}, one_by_one);
  PlaneGrid grid = choose_cells(asked.points, asked.question, std::nullopt).grid();
  const PlaneGrid coarse = coarser(grid, sketch_most_cells);
  if (coarse.cell_m <= asked.question.bandwidth_m / 2) { grid = coarse; }
  std::vector<double> per_km2;
  if (grid.size() > 0) { per_km2 = kde_sketch(asked.points, asked.question.bandwidth_m, grid, Kernel::quartic).per_km2; }
  DensityPicture picture = picture_of(asked, grid, std::move(per_km2), filter.bbox, looks_at_part);
  picture.is_sketch = true;
  picture.matched = sample.matched;
  picture.caveats.insert(
      picture.caveats.begin(),
      {"A sketch, from part of the rows and in coarse cells: the exact density takes its place when it is there.",
       "Um esboço, de parte das linhas e em células grossas: a densidade exacta toma o seu lugar quando estiver pronta."});
  return picture;
}

}  // namespace geo
