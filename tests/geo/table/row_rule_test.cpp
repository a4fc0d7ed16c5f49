// SPDX-License-Identifier: Apache-2.0
#include "geo/table/row_rule.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace {

using geo::Role;

class RowRules : public testing::Test {
 protected:
  geo::Catalog catalog = geo::builtin_catalog();
  const geo::Collection& incidents = *catalog.collection("incidents");

  geo::Row row(std::optional<std::int64_t> level, const std::string& category = "", const std::string& district = "") const {
    geo::Row row;
    row.values.resize(incidents.fields.size());
    if (level) { at(row, "confidentiality") = *level; }
    if (!category.empty()) { at(row, "category") = category; }
    if (!district.empty()) { at(row, "admin2_pcode") = district; }
    return row;
  }
  geo::Value& at(geo::Row& row, const char* field) const { return row.values.at(static_cast<std::size_t>(incidents.index_of(field))); }
  bool sees(const char* role, const geo::Row& row) const {
    return geo::RowRule(geo::role_named(role), incidents, catalog.code_lists).admits(row);
  }
};

TEST_F(RowRules, LevelsAreLimits) {
  for (const auto& [level, programme, protection] :
       {std::tuple(0, true, true), std::tuple(1, true, true), std::tuple(2, true, true), std::tuple(3, false, true)}) {
    EXPECT_EQ(sees("programme", row(level)), programme) << level;
    EXPECT_EQ(sees("protection", row(level)), protection) << level;
    EXPECT_FALSE(sees("visitor", row(level))) << "not even of public rows: the collection is closed to it";
  }
  EXPECT_FALSE(sees("programme", row({}))) << "a row that says nothing is most secret";
  EXPECT_TRUE(sees("protection", row({})));
}

TEST_F(RowRules, ProtectedClassesAreForProtectionOnly) {
  std::size_t classes = 0;
  for (const geo::Code& code : catalog.code_list("iccs")->codes) {
    const bool is_protected = code.code.starts_with("03") || code.code == "0203" || code.code == "0204" || code.code == "X3";
    classes += is_protected ? 1 : 0;
    EXPECT_EQ(sees("programme", row(0, code.code)), !is_protected) << code.code;
    EXPECT_TRUE(sees("protection", row(3, code.code)));
  }
  EXPECT_EQ(classes, 7U);
  geo::CodeList& list = *std::find_if(catalog.code_lists.begin(), catalog.code_lists.end(), [](const auto& l) { return l.id == "iccs"; });
  list.codes.push_back({"020401", {"of our own", "nosso"}, "0204"});
  EXPECT_FALSE(sees("programme", row(0, "020401"))) << "a part of a protected class";
}

TEST_F(RowRules, SensitiveClassesAskForLevelTwoWhateverTheRowSays) {
  geo::Collection own = incidents;
  own.id = "our_incidents";
  const auto sees_own = [&](const char* role, const geo::Row& r) {
    return geo::RowRule(geo::role_named(role), own, catalog.code_lists).admits(r);
  };
  EXPECT_TRUE(sees_own("visitor", row(0, "0401")));
  for (const char* code : {"0101", "020221", "0906"}) {
    EXPECT_FALSE(sees_own("visitor", row(0, code))) << code;
    EXPECT_FALSE(sees_own("partner", row(1, code))) << code;
    EXPECT_TRUE(sees_own("programme", row(0, code))) << code;
  }
}

TEST_F(RowRules, AreasBindWhatIsNotPublic) {
  EXPECT_TRUE(sees("programme@MZ0102", row(1, "", "MZ0102")));
  EXPECT_FALSE(sees("programme@MZ0102", row(1, "", "MZ0108")));
  EXPECT_FALSE(sees("programme@MZ0102", row(1))) << "a row that lies nowhere";
  EXPECT_TRUE(sees("programme@MZ0102", row(0, "", "MZ0108"))) << "a public row";
  EXPECT_TRUE(sees("protection@MZ0102", row(3, "", "MZ0102")));
  EXPECT_FALSE(sees("protection@MZ0102", row({}, "", "MZ0108")));
  geo::Row province = row(1);
  at(province, "admin1_pcode") = std::string("MZ01");
  EXPECT_TRUE(sees("programme@MZ01", province));
  EXPECT_FALSE(sees("programme@MZ0101", province)) << "somewhere in the province is not in the district";
  geo::Row post = row(1, "", "MZ0108");
  at(post, "admin3_pcode") = std::string("MZ010803");
  EXPECT_TRUE(sees("programme@MZ010803", post));
  EXPECT_TRUE(sees("programme@MZ0108", post));
}

TEST_F(RowRules, OfAResultAllRowsExist) {
  geo::Collection result = incidents;
  result.result = geo::Provenance{};
  EXPECT_TRUE(geo::RowRule(geo::role_named("visitor"), result, catalog.code_lists).admits_all());
}

}  // namespace
