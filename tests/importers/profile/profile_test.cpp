// SPDX-License-Identifier: Apache-2.0
#include "geo/table/schema.hpp"
#include "importers/profile/source_profile.hpp"
#include "importers/rules/codes.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace {

using namespace importers;
using namespace importers_tests;

std::string detected(const std::string& header, const std::string& collection = "incidents") {
  std::vector<Column> columns;
  std::size_t from = 0;
  while (from <= header.size()) {
    const std::size_t to = std::min(header.find(',', from), header.size());
    columns.push_back({header.substr(from, to - from)});
    from = to + 1;
  }
  const ProfilePointer found = choose_profile("auto", nullptr, collection, columns);
  return found ? found->id : "";
}

std::string refused_profile(const std::string& toml) {
  try {
    parse_profile(toml, "mine.toml");
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::usage);
    EXPECT_NE(error.text().en, error.text().pt) << toml;
    return error.text().en;
  }
  return "";
}

TEST(Profiles, FillFieldsThatExistWithCodesThatExist) {
  const std::set<std::string> special{"latitude", "longitude", "geopoint", "wkt", "key"};
  const geo::Catalog& catalog = geo::builtin_catalog();
  ASSERT_GE(builtin_profiles().size(), 10U);
  std::set<std::string> ids;
  for (const ProfilePointer& profile : builtin_profiles()) {
    EXPECT_TRUE(ids.insert(profile->id).second) << profile->id;
    EXPECT_FALSE(profile->title.en.empty()) << profile->id;
    EXPECT_FALSE(profile->title.pt.empty()) << profile->id;
    for (const ProfileField& entry : profile->fields) {
      bool known = special.contains(entry.field);
      for (const std::string& id : profile->collections) {
        const geo::Collection* collection = catalog.collection(id);
        ASSERT_NE(collection, nullptr) << profile->id << " " << id;
        const geo::Field* field = collection->field(entry.field);
        known = known || field != nullptr;
        if (field == nullptr || field->type != geo::FieldType::code) { continue; }
        const geo::CodeList& list = *catalog.code_list(field->code_list);
        if (!entry.constant.empty()) { EXPECT_NE(list.find(entry.constant), nullptr) << profile->id << " " << entry.constant; }
        for (const auto& [cell, code] : entry.values) {
          EXPECT_TRUE(code.empty() || list.find(code) != nullptr) << profile->id << " " << cell << " " << code;
        }
      }
      EXPECT_TRUE(known) << profile->id << " " << entry.field;
    }
  }
}

TEST(Profiles, AreRecognisedByTheirColumns) {
  EXPECT_EQ(
      detected("data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,geo_precision,iso3"),
      "acled");
  EXPECT_EQ(detected("EVENT_ID_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,SUB_EVENT_TYPE,ACTOR1,GEO_PRECISION"), "acled");
  EXPECT_EQ(
      detected(
          "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,civilian_targeting,geo_precision,tags"),
      "acled");
  EXPECT_EQ(detected("id,relid,year,type_of_violence,where_prec,date_prec,date_start,date_end,best"), "ucdp-ged");
  EXPECT_EQ(detected("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,Crime type"), "police-uk");
  EXPECT_EQ(detected("ID,Case Number,Date,Block,IUCR,Primary Type,Latitude,Longitude"), "chicago");
  EXPECT_EQ(detected("start;end,data_ocorrencia,_id,_uuid,_submission_time"), "kobo");
  EXPECT_EQ(detected("SubmissionDate,dados-tipo,KEY,SubmitterID,FormVersion"), "odk-central");
  EXPECT_EQ(detected("ADM2_PT,ADM2_PCODE,ADM1_PT,ADM1_PCODE,ADM0_PCODE", "admin_areas"), "cod-ab-adm2");
  EXPECT_EQ(detected("ADM1_PT,ADM1_PCODE,ADM0_PCODE", "admin_areas"), "cod-ab-adm1");
  EXPECT_EQ(detected("ADM3_PT,ADM3_PCODE,ADM2_PCODE,ADM1_PCODE,ADM0_PCODE", "admin_areas"), "cod-ab-adm3");
  EXPECT_EQ(detected("Sett_Name,F_DESIG,ADM2_Code,ADM3_Code", "settlements"), "hdx-settlements");
  EXPECT_EQ(detected("date,lat,lon,category"), "");
  EXPECT_EQ(detected("ADM1_PT,ADM1_PCODE,ADM0_PCODE", "incidents"), "") << "it fills another collection";
}

