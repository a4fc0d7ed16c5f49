// SPDX-License-Identifier: Apache-2.0
// KML, and KMZ, a zip archive around it: one document, looked through for declarations, then parsed in memory.
#include "importers/child/archive.hpp"
#include "importers/child/kml_coordinates.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"
#include "importers/child/xml_check.hpp"

#include <cpl_conv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace importers::child {
namespace {

constexpr std::size_t most_data_names = 1000;

/// What is found out about a document before it is parsed.
struct Facts {
  std::string root;
  std::size_t network_links = 0;
  bool times = false;
  bool descriptions = false;
  std::set<std::string> data;                                        ///< names of Data and SimpleData, the first thousand
  std::vector<std::pair<std::size_t, std::size_t>> bad_coordinates;  ///< where, how long
};

Facts facts_of(std::string_view text) {
  Facts facts;
  facts.root = check_xml(text, [&](const XmlElement& element) {
    facts.network_links += element.name == "NetworkLink" ? 1 : 0;
    facts.times = facts.times || element.name == "TimeStamp" || element.name == "TimeSpan";
    facts.descriptions = facts.descriptions || element.name == "description";
    if (element.name == "coordinates" && !are_coordinates(element.text)) {
      facts.bad_coordinates.emplace_back(element.text_at, element.text.size());
    }
    if ((element.name == "SimpleData" || element.name == "Data") && facts.data.size() < most_data_names) {
      facts.data.insert(attribute(element.tag, "name"));
    }
  });
  return facts;
}

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The document of a KMZ: "doc.kml", or the only KML there is.
std::string document_of(Archive& archive) {
  const Archive::Entry* only = nullptr;
  std::string nested;
  std::size_t found = 0;
  for (const Archive::Entry& entry : archive.entries()) {
    const std::string name = small(entry.name);
    if (name == "doc.kml") { return archive.unpack(entry); }
    if (name.ends_with(".kmz") || name.ends_with(".zip")) { nested = entry.name; }
    if (name.ends_with(".kml")) {
      only = &entry;
      ++found;
    }
  }
  if (found > 1) { refuse("several-documents", ".kml"); }
  if (only != nullptr) { return archive.unpack(*only); }
  if (!nested.empty()) { refuse("archive-nested", nested); }
  refuse("archive-lacks", ".kml");
}

/// The driver has these columns for every file.
void leave_out_empty_columns(const Facts& facts) {
  if (!facts.times) {
    for (const char* column : {"LIBKML_TIMESTAMP_FIELD", "LIBKML_BEGIN_FIELD", "LIBKML_END_FIELD"}) { CPLSetConfigOption(column, "@time"); }
  }
  if (!facts.descriptions) { CPLSetConfigOption("LIBKML_DESCRIPTION_FIELD", "@description"); }
}

/// The driver reads data that the document's Schema declares, or, without one, all. What it leaves out must at least be said.
void note_what_is_lost(const Facts& facts, Source& source) {
  std::set<std::string> read;
  for (OGRLayer* const layer : source.dataset->GetLayers()) {
    OGRFeatureDefn& layout = *layer->GetLayerDefn();
    for (int i = 0; i < layout.GetFieldCount(); ++i) { read.insert(layout.GetFieldDefn(i)->GetNameRef()); }
  }
  std::string lost;
  for (const std::string& name : facts.data) {
    if (!name.empty() && !read.contains(name)) { lost += (lost.empty() ? "" : ", ") + name; }
  }
  if (!lost.empty()) { source.notes.emplace_back("undeclared", lost); }
}

}  // namespace

void open_kml(const Request& request, const Input& input, Source& source) {
  std::string text;
  if (request.format->id == "kmz") {
    Archive archive(input, *request.format);
    text = document_of(archive);
  } else {
    text = input.bytes(0, input.size());
  }
  const Facts facts = facts_of(text);
  if (facts.root != "kml") { refuse("xml-root", facts.root); }
  if (facts.network_links > 0) { source.notes.emplace_back("links", std::to_string(facts.network_links)); }
  leave_out_empty_columns(facts);
  keep(source, without_false_places(std::move(text), facts.bad_coordinates), "document.kml");
  source.dataset = open_dataset(*request.format, "/vsimem/document.kml");
  std::vector<OGRLayer*> layers;
  std::vector<std::string> names;
  for (OGRLayer* const layer : source.dataset->GetLayers()) {
    // Folders of folders are layers of nothing.
    if (layer->GetFeatureCount() == 0) { continue; }
    layers.push_back(layer);
    names.emplace_back(layer->GetName());
  }
  take_layer(source, layers, names, request.layer);
  note_what_is_lost(facts, source);
  source.crs = "OGC:CRS84";
}

}  // namespace importers::child
