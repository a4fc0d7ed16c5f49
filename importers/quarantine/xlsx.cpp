// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/quarantine/sheet.hpp"
#include "importers/report/spreadsheet_cell.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>

namespace importers {
namespace {

constexpr std::size_t most_characters = 32'767;  // of a cell, in every spreadsheet program
constexpr double widest = 60;

[[noreturn]] void fail(const std::filesystem::path& file, lxw_error code) {
  const char* why = lxw_strerror(code);
  throw geo::Error(geo::Problem::failed, fmt::format("cannot write '{}': {}", file.string(), why),
                   fmt::format("não é possível escrever '{}': {}", file.string(), why));
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Owns the workbook until it is closed; closing is what writes the file.
class Workbook {
 public:
  Workbook(const std::filesystem::path& file, const std::string& folder) : m_file(file) {
    std::string temporary = folder;
    lxw_workbook_options options{};
    options.tmpdir = temporary.data();  // copied by the library; the rows must not lie in everybody's /tmp
    m_book = workbook_new_opt(file.c_str(), &options);
    if (m_book == nullptr) { fail(m_file, LXW_ERROR_MEMORY_MALLOC_FAILED); }
  }
  ~Workbook() {
    if (m_book != nullptr) { lxw_workbook_free(m_book); }
  }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  [[nodiscard]] lxw_workbook* get() const { return m_book; }
  void check(lxw_error code) const {
    if (code != LXW_NO_ERROR) { fail(m_file, code); }
  }
  void close() {
    lxw_workbook* book = m_book;
    m_book = nullptr;  // freed by closing, whatever comes of it
    check(workbook_close(book));
  }

 private:
  std::filesystem::path m_file;
  lxw_workbook* m_book = nullptr;
};

class SheetWriter {
 public:
  SheetWriter(Workbook& book, const Sheet& sheet, bool pt)
      : m_book(book), m_sheet(sheet), m_page(workbook_add_worksheet(book.get(), pt ? "quarentena" : "quarantine")) {
    m_head = workbook_add_format(book.get());
    format_set_bold(m_head);
    m_faulty = workbook_add_format(book.get());
    format_set_bg_color(m_faulty, 0xFFC7CE);
    m_plain = workbook_add_format(book.get());
    // As text, so that what is typed over a cell stays as it is typed: 0401 is a code, 03/04 is not the third of April.
    for (lxw_format* format : {m_plain, m_faulty}) { format_set_num_format(format, "@"); }
  }

  void write() {
    for (std::size_t c = 0; c < m_sheet.header.size(); ++c) { put(0, c, m_sheet.header[c], m_head); }
    for (std::size_t i = 0; i < m_sheet.lines.size(); ++i) { put_line(static_cast<lxw_row_t>(i + 1), m_sheet.lines[i]); }
    for (std::size_t c = 0; c < m_sheet.header.size(); ++c) { set_width(c); }
    worksheet_freeze_panes(m_page, 1, 0);
  }

 private:
  /// Guarded as in CSV, since that is what the workbook may be saved as.
  void put(lxw_row_t row, std::size_t column, const std::string& cell, lxw_format* format) {
    const auto c = static_cast<lxw_col_t>(column);
    const std::string text = guarded(cell);
    m_book.check(text.empty() ? worksheet_write_blank(m_page, row, c, format)
                              : worksheet_write_string(m_page, row, c, text.c_str(), format));
  }

  void put_line(lxw_row_t row, const Sheet::Line& line) {
    const bool fits =
        std::all_of(line.cells.begin(), line.cells.end(), [](const std::string& cell) { return characters(cell) < most_characters; });
    const std::size_t reason_at = line.cells.size() - 2;
    const std::size_t marked = line.faulty < 0 ? reason_at : static_cast<std::size_t>(line.faulty);
    const std::size_t own = line.cells.size() - service_columns.size();
    for (std::size_t c = 0; c < line.cells.size(); ++c) {
      put(row, c, fits || c >= own ? line.cells[c] : std::string(), c == marked ? m_faulty : m_plain);
    }
    const std::string comment = line.reason + "\n" + line.advice;
    lxw_comment_options options{};
    std::string author = "Bairro";
    options.author = author.data();
    m_book.check(worksheet_write_comment_opt(m_page, row, static_cast<lxw_col_t>(marked), comment.c_str(), &options));
  }

  void set_width(std::size_t column) {
    std::size_t most = characters(m_sheet.header[column]);
    for (const Sheet::Line& line : m_sheet.lines) { most = std::max(most, characters(line.cells[column])); }
    const auto c = static_cast<lxw_col_t>(column);
    m_book.check(worksheet_set_column(m_page, c, c, std::min(static_cast<double>(most) + 2, widest), nullptr));
  }

  Workbook& m_book;
  const Sheet& m_sheet;
  lxw_worksheet* m_page;
  lxw_format* m_head;
  lxw_format* m_faulty;
  lxw_format* m_plain;
};

}  // namespace

void write_xlsx(const Sheet& sheet, const std::filesystem::path& file, std::string_view language) {
  Workbook book(file, file.parent_path().empty() ? "." : file.parent_path().string());
  SheetWriter(book, sheet, language == "pt").write();
  book.close();
}

}  // namespace importers
