// SPDX-License-Identifier: Apache-2.0
#include "importers/child/xml_parser.hpp"

#include "importers/child/refusal.hpp"

#include <expat.h>

#include <exception>
#include <memory>
#include <string>
#include <type_traits>

namespace importers::child {
namespace {

/// Handed to expat at a time, which counts in int.
constexpr std::size_t piece_bytes = std::size_t{1} << 20U;

struct ParserFreer {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserFreer>;

/// Between expat and the handler; exceptions must not pass through C.
struct Bridge {
  XML_Parser parser;
  XmlHandler& handler;
  std::size_t depth = 0;
  std::vector<XmlAttributes::Pair> attributes = {};
  std::exception_ptr thrown = {};

  template <class Work>
  void guarded(Work work) {
    if (thrown) { return; }
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }
};

Bridge& bridge(void* user) { return *static_cast<Bridge*>(user); }

void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
  Bridge& between = bridge(user);
  between.guarded([&] {
    if (++between.depth > deepest_element) { refuse("xml-depth", std::to_string(deepest_element)); }
    between.attributes.clear();
    for (; *attributes != nullptr; attributes += 2) { between.attributes.emplace_back(attributes[0], attributes[1]); }
    between.handler.start(local_name(name), XmlAttributes(between.attributes));
  });
}

void on_end(void* user, const XML_Char* name) {
  bridge(user).guarded([&] {
    --bridge(user).depth;
    bridge(user).handler.end(local_name(name));
  });
}

void on_text(void* user, const XML_Char* text, int size) {
  bridge(user).guarded([&] { bridge(user).handler.text({text, static_cast<std::size_t>(size)}); });
}

void on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  bridge(user).guarded([] { refuse("xml-doctype"); });
}

int on_encoding(void* user, const XML_Char* name, XML_Encoding*) {
  bridge(user).guarded([&] { refuse("xml-encoding", name); });
  return XML_STATUS_ERROR;
}

}  // namespace

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

void parse_xml(std::string_view document, XmlHandler& handler) {
  const Parser parser(XML_ParserCreate(nullptr));
  if (!parser) { refuse("memory"); }
  Bridge between{parser.get(), handler};
  XML_SetUserData(parser.get(), &between);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  XML_SetUnknownEncodingHandler(parser.get(), on_encoding, &between);
  for (bool last = false; !last;) {
    const std::string_view piece = document.substr(0, piece_bytes);
    document.remove_prefix(piece.size());
    last = document.empty();
    const XML_Status status = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
    if (between.thrown) { std::rethrow_exception(between.thrown); }
    if (status == XML_STATUS_OK) { continue; }
    const XML_Error error = XML_GetErrorCode(parser.get());
    if (error == XML_ERROR_NO_MEMORY) { refuse("memory"); }
    refuse("unreadable",
           std::string("XML, line ") + std::to_string(XML_GetCurrentLineNumber(parser.get())) + ": " + XML_ErrorString(error));
  }
}

}  // namespace importers::child
