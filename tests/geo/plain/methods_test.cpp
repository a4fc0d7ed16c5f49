// SPDX-License-Identifier: Apache-2.0
// Results against the library's functions, called in the order of the file; and the same ones for any order and number of threads.
#include "geo/hotspots/dbscan.hpp"
#include "geo/hotspots/emerging.hpp"
#include "geo/hotspots/empirical_bayes.hpp"
#include "geo/hotspots/global_statistics.hpp"
#include "geo/hotspots/knox.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "geo/hotspots/scan.hpp"
#include "geo/hotspots/trend.hpp"
#include "tests/geo/hotspots/threads.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>

namespace geo {
namespace {

/// A file with all columns, its places on whole numbers so that some coincide.
PlainInput random_file(std::mt19937& random, std::size_t rows) {
  PlainInput input = plain_input(rows);
  std::vector<std::optional<double>> columns[5];
  for (std::size_t i = 0; i < rows; ++i) {
    columns[0].push_back(double(random() % 6));
    columns[1].push_back(double(random() % 6));
    const double value = double(random() % 5);
    columns[2].push_back(value);
    columns[3].push_back(value + 1 + double(random() % 50));
    columns[4].push_back(double(random() % 30));
  }
  const char* roles[] = {"x", "y", "value", "population", "time"};
  for (std::size_t c = 0; c < 5; ++c) { add_column(input, roles[c], columns[c]); }
  std::vector<std::optional<double>> weights;
  std::vector<std::optional<double>> is_case;
  for (std::size_t i = 0; i < rows; ++i) {
    weights.push_back(double(random() % 1000) / 7);
    is_case.push_back(double(i < 2 ? i : random() % 2));
  }
  add_column(input, "weight", weights);
  add_column(input, "case", is_case);
  input.given["metric"] = "planar";
  return input;
}

struct Case {
  std::string method;
  std::map<std::string, std::string> options;
  std::vector<std::string> without;  ///< columns that the method does not take
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"gi", {{"neighbours", "distance"}, {"distance", "1.5"}, {"permutations", "49"}}, {"population", "time"}},
      {"gi-star", {{"neighbours", "kernel"}, {"distance", "3"}, {"permutations", "49"}}, {"population", "time"}},
      {"local-moran", {{"neighbours", "nearest"}, {"k", "3"}, {"permutations", "49"}}, {"population", "time"}},
      {"local-geary", {{"neighbours", "nearest"}, {"k", "3"}, {"ties", "all"}, {"permutations", "49"}}, {"population", "time"}},
      {"join-count", {{"neighbours", "distance"}, {"distance", "2"}, {"threshold", "1"}}, {"population", "time"}},
      {"global", {{"neighbours", "inverse"}, {"distance", "3"}, {"least", "0.5"}}, {"population", "time"}},
      {"eb-rates", {{"neighbours", "distance"}, {"distance", "2"}}, {"time"}},
      {"mann-kendall", {}, {"population", "x", "y", "metric", "time"}},
      {"dbscan", {{"radius", "1"}, {"min-points", "3"}}, {"population", "time", "value"}},
      {"st-dbscan", {{"radius", "1"}, {"days", "9"}, {"min-points", "2"}}, {"population", "value"}},
      {"scan", {{"permutations", "49"}}, {"time"}},
      {"scan", {{"permutations", "19"}, {"shapes", "ellipses"}}, {"time"}},
      {"scan", {{"permutations", "19"}, {"model", "permutation"}, {"step", "7"}}, {"value", "population"}},
      {"change", {{"split", "15"}, {"from", "0"}, {"to", "30"}}, {"population", "value", "x", "y", "metric"}},
      {"knox", {{"radius", "2"}, {"days", "5"}, {"permutations", "49"}}, {"population", "value"}},
      {"near-repeat", {{"radius-bands", "0,1,3"}, {"day-bands", "2,7"}, {"permutations", "49"}}, {"population", "value"}},
      {"kde", {{"bandwidth", "1.7"}, {"cell", "0.3"}, {"kernel", "gaussian"}}, {"population", "value", "time"}},
      {"kde",
       {{"bandwidth", "2.5"}, {"grid", "17x13"}, {"window", "-1,-0.5,5.5,4"}, {"edge", "jones-diggle"}},
       {"population", "value", "time"}},
      {"kde", {{"selector", "scott"}, {"cell", "0.5"}, {"adaptive", "true"}}, {"population", "value", "time"}},
      {"kde",
       {{"bandwidth", "1.5"}, {"cell", "0.5"}, {"adaptive", "true"}, {"window", "-1,-0.5,5.5,4"}, {"edge", "uniform"}},
       {"population", "value", "time"}},
      {"bandwidth", {{"radii", "0,1,2.5"}, {"window", "-1,-1,7,7"}}, {"population", "value", "time"}},
      {"hdbscan", {{"min-points", "3"}, {"floor", "0.5"}}, {"population", "value", "time"}},
      {"relative-risk",
       {{"bandwidth", "2"}, {"cell", "0.7"}, {"tolerance", "permutation"}, {"permutations", "19"}},
       {"population", "value", "time"}},
  };
  return all;
}

