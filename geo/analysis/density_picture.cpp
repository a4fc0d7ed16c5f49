// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_picture.hpp"

#include "geo/analysis/density_cells.hpp"
#include "geo/analysis/density_choice.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/kde_sketch.hpp"

#include <algorithm>
#include <mutex>
#include <set>
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

}  // namespace

bool has_density_picture(const Collection& collection) {
  return collection.geometry == GeometryType::point && !collection.result && !collection.time_from.empty();
}

DensityPicture density_picture(const View& view, const Filter& filter, bool looks_at_part, const Progress& progress,
                               const Workers& workers) {
  Asked asked = asked_of(hotspot_input(view, filter, {}, part_of(progress, 0, 50)), 1, progress, workers);
  const Cells cells = choose_cells(asked.points, asked.question, std::nullopt);
  DensityFound found = look_for_density(asked.points, asked.question, cells.grid(), part_of(progress, 50, 100), workers);
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

struct DensityPictures::Kept {
  std::mutex mutex;
  std::vector<std::pair<std::string, std::shared_ptr<const DensityPicture>>> pictures;  ///< the last one asked for comes last
  std::set<std::string> in_the_making;
};

DensityPictures::DensityPictures() : m_kept(std::make_unique<Kept>()) {}
DensityPictures::~DensityPictures() = default;

std::shared_ptr<const DensityPictures> DensityPictures::of(const View& view) {
  return view.memo().get<DensityPictures>([] { return std::make_shared<const DensityPictures>(); });
}

std::shared_ptr<const DensityPicture> DensityPictures::find(const std::string& key) const {
  const std::lock_guard lock(m_kept->mutex);
  auto& pictures = m_kept->pictures;
  const auto at = std::find_if(pictures.begin(), pictures.end(), [&](const auto& each) { return each.first == key; });
  if (at == pictures.end()) { return nullptr; }
  std::rotate(at, at + 1, pictures.end());
  return pictures.back().second;
}

std::shared_ptr<const DensityPicture> DensityPictures::keep(const std::string& key, DensityPicture picture) const {
  if (auto known = find(key)) { return known; }
  constexpr std::size_t most = 8;  // of some 300 kB each
  auto kept = std::make_shared<const DensityPicture>(std::move(picture));
  const std::lock_guard lock(m_kept->mutex);
  if (m_kept->pictures.size() >= most) { m_kept->pictures.erase(m_kept->pictures.begin()); }
  m_kept->pictures.emplace_back(key, kept);
  return kept;
}

bool DensityPictures::begin(const std::string& key) const {
  const std::lock_guard lock(m_kept->mutex);
  return m_kept->in_the_making.insert(key).second;
}

void DensityPictures::end(const std::string& key) const {
  const std::lock_guard lock(m_kept->mutex);
  m_kept->in_the_making.erase(key);
}

}  // namespace geo
