// SPDX-License-Identifier: Apache-2.0
// Workbooks that another library writes, with what it was given as the answer.
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <xlsxwriter.h>

#include <random>

namespace importers_tests {
namespace {

using testing::ElementsAre;

class Book {
 public:
  explicit Book(const std::filesystem::path& file) : m_book(workbook_new(file.c_str())) {
    m_date = workbook_add_format(m_book);
    format_set_num_format(m_date, "dd/mm/yyyy");
    m_moment = workbook_add_format(m_book);
    format_set_num_format(m_moment, "yyyy\"-\"mm\"-\"dd hh:mm:ss");
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  ~Book() { EXPECT_EQ(workbook_close(m_book), LXW_NO_ERROR); }
  lxw_worksheet* sheet(const char* name) { return workbook_add_worksheet(m_book, name); }
  [[nodiscard]] lxw_format* date() const { return m_date; }
  [[nodiscard]] lxw_format* moment() const { return m_moment; }

 private:
  lxw_workbook* m_book;
  lxw_format* m_date = nullptr;
  lxw_format* m_moment = nullptr;
};

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces{"Pemba", "ção", " ",       "\"", "<&>", "'",    "\n", "007",
                                               "=1+1",  "#",   "_x0041_", "ß",  "…",   "日本", "😀",  ","};
  std::string text = "t";
  for (unsigned i = random() % 6; i > 0; --i) { text += pieces[random() % pieces.size()]; }
  return text;
}

TEST(XlsxPeer, RandomCellsComeOutAsTheyWentIn) {
  std::mt19937 random(30);
  const Folder folder;
  std::vector<std::vector<std::string>> expected;
  {
    Book book(folder / "a.xlsx");
    lxw_worksheet* const sheet = book.sheet("Dados");
    const char* const names[] = {"texto", "numero", "data", "momento", "sim", "formula"};
    for (lxw_col_t c = 0; c < 6; ++c) { worksheet_write_string(sheet, 0, c, names[c], nullptr); }
    for (lxw_row_t r = 1; r <= 400; ++r) {
      std::vector<std::string> row(6, "-");
      // One cell at least: a row without any is none.
      row[0] = random_text(random);
      worksheet_write_string(sheet, r, 0, row[0].c_str(), nullptr);
      if (random() % 4 > 0) {
        const double number = std::ldexp(static_cast<double>(random()) - 2e9, static_cast<int>(random() % 40) - 20);
        worksheet_write_number(sheet, r, 1, number, nullptr);
        row[1] = fmt::format("{}", number);
      }
      lxw_datetime when{
          static_cast<int>(1901 + random() % 190), static_cast<int>(1 + random() % 12), static_cast<int>(1 + random() % 28), 0, 0, 0};
      if (random() % 4 > 0) {
        worksheet_write_datetime(sheet, r, 2, &when, book.date());
        row[2] = fmt::format("{:04}-{:02}-{:02}", when.year, when.month, when.day);
      }
      when.hour = static_cast<int>(random() % 24);
      when.min = static_cast<int>(random() % 60);
      when.sec = static_cast<double>(random() % 60);
      if (random() % 4 > 0) {
        worksheet_write_datetime(sheet, r, 3, &when, book.moment());
        row[3] = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", when.year, when.month, when.day, when.hour, when.min,
                             static_cast<int>(when.sec));
      }
      if (random() % 4 > 0) {
        const bool yes = random() % 2 == 0;
        worksheet_write_boolean(sheet, r, 4, yes ? 1 : 0, nullptr);
        row[4] = yes ? "true" : "false";
      }
      if (random() % 4 > 0) {
        worksheet_write_formula_num(sheet, r, 5, "=1+1", nullptr, static_cast<double>(r));
        row[5] = std::to_string(r);
      }
      expected.push_back(row);
    }
  }
  const Content content = read_file(folder / "a.xlsx");
  ASSERT_EQ(content.error, "");
  const std::vector<std::vector<std::string>> cells = cells_of(content);
  ASSERT_EQ(cells.size(), expected.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(content.rows[i].line, static_cast<std::int64_t>(i) + 2);
    for (const std::size_t c : {0U, 2U, 3U, 4U, 5U}) { EXPECT_EQ(cells[i][c], expected[i][c]) << i << " " << c; }
    if (expected[i][1] == "-") {
      EXPECT_EQ(cells[i][1], "-");
    } else {
      // The writer keeps 16 digits.
      EXPECT_NEAR(std::stod(cells[i][1]), std::stod(expected[i][1]), 1e-15 * std::abs(std::stod(expected[i][1])));
    }
  }
}

TEST(XlsxPeer, MergedHeadersAndHiddenSheets) {
  const Folder folder;
  {
    Book book(folder / "a.xlsx");
    lxw_worksheet* const lists = book.sheet("Listas");
    worksheet_write_string(lists, 0, 0, "x", nullptr);
    lxw_worksheet* const sheet = book.sheet("Dados");
    worksheet_merge_range(sheet, 0, 0, 0, 2, "Registo", nullptr);
    worksheet_merge_range(sheet, 1, 0, 2, 0, "Nome", nullptr);
    worksheet_merge_range(sheet, 1, 1, 1, 2, "Local", nullptr);
    worksheet_write_string(sheet, 2, 1, "Latitude", nullptr);
    worksheet_write_string(sheet, 2, 2, "Longitude", nullptr);
    worksheet_merge_range(sheet, 3, 0, 4, 0, "Posto", nullptr);
    for (const lxw_row_t r : {3U, 4U}) {
      worksheet_write_number(sheet, r, 1, -12.5, nullptr);
      worksheet_write_number(sheet, r, 2, 40.5, nullptr);
    }
    worksheet_activate(sheet);
    worksheet_hide(lists);
  }
  const Content content = read_file(folder / "a.xlsx");
  EXPECT_THAT(content.columns, ElementsAre("Nome", "Local/Latitude", "Local/Longitude")) << content.error;
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("Posto", "-12.5", "40.5"), ElementsAre("Posto", "-12.5", "40.5")));
  EXPECT_THAT(content.info.notes, testing::Contains("hidden sheets: \"Listas\""));
}

}  // namespace
}  // namespace importers_tests