PlainInput asked(PlainInput input, const Case& one) {
  for (const std::string& column : one.without) {
    input.given.erase(column);
    input.table.columns.erase(column);
  }
  const auto& known = plain_method(one.method)->options;
  for (const char* column : {"weight", "case"}) {
    if (std::find(known.begin(), known.end(), column) != known.end()) { continue; }
    input.given.erase(column);
    input.table.columns.erase(column);
  }
  input.given.insert(one.options.begin(), one.options.end());
  return input;
}

PlainInput reordered(const PlainInput& input, const std::vector<std::uint32_t>& order) {
  PlainInput moved = input;
  for (std::size_t i = 0; i < order.size(); ++i) {
    moved.table.ids[i] = input.table.ids[order[i]];
    for (auto& [role, column] : moved.table.columns) { column.numbers[i] = input.table.columns.at(role).numbers[order[i]]; }
  }
  return moved;
}

/// Bit by bit, so that NaN is like NaN.
void expect_same(const std::optional<PlainSurface>& a, const std::optional<PlainSurface>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (!a) { return; }
  ASSERT_EQ(a->values.size(), b->values.size());
  for (std::size_t v = 0; v < a->values.size(); ++v) {
    const auto& left = a->values[v].second;
    const auto& right = b->values[v].second;
    ASSERT_EQ(left.size(), a->size());
    ASSERT_EQ(right.size(), a->size());
    EXPECT_EQ(std::memcmp(left.data(), right.data(), left.size() * sizeof(double)), 0) << a->values[v].first;
  }
}

TEST(PlainMethods, TheOrderOfRowsAndTheNumberOfThreadsChangeNoBit) {
  std::mt19937 random(7);
  for (int round = 0; round < 1200; ++round) {
    const Case& one = cases()[std::size_t(round) % cases().size()];
    // The order of a single series is its time.
    const bool keeps_order = one.method == "mann-kendall";
    const PlainInput input = asked(random_file(random, 5 + random() % 20), one);
    const PlainResult first = ask(one.method, input);
    std::vector<std::uint32_t> order(input.table.size());
    std::iota(order.begin(), order.end(), 0U);
    if (!keeps_order) { std::shuffle(order.begin(), order.end(), random); }
    PlainResult second = ask(one.method, reordered(input, order), threads(1 + std::size_t(round) % 3));
    EXPECT_EQ(first.summary, second.summary);
    EXPECT_EQ(first.says, second.says);
    EXPECT_EQ(first.parameters, second.parameters);
    expect_same(first.grid, second.grid);
    ASSERT_EQ(first.more.size(), second.more.size());
    ASSERT_EQ(first.rows.columns.size(), second.rows.columns.size());
    if (!first.file_rows.empty()) {
      std::vector<std::uint32_t> back(second.file_rows.size());
      std::iota(back.begin(), back.end(), 0U);
      std::sort(back.begin(), back.end(),
                [&](std::uint32_t left, std::uint32_t right) { return order[second.file_rows[left]] < order[second.file_rows[right]]; });
      second.rows.reorder(back);
    }
    for (std::size_t c = 0; c < first.rows.columns.size(); ++c) {
      ASSERT_EQ(first.rows.columns[c], second.rows.columns[c]) << one.method << " " << first.rows.columns[c].first << " round " << round;
    }
  }
}

