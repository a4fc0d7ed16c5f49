// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hotspot_input.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/analysis/data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace geo {
namespace {

using analysis_test::Cells;
using analysis_test::row;
using analysis_test::shuffled;
using analysis_test::view_of;

constexpr TimeMs noon = 1'704'110'400'000;  // 2024-01-01T12:00:00Z

std::uint64_t excluded(const HotspotInput& input, LeftOut reason) { return input.excluded[static_cast<std::size_t>(reason)]; }

std::uint64_t all_excluded(const HotspotInput& input) {
  std::uint64_t sum = 0;
  for (const std::uint64_t rows : input.excluded) { sum += rows; }
  return sum;
}

TEST(HotspotInput, GivesEachRowItsFirstReason) {
  const LonLat here{40.5, -12.9};
  const Geometry nowhere;
  struct Case {
    Geometry geometry;
    Cells cells;
    LeftOut reason;
  };
  const auto at = Geometry::point(here);
  const auto s = [](const char* t) { return Value(std::string(t)); };
  const std::vector<Case> cases = {
      {at, {}, LeftOut::none},
      {at, {{"category", s("0401")}, {"location_precision", s("settlement")}}, LeftOut::none},
      {at, {{"verification", s("disputed")}, {"source_type", s("prm")}}, LeftOut::none},
      {at, {{"verification", s("rejected")}, {"source_type", s("patrol")}, {"duplicate_of", std::int64_t{1}}}, LeftOut::rejected},
      {at, {{"duplicate_of", std::int64_t{1}}, {"source_type", s("patrol")}}, LeftOut::duplicate},
      {at, {{"source_type", s("patrol")}, {"location_precision", s("admin2")}}, LeftOut::patrol},
      {nowhere, {{"source_type", s("patrol")}}, LeftOut::patrol},
      {nowhere, {{"location_precision", s("admin2")}}, LeftOut::no_location},
      {at, {{"location_precision", s("admin3")}}, LeftOut::coarse_location},
      {at, {{"location_precision", s("admin2")}}, LeftOut::coarse_location},
      {at, {{"location_precision", s("admin1")}}, LeftOut::coarse_location},
      {at, {{"location_precision", s("country")}}, LeftOut::coarse_location},
      {at, {{"location_precision", s("none")}}, LeftOut::coarse_location},
      {at, {{"location_precision", s("gps")}, {"uncertainty_m", 501.0}}, LeftOut::uncertain},
      {at, {{"location_precision", s("placed")}, {"uncertainty_m", 500.0}}, LeftOut::none},
  };
  for (const Case& c : cases) {
    HotspotInput input = hotspot_input(*view_of("incidents", {row("incidents", c.geometry, c.cells)}), {});
    input.leave_out_uncertain(500);
    EXPECT_EQ(input.matched, 1U);
    EXPECT_EQ(input.used.size(), c.reason == LeftOut::none ? 1U : 0U) << code(c.reason);
    if (c.reason != LeftOut::none) { EXPECT_EQ(excluded(input, c.reason), 1U) << code(c.reason); }
    EXPECT_EQ(input.used.size() + all_excluded(input), 1U);
  }
}

/// They match every period (OGC API Features); counted in each month they would be counted twelve times.
TEST(HotspotInput, RowsWithoutATimeBelongToNoPeriod) {
  const auto view =
      view_of("incidents", {row("incidents", LonLat{40, -12}), row("incidents", {40, -12}, {{"occurred_from", Value(noon)}})});
  EXPECT_EQ(hotspot_input(*view, {}).used.size(), 2U);
  const HotspotInput in_january = hotspot_input(*view, {{}, parse_datetime_parameter("2024-01-01/2024-01-31")});
  EXPECT_EQ(in_january.matched, 2U);
  EXPECT_EQ(in_january.used.size(), 1U);
  EXPECT_EQ(excluded(in_january, LeftOut::no_time), 1U);
}

TEST(HotspotInput, TakesACategoryWithAllBelowIt) {
  std::vector<Row> rows;
  for (const char* category : {"02", "0201", "02011", "0401", "X1"}) {
    rows.push_back(row("incidents", {40, -12}, {{"category", std::string(category)}}));
  }
  rows.push_back(row("incidents", LonLat{40, -12}));
  const auto view = view_of("incidents", rows);
  EXPECT_EQ(hotspot_input(*view, {}).used.size(), 6U);
  const HotspotInput input = hotspot_input(*view, {}, {"0201", false});
  EXPECT_EQ(input.used.size(), 2U);
  EXPECT_EQ(excluded(input, LeftOut::other_category), 4U);
  EXPECT_EQ(input.of_category, 2U);
}

TEST(HotspotInput, TellsTheShareOfPatrols) {
  std::vector<Row> rows;
  for (int i = 0; i < 4; ++i) { rows.push_back(row("incidents", {40, -12}, {{"source_type", std::string(i == 0 ? "patrol" : "csc")}})); }
  const auto view = view_of("incidents", rows);
  EXPECT_EQ(hotspot_input(*view, {}).used.size(), 3U);
  const HotspotInput with = hotspot_input(*view, {}, {"", true});
  EXPECT_EQ(with.used.size(), 4U);
  EXPECT_EQ(with.patrol, 1U);
}

TEST(HotspotInput, DaysAreThoseOfThePlace) {
  const auto at = [](TimeMs time, std::int64_t offset) {
    return row("incidents", {40, -12}, {{"occurred_from", Value(time)}, {"utc_offset_min", Value(offset)}});
  };
  const TimeMs before_midnight = noon + 11 * 3'600'000;
  HotspotInput input = hotspot_input(*view_of("incidents", {at(noon, 0), at(before_midnight, 120), at(-3'600'000, -300)}), {});
  ASSERT_TRUE(input.period);
  EXPECT_EQ(format_date(input.period->first), "1969-12-31");
  EXPECT_EQ(format_date(input.period->last), "2024-01-02");
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) { return input.used[i].time != noon; });
  EXPECT_EQ(format_date(input.period->first), "2024-01-01");
  EXPECT_FALSE(hotspot_input(*view_of("incidents", {row("incidents", LonLat{1, 1})}), {}).period);
}

