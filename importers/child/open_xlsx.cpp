// SPDX-License-Identifier: Apache-2.0
// XLSX: a zip archive of XML. The parts that make a table are unpacked under limits, looked through for declarations and put into an
// archive of our own making, so that GDAL never sees the stranger's.
#include "importers/child/archive.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"
#include "importers/child/stored_zip.hpp"
#include "importers/child/xml_check.hpp"

#include <ogrsf_frmts.h>

#include <algorithm>
#include <set>

namespace importers::child {
namespace {

constexpr std::string_view content_types = "[Content_Types].xml";
constexpr std::string_view workbook = "xl/workbook.xml";
constexpr std::string_view links = "xl/_rels/workbook.xml.rels";

/// All that GDAL looks for in the list of contents; it looks only at the first 2 KB, and other programs begin theirs otherwise.
constexpr std::string_view our_content_types =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";

/// 1904 or 1900: GDAL counts from 1900 always, and all dates would be four years off.
void check_calendar(std::string_view book) {
  const std::string value = attribute(book, "date1904");
  if (!value.empty() && value != "0" && value != "false") { refuse("calendar"); }
}

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

/// The parts that the workbook calls its sheets. One that is not there would be an empty sheet to GDAL.
std::set<std::string> sheets_of(std::string_view relations) {
  std::set<std::string> sheets;
  for (std::size_t at = relations.find("<Relationship "); at != std::string_view::npos; at = relations.find("<Relationship ", at + 1)) {
    const std::string_view tag = relations.substr(at, relations.find('>', at) - at);
    const std::string target = attribute(tag, "Target");
    if (attribute(tag, "Type").find("/worksheet") == std::string::npos || target.empty()) { continue; }
    sheets.insert(target.front() == '/' ? target.substr(1) : "xl/" + target);
  }
  return sheets;
}

std::string rebuild(Archive& archive) {
  StoredZip zip;
  const auto copy = [&](std::string_view name) {
    std::string content = archive.unpack(entry_named(archive, name));
    check_xml(content);
    zip.add(name, content);
    return content;
  };
  entry_named(archive, content_types);
  zip.add(content_types, our_content_types);
  check_calendar(copy(workbook));
  for (const std::string& sheet : sheets_of(copy(links))) { copy(sheet); }
  for (const char* part : {"xl/sharedStrings.xml", "xl/styles.xml"}) {
    const auto& all = archive.entries();
    if (std::any_of(all.begin(), all.end(), [&](const Archive::Entry& e) { return e.name == part; })) { copy(part); }
  }
  return zip.finish();
}

/// A column under an empty cell of the first row has a number for its name.
bool is_nameless(const OGRFeatureDefn& layout, int field) {
  return layout.GetFieldDefn(field)->GetNameRef() == "Field" + std::to_string(field + 1);
}

/// Columns that have a header, or anything below it. The header is the first row that is not empty.
void take_columns(Source& source) {
  OGRFeatureDefn& layout = *source.layer->GetLayerDefn();
  const auto count = static_cast<std::size_t>(layout.GetFieldCount());
  std::vector<bool> used(count, false);
  std::vector<std::string> names(count);
  for (std::size_t i = 0; i < count; ++i) {
    const int field = static_cast<int>(i);
    if (!is_nameless(layout, field)) { names[i] = layout.GetFieldDefn(field)->GetNameRef(); }
  }
  bool named = std::any_of(names.begin(), names.end(), [](const std::string& name) { return !name.empty(); });
  for (const OGRFeatureUniquePtr& feature : *source.layer) {
    const bool first = !named;
    for (std::size_t i = 0; i < count; ++i) {
      if (!feature->IsFieldSetAndNotNull(static_cast<int>(i))) { continue; }
      used[i] = true;
      if (first) { names[i] = feature->GetFieldAsString(static_cast<int>(i)); }
      named = true;
    }
    if (first && named) { source.header_row = feature->GetFID(); }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (used[i] || !names[i].empty()) { source.columns.push_back({static_cast<int>(i), names[i]}); }
  }
}

}  // namespace

void open_xlsx(const Request& request, const Input& input, Source& source) {
  {
    Archive archive(input, *request.format);
    keep(source, rebuild(archive), "book.xlsx");
  }
  source.dataset = open_dataset(*request.format, "/vsimem/book.xlsx");
  source.sheet = true;
  std::vector<std::string> names;
  for (OGRLayer* const layer : source.dataset->GetLayers()) { names.emplace_back(layer->GetName()); }
  if (!request.layer.empty()) { choose(names, request.layer); }
  const GdalErrors errors;
  for (OGRLayer* const layer : source.dataset->GetLayers()) {
    const std::string name = layer->GetName();
    const bool wanted = request.layer.empty() ? source.layer == nullptr && layer->GetFeatureCount() > 0 : name == request.layer;
    if (wanted) {
      source.layer = layer;
      source.layer_name = name;
    } else {
      source.others.push_back(name);
    }
  }
  if (source.layer == nullptr) { refuse("no-layers"); }
  take_columns(source);
  if (errors.failures() > 0) { refuse("unreadable", errors.first()); }
}

}  // namespace importers::child
