// SPDX-License-Identifier: Apache-2.0
// Files laid out as the programs of the field lay them out, from end to end; what stands in them is invented. Kobo's JSON and OData:
// read/json_rows_reader_test.cpp.
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/xlsx_writer.hpp"
#include "tests/importers/gdal/zip_writer.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using importers::Action;
using testing::HasSubstr;

Imported import_bytes(const std::string& name, const std::string& bytes, const std::string& collection = "incidents") {
  const Folder folder;
  const auto reader = importers::open(folder.write(name, bytes), read_options());
  return import_from(*reader, collection, options());
}

/// What each generation of ACLED's header must give for the same two events.
void expect_acled_events(const Imported& got) {
  EXPECT_EQ(got.report.file.profile, "acled");
  EXPECT_EQ(got.report.source, "acled");
  EXPECT_TRUE(got.report.rows.balanced());
  ASSERT_EQ(got.rows.size(), 2U);
  EXPECT_EQ(got.rows[0].source_key, "MOZ1001");
  EXPECT_EQ(got.value(0, "occurred_from").substr(0, 10), "2020-11-05");  // midnight of the 6th in Maputo, as UTC
  EXPECT_EQ(got.value(0, "time_precision"), "day");
  EXPECT_EQ(got.value(0, "location_precision"), "settlement");
  EXPECT_EQ(got.value(0, "category"), "0107");
  EXPECT_EQ(got.value(0, "killed"), "3");
  EXPECT_EQ(got.value(0, "place_name"), "Quelimane Velha");
  EXPECT_EQ(got.value(1, "time_precision"), "month");
  EXPECT_EQ(got.value(1, "location_precision"), "admin1");
  EXPECT_EQ(got.value(1, "category"), "ZZ");
  EXPECT_EQ(got.value(1, "source_type"), "dataset");
  EXPECT_NEAR(got.rows[1].row.geometry.lonlat().lat, -12.97, 1e-6);
}

TEST(FieldLayouts, AcledOf2020WithHashtags) {
  const Imported got = import_bytes(
      "acled.csv",
      "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
      "actor2,"
      "assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
      "notes,fatalities,timestamp,iso3\r\n"
      "#meta+id,,#event+code,,#date+occurred,#date+year,,#event+type,,#group+name+first,,,#group+name+second,,,,#region+name,#country+name,"
      "#adm1+name,#adm2+name,#adm3+name,#loc+name,#geo+lat,#geo+lon,,#meta+source,,#description,#affected+killed,,#country+code\r\n"
      "77,508,MOZ1001,1001,2020-11-06,2020,1,Violence against civilians,Attack,Grupo A,,3,Civis,,7,37,Southern Africa,Mozambique,Cabo "
      "Delgado,"
      "Mocimboa da Praia,Diaca,Quelimane Velha,-11.35,40.35,1,Agência,National,\"Uma nota, com vírgula\",3,1604900000,MOZ\r\n"
      "78,508,MOZ1002,1002,2020-11-01,2020,3,Battles,Armed clash,Grupo A,,3,Forças,,1,13,Southern Africa,Mozambique,Cabo "
      "Delgado,,,Pemba,-12.97,"
      "40.52,3,Agência,National,Outra,0,1604900001,MOZ\r\n");
  expect_acled_events(got);
  EXPECT_EQ(got.count("E3", Action::dropped), 1);
}

TEST(FieldLayouts, AcledInCapitalsWithDatesInWords) {
  expect_acled_events(
      import_bytes("acled.csv",
                   "ISO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,SUB_EVENT_TYPE,ACTOR1,ASSOC_ACTOR_1,"
                   "INTER1,REGION,COUNTRY,"
                   "ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,SOURCE_SCALE,NOTES,FATALITIES,TIMESTAMP\n"
                   "508,MOZ1001,1001,06 November 2020,2020,1,Violence against civilians,Attack,Grupo A,,3,Southern Africa,Mozambique,Cabo "
                   "Delgado,Mocimboa "
                   "da Praia,Diaca,Quelimane Velha,-11.35,40.35,1,Agência,National,Uma nota,3,1604900000\n"
                   "508,MOZ1002,1002,01 November 2020,2020,3,Battles,Armed clash,Grupo A,,3,Southern Africa,Mozambique,Cabo "
                   "Delgado,,,Pemba,-12.97,40.52,3,"
                   "Agência,National,Outra,0,1604900001\n"));
}

