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
#include <array>

namespace importers::child {
namespace {

bool makes_a_table(std::string_view name) {
  constexpr std::array fixed{"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
                             "xl/styles.xml"};
  return std::find(fixed.begin(), fixed.end(), name) != fixed.end() ||
         (name.starts_with("xl/worksheets/") && name.ends_with(".xml") && name.find('/', 14) == std::string_view::npos);
}

/// 1904 or 1900: GDAL counts from 1900 always, and all dates would be four years off.
void check_calendar(std::string_view workbook) {
  const std::string value = attribute(workbook, "date1904");
  if (!value.empty() && value != "0" && value != "false") { refuse("calendar"); }
}

std::string rebuild(Archive& archive) {
  StoredZip zip;
  std::vector<std::string> names;
  for (const Archive::Entry& entry : archive.entries()) {
    if (!makes_a_table(entry.name)) { continue; }
    if (std::find(names.begin(), names.end(), entry.name) != names.end()) { refuse("several-documents", entry.name); }
    names.push_back(entry.name);
    const std::string content = archive.unpack(entry);
    check_xml(content);
    if (entry.name == "xl/workbook.xml") { check_calendar(content); }
    zip.add(entry.name, content);
  }
  for (const char* needed : {"[Content_Types].xml", "xl/workbook.xml"}) {
    if (std::find(names.begin(), names.end(), needed) == names.end()) { refuse("archive-lacks", needed); }
  }
  return zip.finish();
}

/// Columns that have a header, or anything below it.
void take_columns(Source& source) {
  OGRFeatureDefn& layout = *source.layer->GetLayerDefn();
  std::vector<bool> used(static_cast<std::size_t>(layout.GetFieldCount()), false);
  for (const OGRFeatureUniquePtr& feature : *source.layer) {
    for (int i = 0; i < layout.GetFieldCount(); ++i) {
      used[static_cast<std::size_t>(i)] = used[static_cast<std::size_t>(i)] || feature->IsFieldSetAndNotNull(i);
    }
  }
  for (int i = 0; i < layout.GetFieldCount(); ++i) {
    const std::string name = layout.GetFieldDefn(i)->GetNameRef();
    const bool nameless = name == "Field" + std::to_string(i + 1);
    if (used[static_cast<std::size_t>(i)] || !nameless) { source.columns.push_back({i, nameless ? std::string() : name}); }
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
