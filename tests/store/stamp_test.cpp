// SPDX-License-Identifier: Apache-2.0
// View::stamp(): a part of the map is known by what lies in it.
#include "geo/geometry/wkb.hpp"
#include "store/store.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace {

using store_test::NamedFactory;

constexpr geo::TimeMs some_time = 1'700'000'000'000;

class Stamps : public testing::TestWithParam<NamedFactory> {
 protected:
  geo::Fid edit(const char* collection, geo::Fid fid, geo::Geometry geometry, std::int64_t confidentiality, bool remove = false) {
    const geo::Collection schema = *m_subject->writer().catalog().collection(collection);
    geo::Row row;
    row.geometry = std::move(geometry);
    row.values.resize(schema.fields.size());
    row.values[static_cast<std::size_t>(schema.index_of("confidentiality"))] = confidentiality;
    geo::BatchInfo info;
    info.collection = collection;
    const geo::Edit change{fid, remove, std::move(row)};
    m_subject->writer().edit(info, std::vector<geo::Edit>{change});
    if (fid != 0) { return fid; }
    return ++m_last[collection];
  }
  std::shared_ptr<const geo::View> view(const char* collection, const char* role = "protection") {
    return m_subject->reader().view(collection, geo::role_named(role));
  }

  std::map<std::string, geo::Fid> m_last;
  std::unique_ptr<store_test::Subject> m_subject = GetParam().make([] { return some_time; });
};

TEST_P(Stamps, ChangeWithWhatLiesInTheBoxAndWithNothingElse) {
  std::mt19937_64 random(21);
  std::uniform_real_distribution<double> lon(38, 41);
  std::uniform_real_distribution<double> lat(-14, -11);
  std::vector<geo::BBox> boxes{{-180, -90, 180, 90}, {39, -13, 40, -12}};
  for (int i = 0; i < 20; ++i) {
    const double west = lon(random);
    const double south = lat(random);
    boxes.push_back({west, south, west + 0.01 * static_cast<double>(1 + random() % 100), south + 0.3});
  }
  std::map<geo::Fid, geo::LonLat> places;
  for (int i = 0; i < 300; ++i) {
    const geo::LonLat p{lon(random), lat(random)};
    places[edit("settlements", 0, geo::Geometry::point(p), 0)] = p;
  }
  edit("settlements", 0, {}, 0);  // nobody knows where: in no box
  for (int round = 0; round < 60; ++round) {
    const auto before = view("settlements");
    std::vector<geo::LonLat> touched;
    const auto chosen = std::next(places.begin(), static_cast<std::ptrdiff_t>(random() % places.size()));
    switch (random() % 3) {
      case 0: {
        const geo::LonLat p{lon(random), lat(random)};
        touched = {p};
        places[edit("settlements", 0, geo::Geometry::point(p), 0)] = p;
        break;
      }
      case 1: {
        const geo::LonLat p{lon(random), lat(random)};
        touched = {chosen->second, p};
        edit("settlements", chosen->first, geo::Geometry::point(p), 0);
        chosen->second = p;
        break;
      }
      default:
        touched = {chosen->second};
        edit("settlements", chosen->first, {}, 0, true);
        places.erase(chosen);
    }
    if (round % 20 == 19) { m_subject->reopen(); }
    if (round % 20 == 19) { continue; }  // views are gone
    const auto after = view("settlements");
    for (const geo::BBox& box : boxes) {
      const bool is_touched = std::any_of(touched.begin(), touched.end(), [&](geo::LonLat p) { return box.contains(p); });
      EXPECT_EQ(before->stamp(box) != after->stamp(box), is_touched) << "round " << round;
      EXPECT_EQ(after->stamp(box), view("settlements")->stamp(box));
    }
  }
}

TEST_P(Stamps, SayNothingOfWhatTheRoleDoesNotSee) {
  const geo::BBox all{-180, -90, 180, 90};
  edit("incidents", 0, geo::Geometry::point({40, -12}), 0);
  const std::uint64_t seen = view("incidents", "programme")->stamp(all);
  const std::uint64_t seen_above = view("incidents")->stamp(all);
  edit("incidents", 0, geo::Geometry::point({40, -12}), 3);
  EXPECT_EQ(view("incidents", "programme")->stamp(all), seen);
  EXPECT_NE(view("incidents")->stamp(all), seen_above);
}

TEST_P(Stamps, OfShapesGoByTheirBoxes) {
  const auto square = [](double west, double south, double side) {
    return geo::from_polygons({{{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}}});
  };
  const geo::Fid first = edit("catchments", 0, square(40, -12, 0.5), 0);
  edit("catchments", 0, square(38, -13, 0.5), 0);
  const geo::BBox near{40.4, -11.6, 40.45, -11.55};
  const geo::BBox far{38.1, -12.9, 38.2, -12.8};
  const std::uint64_t near_before = view("catchments")->stamp(near);
  const std::uint64_t far_before = view("catchments")->stamp(far);
  edit("catchments", first, square(40.1, -12, 0.5), 0);
  EXPECT_NE(view("catchments")->stamp(near), near_before);
  EXPECT_EQ(view("catchments")->stamp(far), far_before);
}

INSTANTIATE_TEST_SUITE_P(Stores, Stamps, testing::ValuesIn(store_test::all_subjects()), [](const auto& each) { return each.param.name; });

}  // namespace
