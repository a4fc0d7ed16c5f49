// SPDX-License-Identifier: Apache-2.0
// What a density can be asked for beside its lengths: kernels, rules for bandwidths, adaptive ones, edges.
#include "geo/analysis/density_surface.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/looked_at.hpp"
#include "geo/base/error.hpp"
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/kernel.hpp"
#include "tests/geo/analysis/hexagons.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::rows_at;
using analysis_test::study_of;
using analysis_test::view_of;

using Cell = std::pair<std::int64_t, std::int64_t>;

std::map<Cell, double> cells_of(const Analysis& analysis, Projection& plane, double cell_m) {
  std::map<Cell, double> found;
  for (const Row& r : analysis.rows) {
    const Metric corner = *plane.forward(analysis_test::ring_of(r)[0]);
    found[{std::llround(corner.x / cell_m), std::llround(corner.y / cell_m)}] = real(analysis, r, "density_per_km2");
  }
  return found;
}

std::vector<Metric> in_plane(Projection& plane, const std::vector<LonLat>& places) {
  std::vector<Metric> points;
  for (const LonLat p : places) { points.push_back(*plane.forward(p)); }
  return points;
}

/// Each point with a bandwidth of its own, per km².
double density_by_words(Metric at, const std::vector<Metric>& points, const std::vector<double>& h, Kernel kernel) {
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double dx = (points[i].x - at.x) / h[i];
    const double dy = (points[i].y - at.y) / h[i];
    sum += kernel_value(kernel, dx * dx + dy * dy) / (h[i] * h[i]);
  }
  return sum * 1e6;
}

/// Abramson (1982) by words: the square root of the pilot's geometric mean over the pilot, at most five.
std::vector<double> adaptive_by_words(const std::vector<Metric>& points, double h, Kernel kernel) {
  std::vector<double> pilot;
  double logs = 0;
  for (const Metric at : points) {
    pilot.push_back(density_by_words(at, points, std::vector<double>(points.size(), h), kernel));
    logs += std::log(pilot.back()) / static_cast<double>(points.size());
  }
  std::vector<double> own;
  for (const double density : pilot) { own.push_back(h * std::min(5.0, std::sqrt(std::exp(logs) / density))); }
  return own;
}

