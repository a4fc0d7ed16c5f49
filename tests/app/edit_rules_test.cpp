// SPDX-License-Identifier: Apache-2.0
// Rows that clients write are judged by what their role knows of the country: what it does not see places nothing, names nothing and
// refuses nothing.
#include "app/edit_rules.hpp"

#include "geo/geometry/wkb.hpp"
#include "importers/one_feature.hpp"
#include "tests/api/json.hpp"
#include "tests/app/program.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace {

using api_tests::Json;
using testing::HasSubstr;

void set(const geo::Collection& schema, geo::Row& row, const char* field, geo::Value value) {
  row.values.at(static_cast<std::size_t>(schema.index_of(field))) = std::move(value);
}

class EditRules : public testing::Test {
 protected:
  EditRules() {
    add_settlement("Aldeia", 0, {39.0, -12.0}, "MZ0108");
    add_settlement("Segredo", 3, {39.5, -12.5}, "MZ0102");
    add_settlement("Vizinha", 1, {39.7, -12.7}, "MZ0108");
    add_settlement("Gemeas", 0, {38.0, -13.0}, "MZ0102");
    add_settlement("Gemeas", 3, {40.0, -11.0}, "MZ0102");
    add_area("Aberto", "MZ0102", 0, 38);
    add_area("Fechado", "MZ0109", 3, 36);
  }

  void add(const std::string& collection, const geo::Row& row) {
    geo::BatchInfo info;
    info.collection = collection;
    store->edit(info, {{0, false, row}});
  }
  void add_settlement(const char* name, std::int64_t level, geo::LonLat at, const char* district) {
    const geo::Catalog catalog = store->catalog();
    const geo::Collection& schema = *catalog.collection("settlements");
    geo::Row row;
    row.values.resize(schema.fields.size());
    row.geometry = geo::Geometry::point(at);
    set(schema, row, "name", std::string(name));
    set(schema, row, "admin2_pcode", std::string(district));
    set(schema, row, "confidentiality", level);
    add("settlements", row);
  }
  /// A square of one degree.
  void add_area(const char* name, const char* pcode, std::int64_t level, double west) {
    const geo::Catalog catalog = store->catalog();
    const geo::Collection& schema = *catalog.collection("admin_areas");
    geo::Row row;
    row.values.resize(schema.fields.size());
    row.geometry = geo::from_polygons({geo::Polygon{geo::Ring{{west, -15}, {west + 1, -15}, {west + 1, -14}, {west, -14}, {west, -15}}}});
    set(schema, row, "name", std::string(name));
    set(schema, row, "pcode", std::string(pcode));
    set(schema, row, "level", std::int64_t{2});
    set(schema, row, "confidentiality", level);
    add("admin_areas", row);
  }

  /// What the rules make of an incident that `role` writes.
  geo::Row written(const std::string& role, const std::string& place_name, const std::string& geometry = "null") {
    const geo::Catalog catalog = store->catalog();
    const geo::Collection& incidents = *catalog.collection("incidents");
    const std::string feature = R"({"type":"Feature","geometry":)" + geometry +
                                R"(,"properties":{"category":"0401","occurred_from":"2025-03-01T10:00:00+02:00","place_name":")" +
                                place_name + R"("}})";
    return importers::make_row(importers::read_feature(feature, incidents, false), incidents, catalog,
                               rules.for_collection("incidents", geo::role_named(role)));
  }
  /// Nothing: it was refused, in the words for a name that nobody has.
  std::optional<geo::LonLat> place(const std::string& role, const std::string& name) {
    try {
      const geo::Row row = written(role, name);
      return row.geometry.is_none() ? std::nullopt : std::optional(row.geometry.lonlat());
    } catch (const geo::Error& error) {
      EXPECT_EQ(error.text().en, "place_name: \"" + name + "\" there is no position, and no settlement of that name is known");
      return std::nullopt;
    }
  }
  std::string district(const std::string& role, double lon) {
    const geo::Row row = written(role, "", R"({"type":"Point","coordinates":[)" + std::to_string(lon) + ",-14.5]}");
    const auto* code =
        std::get_if<std::string>(&row.values[static_cast<std::size_t>(store->catalog().collection("incidents")->index_of("admin2_pcode"))]);
    return code == nullptr ? "" : *code;
  }

  test_support::Folder folder;
  std::unique_ptr<store::SqliteStore> store = store::open_sqlite((folder / "store.db").string());
  app::EditRules rules{*store, "Africa/Maputo"};
};

