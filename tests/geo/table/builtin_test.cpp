// SPDX-License-Identifier: Apache-2.0
#include "geo/table/builtin.hpp"

#include "geo/base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace {

using Names = std::vector<std::string>;

// What every collection ends with.
const Names& common() {
  static const Names names{"admin1_pcode", "admin2_pcode", "admin3_pcode", "confidentiality", "extra",
                           "source",       "source_key",   "uuid",         "withdrawn_on"};
  return names;
}

struct Expected {
  std::string collection;
  Names own;
};

// The one test that a new built-in field touches: fields in their order, before the common ones.
const std::vector<Expected>& expected() {
  static const std::vector<Expected> list{
      {"incidents",
       {"category",    "category_source",    "severity",      "occurred_from", "occurred_to", "utc_offset_min", "time_precision",
        "reported_at", "location_precision", "uncertainty_m", "place_name",    "source_type", "verification",   "killed_low",
        "killed",      "killed_high",        "injured",       "displaced",     "gbv",         "duplicate_of",   "narrative"}},
      {"cscs",
       {"name", "code", "status", "established_on", "district", "meeting_frequency", "last_meeting_on", "members_total", "members_women",
        "members_youth", "leadership_women", "idp_members", "police_focal_point"}},
      {"catchments", {"csc_code", "name", "district", "status", "basis", "valid_from", "valid_to", "members_total", "members_women"}},
      {"sites",
       {"name", "site_type", "status", "status_on", "opened_on", "closed_on", "district", "funder", "cost_planned", "cost_actual",
        "currency", "officers", "women_officers", "holding_places", "room_seats", "csc_use", "victim_desk", "open_24h"}},
      {"settlements",
       {"name", "alt_names", "place_class", "admin1_name", "admin2_name", "admin3_name", "population", "population_year",
        "population_source"}},
      {"admin_areas", {"pcode", "name", "level", "parent_pcode", "alt_names", "valid_from", "valid_to", "cod_version"}},
      {"outreach",
       {"code", "brigade", "outreach_type", "held_on", "ends_on", "place_name", "district", "location_precision", "uncertainty_m",
        "attended_total", "attended_women", "attended_men", "attended_youth", "attended_idp", "topics", "police_present", "language",
        "follow_up"}},
      {"dialogues",
       {"code", "held_on", "facilitator_org", "csc_code", "place_name", "district", "location_precision", "uncertainty_m", "attended_total",
        "attended_women", "attended_men", "attended_youth", "attended_idp", "participation_women", "participation_men",
        "participation_youth", "police_present", "topics", "minutes"}},
      {"issues", {"code",       "dialogue_code", "category",           "category_source", "severity",
                  "priority",   "state",         "raised_on",          "agreed_on",       "started_on",
                  "due_on",     "closed_on",     "responsible",        "referred_to",     "community_confirmed",
                  "place_name", "district",      "location_precision", "uncertainty_m",   "description",
                  "solution"}},
      {"trainings",
       {"code",
        "training_type",
        "institution",
        "held_on",
        "ends_on",
        "place_name",
        "district",
        "location_precision",
        "uncertainty_m",
        "participants_total",
        "participants_women",
        "participants_men",
        "officers_women",
        "officers_men",
        "sergeants_women",
        "sergeants_men",
        "guards_women",
        "guards_men",
        "module_human_rights",
        "module_gbv",
        "module_use_of_force",
        "modules",
        "score_pre",
        "score_post"}},
      {"population", {"people", "year", "population_source", "idp_share", "cell_m", "uncertainty_m", "place_name"}},
      {"roads", {"road_class", "name", "ref", "surface", "access", "oneway", "bridge", "tunnel"}},
  };
  return list;
}

Names names_of(const std::vector<geo::Field>& fields) {
  Names names;
  for (const geo::Field& field : fields) { names.push_back(field.name); }
  return names;
}

TEST(BuiltinCollections, HaveTheseFieldsInThisOrder) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  ASSERT_EQ(catalog.collections.size(), expected().size());
  for (std::size_t i = 0; i < expected().size(); ++i) {
    Names names = expected()[i].own;
    names.insert(names.end(), common().begin(), common().end());
    EXPECT_EQ(catalog.collections[i].id, expected()[i].collection);
    EXPECT_EQ(names_of(catalog.collections[i].fields), names) << expected()[i].collection;
  }
  EXPECT_EQ(names_of(geo::fields_of_every_collection()), common());
}

TEST(BuiltinCollections, PassTheChecksForDefinitionsFromOutside) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  for (const geo::Collection& collection : catalog.collections) {
    EXPECT_NO_THROW(geo::check_collection(collection, catalog)) << collection.id;
  }
}

TEST(BuiltinCollections, HaveTitlesInBothLanguages) {
  for (const geo::Collection& collection : geo::builtin_catalog().collections) {
    EXPECT_NE(collection.title.en, "") << collection.id;
    EXPECT_NE(collection.title.pt, "") << collection.id;
    for (const geo::Field& field : collection.fields) {
      EXPECT_NE(field.title.en, "") << collection.id << '.' << field.name;
      EXPECT_NE(field.title.pt, "") << collection.id << '.' << field.name;
    }
  }
}