TEST(Profiles, AreChosenByName) {
  const std::vector<Column> columns{{"date"}};
  EXPECT_EQ(choose_profile("kobo", nullptr, "incidents", columns)->id, "kobo");
  EXPECT_EQ(choose_profile("none", nullptr, "incidents", {{"where_prec"}, {"date_prec"}, {"type_of_violence"}, {"date_start"}}), nullptr);
  ImportOptions o = options();
  o.profile = "acled";
  EXPECT_NE(refusal("pcode,name,lat,lon\nMZ01,Cabo Delgado,-12,40\n", "settlements", o).find("acled is for incidents, not for settlements"),
            std::string::npos);
  o.profile = "mine";
  EXPECT_NE(refusal("date,lat,lon\n2024-01-01,-12,40\n", "incidents", o).find("there is no profile \"mine\""), std::string::npos);
}

TEST(Profiles, KeepThePrecisionOfUcdp) {
  const Imported got = import_text(
      "id,where_prec,date_prec,type_of_violence,where_coordinates,latitude,longitude,date_start,date_end,best,low,high\n"
      "7,1,1,3,Rami village,-12.5,40.1,2020-03-04,2020-03-04,2,2,3\n"
      "8,4,5,1,Lunda Sul province,-12.6,40.2,2020-01-01,2020-12-31,14,14,14\n",
      "incidents", options());
  EXPECT_EQ(got.report.file.profile, "ucdp-ged");
  EXPECT_EQ(got.report.file.profile_from, "columns");
  EXPECT_EQ(got.value(0, "location_precision"), "settlement");
  EXPECT_EQ(got.value(0, "uncertainty_m"), "1000");
  EXPECT_EQ(got.value(0, "time_precision"), "day");
  EXPECT_EQ(got.value(0, "category"), "0107");
  EXPECT_EQ(got.value(0, "category_source"), "one-sided violence");
  EXPECT_EQ(got.value(1, "location_precision"), "admin1");
  EXPECT_EQ(got.value(1, "uncertainty_m"), "150000");
  EXPECT_EQ(got.value(1, "time_precision"), "year");
  EXPECT_EQ(got.value(1, "category"), "ZZ");
  EXPECT_EQ(got.value(1, "source_type"), "dataset");
  EXPECT_NE(got.value(1, "extra").find(R"("where_prec":"4")"), std::string::npos) << "the source's own code stays with the row";
  EXPECT_NE(got.value(1, "extra").find(R"("date_prec":"5")"), std::string::npos);
  EXPECT_EQ(got.report.source, "ucdp-ged");
  EXPECT_EQ(got.fate("where_prec"), "location_precision + uncertainty_m");
}

TEST(Profiles, GiveWayToWhatTheUserSays) {
  const std::string file =
      "Month,Reported by,Falls within,Crime type,Crime ID,Longitude,Latitude,Location\n"
      "2024-02,GMP,GMP,Burglary,abc,-2.2,53.4,On or near High Street\n"
      "2024-02,GMP,GMP,Anti-social behaviour,,-2.2,53.4,On or near High Street\n"
      "2024-02,GMP,GMP,Anti-social behaviour,,-2.2,53.4,On or near High Street\n";
  const Imported got = import_text(file, "incidents", options());
  EXPECT_EQ(got.report.file.profile, "police-uk");
  EXPECT_EQ(got.report.file.time_zone, "Europe/London");
  EXPECT_EQ(got.value(0, "uncertainty_m"), "200");
  EXPECT_EQ(got.report.rows.accepted, 3) << "equal rows without a key are real";
  ImportOptions o = options();
  o.set = {{"uncertainty_m", "55"}};
  o.time_zone = "UTC";
  o.map = {{"place_name", "Reported by"}};
  const Imported told = import_text(file, "incidents", o);
  EXPECT_EQ(told.value(0, "uncertainty_m"), "55");
  EXPECT_EQ(told.report.file.time_zone, "UTC");
  EXPECT_EQ(told.value(0, "place_name"), "GMP");
  o.profile = "none";
  EXPECT_EQ(import_text(file, "incidents", o).report.file.profile, "");
}

