// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/uncertain_places.hpp"

#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/local_moran_analysis.hpp"
#include "geo/base/error.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/kernel.hpp"
#include "tests/geo/analysis/hexagons.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace geo {
namespace {

using analysis_test::number;
using analysis_test::real;
using analysis_test::view_of;

/// So many points evenly over a disc of radius 1: the seeds of a sunflower.
std::vector<Metric> sunflower(std::size_t number) {
  std::vector<Metric> points;
  for (std::size_t i = 0; i < number; ++i) {
    const double radius = std::sqrt((static_cast<double>(i) + 0.5) / static_cast<double>(number));
    const double angle = static_cast<double>(i) * M_PI * (3 - std::sqrt(5.0));
    points.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  return points;
}

TEST(UncertainPlaces, SharesOfHexagonsAreThoseOfTheCircle) {
  std::mt19937_64 random(81);
  const auto disc = sunflower(4000);
  for (int round = 0; round < 1000; ++round) {
    const double width = 100 + static_cast<double>(random() % 3000);
    const HexGrid grid = HexGrid::with_width(width);
    const double times = round % 3 == 0 ? 0.1 : 0.3 + static_cast<double>(random() % 500) / 100;
    UncertainPlace place{{static_cast<double>(random() % 900'000) - 4e5, static_cast<double>(random() % 900'000) - 4e5}, times * width, 1};
    if (round % 5 == 0) { place.at = grid.centre({static_cast<std::int32_t>(random() % 50), 3}); }
    if (round % 7 == 0) { place.at = grid.ring({static_cast<std::int32_t>(random() % 50), 3})[random() % 6]; }
    std::map<Hex, double> shares;
    double sum = 0;
    share_out(grid, place, [&](Hex hex, double share) {
      ASSERT_TRUE(shares.emplace(hex, share).second);
      sum += share;
    });
    ASSERT_NEAR(sum, 1, 1e-8) << round;
    std::map<Hex, double> counted;
    for (const Metric p : disc) {
      counted[*grid.at({place.at.x + p.x * place.radius_m, place.at.y + p.y * place.radius_m})] += 1.0 / static_cast<double>(disc.size());
    }
    for (const auto& [hex, share] : counted) { ASSERT_NEAR(shares[hex], share, 0.015) << round; }
    for (const auto& [hex, share] : shares) { ASSERT_NEAR(counted[hex], share, 0.015) << round; }
  }
}

TEST(UncertainPlaces, PointsAreTheCircleAsAKernelSeesIt) {
  std::mt19937_64 random(82);
  const auto disc = sunflower(20'000);
  for (int round = 0; round < 100; ++round) {
    const double h = 500 + static_cast<double>(random() % 1000);
    const UncertainPlace place{{1000, -3000}, h * (1 + static_cast<double>(random() % 600) / 100), 3};
    std::vector<WeightedPoint> points;
    add_points(place, h, points);
    double weight = 0;
    Metric middle{0, 0};
    Metric variance{0, 0};
    for (const WeightedPoint& p : points) {
      weight += p.weight;
      middle = {middle.x + p.weight * (p.at.x - place.at.x), middle.y + p.weight * (p.at.y - place.at.y)};
      variance = {variance.x + p.weight * std::pow(p.at.x - place.at.x, 2), variance.y + p.weight * std::pow(p.at.y - place.at.y, 2)};
    }
    ASSERT_NEAR(weight, 3, 1e-9);
    ASSERT_NEAR(std::hypot(middle.x, middle.y), 0, 1e-6 * place.radius_m);
    ASSERT_NEAR(variance.x / 3, place.radius_m * place.radius_m / 4, 1e-9 * place.radius_m * place.radius_m);
    ASSERT_NEAR(variance.y / 3, place.radius_m * place.radius_m / 4, 1e-9 * place.radius_m * place.radius_m);
    const double peak = 3 / (M_PI * place.radius_m * place.radius_m);
    for (int i = 0; i < 20; ++i) {
      const double far = (place.radius_m + h) * static_cast<double>(i) / 20;
      const double angle = static_cast<double>(random() % 628) / 100;
      const Metric at{place.at.x + far * std::cos(angle), place.at.y + far * std::sin(angle)};
      double by_points = 0;
      double by_disc = 0;
      for (const WeightedPoint& p : points) {
        by_points += p.weight * kernel_value(Kernel::quartic, (std::pow(p.at.x - at.x, 2) + std::pow(p.at.y - at.y, 2)) / (h * h));
      }
      for (const Metric p : disc) {
        const double dx = place.at.x + p.x * place.radius_m - at.x;
        const double dy = place.at.y + p.y * place.radius_m - at.y;
        by_disc += 3.0 / static_cast<double>(disc.size()) * kernel_value(Kernel::quartic, (dx * dx + dy * dy) / (h * h));
      }
      ASSERT_NEAR(by_points / (h * h), by_disc / (h * h), 0.02 * peak) << round << ' ' << i;
    }
  }
  const std::vector<UncertainPlace> many(200, {{0, 0}, 20'000, 1});
  EXPECT_THROW(spread_points(many, 100), Error);
}

std::vector<Row> rows_of(std::mt19937_64& random, std::size_t count) {
  std::vector<Row> rows;
  for (const LonLat p : analysis_test::random_places(random, count)) {
    const std::uint64_t kind = random() % 8;
    const double uncertainty = kind == 0 ? 4'000 : kind == 1 ? 7'000 : kind == 2 ? 90'000 : 100;
    rows.push_back(analysis_test::row("incidents", p, {{"uncertainty_m", uncertainty}}));
  }
  return rows;
}

TEST(UncertainPlaces, HexagonsHaveSharesAndTheSummarySaysHowMany) {
  std::mt19937_64 random(83);
  const StudyArea areas[] = {{}, analysis_test::study_of(analysis_test::box_area(40, -12.3, 40.3, -12))};
  for (int round = 0; round < 20; ++round) {
    const StudyArea& study = areas[round % 2];
    const auto rows = rows_of(random, 150);
    const auto view = view_of("incidents", rows);
    const HexOptions asked{{"", false, Uncertain::spread}, 3000.0};
    const Analysis usual = gi_star_analysis(*view, study, {}, {{}, 3000.0});
    const Analysis spread = gi_star_analysis(*view, study, {}, asked);
    const std::string& told = spread.collection.result->summary;
    const double excluded = number(usual.collection.result->summary, {"excluded", "uncertain"});
    const double rows_spread = number(told, {"spread", "rows"});
    ASSERT_GT(rows_spread, 0);
    ASSERT_EQ(rows_spread + number(told, {"excluded", "uncertain"}), excluded) << "90 km is more than 20 hexagons";
    ASSERT_EQ(number(told, {"used"}), number(usual.collection.result->summary, {"used"}) + rows_spread);
    ASSERT_EQ(number(told, {"matched"}), 150);
    double incidents = 0;
    double expected = 0;
    const HexStudy hexes = hex_study(*view, study, {}, asked, {});
    for (std::size_t i = 0; i < spread.rows.size(); ++i) {
      const Row& r = spread.rows[i];
      incidents += static_cast<double>(hexes.incidents[i]);
      expected += hexes.values[i];
      const bool is_told = !is_null(analysis_test::value(spread, r, "incidents"));
      ASSERT_EQ(is_null(analysis_test::value(spread, r, "expected")), !is_told);
      if (is_told) { ASSERT_EQ(real(spread, r, "expected"), std::round(hexes.values[i])); }
      ASSERT_GE(hexes.values[i], static_cast<double>(hexes.incidents[i]));
    }
    ASSERT_EQ(incidents, number(usual.collection.result->summary, {"used"}));
    const double of_all = incidents + number(told, {"spread", "weight"});
    ASSERT_NEAR(expected, of_all, 1e-6);
    if (study.area.is_none()) { ASSERT_NEAR(number(told, {"spread", "weight"}), rows_spread, 1e-6) << "hexagons reach as far as circles"; }
    ASSERT_NEAR(number(told, {"mean"}), of_all / static_cast<double>(spread.rows.size()), 1e-9);
    EXPECT_NE(spread.collection.result->parameters.find("\"uncertain\":\"spread\""), std::string::npos);
    EXPECT_EQ(usual.collection.result->parameters.find("uncertain"), std::string::npos) << "the question of old";
    EXPECT_EQ(usual.collection.field("expected"), nullptr);
    const Analysis moran = local_moran_analysis(*view, study, {}, {asked, {99, 1}});
    ASSERT_NEAR(number(moran.collection.result->summary, {"mean"}), number(told, {"mean"}), 1e-9);
    for (const std::size_t workers : {1U, 2U, 3U}) {
      const auto other = analysis_test::shuffled(view, random());
      ASSERT_EQ(analysis_test::everything(local_moran_analysis(*other, study, {}, {asked, {99, 1}}, {}, threads(workers))),
                analysis_test::everything(moran));
      ASSERT_EQ(analysis_test::everything(gi_star_analysis(*other, study, {}, asked)), analysis_test::everything(spread));
    }
  }
}

TEST(UncertainPlaces, ADensityAddsUpToCertainAndUncertainIncidents) {
  std::mt19937_64 random(84);
  const auto view = view_of("incidents", rows_of(random, 200));
  const KdeParameters asked{{"", false, Uncertain::spread}, 3000.0, 500.0};
  const Analysis analysis = kde_analysis(*view, {}, asked);
  const std::string& summary = analysis.collection.result->summary;
  EXPECT_GT(number(summary, {"spread", "rows"}), 20);
  EXPECT_NEAR(number(summary, {"spread", "weight"}), number(summary, {"spread", "rows"}), 1e-9);
  double sum = 0;
  for (const Row& r : analysis.rows) { sum += real(analysis, r, "density_per_km2") * area_km2(r.geometry); }
  EXPECT_LT(sum, number(summary, {"used"}) * 1.002);
  EXPECT_GT(sum, number(summary, {"used"}) * 0.95) << "but for what is below a hundredth of the highest";
  for (const std::size_t workers : {1U, 2U, 3U}) {
    const Analysis again = kde_analysis(*analysis_test::shuffled(view, random()), {}, asked, {}, threads(workers));
    EXPECT_EQ(analysis_test::everything(again), analysis_test::everything(analysis));
  }
  // Half of a circle on the border counts.
  const LonLat corner{40.1, -12.1};
  const auto one = view_of("incidents", {analysis_test::row("incidents", corner, {{"uncertainty_m", 6'000.0}})});
  KdeParameters inside = asked;
  inside.edge = EdgeCorrection::uniform;
  const Analysis half = kde_analysis(*one, analysis_test::study_of(analysis_test::box_area(40.1, -12.4, 40.4, -11.9)), {}, inside);
  EXPECT_NEAR(number(half.collection.result->summary, {"spread", "weight"}), 0.5, 0.01);
}

}  // namespace
}  // namespace geo