TEST(BuiltinCollections, ReadTheTimeFromFieldsThatHoldOne) {
  for (const geo::Collection& collection : geo::builtin_catalog().collections) {
    for (const std::string& name : {collection.time_from, collection.time_to}) {
      if (name.empty()) { continue; }
      const geo::Field* field = collection.field(name);
      ASSERT_NE(field, nullptr) << collection.id << '.' << name;
      EXPECT_TRUE(field->type == geo::FieldType::time || field->type == geo::FieldType::date) << name;
      EXPECT_TRUE(field->hot) << name;
    }
    EXPECT_EQ(collection.time_from.empty(), collection.time_to.empty());
  }
}

// A collection's own fields come first and may take a column that one of the common fields would take too (an area's own
// P-code); among themselves neither may compete.
TEST(BuiltinCollections, TakeEachColumnNameForOneFieldAtMost) {
  for (const geo::Collection& collection : geo::builtin_catalog().collections) {
    std::set<std::string> taken;
    for (std::size_t i = 0; i < collection.fields.size(); ++i) {
      const geo::Field& field = collection.fields[i];
      if (i == collection.fields.size() - common().size()) { taken.clear(); }
      std::set<std::string> own{field.name};
      for (const std::string& synonym : field.synonyms) {
        EXPECT_EQ(geo::fold_name(synonym), synonym) << collection.id << '.' << field.name;
        own.insert(synonym);
      }
      for (const std::string& name : own) { EXPECT_TRUE(taken.insert(name).second) << collection.id << ": " << name; }
    }
  }
}

TEST(BuiltinCodeLists, ExistForEveryCodeFieldAndForNoOther) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  std::set<std::string> used;
  for (const geo::Collection& collection : catalog.collections) {
    for (const geo::Field& field : collection.fields) {
      EXPECT_EQ(field.type == geo::FieldType::code, !field.code_list.empty()) << field.name;
      if (!field.code_list.empty()) { EXPECT_NE(catalog.code_list(field.code_list), nullptr) << field.code_list; }
      used.insert(field.code_list);
    }
  }
  for (const geo::CodeList& list : catalog.code_lists) { EXPECT_EQ(used.count(list.id), 1U) << list.id << " is used by no field"; }
}

TEST(BuiltinCodeLists, HaveDistinctCodesTitlesAndParentsThatExist) {
  for (const geo::CodeList& list : geo::builtin_catalog().code_lists) {
    std::set<std::string> codes;
    for (const geo::Code& code : list.codes) {
      EXPECT_TRUE(codes.insert(code.code).second) << list.id << ": " << code.code;
      EXPECT_NE(code.title.en, "") << list.id << ": " << code.code;
      EXPECT_NE(code.title.pt, "") << list.id << ": " << code.code;
      if (!code.parent.empty()) { EXPECT_NE(list.find(code.parent), nullptr) << list.id << ": parent of " << code.code; }
    }
    EXPECT_FALSE(codes.empty()) << list.id;
  }
}

TEST(BuiltinCodeLists, CategoriesHaveASeverityOnTheScale) {
  const geo::CodeList* list = geo::builtin_catalog().code_list("iccs");
  ASSERT_NE(list, nullptr);
  for (const geo::Code& code : list->codes) {
    ASSERT_TRUE(code.severity) << code.code;
    EXPECT_GE(*code.severity, 0) << code.code;
    EXPECT_LE(*code.severity, 5) << code.code;
    EXPECT_TRUE(code.parent.empty() || (code.code.rfind(code.parent, 0) == 0 && code.code.size() > code.parent.size())) << code.code;
  }
}

TEST(BuiltinCollections, KeepWhatCanHurtPeopleFromVisitors) {
  const geo::Collection* incidents = geo::builtin_catalog().collection("incidents");
  ASSERT_NE(incidents, nullptr);
  for (const char* name : {"narrative", "category_source", "gbv", "source", "source_key", "extra"}) {
    EXPECT_GT(incidents->field(name)->confidentiality, 0) << name;
  }
  EXPECT_EQ(incidents->default_confidentiality, 1);
}

TEST(BuiltinCollections, CountsOfPeopleAreInternalAndWhatWasSaidIsRestricted) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  for (const char* id : {"outreach", "dialogues", "issues", "trainings"}) {
    const geo::Collection& c = *catalog.collection(id);
    EXPECT_EQ(c.default_confidentiality, 1) << id;
    for (const geo::Field& f : c.fields) {
      const bool counts = f.type == geo::FieldType::integer && f.name != "severity" && f.name != "priority" && f.name != "confidentiality";
      if (counts) { EXPECT_EQ(f.confidentiality, f.name.ends_with("_idp") ? 2 : 1) << id << '.' << f.name; }
      const bool long_text = f.type == geo::FieldType::text && !f.hot && !f.system;
      if (long_text) { EXPECT_EQ(f.confidentiality, 2) << id << '.' << f.name; }
    }
  }
  EXPECT_EQ(catalog.collection("population")->field("idp_share")->confidentiality, 2);
  for (const char* id : {"population", "roads"}) { EXPECT_EQ(catalog.collection(id)->default_confidentiality, 0) << id; }
}

}  // namespace
