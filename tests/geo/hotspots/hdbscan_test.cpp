// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/hdbscan.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/reference/hdbscan_figures.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace geo {
namespace {

using Members = std::vector<std::size_t>;

/// The paper's words: all mutual reachabilities; a limit that falls; what is connected below it.
class Textbook {
 public:
  Textbook(const std::vector<Metric>& points, const HdbscanOptions& options) : n(points.size()), m_options(options) {
    m_least = options.min_cluster_size != 0 ? options.min_cluster_size : std::max<std::size_t>(2, options.min_points);
    reach.assign(n, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<double> squares;
      for (std::size_t j = 0; j < n; ++j) { squares.push_back(squared(points[i], points[j])); }
      std::sort(squares.begin(), squares.end());
      core.push_back(std::max(squares[options.min_points - 1], options.floor_m * options.floor_m));
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) { reach[i][j] = std::max({core[i], core[j], squared(points[i], points[j])}); }
    }
    label.assign(n, -1);
    outlier.assign(n, 0);
    Members all(n);
    std::iota(all.begin(), all.end(), 0);
    for (const auto& [limit, edges] : lengths(all)) { tree_m += std::sqrt(limit) * double(edges); }
    if (n < m_least) { return; }
    Cluster whole = fall(all, INFINITY);
    choose(whole, options.whole);
    std::sort(chosen.begin(), chosen.end(), [](const Cluster& a, const Cluster& b) { return a.members.front() < b.members.front(); });
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      for (const std::size_t i : chosen[k].members) { label[i] = int(k); }
    }
  }

  struct Cluster {
    Members members;  // rising
    double birth = 0, death = 0, stability = 0;
    std::vector<Cluster> parts;
    std::map<std::size_t, double> left;
  };

  std::size_t n;
  std::vector<std::vector<double>> reach;
  std::vector<double> core, outlier;
  std::vector<int> label;
  std::vector<Cluster> chosen;
  double tree_m = 0;

 private:
  static double squared(Metric a, Metric b) {
    const double x = a.x - b.x;
    const double y = a.y - b.y;
    return x * x + y * y;
  }
  static double density(double square) { return square > 0 ? 1 / std::sqrt(square) : INFINITY; }

  /// Lengths in a shortest tree of some points (Prim), and how often each.
  std::map<double, std::size_t> lengths(const Members& of) const {
    std::map<double, std::size_t> found;
    std::vector<double> to(of.size(), INFINITY);
    std::vector<bool> done(of.size());
    std::size_t at = 0;
    for (std::size_t step = 1; step < of.size(); ++step) {
      done[at] = true;
      std::size_t next = of.size();
      for (std::size_t j = 0; j < of.size(); ++j) {
        if (done[j]) { continue; }
        to[j] = std::min(to[j], reach[of[at]][of[j]]);
        if (next == of.size() || to[j] < to[next]) { next = j; }
      }
      ++found[to[next]];
      at = next;
    }
    return found;
  }
  std::vector<Members> connected_below(const Members& of, double limit) const {
    std::vector<Members> parts;
    std::vector<bool> done(n);
    for (const std::size_t start : of) {
      if (done[start]) { continue; }
      Members part = {start};
      done[start] = true;
      for (std::size_t k = 0; k < part.size(); ++k) {
        for (const std::size_t j : of) {
          if (done[j] || reach[part[k]][j] >= limit) { continue; }
          done[j] = true;
          part.push_back(j);
        }
      }
      std::sort(part.begin(), part.end());
      parts.push_back(part);
    }
    return parts;
  }
  Cluster fall(const Members& members, double birth) {
    Cluster cluster;
    cluster.members = members;
    cluster.birth = birth;
    Members now = members;
    while (true) {
      const double limit = lengths(now).rbegin()->first;
      std::vector<Members> parts = connected_below(now, limit);
      std::erase_if(parts, [&](const Members& part) { return part.size() < m_least; });
      Members stay;
      if (parts.size() == 1) { stay = parts.front(); }
      for (const std::size_t i : now) {
        if (!std::binary_search(stay.begin(), stay.end(), i)) { cluster.left[i] = limit; }
      }
      now = stay;
      if (parts.size() == 1) { continue; }
      cluster.death = limit;
      for (const Members& part : parts) {
        cluster.parts.push_back(fall(part, limit));
        cluster.death = std::min(cluster.death, cluster.parts.back().death);
      }
      for (const auto& point : cluster.left) {
        const std::size_t i = point.first;
        const double left = point.second;
        cluster.stability += density(left) - density(birth);
        const bool goes_on =
            std::any_of(parts.begin(), parts.end(), [&](const Members& part) { return std::binary_search(part.begin(), part.end(), i); });
        if (!goes_on) { outlier[i] = left > 0 ? 1 - std::sqrt(cluster.death) / std::sqrt(left) : 0; }
      }
      return cluster;
    }
  }
  /// The highest sum within a cluster; adds those that make it to `chosen`.
  double choose(const Cluster& cluster, bool may_be) {
    const std::size_t before = chosen.size();
    double sum = 0;
    for (const Cluster& part : cluster.parts) { sum += choose(part, true); }
    if (!may_be || cluster.stability < sum * (1 - 1e-12)) { return sum; }
    chosen.resize(before);
    chosen.push_back(cluster);
    return cluster.stability;
  }

  HdbscanOptions m_options;
  std::size_t m_least;
};