/// Rows far enough apart in x to stand in the file's order anyway: what the library gives for the columns as they are.
struct Sorted {
  explicit Sorted(std::mt19937& random) : input(random_file(random, 12)) {
    auto& x = input.table.columns["x"].numbers;
    for (std::size_t i = 0; i < x.size(); ++i) { x[i] = double(i) / 2; }
    for (std::size_t i = 0; i < x.size(); ++i) { at.push_back({x[i], input.table.columns["y"].numbers[i]}); }
    values = input.table.columns["value"].numbers;
    people = input.table.columns["population"].numbers;
    for (const double day : input.table.columns["time"].numbers) { times.push_back(TimeMs(day) * 86'400'000); }
  }
  PlainInput with(const std::string& method, std::map<std::string, std::string> options = {}) const {
    const auto one = std::find_if(cases().begin(), cases().end(), [&](const Case& c) { return c.method == method; });
    return asked(input, {method, options.empty() ? one->options : options, one->without});
  }

  PlainInput input;
  std::vector<Metric> at;
  std::vector<double> values, people;
  std::vector<TimeMs> times;
};

std::optional<double> number(const PlainResult& result, const std::string& column, std::size_t row) {
  const auto* found = std::get_if<double>(&cell_of(result, column, row));
  return found == nullptr ? std::nullopt : std::optional(*found);
}
std::int64_t whole(const PlainResult& result, const std::string& column, std::size_t row) {
  return std::get<std::int64_t>(cell_of(result, column, row));
}

TEST(PlainMethods, LocalStatisticsAreThoseOfTheLibrary) {
  std::mt19937 random(8);
  for (int round = 0; round < 100; ++round) {
    const Sorted file(random);
    const SpatialWeights near = within_distance(file.at, 1.5);
    const PlainResult gi = ask("gi", file.with("gi"));
    const PlainResult star = ask("gi-star", file.with("gi-star", {{"neighbours", "distance"}, {"distance", "1.5"}, {"style", "W"}}));
    const PlainResult moran = ask("local-moran", file.with("local-moran"));
    const PlainResult geary = ask("local-geary", file.with("local-geary"));
    const PlainResult joins = ask("join-count", file.with("join-count"));
    const auto g = local_g(file.values, near, Self::left_out);
    const auto g_star = local_g(file.values, row_standardised(near), Self::included);
    const SpatialWeights three = row_standardised(nearest(file.at, 3));
    const auto m = local_moran(file.values, three);
    const auto drawn = conditional_permutations(file.values, three, LocalKind::moran, {49, 1});
    const auto c = local_geary(file.values, row_standardised(nearest(file.at, 3, Ties::all)));
    std::vector<bool> has;
    for (const double value : file.values) { has.push_back(value > 1); }
    const auto bb = local_join_count(has, within_distance(file.at, 2).neighbours);
    for (std::size_t i = 0; i < file.values.size(); ++i) {
      EXPECT_EQ(number(gi, "z", i), g[i].z);
      EXPECT_EQ(number(star, "z", i), g_star[i].z);
      EXPECT_EQ(number(moran, "i", i), m[i].reason == NoStatistic::zero_variance ? std::nullopt : std::optional(m[i].i));
      EXPECT_EQ(number(moran, "p_permutation_folded", i), drawn[i].folded());
      EXPECT_EQ(number(geary, "c", i), c ? std::optional((*c)[i]) : std::nullopt);
      EXPECT_EQ(whole(joins, "joins", i), bb[i].joins);
      EXPECT_EQ(number(joins, "p", i), bb[i].p);
    }
    const PlainResult rates = ask("eb-rates", file.with("eb-rates"));
    const auto eb = smoothed_rates(file.values, file.people);
    const auto local = locally_smoothed_rates(file.values, file.people, within_distance(file.at, 2).neighbours);
    for (std::size_t i = 0; i < file.values.size(); ++i) {
      EXPECT_EQ(number(rates, "eb", i), eb.places[i].smoothed);
      EXPECT_EQ(number(rates, "eb_local", i), local[i].smoothed);
    }
    const PlainResult global = ask("global", file.with("global"));
    const auto inverse = row_standardised(inverse_distance(file.at, 3, 1, 0.5));
    const auto i_normal = global_moran(file.values, inverse, Assumption::normality);
    EXPECT_EQ(number(global, "z", 1), i_normal.reason == NoStatistic::none ? std::optional(i_normal.z) : std::nullopt);
    const auto with = global_join_counts(
                          [&] {
                            std::vector<bool> above;
                            for (const double value : file.values) { above.push_back(value > 0); }
                            return above;
                          }(),
                          inverse)
                          .both_with;
    EXPECT_EQ(number(global, "value", 5), with.reason == NoStatistic::none ? std::optional(with.value) : std::nullopt);
  }
}

