// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace importers::child {

/// An element as it stands in the text.
struct XmlElement {
  std::string_view name;    ///< without its prefix
  std::string_view tag;     ///< name and attributes
  std::string_view text;    ///< what follows the tag, up to the next one; entities as they are
  std::size_t text_at = 0;  ///< where that begins
};

/// A look at XML before any parser gets it. It must be in UTF-8, Latin-1 or Windows-1252 (so that "<!DOCTYPE" cannot hide in another
/// encoding), have no declaration: no DOCTYPE, no ENTITY; and not nest deeper than 200. Whether it is well-formed is for the parser to say.
/// Gives the name of the outermost element, and each of them to `each`.
/// Throws Refusal{"xml-encoding"}, {"xml-doctype"}, {"xml-depth"}.
std::string check_xml(std::string_view text, const std::function<void(const XmlElement&)>& each = {});

/// The value of an attribute that stands anywhere in the text, as `name="…"`; "" when there is none.
std::string attribute(std::string_view text, std::string_view name);

}  // namespace importers::child