TEST(FieldLayouts, AcledOfTodayAsTableAndAsJson) {
  const std::string bom = "\xef\xbb\xbf";
  expect_acled_events(import_bytes(
      "acled.csv",
      bom + "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,civilian_"
            "targeting,"
            "iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,"
            "timestamp\n"
            "MOZ1001,2020-11-06,2020,1,Political violence,Violence against civilians,Attack,Grupo A,,3,Civilian targeting,508,Southern "
            "Africa,"
            "Mozambique,Cabo Delgado,Mocimboa da Praia,Diaca,Quelimane Velha,-11.35,40.35,1,Agência,National,Uma nota,3,,1604900000\n"
            "MOZ1002,2020-11-01,2020,3,Political violence,Battles,Armed clash,Grupo A,,3,,508,Southern Africa,Mozambique,Cabo "
            "Delgado,,,Pemba,"
            "-12.97,40.52,3,Agência,National,Outra,0,crowd size=no report,1604900001\n"));
  const std::string event =
      R"({"event_id_cnty":"MOZ1001","event_date":"2020-11-06","year":"2020","time_precision":"1","event_type":"Violence against civilians",)"
      R"("sub_event_type":"Attack","location":"Quelimane Velha","latitude":"-11.35","longitude":"40.35","geo_precision":"1","notes":"x","fatalities":"3"},)"
      R"({"event_id_cnty":"MOZ1002","event_date":"2020-11-01","year":"2020","time_precision":"3","event_type":"Battles","sub_event_type":"Armed clash",)"
      R"("location":"Pemba","latitude":"-12.97","longitude":"40.52","geo_precision":"3","notes":"y","fatalities":"0"})";
  expect_acled_events(import_bytes("acled.json", "[" + event + "]"));
}

std::string kobo_book() {
  const std::vector<std::string> header{"start",
                                        "end",
                                        "registo/tipo_incidente",
                                        "registo/data",
                                        "registo/local",
                                        "_registo/local_latitude",
                                        "_registo/local_longitude",
                                        "_registo/local_altitude",
                                        "_registo/local_precision",
                                        "registo/feridos",
                                        "vitimas_count",
                                        "_id",
                                        "_uuid",
                                        "_submission_time",
                                        "_validation_status",
                                        "_notes",
                                        "_status",
                                        "_submitted_by",
                                        "__version__",
                                        "_tags",
                                        "_index"};
  SheetRow names;
  for (const std::string& name : header) { names.push_back(text_cell(name)); }
  const auto submission = [](const std::string& uuid, const std::string& type, const std::string& index) {
    return SheetRow{text_cell("2024-03-15T09:00:00.000+02:00"),
                    text_cell("2024-03-15T09:10:00.000+02:00"),
                    text_cell(type),
                    number_cell("45366", Style::date),
                    text_cell("-12.9717 40.5178 12.0 4.9"),
                    number_cell("-12.9717"),
                    number_cell("40.5178"),
                    number_cell("12"),
                    number_cell("4.9"),
                    number_cell("2"),
                    number_cell("1"),
                    number_cell("30" + index),
                    text_cell(uuid),
                    number_cell("45366.5", Style::moment),
                    text_cell("Approved"),
                    "",
                    text_cell("submitted_via_web"),
                    text_cell("inquiridor7"),
                    text_cell("vAbC"),
                    "",
                    number_cell(index)};
  };
  const SheetRows main{{1, names}, {2, submission("a1b2", "roubo", "1")}, {3, submission("c3d4", "furto", "2")}};
  const SheetRows repeat{{1, {text_cell("idade"), text_cell("_index"), text_cell("_parent_index"), text_cell("_submission__uuid")}},
                         {2, {number_cell("30"), number_cell("1"), number_cell("1"), text_cell("a1b2")}}};
  return xlsx({{"Registo de ocorrências", sheet_xml(main)}, {"vitimas", sheet_xml(repeat)}});
}