TEST(HotspotInput, AColumnThatIsNotThereGivesNoReason) {
  const auto store = analysis_test::memory_store();
  Collection plain;
  plain.id = "calls";
  plain.title = {"Calls", "Chamadas"};
  plain.default_confidentiality = 0;
  store->add_collection(plain);
  Row one{Geometry::point({40, -12}), {}};
  one.values.resize(store->catalog().collection("calls")->fields.size());
  analysis_test::add(*store, "calls", {one, one});
  const auto view = store->view("calls", Role{"anybody", 0, 0});
  EXPECT_EQ(hotspot_input(*view, {}).used.size(), 2U);
  EXPECT_THROW(hotspot_input(*view, {}, {"04", false}), Error) << "no categories to choose among";
}

TEST(HotspotInput, VisitorsWorkWithWhatTheySee) {
  const auto store = analysis_test::memory_store();
  analysis_test::add(*store, "incidents",
                     {row("incidents", {40, -12}, {{"confidentiality", std::int64_t{0}}}),
                      row("incidents", {40, -12}, {{"confidentiality", std::int64_t{2}}})});
  EXPECT_EQ(hotspot_input(*store->view("incidents", Role{"anybody", 0, 0}), {}).matched, 1U);
  EXPECT_EQ(hotspot_input(*store->view("incidents", role_named("protection")), {}).matched, 2U);
}

TEST(HotspotInput, StopsWhenAsked) {
  const auto view = view_of("incidents", {row("incidents", LonLat{1, 1})});
  EXPECT_THROW(hotspot_input(*view, {}, {}, Progress({}, [] { return true; })), Error);
}

