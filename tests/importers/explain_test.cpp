// SPDX-License-Identifier: Apache-2.0
#include "importers/explain.hpp"

#include "importers/read/open.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace importers;
using namespace importers_tests;
using testing::HasSubstr;
using testing::Not;

std::string explained(const std::string& text, const std::string& collection, const std::string& language = "en", ReadOptions read = {}) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  const auto reader = open_source(memory_source(text), "file.csv", read);
  const geo::Collection& c = *catalog.collection(collection);
  return to_text(explain(*reader, c, catalog, options()), c, language);
}

TEST(Explain, SaysWhichColumnGoesWhereAndWhy) {
  const std::string text = explained(
      "data_ocorrencia;tipo_incidente;lat;lon;obs;telefone\n15/03/2024;Roubo;-12,5;40,1;x;841234567\n3/4/2024;rixa;-12,6;40,2;;\n",
      "incidents");
  EXPECT_THAT(text, HasSubstr("looked at 2 rows, all there are"));
  EXPECT_THAT(text, HasSubstr("Decimal sign: ','"));
  EXPECT_THAT(text, testing::ContainsRegex("data_ocorrencia +occurred_from +synonym +15/03/2024 -> 2024-03-15 \\(the whole day\\)\n"));
  EXPECT_THAT(text, testing::ContainsRegex("tipo_incidente +category +synonym +Roubo -> 0401"));
  EXPECT_THAT(text, HasSubstr("Kept as extra, for the programme alone: obs"));
  EXPECT_THAT(text, HasSubstr("identify people: telefone"));
  EXPECT_THAT(text, Not(HasSubstr("841234567")));
  EXPECT_THAT(text, HasSubstr("nobody has mapped yet"));
  EXPECT_THAT(text, HasSubstr("Nothing was written."));
}

TEST(Explain, ShowsTimesByTheClockOfTheFile) {
  const std::string text =
      explained("data_ocorrencia;data_registo;lat;lon\n05/03/2024 14:30;06/03/2024 07:00;-12.5;40.1\n", "incidents", "pt");
  EXPECT_THAT(text, HasSubstr("05/03/2024 14:30 -> 2024-03-05T14:30:00+02:00"));
  EXPECT_THAT(text, HasSubstr("06/03/2024 07:00 -> 2024-03-06T07:00:00+02:00"));
  EXPECT_THAT(explained("data_ocorrencia;lat;lon\n05/03/2024;-12.5;40.1\n", "incidents", "pt"),
              HasSubstr("05/03/2024 -> 2024-03-05 (dia inteiro)"));
}

TEST(Explain, SpeaksPortugueseThroughout) {
  const std::string text = explained("data_ocorrencia;tipo_incidente;latitude;longitude\n05/03/2024;xyz;;\n", "incidents", "pt");
  EXPECT_THAT(text, HasSubstr("; vista 1 linha, a única."));
  EXPECT_THAT(text, testing::ContainsRegex("data_ocorrencia +occurred_from +sinónimo +05/03/2024"));
  EXPECT_THAT(text, testing::ContainsRegex("latitude +latitude +nome +"));
  EXPECT_THAT(text, testing::ContainsRegex("\\[G10\\]: linha 2\n")) << "no column, no comma";
}

TEST(Explain, LooksAtTheFirstRowsOnly) {
  std::string file = "name,lat,lon\n";
  for (int i = 0; i < 1500; ++i) { file += "a,-12,40\n"; }
  EXPECT_THAT(explained(file, "settlements", "pt"), HasSubstr("vistas 1000 linhas."));
}

TEST(Explain, SaysThatAFileWouldBeRefused) {
  EXPECT_THAT(explained("date,lat,lon\nx,-12,40\ny,-12,40\n", "incidents"), HasSubstr("! it would be refused: 2 of 2 rows"));
}

TEST(Explain, ShowsTheColumnsOfAFileThatIsRefusedBeforeItsRowsAreRead) {
  const std::string text = explained("data_ocorrencia;lat;lon;telefone\n", "incidents", "pt");
  EXPECT_THAT(text, HasSubstr("! seria recusado: o ficheiro não tem nenhuma linha"));
  EXPECT_THAT(text, testing::ContainsRegex("data_ocorrencia +occurred_from +"));
  const std::string no_time = explained("tipo_incidente;lat;lon;telefone\nRoubo;-12.5;40.1;841234567\n", "incidents");
  EXPECT_THAT(no_time, HasSubstr("! it would be refused: no column says when it happened"));
  EXPECT_THAT(no_time, testing::ContainsRegex("tipo_incidente +category +synonym +Roubo\n"));
  EXPECT_THAT(no_time, HasSubstr("identify people: telefone"));
  EXPECT_THAT(no_time, Not(HasSubstr("841234567")));
}

TEST(Columns, NameAFileWithoutAHeader) {
  ReadOptions read;
  read.columns = {"name", "latitude", "longitude"};
  const std::string text = explained("Mieze,-13.1,40.5\nMetuge,-12.9,40.4\n", "settlements", "en", read);
  EXPECT_THAT(text, HasSubstr("looked at 2 rows"));
  EXPECT_THAT(text, testing::ContainsRegex("name +name +name +Mieze"));
  read.columns = {"name", "latitude"};
  try {
    explained("Mieze,-13.1,40.5\n", "settlements", "en", read);
    FAIL();
  } catch (const geo::Error& error) { EXPECT_THAT(error.text().en, HasSubstr("3 columns in its first line, and --columns names 2")); }
}

}  // namespace
