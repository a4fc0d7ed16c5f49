// SPDX-License-Identifier: Apache-2.0
#include "geo/table/role.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Roles, AreFoundByTheirNames) {
  EXPECT_EQ(geo::role_named("visitor").row_clearance, 0);
  EXPECT_EQ(geo::role_named("visitor").field_clearance, 0);
  EXPECT_EQ(geo::role_named("programme").row_clearance, geo::most_confidential);
  EXPECT_EQ(geo::role_named("programme").field_clearance, geo::most_confidential);
  for (const char* unknown : {"", "admin", "Visitor"}) {
    try {
      (void)geo::role_named(unknown);
      ADD_FAILURE() << unknown;
    } catch (const geo::Error& e) {
      EXPECT_EQ(e.problem(), geo::Problem::usage);
      EXPECT_NE(e.text().en.find("visitor"), std::string::npos);
    }
  }
}

TEST(VisibleSchema, HasTheFieldsUpToTheClearanceInTheirOrder) {
  for (const geo::Collection& collection : geo::builtin_catalog().collections) {
    for (int clearance = 0; clearance <= geo::most_confidential; ++clearance) {
      const geo::Role role{"r", 0, static_cast<geo::Confidentiality>(clearance)};
      geo::Collection expected = collection;
      std::erase_if(expected.fields, [&](const geo::Field& f) { return f.confidentiality > clearance; });
      EXPECT_EQ(geo::visible_schema(collection, role), expected) << collection.id << ' ' << clearance;
    }
  }
  const geo::Collection* incidents = geo::builtin_catalog().collection("incidents");
  EXPECT_EQ(geo::visible_schema(*incidents, geo::role_named("visitor")).field("narrative"), nullptr);
  EXPECT_EQ(geo::visible_schema(*incidents, geo::role_named("programme")), *incidents);
}

}  // namespace
