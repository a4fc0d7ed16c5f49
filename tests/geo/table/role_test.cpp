// SPDX-License-Identifier: Apache-2.0
#include "geo/table/role.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using geo::role_named;

TEST(Roles, AreFoundByTheirNames) {
  for (const geo::Role& role : geo::builtin_roles()) { EXPECT_EQ(role_named(role.name), role); }
  for (const char* unknown : {"", "Visitor", "owner", "programme ", "@MZ01"}) {
    try {
      (void)role_named(unknown);
      ADD_FAILURE() << unknown;
    } catch (const geo::Error& e) {
      EXPECT_EQ(e.problem(), geo::Problem::usage);
      EXPECT_NE(e.text().en.find("visitor"), std::string::npos);
    }
  }
}

TEST(Roles, AreBoundToAreasInTheirNames) {
  const geo::Role role = role_named("programme@MZ0108,MZ0102,MZ0108");
  EXPECT_EQ(role.areas, (std::vector<std::string>{"MZ0102", "MZ0108"}));
  EXPECT_EQ(geo::role_text(role), "programme@MZ0102,MZ0108");
  EXPECT_EQ(role_named(geo::role_text(role)), role);
  EXPECT_EQ(role, role_named("programme@MZ0102,MZ0108")) << "one role, however it was said";
  for (const char* wrong : {"programme@", "programme@MZ01,", "programme@mz01", "programme@MZ01 ", "programme@M", "programme@MZ01@MZ02"}) {
    EXPECT_THROW((void)role_named(wrong), geo::Error) << wrong;
  }
}

// PRIVACY rule B12: who sees incidents at all, and how far.
TEST(Roles, SeeIncidentsAsTheTableSays) {
  for (const char* none : {"visitor", "partner", "police", "admin"}) {
    EXPECT_FALSE(geo::grant_of(role_named(none), "incidents").exact) << none;
    EXPECT_FALSE(geo::grant_of(role_named(none), "issues").exact) << none;
  }
  EXPECT_EQ(geo::grant_of(role_named("programme"), "incidents"), (geo::Grant{"incidents", true, 2, 2}));
  EXPECT_EQ(geo::grant_of(role_named("protection"), "incidents"), (geo::Grant{"incidents", true, 3, 3}));
  EXPECT_EQ(geo::grant_of(role_named("police"), "sites"), (geo::Grant{"sites", true, 1, 2}));
  EXPECT_EQ(geo::grant_of(role_named("police"), "cscs"), (geo::Grant{"cscs", true, 0, 0}));
  EXPECT_EQ(geo::grant_of(role_named("partner"), "dialogues"), (geo::Grant{"dialogues", true, 1, 1}));
}

TEST(Roles, VisitorAndAdminAreNoMoreThanThePublic) {
  for (const geo::Role& role : geo::builtin_roles()) {
    EXPECT_EQ(geo::is_public(role), role.name == "visitor" || role.name == "admin") << role.name;
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
  EXPECT_TRUE(geo::visible_schema(*incidents, role_named("visitor")).fields.empty());
  EXPECT_EQ(geo::visible_schema(*incidents, role_named("programme")).field("gbv"), nullptr);
  EXPECT_EQ(geo::visible_schema(*incidents, role_named("protection")), *incidents);
}

geo::Provenance made_by(const char* role, geo::Confidentiality rows, geo::Confidentiality fields, std::vector<std::string> inputs) {
  geo::Provenance made;
  made.role = role;
  made.row_clearance = rows;
  made.field_clearance = fields;
  made.inputs = std::move(inputs);
  return made;
}

bool knows(const char* role, const geo::Provenance& made) { return geo::may_know(role_named(role), made); }

TEST(MayKnow, AResultIsForWhoSeesAllThatItWasMadeOf) {
  const auto of_incidents = made_by("programme", 2, 2, {"incidents"});
  EXPECT_TRUE(knows("programme", of_incidents));
  EXPECT_TRUE(knows("protection", of_incidents));
  for (const char* other : {"visitor", "partner", "police", "admin"}) { EXPECT_FALSE(knows(other, of_incidents)) << other; }
  EXPECT_FALSE(knows("programme", made_by("protection", 3, 3, {"incidents"})));
  const auto of_sites = made_by("police", 1, 2, {"sites"});
  EXPECT_TRUE(knows("police", of_sites));
  EXPECT_FALSE(knows("partner", of_sites)) << "partners do not see fields of level 2";
  EXPECT_FALSE(knows("police", made_by("police", 1, 2, {"sites", "incidents"})));
  for (const geo::Role& role : geo::builtin_roles()) { EXPECT_TRUE(geo::may_know(role, made_by("visitor", 0, 0, {"incidents"}))); }
}

TEST(MayKnow, AreasOfTheResultMustBeAmongTheReaders) {
  const auto everywhere = made_by("programme", 2, 2, {"incidents"});
  const auto two = made_by("programme@MZ0102,MZ0108", 2, 2, {"incidents"});
  EXPECT_FALSE(knows("programme@MZ0102", everywhere));
  EXPECT_FALSE(knows("programme@MZ0102", two));
  EXPECT_TRUE(knows("programme@MZ0102,MZ0108", two));
  EXPECT_TRUE(knows("programme@MZ0102,MZ0105,MZ0108", two));
  EXPECT_TRUE(knows("programme", two));
  EXPECT_FALSE(knows("protection@MZ0103", two));
}

}  // namespace
