// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace importers::child {

struct XmlFacts {
  std::string root;               ///< name of the outermost element, without its prefix
  std::size_t network_links = 0;  ///< elements called NetworkLink
  bool times = false;             ///< there is a TimeStamp or a TimeSpan
  bool descriptions = false;      ///< there is a description
  std::set<std::string> data;     ///< names of Data and SimpleData elements, the first thousand
};

/// A look at XML before any parser gets it. It must be in UTF-8, Latin-1 or Windows-1252 (so that "<!DOCTYPE" cannot hide in another
/// encoding), have no declaration: no DOCTYPE, no ENTITY; and not nest deeper than 200. Whether it is well-formed is for the parser to say.
/// Throws Refusal{"xml-encoding"}, {"xml-doctype"}, {"xml-depth"}.
XmlFacts check_xml(std::string_view text);

/// The value of an attribute that stands anywhere in the text, as `name="…"`; "" when there is none.
std::string attribute(std::string_view text, std::string_view name);

}  // namespace importers::child
