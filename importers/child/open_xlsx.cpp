// SPDX-License-Identifier: Apache-2.0
// XLSX: a zip archive of XML. Read here, since GDAL's driver counts days from 1900 whatever the workbook says, makes text of a
// date among texts, and knows neither merged cells, nor errors, nor hidden sheets (docs/decisions/0030).
#include "importers/child/archive.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/sheet.hpp"
#include "importers/child/source.hpp"
#include "importers/child/xlsx_parts.hpp"

#include <algorithm>
#include <memory>

namespace importers::child {
namespace {

constexpr std::string_view content_types = "[Content_Types].xml";
constexpr std::string_view workbook = "xl/workbook.xml";
constexpr std::string_view links = "xl/_rels/workbook.xml.rels";

const Archive::Entry& entry_named(const Archive& archive, std::string_view name) {
  const Archive::Entry* found = nullptr;
  for (const Archive::Entry& entry : archive.entries()) {
    if (entry.name != name) { continue; }
    if (found != nullptr) { refuse("several-documents", entry.name); }
    found = &entry;
  }
  if (found == nullptr) { refuse("archive-lacks", std::string(name)); }
  return *found;
}

/// A workbook with what its sheets refer to; the sheets are unpacked when they are looked at.
class Workbook {
 public:
  Workbook(const Request& request, const Input& input) : m_archive(input, *request.format) {
    entry_named(m_archive, content_types);
    m_book = parse_workbook(m_archive.unpack(entry_named(m_archive, workbook)));
    m_context.from_1904 = m_book.from_1904;
    m_links = parse_links(m_archive.unpack(entry_named(m_archive, links)));
    if (const std::string part = part_of_type("styles", "xl/styles.xml"); !part.empty()) { m_context.styles = parse_styles(unpack(part)); }
    if (const std::string part = part_of_type("sharedStrings", "xl/sharedStrings.xml"); !part.empty()) {
      m_context.strings = parse_shared_strings(unpack(part));
    }
  }

  [[nodiscard]] const XlsxBook& book() const { return m_book; }

  /// The name of a sheet's part; "" for a chart, which has no cells.
  [[nodiscard]] std::string part_of(const XlsxSheet& sheet) const {
    const auto found = std::find_if(m_links.begin(), m_links.end(), [&](const XlsxLink& link) { return link.id == sheet.link; });
    if (found == m_links.end()) { refuse("archive-lacks", sheet.name); }
    return found->type == "worksheet" ? found->target : "";
  }

  void visit(const std::string& part, const RowVisitor& visitor) { visit_xlsx_rows(content(part), m_context, visitor); }
  std::vector<Merge> merges(const std::string& part) { return parse_merges(content(part)); }

 private:
  /// As linked; some programs forget to, but put the part into its usual place. "" when there is none.
  [[nodiscard]] std::string part_of_type(std::string_view type, const std::string& usual) const {
    const auto found = std::find_if(m_links.begin(), m_links.end(), [&](const XlsxLink& link) { return link.type == type; });
    if (found != m_links.end()) { return found->target; }
    const auto& entries = m_archive.entries();
    return std::any_of(entries.begin(), entries.end(), [&](const Archive::Entry& e) { return e.name == usual; }) ? usual : "";
  }

  std::string unpack(const std::string& part) { return m_archive.unpack(entry_named(m_archive, part)); }

  /// One sheet is kept unpacked.
  const std::string& content(const std::string& part) {
    if (m_part != part) {
      m_content = {};
      m_content = unpack(part);
      m_part = part;
    }
    return m_content;
  }

  Archive m_archive;
  XlsxBook m_book;
  std::vector<XlsxLink> m_links;
  XlsxContext m_context;
  std::string m_part;
  std::string m_content;
};

}  // namespace

void open_xlsx(const Request& request, const Input& input, Source& source) {
  const auto book = std::make_shared<Workbook>(request, input);
  std::vector<Sheet> sheets;
  for (const XlsxSheet& sheet : book->book().sheets) {
    const std::string part = book->part_of(sheet);
    if (part.empty()) { continue; }
    sheets.push_back({sheet.name, sheet.hidden, [book, part](const RowVisitor& visitor) { book->visit(part, visitor); },
                      [book, part] { return book->merges(part); }});
  }
  source.serials_from_1904 = book->book().from_1904;
  take_sheet(request, std::move(sheets), source);
}

}  // namespace importers::child
