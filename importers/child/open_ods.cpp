// SPDX-License-Identifier: Apache-2.0
// ODS: a zip archive with one document of all sheets. Read here, as XLSX is: GDAL's driver computes formulas of strangers.
#include "importers/child/archive.hpp"
#include "importers/child/ods_content.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/sheet.hpp"
#include "importers/child/source.hpp"

namespace importers::child {
namespace {

/// The part with this name; "" when there is none.
std::string part(Archive& archive, std::string_view name) {
  const Archive::Entry* found = nullptr;
  for (const Archive::Entry& entry : archive.entries()) {
    if (entry.name != name) { continue; }
    if (found != nullptr) { refuse("several-documents", entry.name); }
    found = &entry;
  }
  return found == nullptr ? "" : archive.unpack(*found);
}

}  // namespace

void open_ods(const Request& request, const Input& input, Source& source) {
  Archive archive(input, *request.format);
  const std::string type = part(archive, "mimetype");
  if (!type.starts_with("application/vnd.oasis.opendocument.spreadsheet")) { refuse("not-spreadsheet"); }
  // A password leaves the directory of the archive as it is; the list of contents tells.
  if (part(archive, "META-INF/manifest.xml").find("encryption-data") != std::string::npos) { refuse("archive-encrypted"); }
  source.contents.push_back(part(archive, "content.xml"));
  const std::string& content = source.contents.back();
  if (content.empty()) { refuse("archive-lacks", "content.xml"); }
  std::vector<Sheet> sheets;
  for (OdsSheet& sheet : parse_ods_sheets(content)) {
    const std::size_t place = sheets.size();
    sheets.push_back({std::move(sheet.name), sheet.hidden,
                      [&content, place](const RowVisitor& visitor) { visit_ods_rows(content, place, visitor); },
                      [merges = std::move(sheet.merges)] { return merges; }});
  }
  take_sheet(request, std::move(sheets), source);
}

}  // namespace importers::child
