// SPDX-License-Identifier: Apache-2.0
// Rules that look at a row as a whole: their findings name the file's own columns, and a death makes a row most severe.
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;

constexpr const char* header = "_uuid,data_ocorrencia,tipo_incidente,gravidade,mortos,latitude,longitude\n";

std::string column_of(const Imported& imported, const std::string& rule) {
  for (const importers::Finding& f : imported.report.findings) {
    if (f.rule == rule) { return f.column; }
  }
  return "none";
}

TEST(WholeRow, FindingsNameTheFilesColumns) {
  const Imported imported = import_text(std::string(header) +
                                            "a,2099-01-01,0401,3,,-12.9,40.5\n"
                                            "b,2024-01-01,Boato,3,,-12.9,40.5\n"
                                            "c,2024-01-01,0401,3,,-12.9,40.5\n",
                                        "incidents", options());
  EXPECT_EQ(column_of(imported, "T5"), "data_ocorrencia");
  EXPECT_EQ(imported.rejected.at(0).value, "2099-01-01") << "the cell, not what was made of it";
  EXPECT_EQ(column_of(imported, "C1"), "tipo_incidente");
}

TEST(WholeRow, ADeathMakesItMostSevere) {
  const Imported imported = import_text(std::string(header) +
                                            "a,2024-01-01,0401,3,1,-12.9,40.5\n"
                                            "b,2024-01-01,0401,,2,-12.9,40.5\n"
                                            "c,2024-01-01,0401,3,0,-12.9,40.5\n"
                                            "d,2024-01-01,0401,5,4,-12.9,40.5\n",
                                        "incidents", options());
  EXPECT_EQ(imported.value(0, "severity"), "5");
  EXPECT_EQ(imported.value(1, "severity"), "5");
  EXPECT_EQ(imported.value(2, "severity"), "3");
  EXPECT_EQ(imported.value(3, "severity"), "5");
  EXPECT_EQ(imported.count("severity", Action::fixed), 1) << "only where something else was said";
  EXPECT_EQ(column_of(imported, "severity"), "gravidade");
}

}  // namespace