TEST(KdeOptions, EveryKernelIsTheSumOverIncidentsAdaptiveOrNot) {
  std::mt19937_64 random(61);
  std::size_t compared = 0;
  for (int round = 0; round < 60; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    const bool adaptive = round % 4 == 1;
    const auto places = random_places(random, 2 + random() % 40);
    const double h = 700 + static_cast<double>(random() % 2000);
    const double cell = h / 3;
    const Analysis analysis = kde_analysis(*view_of("incidents", rows_at(places)), {}, {{}, h, cell, kernel, Selector::spread, adaptive});
    Projection plane(analysis_test::centre_of(analysis));
    const auto points = in_plane(plane, places);
    const auto own = adaptive ? adaptive_by_words(points, h, kernel) : std::vector<double>(points.size(), h);
    const double most = number(analysis.collection.result->summary, {"highest_per_km2"});
    double highest = 0;
    for (const auto& [c, density] : cells_of(analysis, plane, cell)) {
      const Metric at{(static_cast<double>(c.first) + 0.5) * cell, (static_cast<double>(c.second) + 0.5) * cell};
      // The uniform kernel jumps: a centre within rounding of its rim may be either.
      const double want = density_by_words(at, points, own, kernel);
      if (kernel != Kernel::uniform) { ASSERT_NEAR(density, want, 1e-8 * most) << round; }
      if (kernel == Kernel::uniform) { EXPECT_NEAR(density, want, 1e-8 * most + 1e6 / (M_PI * h * h)) << round; }
      highest = std::max(highest, density);
      ++compared;
    }
    EXPECT_EQ(highest, most);
  }
  EXPECT_GT(compared, 10'000U);
}

TEST(KdeOptions, WhatIsNotAskedForIsTheQuestionOfOld) {
  std::mt19937_64 random(62);
  const auto view = view_of("incidents", rows_at(random_places(random, 50)));
  const Analysis usual = kde_analysis(*view, {}, {{}, 2000.0, 500.0});
  const std::string& parameters = usual.collection.result->parameters;
  const std::string middle = R"("kernel":"quartic","bandwidth_m":2000,"cell_m":500,"edge_correction":"none","levels":9,)";
  EXPECT_NE(parameters.find(middle), std::string::npos) << "its id is a hash of this text: " << parameters;
  EXPECT_EQ(usual.collection.result->inputs, std::vector<std::string>{"incidents"});
  const Analysis in_area = kde_analysis(*view, study_of(box_area(40, -12.3, 40.3, -12)), {}, {{}, 2000.0, 500.0});
  EXPECT_EQ(analysis_test::everything(in_area), analysis_test::everything(usual)) << "without a correction the area decides nothing";
}

TEST(KdeOptions, RulesChooseWhatTheLibrarySays) {
  std::mt19937_64 random(63);
  const auto places = random_places(random, 300);
  const auto view = view_of("incidents", rows_at(places));
  const auto bandwidth = [&](Selector selector, Kernel kernel) {
    const Analysis analysis = kde_analysis(*view, {}, {{}, {}, {}, kernel, selector});
    if (selector != Selector::spread) {
      EXPECT_NE(analysis.collection.result->parameters.find("\"selector\":\"" + std::string(code(selector)) + "\""), std::string::npos);
    }
    return number(analysis.collection.result->parameters, {"bandwidth_m"});
  };
  Projection plane(analysis_test::centre_of(kde_analysis(*view, {}, {})));
  const auto points = in_plane(plane, places);
  for (const Kernel kernel : all_kernels) {
    const double axis = axis_deviation(kernel);
    EXPECT_NEAR(bandwidth(Selector::scott, kernel) * axis, *isotropic_normal_reference(points), 1e-6);
    EXPECT_NEAR(bandwidth(Selector::lcv, kernel) * axis, *likelihood_cross_validation(points).bandwidth_m, 1e-6);
    // As wide as the quartic one, but for rounding to 1, 1.5, 2, 3, 5, 7.5.
    const double quartic = bandwidth(Selector::spread, Kernel::quartic);
    EXPECT_NEAR(std::log(bandwidth(Selector::spread, kernel) * axis / (quartic / std::sqrt(8.0))), 0, std::log(1.3)) << code(kernel);
  }
  std::vector<double> x;
  std::vector<double> y;
  for (const Metric p : points) { x.push_back(p.x), y.push_back(p.y); }
  EXPECT_NEAR(bandwidth(Selector::sheather_jones, Kernel::gaussian), std::sqrt(*sheather_jones(x).bandwidth * *sheather_jones(y).bandwidth),
              1e-6);
}

TEST(KdeOptions, WhatCannotBeIsRefused) {
  std::mt19937_64 random(64);
  const auto view = view_of("incidents", rows_at(random_places(random, 20)));
  const auto refused = [&](const View& of, const KdeParameters& parameters) {
    try {
      kde_analysis(of, {}, parameters);
      return std::string();
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage);
      EXPECT_NE(error.text().en, error.text().pt);
      return error.text().en;
    }
  };
  EXPECT_NE(refused(*view, {{}, 500.0, {}, Kernel::quartic, Selector::lcv}).find("not both"), std::string::npos);
  EXPECT_NE(refused(*view, {{}, {}, {}, Kernel::quartic, Selector::spread, false, EdgeCorrection::uniform}).find("study area"),
            std::string::npos);
  EXPECT_NE(refused(*view, {{}, {}, {}, Kernel::quartic, Selector::spread, true, EdgeCorrection::uniform}).find("adaptive"),
            std::string::npos);
  EXPECT_NE(refused(*view, {{}, {}, {}, Kernel::quartic, Selector::spread, false, EdgeCorrection::jones_diggle}), "");
  const auto one_place = view_of("incidents", rows_at(std::vector<LonLat>(5, {40.1, -12.1})));
  const auto nothing = view_of("incidents", {});
  for (const Selector selector : {Selector::scott, Selector::lcv, Selector::lscv, Selector::sheather_jones}) {
    EXPECT_NE(refused(*one_place, {{}, {}, {}, Kernel::quartic, selector}).find("gives no bandwidth"), std::string::npos) << code(selector);
    EXPECT_NE(refused(*nothing, {{}, {}, {}, Kernel::quartic, selector}).find("gives no bandwidth"), std::string::npos) << code(selector);
  }
}

/// A star with corners at any radius, none crossing; sometimes on whole numbers, so that vertices lie on centres of rows.
PlaneWindow::Ring star(std::mt19937_64& random, double radius) {
  PlaneWindow::Ring ring;
  const std::size_t corners = 3 + random() % 9;
  const bool whole = random() % 3 == 0;
  for (std::size_t i = 0; i < corners; ++i) {
    const double angle = 2 * M_PI * static_cast<double>(i) / static_cast<double>(corners);
    const double r = radius * (0.2 + 0.8 * static_cast<double>(random() % 1000) / 1000);
    const Metric p{r * std::cos(angle), r * std::sin(angle)};
    ring.push_back(whole ? Metric{std::round(p.x) + 0.5, std::round(p.y) + 0.5} : p);
  }
  return ring;
}

