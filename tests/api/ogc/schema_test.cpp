// SPDX-License-Identifier: Apache-2.0
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <set>

using api_tests::header;
using api_tests::Json;
using api_tests::NotesService;

namespace {

TEST(Schema, DescribesTheFieldsTheRoleMayRead) {
  NotesService visitor("visitor");
  NotesService programme("programme");
  const auto names = [](NotesService& notes) {
    std::set<std::string> found;
    const Json schema(notes.get("/collections/notes/schema"));
    for (const auto& [name, field] : schema.members("/properties")) { found.insert(name); }
    return found;
  };
  std::set<std::string> all = names(programme);
  for (const geo::Field& field : api_tests::notes_collection().fields) { EXPECT_EQ(all.count(field.name), 1U) << field.name; }
  EXPECT_EQ(all.count("geometry"), 1U);
  for (const geo::Field& field : api_tests::notes_collection().fields) {
    EXPECT_EQ(names(visitor).count(field.name), field.confidentiality == 0 ? 1U : 0U) << field.name;
  }
}

TEST(Schema, SaysTitlesTypesAndWhatCodesMean) {
  NotesService notes;
  const api::Response response = notes.get("/collections/notes/schema", {{"Accept-Language", "pt"}});
  EXPECT_EQ(header(response, "Content-Type"), "application/schema+json");
  const Json schema(response);
  const geo::Collection collection = api_tests::notes_collection();
  const geo::Catalog catalog = notes.store.catalog();
  EXPECT_EQ(schema.text("/title"), collection.title.pt);
  EXPECT_EQ(schema.text("/properties/geometry/format"), "geometry-point");
  for (const geo::Field& field : collection.fields) {
    if (field.confidentiality > 0) { continue; }
    EXPECT_EQ(schema.text("/properties/" + field.name + "/title"), field.title.pt) << field.name;
    if (field.type != geo::FieldType::code) { continue; }
    const geo::CodeList* list = catalog.code_list(field.code_list);
    ASSERT_NE(list, nullptr);
    const auto codes = schema.elements("/properties/" + field.name + "/oneOf");
    ASSERT_EQ(codes.size(), list->codes.size());
    EXPECT_EQ(codes[0].text("/const"), list->codes[0].code);
    EXPECT_EQ(codes[0].text("/title"), list->codes[0].title.pt);
  }
  EXPECT_EQ(schema.text("/properties/" + collection.time_from + "/format"), "date-time");
  std::set<std::int64_t> places;
  for (const auto& [name, field] : schema.members("/properties")) {
    if (name != "geometry") { EXPECT_TRUE(places.insert(field.integer("/x-ogc-propertySeq")).second) << name; }
  }
  EXPECT_EQ(*places.begin(), 1);
}

/// What GDAL 3.6 takes its types from: a schema of the whole feature, under exactly this relation.
TEST(Schema, OfAFeatureAsGeoJson) {
  NotesService visitor("visitor");
  NotesService programme("programme");
  EXPECT_EQ(Json(visitor.get("/collections/notes")).link("describedBy"), "http://localhost:8080/collections/notes/schema/feature");
  for (NotesService* notes : {&visitor, &programme}) {
    const Json fields(notes->get("/collections/notes/schema"));
    const Json feature(notes->get("/collections/notes/schema/feature"));
    std::set<std::string> expected;
    std::set<std::string> found;
    for (const auto& [name, field] : fields.members("/properties")) {
      if (name != "geometry") { expected.insert(name + ' ' + (field.has("/type") ? field.text("/type") : "")); }
    }
    for (const auto& [name, field] : feature.members("/properties/properties/properties")) {
      found.insert(name + ' ' + (field.has("/type") ? field.text("/type") : ""));
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(feature.text("/properties/geometry/properties/type/enum/0"), "Point");
  }
}

TEST(Schema, IsLinkedFromItsCollection) {
  NotesService notes;
  const Json collection(notes.get("/collections/notes"));
  EXPECT_EQ(collection.link("http://www.opengis.net/def/rel/ogc/1.0/schema"), "http://localhost:8080/collections/notes/schema");
}

}  // namespace