TEST(FieldLayouts, KoboWorkbook) {
  const Imported got = import_bytes("kobo.xlsx", kobo_book());
  EXPECT_EQ(got.report.file.profile, "kobo");
  EXPECT_EQ(got.report.rows.read, 2);
  ASSERT_EQ(got.rows.size(), 2U);
  EXPECT_EQ(got.rows[0].source_key, "a1b2");
  EXPECT_EQ(got.rows[1].line, 3);
  EXPECT_EQ(got.value(0, "category"), "0401");
  EXPECT_EQ(got.value(1, "category"), "0502");
  EXPECT_EQ(got.value(0, "occurred_from").substr(0, 10), "2024-03-14");  // midnight of the 15th in Maputo, as UTC
  EXPECT_EQ(got.value(0, "verification"), "verified");
  EXPECT_EQ(got.value(0, "uncertainty_m"), "4.9");
  EXPECT_EQ(got.value(0, "location_precision"), "gps");
  EXPECT_EQ(got.fate("_submitted_by"), "identifier");
  EXPECT_EQ(got.count("G12", Action::warned), 0);
  ASSERT_FALSE(got.report.file.notes.empty());
  EXPECT_THAT(got.report.file.notes[0].en, HasSubstr("the file also has \"vitimas\""));
}

TEST(FieldLayouts, OdkCentralZip) {
  const std::string submissions =
      "SubmissionDate,dados-tipo_incidente,dados-data,dados-gps-Latitude,dados-gps-Longitude,dados-gps-Altitude,dados-gps-Accuracy,KEY,"
      "SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n"
      "2024-03-16T08:00:00.000Z,roubo,2024-03-15,-12.9717,40.5178,12,4.9,uuid:1,7,Maria,1,1,,approved,collect:x,0,3\n"
      "2024-03-16T09:00:00.000Z,furto de gado,2024-03-15,,,,,uuid:2,7,Maria,0,0,,hasIssues,collect:x,1,3\n"
      "2024-03-16T09:30:00.000Z,roubo,2024-03-15,0,0,0,0,uuid:3,7,Maria,0,0,,,collect:x,1,3\n";
  ZipWriter zip;
  zip.add("registo.csv", submissions);
  zip.add("registo-vitimas.csv", "idade,PARENT_KEY,KEY\n30,uuid:1,uuid:1/vitimas[1]\n");
  zip.add("media/1710400000.jpg", "not a picture");
  const Imported got = import_bytes("registo.zip", zip.finish());
  EXPECT_EQ(got.report.file.profile, "odk-central");
  EXPECT_EQ(got.report.source, "odk");
  EXPECT_EQ(got.report.rows.read, 3);
  EXPECT_TRUE(got.report.rows.balanced());
  ASSERT_GE(got.rows.size(), 1U);
  EXPECT_EQ(got.rows[0].source_key, "uuid:1");
  EXPECT_EQ(got.value(0, "verification"), "verified");
  EXPECT_EQ(got.value(0, "uncertainty_m"), "4.9");
  EXPECT_EQ(got.fate("SubmitterName"), "identifier");
  EXPECT_EQ(got.fate("DeviceID"), "identifier");
  EXPECT_THAT(got.report.file.notes[0].en, HasSubstr("the layer \"registo.csv\" was read"));
  ZipWriter shape;
  shape.add("zonas.csv",
            "nome,zona,KEY,SubmissionDate,FormVersion\nA,-12.9 40.5 0 3;-12.9 40.6 0 3;-12.8 40.6 0 3;-12.9 40.5 0 "
            "3;,uuid:9,2024-03-16T08:00:00.000Z,1\n");
  const Imported area = import_bytes("zonas.zip", shape.finish(), "catchments");
  ASSERT_EQ(area.rows.size(), 1U);
  EXPECT_EQ(area.rows[0].row.geometry.kind(), geo::GeometryKind::polygon);
}

}  // namespace
}  // namespace importers_tests
