// SPDX-License-Identifier: Apache-2.0
// The workbook as another program sees it: Python's zipfile and XML parser.
#include "geo/base/error.hpp"
#include "importers/quarantine/sheet.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace {

using testing::HasSubstr;

/// Prints each row as cells "text" or "text*" (coloured) joined by |, then the comments.
constexpr const char* reader = R"py(
import sys, zipfile
import xml.etree.ElementTree as tree
ns = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
part = lambda name: tree.fromstring(book.read(name))
texts = ["".join(t.text or "" for t in s.iter("{%s}t" % ns["m"])) for s in part("xl/sharedStrings.xml").findall("m:si", ns)]
styles = part("xl/styles.xml")
fills = [f.find("m:patternFill/m:fgColor", ns) for f in styles.find("m:fills", ns)]
coloured = [fills[int(x.get("fillId"))] is not None for x in styles.find("m:cellXfs", ns)]
sheet = part("xl/worksheets/sheet1.xml")
assert not list(sheet.iter("{%s}f" % ns["m"])), "a formula"
for row in sheet.iter("{%s}row" % ns["m"]):
    cells = []
    for c in row.findall("m:c", ns):
        v = c.find("m:v", ns)
        assert v is None or c.get("t") == "s", "not a text"
        cells.append(("" if v is None else texts[int(v.text)]) + ("*" if coloured[int(c.get("s", 0))] else ""))
    print("|".join(cells))
for c in part("xl/comments1.xml").iter("{%s}comment" % ns["m"]):
    print(c.get("ref"), repr("".join(t.text or "" for t in c.iter("{%s}t" % ns["m"]))))
)py";

std::string read_with_python(const std::filesystem::path& file) {
  const std::filesystem::path script = file.string() + ".py";
  std::FILE* out = std::fopen(script.c_str(), "w");
  std::fputs(reader, out);
  std::fclose(out);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
      ::popen(("python3 " + script.string() + " " + file.string() + " 2>&1").c_str(), "r"), ::pclose);
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;) { text.append(block.data(), n); }
  return text;
}

class Xlsx : public testing::Test {
 protected:
  test_support::Folder folder;
};

importers::WaitingRow row(const std::string& column, const std::string& json) {
  geo::RejectedRow rejected{7, column, "", "date", {"not a date", "não é uma data"}, json};
  return {{3, 0}, rejected, "week.csv", 7};
}

TEST_F(Xlsx, HasTextsOnlyAndColoursWhatIsWrong) {
  const auto sheet = importers::make_sheet(
      {"id", "data", "obs"},
      {row("data", R"({"id":"0401","data":"31/02/2024","obs":"=1+1"})"), row("", R"({"id":"-12,5","obs":"ção\nlinha"})")}, "0123456789",
      "pt");
  importers::write_xlsx(sheet, folder / "a.xlsx", "pt");
  EXPECT_EQ(read_with_python(folder / "a.xlsx"),
            "id|data|obs|bairro_ref|bairro_ficheiro|bairro_linha|bairro_coluna|bairro_regra|bairro_motivo|bairro_o_que_fazer\n"
            "0401|31/02/2024*|'=1+1|01234567/3/0|week.csv|7|data|date|não é uma data|escreva as datas como AAAA-MM-DD\n"
            "-12,5||ção\nlinha|01234567/3/0|week.csv|7||date|não é uma data*|escreva as datas como AAAA-MM-DD\n"
            "B2 'não é uma data\\nescreva as datas como AAAA-MM-DD'\n"
            "I3 'não é uma data\\nescreva as datas como AAAA-MM-DD'\n");
}

TEST_F(Xlsx, ARowThatNoWorkbookCanHoldIsLeftEmpty) {
  const std::string longest(32'768, 'x');
  const auto sheet = importers::make_sheet({"id", "obs"}, {row("", R"({"id":"a","obs":")" + longest + "\"}")}, "0123456789", "en");
  importers::write_xlsx(sheet, folder / "a.xlsx", "en");
  EXPECT_THAT(read_with_python(folder / "a.xlsx"), HasSubstr("\n||01234567/3/0|"));
}

TEST_F(Xlsx, LeavesNoTemporaryFilesAndSaysWhenItCannotBeWritten) {
  const auto sheet = importers::make_sheet({"id"}, {row("id", R"({"id":"a"})")}, "0123456789", "en");
  importers::write_xlsx(sheet, folder / "a.xlsx", "en");
  EXPECT_EQ(folder.list(), std::vector<std::string>{"a.xlsx"});
  EXPECT_THROW(importers::write_xlsx(sheet, folder / "nowhere" / "a.xlsx", "en"), geo::Error);
}

}  // namespace
