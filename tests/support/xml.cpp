// SPDX-License-Identifier: Apache-2.0
#include "tests/support/xml.hpp"

#include <expat.h>

#include <memory>

namespace support {
namespace {

using Begins = std::function<void(const std::string&, const XmlAttributes&)>;

void XMLCALL on_begin(void* user, const XML_Char* name, const XML_Char** attributes) {
  const auto* begins = static_cast<const Begins*>(user);
  if (!*begins) { return; }
  XmlAttributes named;
  for (; *attributes != nullptr; attributes += 2) { named[attributes[0]] = attributes[1]; }
  (*begins)(name, named);
}

}  // namespace

bool read_xml(const std::string& text, const Begins& begins) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"), &XML_ParserFree);
  Begins kept = begins;
  XML_SetUserData(parser.get(), &kept);
  XML_SetStartElementHandler(parser.get(), on_begin);
  return XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
}

}  // namespace support