TEST(KdeOptions, CellsInsideAreThoseWhoseCentreTheWindowCovers) {
  std::mt19937_64 random(65);
  int windows = 0;
  std::size_t inside_all = 0;
  while (windows < 1000) {
    std::vector<PlaneWindow::Ring> rings{star(random, 12)};
    if (random() % 2 == 0) { rings.push_back({{40, 2}, {47, 2}, {47, 9}, {40, 9}}); }
    std::optional<PlaneWindow> window;
    try {
      window.emplace(std::move(rings));
    } catch (const Error&) { continue; }  // rounded to a line
    ++windows;
    const PlaneGrid grid{{-13, -13}, 1 + static_cast<double>(random() % 3) / 2, 64, 26};
    const auto inside = cells_inside(*window, grid);
    for (std::uint32_t row = 0; row < grid.rows; ++row) {
      for (std::uint32_t column = 0; column < grid.columns; ++column) {
        const Metric at = grid.centre(column, row);
        bool is_on_edge = false;
        for (const auto& ring : window->rings()) {
          for (std::size_t i = 0; i < ring.size(); ++i) {
            const Metric a = ring[i];
            const Metric b = ring[(i + 1) % ring.size()];
            const double length = std::hypot(b.x - a.x, b.y - a.y);
            const double off = std::fabs((b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x)) / length;
            is_on_edge = is_on_edge || off < 1e-9;
          }
        }
        if (is_on_edge) { continue; }
        ASSERT_EQ(inside[std::size_t{row} * grid.columns + column], window->covers(at)) << windows << ' ' << at.x << ' ' << at.y;
        inside_all += inside[std::size_t{row} * grid.columns + column] ? 1 : 0;
      }
    }
  }
  EXPECT_GT(inside_all, 10'000U);
}

TEST(KdeOptions, EdgesAreCorrectedInsideTheStudyAreaAndNothingIsSaidOutside) {
  std::mt19937_64 random(66);
  const StudyArea study = study_of(box_area(40.05, -12.2, 40.2, -12.05));
  for (int round = 0; round < 12; ++round) {
    const auto places = random_places(random, 200);
    const Kernel kernel = all_kernels[round % 6];
    const double h = kernel == Kernel::gaussian ? 900 : 2500;
    const double cell = 600;
    const auto view = view_of("incidents", rows_at(places));
    const KdeParameters asked{{}, h, cell, kernel, Selector::spread, false, EdgeCorrection::uniform};
    const Analysis analysis = kde_analysis(*view, study, {}, asked);
    std::vector<LonLat> inside;
    for (const LonLat p : places) {
      if (p.lon >= 40.05 && p.lon <= 40.2 && p.lat >= -12.2 && p.lat <= -12.05) { inside.push_back(p); }
    }
    const std::string& summary = analysis.collection.result->summary;
    ASSERT_EQ(number(summary, {"used"}), static_cast<double>(inside.size()));
    ASSERT_EQ(number(summary, {"excluded", "outside_study"}), static_cast<double>(places.size() - inside.size()));
    Projection plane(analysis_test::centre_of(analysis));
    const auto points = in_plane(plane, inside);
    const std::vector<double> widths(points.size(), h);
    const double most = number(summary, {"highest_per_km2"});
    for (const auto& [c, density] : cells_of(analysis, plane, cell)) {
      const Metric at{(static_cast<double>(c.first) + 0.5) * cell, (static_cast<double>(c.second) + 0.5) * cell};
      const LonLat place = *plane.inverse(at);
      ASSERT_TRUE(study.area.box().contains(place)) << "outside nobody looked";
      // The share of the kernel inside, by counting: 0.5 % off at most.
      double share = 0;
      const double step = h * reach_of(kernel) / 60;
      for (double y = at.y - h * reach_of(kernel) + step / 2; y < at.y + h * reach_of(kernel); y += step) {
        for (double x = at.x - h * reach_of(kernel) + step / 2; x < at.x + h * reach_of(kernel); x += step) {
          const double u2 = ((x - at.x) * (x - at.x) + (y - at.y) * (y - at.y)) / (h * h);
          if (u2 > reach_of(kernel) * reach_of(kernel) || density < 0.5 * most) { continue; }
          if (study.area.box().contains(*plane.inverse({x, y}))) { share += kernel_value(kernel, u2) * step * step / (h * h); }
        }
      }
      if (density < 0.5 * most) { continue; }
      const double jump = kernel == Kernel::uniform ? 1e6 / (M_PI * h * h) : 0;
      ASSERT_NEAR(density, density_by_words(at, points, widths, kernel) / share, 0.02 * density + 2 * jump) << round << ' ' << share;
    }
    for (const unsigned workers : {1U, 2U, 3U}) {
      const Analysis again = kde_analysis(*analysis_test::shuffled(view, random()), study, {}, asked, {}, threads(workers));
      ASSERT_EQ(analysis_test::everything(again), analysis_test::everything(analysis)) << workers;
    }
  }
}

}  // namespace
}  // namespace geo
