// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/xml_parser.hpp"

#include <string_view>

namespace importers::child {

/// What parse_xml() does, at half its cost, for the one part of a workbook that is large: its cells. Documents that expat takes give
/// the same calls (tests/fuzz/child_scanner_fuzzer.cpp); of what expat refuses, some passes: characters that XML has not, attributes
/// given twice. Documents that say another encoding than UTF-8 go to expat.
void scan_xml(std::string_view document, XmlHandler& handler);

}  // namespace importers::child