TEST(Profiles, CanBeWrittenByAUser) {
  ImportOptions o = options();
  o.own_profile = parse_profile(R"(
id = "livro-de-ocorrencias"
title = { en = "Station book", pt = "Livro de ocorrências da esquadra" }
collections = ["incidents"]
source = "livro"
key = ["Nº"]
ignore = ["Página"]
[fields]
occurred_from = ["Dia"]
category = { columns = ["Facto"], values = { "Furto de gado" = "0502", "RIXA" = "02011" } }
latitude = ["Norte"]
longitude = ["Este"]
verification = { constant = "verified" }
)",
                                "livro.toml");
  const Imported got = import_text(
      "Nº,Dia,Facto,Norte,Este,Página\n12,3/4/2024,furto  de GADO,-12.5,40.1,7\n13,4/4/2024,rixa,-12.6,40.2,8\n", "incidents", o);
  EXPECT_EQ(got.value(0, "category"), "0502");
  EXPECT_EQ(got.value(1, "category"), "02011");
  EXPECT_EQ(got.value(1, "verification"), "verified");
  EXPECT_EQ(got.rows[0].source_key, "12");
  EXPECT_EQ(got.report.source, "livro");
  EXPECT_EQ(got.report.file.profile_from, "--profile");
  EXPECT_EQ(got.fate("Página"), "ignored");
  EXPECT_EQ(got.value(0, "extra").find("7"), std::string::npos);
}

TEST(Profiles, NameTheColumnsOfAFileWithoutAHeader) {
  const std::string row =
      "1024552\tXai-Xai\tXai-Xai\tJoão Belo\t-25.05194\t33.64417\tP\tPPLA\tMZ\t\t02\t9408663\t\t\t127366\t\t4\tAfrica/Maputo\t2014-09-02\n";
  const Imported got = import_text(row + row.substr(1), "settlements", options(), "MZ.tsv");
  EXPECT_EQ(got.report.file.profile, "geonames");
  EXPECT_EQ(got.rows.size(), 2U) << "the first line is a row";
  EXPECT_EQ(got.value(0, "name"), "Xai-Xai");
  EXPECT_EQ(got.value(0, "population"), "127366");
  EXPECT_EQ(got.rows[0].source_key, "1024552");
  EXPECT_NE(refusal("Mieze,-13.1,40.5\n", "settlements", options()).find("the first line holds data"), std::string::npos);
  EXPECT_EQ(import_text("name,2019,2020,lat,lon\nMieze,1,2,-13.1,40.5\n", "settlements", options()).rows.size(), 1U)
      << "years may be names";
}

TEST(Profiles, TakeTheRowsOfTheirKind) {
  const std::string file =
      "osm_id,lat,lon,name,tag,value,population\n1,-12.9,40.4,Mieze,place,village,900\n2,-12.8,40.4,Esquadra,amenity,police,\n3,-12.7,40.4,"
      "Escola,amenity,school,\n";
  const Imported places = import_text(file, "settlements", options());
  EXPECT_EQ(places.rows.size(), 1U);
  EXPECT_EQ(places.count("kind", Action::dropped), 2);
  EXPECT_EQ(places.report.rows.read, 3);
  const Imported posts = import_text(file, "sites", options());
  ASSERT_EQ(posts.rows.size(), 1U);
  EXPECT_EQ(posts.value(0, "site_type"), "police_post");
}

TEST(Profiles, SayWhatIsWrongWithThem) {
  EXPECT_NE(refused_profile("id = 5").find("line 1: 'id' must be a text"), std::string::npos);
  EXPECT_NE(refused_profile("id = \"x\"\ncolour = \"red\"").find("line 2: unknown key 'colour'; here may stand id"), std::string::npos);
  EXPECT_NE(refused_profile("id = \"x\"").find("it needs id, collections and fields"), std::string::npos);
  EXPECT_NE(refused_profile("id = \"x\"\n[fields]\nname = { columns = [\"a\"], constant = \"b\" }").find("either columns"),
            std::string::npos);
  EXPECT_NE(refused_profile("id = \"x\"\n[fields]\nname = \"a\"").find("'name' must be a table"), std::string::npos);
  EXPECT_NE(refused_profile("id = \"x").find("line 1"), std::string::npos);
}

