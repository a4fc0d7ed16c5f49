// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>

namespace support {

using XmlAttributes = std::map<std::string, std::string>;

/// Reads a document with expat, which tells of every element as it begins, namespaces left as they are written. False when it is not
/// well-formed.
bool read_xml(const std::string& text, const std::function<void(const std::string& name, const XmlAttributes&)>& begins = {});

}  // namespace support