TEST(PlainMethods, ClustersAndPairsAreThoseOfTheLibrary) {
  std::mt19937 random(9);
  for (int round = 0; round < 100; ++round) {
    const Sorted file(random);
    const PlainResult groups = ask("dbscan", file.with("dbscan"));
    const PlainResult st = ask("st-dbscan", file.with("st-dbscan"));
    const Clusters expected = dbscan(file.at, 1, 3);
    const Clusters expected_st = st_dbscan(file.at, file.times, 1, 9 * std::int64_t{86'400'000}, 2);
    for (std::size_t i = 0; i < file.at.size(); ++i) {
      EXPECT_EQ(whole(groups, "cluster", i), expected.label[i]);
      EXPECT_EQ(whole(st, "cluster", i), expected_st.label[i]);
    }
    const NearRepeatBands bands{{0, 1, 3}, {2 * std::int64_t{86'400'000}, 7 * std::int64_t{86'400'000}}};
    const auto table = near_repeats(file.at, file.times, bands, {49, 1});
    const PlainResult repeats = ask("near-repeat", file.with("near-repeat"));
    ASSERT_EQ(repeats.rows.size(), table.cells.size());
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
      EXPECT_EQ(whole(repeats, "observed", i), std::int64_t(table.cells[i].observed));
      EXPECT_EQ(number(repeats, "p", i), table.cells[i].ratio ? std::optional(table.cells[i].p) : std::nullopt);
    }
    std::vector<ScanRegion> regions;
    for (std::size_t i = 0; i < file.at.size(); ++i) { regions.push_back({file.at[i], file.values[i], file.people[i]}); }
    const ScanResult found = scan_clusters(regions, {.permutations = 49});
    const PlainResult scan = ask("scan", file.with("scan"));
    ASSERT_EQ(scan.more.front().first, "clusters");
    ASSERT_EQ(scan.more.front().second.size(), found.clusters.size());
    for (std::size_t c = 0; c < found.clusters.size(); ++c) {
      EXPECT_EQ(std::get<double>((*scan.more.front().second.column("llr"))[c]), found.clusters[c].llr);
      EXPECT_EQ(std::get<double>((*scan.more.front().second.column("p"))[c]), found.clusters[c].p);
      EXPECT_EQ(std::get<std::vector<std::string>>((*scan.more.front().second.column("members"))[c]).size(),
                found.clusters[c].members.size());
    }
  }
}

TEST(PlainMethods, WhatHasNoStatisticHasAReason) {
  PlainInput input = plain_input(4);
  add_column(input, "value", {5, 5, 5, 5});
  input.given["weights"] = "w.json";
  input.weights_json = R"({"n":4,"zero_based":true,"neighbours":[[1],[0],[3],[2]]})";
  for (const char* method : {"gi", "gi-star", "local-moran", "local-geary", "global"}) {
    const PlainResult result = ask(method, input);
    EXPECT_EQ(std::get<std::string>(cell_of(result, "reason", 0)), "zero_variance") << method;
    EXPECT_EQ(result.tests, 0U) << method;
  }
  EXPECT_EQ(std::get<std::string>(named(ask("gi-star", input).summary, "cut_off_caldas_de_castro_singer")), "none");
  input.given["permutations"] = "19";
  EXPECT_EQ(std::get<std::string>(cell_of(ask("local-geary", input), "reason", 3)), "zero_variance");
  input.given.erase("permutations");
  input.table.columns["value"].numbers = {-1, 2, 3, 4};
  const PlainResult global = ask("global", input);
  EXPECT_EQ(std::get<std::string>(cell_of(global, "reason", 3)), "value_below_0");
}

