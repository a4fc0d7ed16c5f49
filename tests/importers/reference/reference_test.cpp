// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/reference.hpp"

#include "geo/table/builtin.hpp"
#include "geo/table/role.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/importers/reference_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

using importers::Reference;
using importers::StandIn;
using importers_tests::box;

TEST(Reference, EmptyKnowsNothing) {
  const Reference empty;
  EXPECT_TRUE(empty.areas().empty());
  EXPECT_TRUE(empty.places().empty());
  EXPECT_EQ(empty.fingerprint(), "");
  EXPECT_EQ(importers::read_reference(nullptr, nullptr, 0)->fingerprint(), "");
}

TEST(Reference, FingerprintIsOfTheContentNotItsOrder) {
  auto areas = importers_tests::test_areas();
  auto places = importers_tests::test_places();
  const std::string first = Reference(areas, places).fingerprint();
  std::reverse(areas.begin(), areas.end());
  std::reverse(places.begin(), places.end());
  EXPECT_EQ(Reference(areas, places).fingerprint(), first);
  places[0].at.lat += 1e-7;
  EXPECT_NE(Reference(areas, places).fingerprint(), first);
  EXPECT_NE(Reference(areas, {}).fingerprint(), first);
}

TEST(StandIns, MiddlesAndSeats) {
  const auto reference = importers_tests::test_reference();
  const auto at = [&](double lat, double lon) { return reference->stand_ins().find({lon, lat}); };
  ASSERT_NE(at(-18.25, 35), nullptr);
  EXPECT_EQ(at(-18.25, 35)->level, 0);
  ASSERT_NE(at(-12.5, 39.5), nullptr) << "middle of the province";
  EXPECT_EQ(at(-12.5, 39.5)->level, 1);
  ASSERT_NE(at(-13, 38.5), nullptr);
  EXPECT_EQ(at(-13, 38.5)->level, 2);
  EXPECT_EQ(at(-13, 38.5)->name, "Ancuabe");
  EXPECT_NEAR(at(-13, 38.5)->reach_m, 123'000, 3'000);
  ASSERT_NE(at(-13.0003, 38.5002), nullptr) << "40 m off";
  EXPECT_EQ(at(-13.0006, 38.5), nullptr) << "66 m off";
  ASSERT_NE(at(-11.6, 39.5), nullptr);
  EXPECT_TRUE(at(-11.6, 39.5)->is_seat);
  EXPECT_EQ(at(-12.5, 38.5)->level, 3) << "a post";
  EXPECT_EQ(at(-12.75, 39.5), nullptr) << "a settlement that is no seat";
  EXPECT_EQ(at(0, 0), nullptr);
}

class ReferenceFromAStore : public ::testing::Test {
 protected:
  void add(const std::string& collection, const geo::Geometry& shape, const std::vector<std::pair<std::string, geo::Value>>& values) {
    const geo::Collection& c = *geo::builtin_catalog().collection(collection);
    geo::Edit edit;
    edit.row.geometry = shape;
    edit.row.values.resize(c.fields.size());
    for (const auto& [field, value] : values) { edit.row.values[static_cast<std::size_t>(c.index_of(field))] = value; }
    edit.row.values[static_cast<std::size_t>(c.index_of("confidentiality"))] = std::int64_t{0};
    geo::BatchInfo info;
    info.collection = collection;
    info.kind = "edit";
    store.edit(info, {edit});
  }
  std::shared_ptr<const Reference> read(geo::DayNumber today) {
    const geo::Role role = geo::role_named("protection");
    return importers::read_reference(store.view("admin_areas", role).get(), store.view("settlements", role).get(), today);
  }

  store::MemoryStore store{"test", [] { return geo::TimeMs{0}; }};
};

TEST_F(ReferenceFromAStore, ReadsBothLayers) {
  add("admin_areas", box(38, -14, 39, -12), {{"pcode", "MZ0101"}, {"name", "Ancuabe"}, {"admin1_pcode", "MZ01"}});
  add("admin_areas", box(39, -14, 40, -12), {{"pcode", "X1"}, {"name", "Balama"}, {"level", std::int64_t{2}}, {"parent_pcode", "MZ01"}});
  add("admin_areas", {}, {{"pcode", "MZ0109"}, {"name", "Without a shape"}});
  add("settlements", geo::Geometry::point({38.5, -13}), {{"name", "Nune"}, {"admin2_name", "Ancuabe"}, {"admin2_pcode", "MZ01007"}});
  add("settlements", {}, {{"name", "Nowhere"}});
  const auto reference = read(0);
  EXPECT_EQ(reference->areas().size(), 2U);
  const int balama = reference->areas().by_code(2, "X1");
  ASSERT_GE(balama, 0);
  EXPECT_EQ(reference->areas()[balama].codes[1], "MZ01");
  EXPECT_EQ(reference->areas()[reference->areas().by_code(2, "MZ0101")].codes[1], "MZ01");
  ASSERT_EQ(reference->places().size(), 1U);
  EXPECT_EQ(reference->places().places()[0].admin_names[2], "ancuabe");
  EXPECT_EQ(reference->places().area_of_old_code(2, "MZ01007"), reference->areas().by_code(2, "MZ0101"));
  EXPECT_EQ(read(0)->fingerprint(), reference->fingerprint());
}

TEST_F(ReferenceFromAStore, AreasThatAreNoMoreAreLeftOut) {
  add("admin_areas", box(38, -14, 39, -12), {{"pcode", "MZ0101"}, {"valid_to", std::int64_t{100}}});
  EXPECT_EQ(read(100)->areas().size(), 1U);
  EXPECT_EQ(read(101)->areas().size(), 0U);
}

}  // namespace
