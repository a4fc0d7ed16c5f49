// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace importers::child {

/// Attributes of one element, by the names that stand in the text ("office:value").
class XmlAttributes {
 public:
  using Pair = std::pair<std::string_view, std::string_view>;

  explicit XmlAttributes(const std::vector<Pair>& pairs) : m_pairs(pairs) {}
  /// data() == nullptr when there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const {
    for (const auto& [key, value] : m_pairs) {
      if (key == name) { return value; }
    }
    return {};
  }

 private:
  const std::vector<Pair>& m_pairs;
};

/// What parse_xml() calls. Names of elements come without their prefix. May throw.
class XmlHandler {
 public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;

  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  /// Pieces of the text between tags, in order.
  virtual void text(std::string_view piece) = 0;
};

/// Parses a whole document with expat. Documents that declare anything (DOCTYPE), nest deeper than 200, or are in an encoding but
/// UTF-8, UTF-16 and Latin-1 are refused: Refusal{"xml-doctype"}, {"xml-depth"}, {"xml-encoding"}; {"unreadable"} with the line
/// when it is not well-formed. What `handler` throws ends the parsing and passes through.
void parse_xml(std::string_view document, XmlHandler& handler);

/// The part of a name behind its prefix.
std::string_view local_name(std::string_view name);

/// How deep elements may stand in each other.
inline constexpr std::size_t deepest_element = 200;

}  // namespace importers::child