TEST(PlainMethods, MannKendallTakesASeriesForEachId) {
  PlainInput input = plain_input(8);
  input.table.ids = {"up", "down", "up", "down", "up", "down", "up", "once"};
  add_column(input, "value", {4, 1, 3, 2, 2, 3, 1, 9});
  add_column(input, "time", {3, 0, 2, 1, 1, 2, 0, 0});
  input.given["id"] = "name";
  const PlainResult result = ask("mann-kendall", input);
  ASSERT_EQ(result.rows.size(), 3U);
  EXPECT_EQ(whole(result, "s", 0), 6) << "by time, not by the order of the file";
  EXPECT_EQ(whole(result, "s", 1), 3);
  EXPECT_EQ(std::get<std::string>(cell_of(result, "reason", 2)), "too_few_values");
  EXPECT_EQ(result.tests, 2U);
  input.table.columns["time"].numbers[1] = 2;
  EXPECT_EQ(refusal("mann-kendall", input), "places.csv, row 6: a second value of the same series at the same time.");
}

/// Three places in a row, four steps.
PlainInput cube() {
  PlainInput input = plain_input(12);
  std::vector<std::optional<double>> time;
  for (std::size_t i = 0; i < 12; ++i) {
    input.table.ids[i] = std::string(1, static_cast<char>('c' - i % 3));
    time.emplace_back(double(i / 3) * 30);
  }
  add_column(input, "time", time);
  add_column(input, "value", {1, 2, 9, 2, 1, 9, 0, 3, 9, 1, 1, 9});
  input.given["weights"] = "w.json";
  input.weights_json = R"({"n":3,"zero_based":true,"neighbours":[[1],[0,2],[1]]})";
  return input;
}

TEST(PlainMethods, EmergingListsPlacesAsTheFileFirstNamesThem) {
  const PlainInput input = cube();
  const PlainResult result = ask("emerging", input);
  const auto counts = input.table.columns.at("value").numbers;
  const Emerging expected = emerging_hot_spots(counts, NeighbourLists({{1}, {0, 2}, {1}}), 4);
  ASSERT_EQ(result.rows.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(cell_of(result, "id", i), PlainCell(std::string(1, static_cast<char>('c' - i))));
    EXPECT_EQ(std::get<std::string>(cell_of(result, "pattern", i)), code(expected.places[i].pattern));
    EXPECT_EQ(number(result, "trend_z", i), expected.places[i].trend_z);
  }
  const ResultTable& bins = result.more.front().second;
  for (std::size_t at = 0; at < 12; ++at) {
    EXPECT_EQ(std::get<double>((*bins.column("z"))[at]), expected.z[at]);
    EXPECT_EQ(std::get<double>((*bins.column("q_bh"))[at]), expected.q[at]);
  }
}

TEST(PlainMethods, EmergingNeedsAWholeCube) {
  PlainInput input = cube();
  input.table.columns["value"].states[7] = CellState::empty;
  EXPECT_THAT(refusal("emerging", input), testing::HasSubstr("\"b\" has no value at time 60."));
  input = cube();
  input.table.ids[1] = "c";
  EXPECT_EQ(refusal("emerging", input), "places.csv: \"c\" has two rows at time 0.");
  input = cube();
  for (std::size_t i = 0; i < 12; ++i) { input.table.ids[i] = std::to_string(i); }
  EXPECT_THAT(refusal("emerging", input), testing::HasSubstr("--id names the place"));
  input = cube();
  for (std::size_t i = 9; i < 12; ++i) { input.table.columns["time"].numbers[i] = 150; }
  const PlainResult uneven = ask("emerging", input);
  ASSERT_FALSE(uneven.warnings.empty());
  EXPECT_THAT(uneven.warnings.front().en, testing::HasSubstr("30 to 90 days apart"));
}

}  // namespace
}  // namespace geo
