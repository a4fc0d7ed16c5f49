// SPDX-License-Identifier: Apache-2.0
// The look at XML before it is parsed: text that passes it declares nothing as far as expat is concerned, and is as deep as it says.
// The first byte chooses whether the rest is taken as it is or as the inside of an element.

#include "importers/child/kml_coordinates.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/xml_check.hpp"

#include <expat.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

/// What expat sees, up to where it gives up.
struct Seen {
  bool declared = false;
  int depth = 0;
  int deepest = 0;
  std::string root;
};

Seen parse(const std::string& text) {
  Seen seen;
  XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, &seen);
  XML_SetStartDoctypeDeclHandler(
      parser, [](void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) { static_cast<Seen*>(user)->declared = true; });
  XML_SetElementHandler(
      parser,
      [](void* user, const XML_Char* name, const XML_Char**) {
        Seen& s = *static_cast<Seen*>(user);
        if (s.root.empty()) { s.root = name; }
        s.deepest = std::max(s.deepest, ++s.depth);
      },
      [](void* user, const XML_Char*) { --static_cast<Seen*>(user)->depth; });
  XML_Parse(parser, text.data(), static_cast<int>(text.size()), 1);
  XML_ParserFree(parser);
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 1) { text = "<kml><coordinates>" + text + "</coordinates></kml>"; }
  try {
    std::vector<std::pair<std::size_t, std::size_t>> bad;
    const std::string root = importers::child::check_xml(text, [&](const importers::child::XmlElement& e) {
      require(text.compare(e.text_at, e.text.size(), e.text) == 0);
      if (e.name == "coordinates" && !importers::child::are_coordinates(e.text)) { bad.emplace_back(e.text_at, e.text.size()); }
    });
    const Seen seen = parse(text);
    require(!seen.declared && seen.deepest <= 201);
    const std::size_t colon = seen.root.rfind(':');
    require(seen.root.empty() || seen.root.substr(colon == std::string::npos ? 0 : colon + 1) == root);
    importers::child::without_false_places(text, bad);
  } catch (const importers::child::Refusal& refusal) { require(!refusal.code.empty()); }
  return 0;
}