void expect_same(const Hdbscan& ours, const Textbook& theirs, int round) {
  ASSERT_EQ(ours.core_m.size(), theirs.n);
  for (std::size_t i = 0; i < theirs.n; ++i) {
    ASSERT_EQ(ours.core_m[i], std::sqrt(theirs.core[i])) << round;
    ASSERT_EQ(ours.label[i], theirs.label[i]) << round << ' ' << i;
    ASSERT_NEAR(ours.outlier[i], theirs.outlier[i], 1e-12) << round << ' ' << i;
  }
  ASSERT_NEAR(ours.tree_m, theirs.tree_m, 1e-9 * theirs.tree_m) << round;
  ASSERT_EQ(ours.clusters.size(), theirs.chosen.size());
  for (std::size_t k = 0; k < ours.clusters.size(); ++k) {
    const Textbook::Cluster& expected = theirs.chosen[k];
    ASSERT_EQ(ours.clusters[k].size, expected.members.size());
    ASSERT_EQ(ours.clusters[k].birth_m, std::sqrt(expected.birth));
    ASSERT_EQ(ours.clusters[k].death_m, std::sqrt(expected.death));
    if (std::isfinite(expected.stability)) {
      ASSERT_NEAR(ours.clusters[k].stability, expected.stability, 1e-9 * expected.stability) << round;
    } else {
      ASSERT_EQ(ours.clusters[k].stability, expected.stability);
    }
  }
}

/// Places on whole numbers coincide and lie equally far away; others do not; some lie on a line.
std::vector<Metric> some_points(std::mt19937& random, std::size_t most) {
  std::vector<Metric> points(random() % (most + 1));
  const unsigned width = 1 + random() % 25;
  const unsigned kind = random() % 4;
  std::normal_distribution<double> scatter(0, width);
  for (Metric& p : points) {
    p = {612'000 + double(random() % width), 8'560'000 + (kind == 1 ? 0 : double(random() % width))};
    if (kind >= 2) { p.x += scatter(random); }
    if (kind == 3) { p.y += 100 * double(random() % 3); }
  }
  return points;
}

TEST(Hdbscan, AgreesWithTheDefinition) {
  std::mt19937 random(1);
  std::size_t clusters = 0;
  for (int round = 0; round < 3000 && !testing::Test::HasFatalFailure(); ++round) {
    const std::vector<Metric> points = some_points(random, 70);
    HdbscanOptions options;
    options.min_points = 1 + random() % 7;
    options.min_cluster_size = round % 3 == 0 ? 2 + random() % 8 : 0;
    options.floor_m = round % 5 == 0 ? double(1 + random() % 3) : 0;
    options.whole = round % 7 == 0;
    const Hdbscan ours = hdbscan(points, options);
    if (points.size() < options.min_points) {
      ASSERT_EQ(std::count(ours.label.begin(), ours.label.end(), Hdbscan::noise), std::ptrdiff_t(points.size()));
      continue;
    }
    expect_same(ours, Textbook(points, options), round);
    clusters += ours.clusters.size();
  }
  EXPECT_GT(clusters, 3000U) << "there was something to find";
}

/// More than one leaf and one block of points.
TEST(Hdbscan, AnyOrderAndAnyNumberOfWorkers_SameClusters) {
  std::mt19937 random(2);
  std::vector<Metric> points;
  std::normal_distribution<double> scatter(0, 60);
  for (std::size_t i = 0; i < 20'000; ++i) {
    const double town = 1000 * double(random() % 12);
    const bool is_snapped = i % 3 == 0;
    points.push_back({town + (is_snapped ? 20 * double(random() % 5) : scatter(random)), town + (is_snapped ? 0 : scatter(random))});
  }
  const HdbscanOptions options{.min_points = 12, .floor_m = 2};
  const Hdbscan one = hdbscan(points, options);
  EXPECT_GE(one.clusters.size(), 12U);
  for (const std::size_t number : {2U, 3U}) {
    const Hdbscan many = hdbscan(points, options, threads(number));
    EXPECT_EQ(many.label, one.label);
    EXPECT_EQ(many.core_m, one.core_m);
    EXPECT_EQ(many.membership, one.membership);
    EXPECT_EQ(many.outlier, one.outlier);
    EXPECT_EQ(many.tree_m, one.tree_m);
  }
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<Metric> shuffled;
  for (const std::size_t i : order) { shuffled.push_back(points[i]); }
  const Hdbscan other = hdbscan(shuffled, options);
  EXPECT_EQ(other.tree_m, one.tree_m);
  std::map<std::int32_t, std::int32_t> names;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::int32_t label = one.label[order[k]];
    ASSERT_EQ(names.try_emplace(label, other.label[k]).first->second, other.label[k]) << "labels differ in their numbers only";
    ASSERT_EQ(other.label[k] < 0, label < 0);
    ASSERT_EQ(other.outlier[k], one.outlier[order[k]]);
    ASSERT_EQ(other.membership[k], one.membership[order[k]]);
  }
}

