// SPDX-License-Identifier: Apache-2.0
#include "importers/child/xlsx_parts.hpp"

#include "geo/base/number.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/xml_check.hpp"
#include "importers/child/xml_parser.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace importers::child {
namespace {

constexpr std::size_t most_merges = 200'000;

/// For parts in which only the beginnings of elements matter.
class Starts final : public XmlHandler {
 public:
  using Each = std::function<void(std::string_view, const XmlAttributes&)>;
  explicit Starts(Each each) : m_each(std::move(each)) {}
  void start(std::string_view name, const XmlAttributes& attributes) override { m_each(name, attributes); }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  Each m_each;
};

/// <si><t>text</t></si>, or in runs <si><r><t>te</t></r><r><t>xt</t></r></si>; how it is spoken (rPh) is no part of it.
class SharedStrings final : public XmlHandler {
 public:
  void start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") { m_all.emplace_back(); }
    if (name == "rPh") { m_spoken = true; }
    m_inside = name == "t" && !m_spoken && !m_all.empty();
  }
  void end(std::string_view name) override {
    if (name == "rPh") { m_spoken = false; }
    if (name == "si") { m_all.back() = without_escapes(std::move(m_all.back())); }
    m_inside = false;
  }
  void text(std::string_view piece) override {
    if (m_inside) { m_all.back() += piece; }
  }
  std::vector<std::string> take() { return std::move(m_all); }

 private:
  std::vector<std::string> m_all;
  bool m_inside = false;
  bool m_spoken = false;
};

/// The attribute of an element whose prefix is not known, "r:id" as a rule.
std::string link_id(const XmlAttributes& attributes) {
  for (const char* name : {"r:id", "rel:id", "d3p1:id"}) {
    if (attributes[name].data() != nullptr) { return std::string(attributes[name]); }
  }
  return std::string(attributes["id"]);
}

bool is_true(std::string_view value) { return value == "1" || value == "true" || value == "on"; }

int integer_of(std::string_view text, int otherwise) {
  const auto number = geo::parse_integer(text);
  return number && *number >= 0 && *number < 1'000'000 ? static_cast<int>(*number) : otherwise;
}

int hex(char c) {
  if (c >= '0' && c <= '9') { return c - '0'; }
  if (c >= 'A' && c <= 'F') { return c - 'A' + 10; }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

XlsxBook parse_workbook(std::string_view xml) {
  XlsxBook book;
  Starts handler([&](std::string_view name, const XmlAttributes& a) {
    if (name == "workbookPr") { book.from_1904 = is_true(a["date1904"]); }
    if (name != "sheet") { return; }
    const std::string_view state = a["state"];
    book.sheets.push_back({std::string(a["name"]), state == "hidden" || state == "veryHidden", link_id(a)});
  });
  parse_xml(xml, handler);
  return book;
}

std::vector<XlsxLink> parse_links(std::string_view xml) {
  std::vector<XlsxLink> links;
  Starts handler([&](std::string_view name, const XmlAttributes& a) {
    if (name != "Relationship" || a["Target"].empty() || a["TargetMode"] == "External") { return; }
    const std::string_view type = a["Type"];
    const std::string target(a["Target"]);
    links.push_back(
        {std::string(a["Id"]), std::string(type.substr(type.rfind('/') + 1)), target.front() == '/' ? target.substr(1) : "xl/" + target});
  });
  parse_xml(xml, handler);
  return links;
}

std::vector<DateParts> parse_styles(std::string_view xml) {
  std::vector<DateParts> styles;
  std::map<int, DateParts> own;
  bool in_cells = false;
  Starts handler([&](std::string_view name, const XmlAttributes& a) {
    if (name == "numFmt") { own[integer_of(a["numFmtId"], 0)] = format_in_words(a["formatCode"]); }
    if (name == "cellXfs") { in_cells = true; }
    // What follows the formats of cells: nothing of it is a format of one.
    if (name == "cellStyles" || name == "dxfs" || name == "tableStyles") { in_cells = false; }
    if (name != "xf" || !in_cells) { return; }
    const int id = integer_of(a["numFmtId"], 0);
    const auto found = own.find(id);
    styles.push_back(found == own.end() ? builtin_format(id) : found->second);
  });
  parse_xml(xml, handler);
  return styles;
}

std::vector<std::string> parse_shared_strings(std::string_view xml) {
  SharedStrings handler;
  parse_xml(xml, handler);
  return handler.take();
}

std::vector<Merge> parse_merges(std::string_view xml) {
  // They stand behind the rows, which are not parsed again for them. What this finds in a text that only looks so names columns, at worst.
  const std::size_t rows_end = xml.rfind("sheetData");
  std::vector<Merge> merges;
  if (rows_end == std::string_view::npos) { return merges; }
  check_xml(xml.substr(rows_end), [&](const XmlElement& element) {
    if (element.name != "mergeCell" || merges.size() >= most_merges) { return; }
    const std::string ref = attribute(element.tag, "ref");
    const std::size_t colon = std::min(ref.find(':'), ref.size());
    Merge m;
    if (parse_reference(std::string_view(ref).substr(0, colon), m.first_row, m.first_column) && colon < ref.size() &&
        parse_reference(std::string_view(ref).substr(colon + 1), m.last_row, m.last_column) && m.first_row <= m.last_row &&
        m.first_column <= m.last_column) {
      merges.push_back(m);
    }
  });
  return merges;
}

std::string without_escapes(std::string text) {
  std::size_t at = text.find("_x");
  if (at == std::string::npos) { return text; }
  std::string plain;
  std::size_t done = 0;
  for (; at != std::string::npos; at = text.find("_x", at)) {
    int code = 0;
    bool good = text.size() - at >= 7 && text[at + 6] == '_';
    for (std::size_t i = at + 2; good && i < at + 6; ++i) {
      good = hex(text[i]) >= 0;
      code = 16 * code + hex(text[i]);
    }
    // Only what needs it: control characters and the underscore.
    if (good && (code < 0x20 || code == '_')) {
      plain.append(text, done, at - done);
      if (code != 0) { plain += static_cast<char>(code); }
      done = at + 7;
      at = done;
    } else {
      at += 2;
    }
  }
  return plain.append(text, done);
}

bool parse_reference(std::string_view text, std::int64_t& row, int& column) {
  std::size_t at = 0;
  int letters = 0;
  for (; at < text.size() && at < 4 && text[at] >= 'A' && text[at] <= 'Z'; ++at) { letters = 26 * letters + text[at] - 'A' + 1; }
  const auto number = geo::parse_integer(text.substr(at));
  if (at == 0 || letters > last_sheet_column || !number || *number < 1 || *number > last_sheet_row) { return false; }
  row = *number;
  column = letters - 1;
  return true;
}

}  // namespace importers::child