TEST(Profiles, TagsMatchByTheirAttributes) {
  EXPECT_TRUE(tag_matches("#affected +f +killed", "#affected+killed"));
  EXPECT_TRUE(tag_matches("#GEO+Lat", "#geo+lat"));
  EXPECT_TRUE(tag_matches("#adm1+name", "#adm1"));
  EXPECT_FALSE(tag_matches("#affected+f", "#affected+killed"));
  EXPECT_FALSE(tag_matches("#adm12", "#adm1"));
}

TEST(Hxl, TagsAreTheMapping) {
  const Imported got = import_text(
      "Junk,Junk,Junk,Junk,Junk\nQuando,Onde,,N,Vítimas\n#date+occurred,#loc+name,#geo+lat,#geo+lon,#affected+killed+f\n"
      "2024-03-01,Metuge,-12.9,40.4,2\n2024-03-02,Mieze,-13.1,40.5,\n",
      "incidents", options());
  EXPECT_EQ(got.report.rows.read, 3);
  EXPECT_EQ(got.count("E3", Action::dropped), 1);
  EXPECT_EQ(got.value(0, "place_name"), "Metuge");
  EXPECT_EQ(got.value(0, "killed"), "2");
  EXPECT_EQ(got.rows.size(), 2U);
  EXPECT_FALSE(got.rows[1].row.geometry.is_none());
  EXPECT_EQ(got.fate("Onde"), "place_name");
  EXPECT_EQ(got.rows[0].line, 4);
}

TEST(Hxl, RowsMayBeLongerThanTheNamesAboveTheTags) {
  const Imported got = import_text("Lugar\n#loc+name,#geo+lat,#geo+lon\nMetuge,-12.9,40.4\n", "settlements", options());
  EXPECT_EQ(got.value(0, "name"), "Metuge");
  EXPECT_EQ(got.rows.size(), 1U);
  const Imported bare = import_text("#loc+name,#geo+lat,#geo+lon\nMieze,-12.9,40.4\n", "settlements", options());
  EXPECT_EQ(bare.value(0, "name"), "Mieze");
  EXPECT_EQ(bare.report.rows.read, 1);
  // A hash sign in data makes no tags: one cell of them does not begin with one.
  const Imported plain = import_text("name,lat,lon\n#1 Bairro,-12.9,40.4\n", "settlements", options());
  EXPECT_EQ(plain.value(0, "name"), "#1 Bairro");
}

TEST(Hxl, TagsWithoutTheirHashAreRefusedAndNamed) {
  const std::string said = refusal("Onde,Quem,Mulheres\n,org+es,reached+f\nPemba,ONG,4\n", "outreach", options());
  EXPECT_THAT(said, testing::HasSubstr("line 2 looks like HXL hashtags without their '#'"));
  // Sums, and telephone numbers, are none.
  const Imported plain = import_text("local,notas,equipa\nPemba,a+b,joao\nMetuge,+258 84,maria\n", "outreach", options());
  EXPECT_EQ(plain.rows.size(), 2U);
}

TEST(Hxl, ARowMayKnowNoMoreThanItsProvince) {
  const Imported got = import_text(
      "O quê,Quem,Onde,Mulheres,Quando\n#subsector,#org,#adm1,#reached+f,#date\nSaúde,ONG,Niassa,12,2024-03-01\n", "outreach", options());
  ASSERT_EQ(got.rows.size(), 1U);
  EXPECT_EQ(got.value(0, "place_name"), "Niassa");
  EXPECT_EQ(got.value(0, "attended_women"), "12");
  EXPECT_EQ(got.value(0, "held_on"), "2024-03-01");
  EXPECT_TRUE(got.rows[0].row.geometry.is_none());
}

TEST(Hxl, QuotesAndEarlyRowsComeThroughWhole) {
  std::string file = "name,lat,lon\n";
  for (int i = 0; i < 40; ++i) { file += "\"a \"\"b\"\" \n" + std::to_string(i) + "\",-12.9,40.4\n"; }
  const Imported got = import_text(file, "settlements", options());
  ASSERT_EQ(got.rows.size(), 40U);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(got.value(i, "name"), "a \"b\"  " + std::to_string(i)) << i;
  }  // the line end became a blank
}

}  // namespace