/// The rules again, row by row, as they stand in the header.
std::map<std::string, std::uint64_t> by_hand(const std::vector<Row>& rows, const HotspotOptions& options, bool in_period, double limit_m) {
  const Collection& schema = *builtin_catalog().collection("incidents");
  std::map<std::string, std::uint64_t> counts;
  for (const Row& r : rows) {
    const auto text = [&](const char* name) {
      const auto* found = std::get_if<std::string>(&r.values[static_cast<std::size_t>(schema.index_of(name))]);
      return found == nullptr ? std::string() : *found;
    };
    const auto* uncertainty = std::get_if<double>(&r.values[static_cast<std::size_t>(schema.index_of("uncertainty_m"))]);
    const bool duplicate = !is_null(r.values[static_cast<std::size_t>(schema.index_of("duplicate_of"))]);
    const std::set<std::string> coarse{"admin3", "admin2", "admin1", "country", "none"};
    std::string verdict = "used";
    if (uncertainty != nullptr && *uncertainty > limit_m) { verdict = "uncertain"; }
    if (coarse.contains(text("location_precision"))) { verdict = "coarse_location"; }
    if (r.geometry.is_none()) { verdict = "no_location"; }
    if (in_period && is_null(r.values[static_cast<std::size_t>(schema.index_of("occurred_from"))])) { verdict = "no_time"; }
    if (!options.include_patrol && text("source_type") == "patrol") { verdict = "patrol"; }
    if (duplicate) { verdict = "duplicate"; }
    if (text("verification") == "rejected") { verdict = "rejected"; }
    if (text("category").rfind(options.category, 0) != 0) { verdict = "other_category"; }
    ++counts[verdict];
  }
  return counts;
}

TEST(HotspotInput, EveryRowIsUsedOrLeftOutInAnyOrder) {
  std::mt19937_64 random(17);
  const auto one_of = [&](const std::vector<std::string>& items) { return items[random() % items.size()]; };
  for (int round = 0; round < 300; ++round) {
    std::vector<Row> rows;
    for (std::size_t n = random() % 40; n > 0; --n) {
      Cells cells;
      const auto maybe = [&](const char* name, const Value& v) {
        if (random() % 2 == 0) { cells.emplace_back(name, v); }
      };
      maybe("category", one_of({"02", "0201", "0401", "X1"}));
      maybe("verification", one_of({"rejected", "verified", "unverified"}));
      maybe("source_type", one_of({"patrol", "csc", "prm"}));
      maybe("location_precision", one_of({"gps", "settlement", "admin3", "admin2", "country", "none", "placed"}));
      maybe("uncertainty_m", static_cast<double>(random() % 5) * 250);
      maybe("occurred_from", static_cast<std::int64_t>(noon + static_cast<std::int64_t>(random() % 3)));
      if (random() % 9 == 0) { cells.emplace_back("duplicate_of", std::int64_t{1}); }
      const LonLat place{40 + static_cast<double>(random() % 3), -12 - static_cast<double>(random() % 3)};
      rows.push_back(row("incidents", random() % 6 == 0 ? Geometry() : Geometry::point(place), cells));
    }
    const HotspotOptions options{random() % 3 == 0 ? "02" : "", random() % 2 == 0};
    const auto view = view_of("incidents", rows);
    Filter filter;
    if (random() % 2 == 0) { filter.datetime = parse_datetime_parameter("2024-01-01"); }  // when all happened that have a time
    HotspotInput input = hotspot_input(*view, filter, options);
    input.leave_out_uncertain(600);
    ASSERT_EQ(input.matched, rows.size());
    ASSERT_EQ(input.matched, input.used.size() + all_excluded(input));
    const auto want = by_hand(rows, options, filter.datetime.has_value(), 600);
    ASSERT_EQ(input.used.size(), want.contains("used") ? want.at("used") : 0U) << round;
    for (std::size_t i = 1; i < left_out_reasons; ++i) {
      const std::string reason(code(static_cast<LeftOut>(i)));
      ASSERT_EQ(input.excluded[i], want.contains(reason) ? want.at(reason) : 0U) << reason << ' ' << round;
    }
    HotspotInput again = hotspot_input(*shuffled(view, random()), filter, options);
    again.leave_out_uncertain(600);
    ASSERT_EQ(again.used.size(), input.used.size());
    for (std::size_t i = 0; i < input.used.size(); ++i) { ASSERT_EQ(again.used[i].fid, input.used[i].fid) << round; }
  }
}

}  // namespace
}  // namespace geo