/// R takes edges of the same length one after the other, so a point that two parts reach at its core distance goes to one of them; in the
/// paper it is gone by then.
TEST(Hdbscan, AgreesWithR) {
  namespace r = hdbscan_figures;
  std::vector<Metric> points;
  for (std::size_t i = 0; i < std::size(r::x); ++i) { points.push_back({r::x[i], r::y[i]}); }
  const Hdbscan found = hdbscan(points, {.min_points = 6});
  EXPECT_NEAR(found.tree_m, r::tree_m, 1e-9 * r::tree_m);
  std::map<int, std::int32_t> names = {{-1, Hdbscan::noise}};
  std::map<int, int> tied;
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(found.core_m[i], r::core_m[i], 1e-12 * r::core_m[i]);
    if (found.label[i] == Hdbscan::noise && r::label[i] >= 0) {
      ++tied[r::label[i]];
    } else {
      EXPECT_EQ(names.try_emplace(r::label[i], found.label[i]).first->second, found.label[i]) << i;
    }
  }
  EXPECT_EQ(names.size(), 1 + found.clusters.size());
  ASSERT_EQ(tied.size(), 1U);
  const auto [label, number] = *tied.begin();
  EXPECT_EQ(number, 1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (r::label[i] == label && found.label[i] == Hdbscan::noise) {
      EXPECT_EQ(found.core_m[i], found.clusters[std::size_t(names.at(label))].birth_m) << "it goes when the cluster comes off";
    }
    if (r::label[i] != label) { EXPECT_NEAR(found.membership[i], r::membership[i], 1e-12); }
  }
}

TEST(Hdbscan, ManyAtOnePlaceAreAClusterOfTheirOwn_UnlessPlacesAreKnownLessWell) {
  std::vector<Metric> points(50'000, Metric{500'000, 0});
  for (int i = 0; i < 400; ++i) { points.push_back({500'000 + double(i % 20), double(i / 20)}); }
  points.resize(points.size() + 50'000, Metric{509'000, 0});
  const Hdbscan exact = hdbscan(points, {});
  ASSERT_EQ(exact.clusters.size(), 2U);
  EXPECT_EQ(exact.clusters[0].stability, INFINITY);
  EXPECT_EQ(exact.membership[0], 1 - 0.0 / 1);
  const Hdbscan known = hdbscan(points, {.floor_m = 10});
  ASSERT_EQ(known.clusters.size(), 2U);
  EXPECT_EQ(known.clusters[0].size, 50'400U);
  EXPECT_TRUE(std::isfinite(known.clusters[0].stability));
}

TEST(Hdbscan, RefusesAndStops) {
  const std::vector<Metric> points = {{0, 0}, {1, 1}};
  EXPECT_THROW(hdbscan(points, {.min_points = 0}), Error);
  EXPECT_THROW(hdbscan(points, {.min_cluster_size = 1}), Error);
  EXPECT_THROW(hdbscan(points, {.floor_m = -1}), Error);
  EXPECT_THROW(hdbscan(points, {.floor_m = std::nan("")}), Error);
  EXPECT_THROW(hdbscan(std::vector<Metric>{{0, 0}, {0, INFINITY}}, {.min_points = 2}), Error);
  EXPECT_TRUE(hdbscan({}, {}).label.empty());
  EXPECT_EQ(hdbscan(points, {.min_points = 3}).label, (std::vector<std::int32_t>{-1, -1}));
  EXPECT_EQ(hdbscan(points, {.min_points = 2}).label, (std::vector<std::int32_t>{-1, -1})) << "all points together are no cluster";
  EXPECT_EQ(hdbscan(points, {.min_points = 2, .whole = true}).label, (std::vector<std::int32_t>{0, 0}));
  const Hdbscan stopped = hdbscan(points, {.min_points = 2}, one_by_one, Progress({}, [] { return true; }));
  EXPECT_TRUE(stopped.cancelled);
  EXPECT_TRUE(stopped.label.empty());
}

}  // namespace
}  // namespace geo
