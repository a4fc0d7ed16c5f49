// SPDX-License-Identifier: Apache-2.0
#include "geo/table/schema.hpp"

#include <gtest/gtest.h>

namespace {

using geo::Collection;
using geo::Error;
using geo::Field;
using geo::FieldType;
using geo::GeometryType;
using geo::Problem;

template <class Call>
std::optional<Problem> problem_of(const Call& call) {
  try {
    call();
  } catch (const Error& e) {
    EXPECT_NE(e.text().en, "");
    EXPECT_NE(e.text().pt, "");
    return e.problem();
  }
  return std::nullopt;
}

Field field(std::string name, FieldType type = FieldType::text) {
  Field f;
  f.name = std::move(name);
  f.type = type;
  return f;
}

TEST(Names, AreSmallLettersDigitsAndUnderscore) {
  for (const char* good : {"a", "name", "a1_b", "x_", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"}) {
    EXPECT_TRUE(geo::is_valid_name(good)) << good;
  }
  for (const char* bad : {"", "A", "1a", "_a", "a b", "a-b", "nomeç", "a;drop table rows", "a\"",
                          "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"}) {
    EXPECT_FALSE(geo::is_valid_name(bad)) << bad;
  }
}

TEST(Names, ThatMeanSomethingElseAreReserved) {
  for (const char* name : {"fid", "rev", "id", "geometry", "geom", "bbox", "limit", "datetime", "rowid", "type", "properties"}) {
    EXPECT_TRUE(geo::is_reserved_name(name)) << name;
    EXPECT_EQ(problem_of([&] { geo::check_field(field(name), geo::builtin_catalog()); }), Problem::usage) << name;
  }
  EXPECT_FALSE(geo::is_reserved_name("name"));
}

TEST(TypeNames, ReadBackAsTheSameType) {
  for (const FieldType type : {FieldType::boolean, FieldType::integer, FieldType::real, FieldType::text, FieldType::code, FieldType::date,
                               FieldType::time, FieldType::json}) {
    EXPECT_EQ(geo::field_type(geo::to_string(type)), type);
  }
  for (const GeometryType type : {GeometryType::none, GeometryType::point, GeometryType::line, GeometryType::polygon, GeometryType::any}) {
    EXPECT_EQ(geo::geometry_type(geo::to_string(type)), type);
  }
  EXPECT_EQ(geo::field_type("varchar"), std::nullopt);
  EXPECT_EQ(geo::geometry_type("Point"), std::nullopt);
}

TEST(CheckField, RefusesWhatCannotBeKept) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  EXPECT_NO_THROW(geo::check_field(field("village"), catalog));
  EXPECT_EQ(problem_of([&] { geo::check_field(field("Village"), catalog); }), Problem::usage);

  Field code = field("kind", FieldType::code);
  EXPECT_EQ(problem_of([&] { geo::check_field(code, catalog); }), Problem::usage);
  code.code_list = "no_such_list";
  EXPECT_EQ(problem_of([&] { geo::check_field(code, catalog); }), Problem::usage);
  code.code_list = "iccs";
  EXPECT_NO_THROW(geo::check_field(code, catalog));

  Field secret = field("secret");
  for (const int c : {-1, 4}) {
    secret.confidentiality = static_cast<geo::Confidentiality>(c);
    EXPECT_EQ(problem_of([&] { geo::check_field(secret, catalog); }), Problem::usage) << c;
  }
}

TEST(CheckCollection, RefusesABadIdAndRepeatedFields) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  Collection wells;
  wells.id = "wells";
  wells.fields = {field("name"), field("depth", FieldType::real)};
  EXPECT_NO_THROW(geo::check_collection(wells, catalog));
  wells.fields.push_back(field("name", FieldType::integer));
  EXPECT_EQ(problem_of([&] { geo::check_collection(wells, catalog); }), Problem::usage);
  wells.fields.clear();
  wells.id = "Wells";
  EXPECT_EQ(problem_of([&] { geo::check_collection(wells, catalog); }), Problem::usage);
}

TEST(Lookups, SayWhereAFieldIsOrThatItIsNot) {
  const Collection* incidents = geo::builtin_catalog().collection("incidents");
  ASSERT_NE(incidents, nullptr);
  const int at = incidents->index_of("occurred_from");
  ASSERT_GE(at, 0);
  EXPECT_EQ(incidents->field("occurred_from"), &incidents->fields[static_cast<std::size_t>(at)]);
  EXPECT_EQ(incidents->index_of("nothing"), -1);
  EXPECT_EQ(incidents->index_of(""), -1);
  EXPECT_EQ(incidents->field("nothing"), nullptr);
  EXPECT_EQ(geo::builtin_catalog().collection("nothing"), nullptr);
  EXPECT_EQ(geo::builtin_catalog().code_list("nothing"), nullptr);
  const geo::CodeList* statuses = geo::builtin_catalog().code_list("csc_status");
  ASSERT_NE(statuses, nullptr);
  EXPECT_NE(statuses->find("active"), nullptr);
  EXPECT_EQ(statuses->find("Active"), nullptr);
}

TEST(CheckField, WhatDecidesWhoSeesARowIsInMemory) {
  geo::Field field;
  field.name = "second_category";
  field.type = geo::FieldType::code;
  field.code_list = "iccs";
  EXPECT_NO_THROW(geo::check_field(field, geo::builtin_catalog()));
  field.hot = false;
  EXPECT_THROW(geo::check_field(field, geo::builtin_catalog()), geo::Error) << "a row of a protected class would be seen by all";
  field.code_list = "time_precision";
  EXPECT_NO_THROW(geo::check_field(field, geo::builtin_catalog()));
}

}  // namespace