constexpr geo::LonLat at_aldeia{39.0, -12.0};

TEST_F(EditRules, WhatTheRoleSeesPlacesARow) {
  for (const char* role : {"protection", "editor", "editor@MZ0102"}) { EXPECT_EQ(place(role, "aldeia"), at_aldeia) << role; }
  EXPECT_EQ(place("protection", "Segredo"), (geo::LonLat{39.5, -12.5}));
  EXPECT_EQ(place("editor", "Vizinha"), (geo::LonLat{39.7, -12.7}));
}

/// In both orders: what was read for one role must not be kept for another.
TEST_F(EditRules, WhatItDoesNotSeePlacesNothing) {
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(place("editor", "Segredo"), std::nullopt) << round;
    EXPECT_EQ(place("editor", "Segredu"), std::nullopt) << "nor one letter off";
    EXPECT_EQ(place("editor@MZ0102", "Segredo"), std::nullopt) << "it lies in their area, and above their level";
    EXPECT_EQ(place("editor@MZ0102", "Vizinha"), std::nullopt) << "it lies in another";
    EXPECT_TRUE(place("protection", "Segredo")) << round;
    EXPECT_TRUE(place("editor", "Vizinha")) << round;
  }
}

/// That a name is there twice would be known by its not being found.
TEST_F(EditRules, WhatItDoesNotSeeIsNotEvenASecondOne) {
  EXPECT_EQ(place("editor", "Gemeas"), (geo::LonLat{38.0, -13.0}));
  try {
    (void)written("protection", "Gemeas");
    FAIL() << "which of the two?";
  } catch (const geo::Error& error) { EXPECT_THAT(error.what(), HasSubstr("2 settlements have that name")); }
}

TEST_F(EditRules, AreasToo) {
  EXPECT_EQ(district("protection", 38.5), "MZ0102");
  EXPECT_EQ(district("editor", 38.5), "MZ0102");
  EXPECT_EQ(district("protection", 36.5), "MZ0109");
  EXPECT_EQ(district("editor", 36.5), "");
}

/// Kept while nothing changes, and no longer.
TEST_F(EditRules, WhatIsNewIsKnownAtOnce) {
  EXPECT_EQ(place("editor", "Nova"), std::nullopt);
  const auto before = rules.for_collection("incidents", geo::role_named("editor")).reference;
  EXPECT_EQ(rules.for_collection("incidents", geo::role_named("editor")).reference, before);
  EXPECT_NE(rules.for_collection("incidents", geo::role_named("protection")).reference, before);
  add_settlement("Nova", 2, {39.1, -12.1}, "MZ0102");
  EXPECT_EQ(place("editor", "Nova"), (geo::LonLat{39.1, -12.1}));
}

/// The same through the service as it is run.
class EditRulesServed : public app_test::Program {};

TEST_F(EditRulesServed, AnEditorLearnsNoPlaceByNamingIt) {
  done({"import", "settlements",
        folder.file("s.csv", "id;nome;latitude;longitude;confidencialidade\n1;Aldeia;-12.0;39.0;0\n2;Segredo;-12.5;39.5;3\n")});
  const auto token = [&](const std::string& role) {
    done({"user", "add", "a-" + role, "--role", role});
    return "Authorization: Bearer " + Json(done({"--json", "user", "token", "a-" + role})).text("/secret") + "\r\n";
  };
  const std::string editor = token("editor");
  const std::string protection = token("protection");
  app_test::Server server(folder, store, {});
  const auto told = [&](const std::string& who, const std::string& name) {
    const std::string feature =
        R"({"type":"Feature","geometry":null,"properties":{"category":"0401","occurred_from":"2025-03-01T10:00:00+02:00","place_name":")" +
        name + R"("}})";
    const app_test::Answer answer =
        app_test::ask(server.port(), "POST", "/collections/incidents/items", feature, who + "Content-Type: application/geo+json\r\n");
    return answer.status == 201 ? "placed" : Json(answer.body).text("/detail");
  };
  EXPECT_EQ(told(protection, "Segredo"), "placed");
  EXPECT_EQ(told(editor, "Aldeia"), "placed");
  EXPECT_EQ(told(editor, "Segredo"), app_test::replaced(told(editor, "Ninguem"), "Ninguem", "Segredo"));
}

}  // namespace
