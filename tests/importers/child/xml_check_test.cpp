// SPDX-License-Identifier: Apache-2.0
#include "importers/child/xml_check.hpp"

#include "importers/child/kml_coordinates.hpp"
#include "importers/child/refusal.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace importers::child {
namespace {

/// Root of the text, or the code of its refusal with a "!" before it.
std::string look(const std::string& text) {
  try {
    return check_xml(text);
  } catch (const Refusal& refusal) { return "!" + refusal.code; }
}

TEST(XmlCheck, Table) {
  const std::pair<std::string, std::string> table[] = {
      {"<kml/>", "kml"},
      {"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <!DOCTYPE x> --><k:kml xmlns:k='x'><a/></k:kml>", "kml"},
      {"<?xml version=\"1.0\" encoding=\"utf-8\"?><a>", "a"},
      {"<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>", "a"},
      {"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>", "!xml-encoding"},
      {"<?xml version=\"1.0\" encoding = 'utf-7' ?><a>", "!xml-encoding"},
      {std::string("<a>\0</a>", 8), "!xml-encoding"},
      {"<!DOCTYPE a><a/>", "!xml-doctype"},
      {"<!doctype a><a/>", "!xml-doctype"},
      {"<a><!ENTITY b 'c'></a>", "!xml-doctype"},
      {"<a><!ELEMENT b></a>", "!xml-doctype"},
      {"<!", "!xml-doctype"},
      {"<a b='<!DOCTYPE'/>", "a"},
      {"<a b='>'><!DOCTYPE c></a>", "!xml-doctype"},
      {"<a b=\"'>\"><!DOCTYPE c></a>", "!xml-doctype"},
      {"<a><![CDATA[<!DOCTYPE html>]]></a>", "a"},
      {"<a><![CDATA[]]><!DOCTYPE html></a>", "!xml-doctype"},
      {"<a><?php <!DOCTYPE ?></a>", "a"},
      {"<a><!-- x --><!DOCTYPE b></a>", "!xml-doctype"},
      {"", ""},
      {"no xml", ""},
      {"<", ""},
      {"<a", "a"},
      {"<a b='", "a"},
      {"<!-- never ends <!DOCTYPE a>", ""},
  };
  for (const auto& [text, expected] : table) { EXPECT_EQ(look(text), expected) << text; }
}

TEST(XmlCheck, Depth) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) { text += "<a>"; }
    return text;
  };
  EXPECT_EQ(look(nested(200)), "a");
  EXPECT_EQ(look(nested(201)), "!xml-depth");
  std::string wide = "<a>";
  for (int i = 0; i < 1000; ++i) { wide += "<b></b><c/>"; }
  EXPECT_EQ(look(wide), "a");
}

TEST(XmlCheck, ElementsWithTheirText) {
  const std::string text = "<a x='1'>one<b:c y=\"2\"/>two<d>three &amp; four</d></a>";
  std::vector<std::string> seen;
  check_xml(text, [&](const XmlElement& e) {
    seen.push_back(std::string(e.name) + "|" + std::string(e.tag) + "|" + std::string(e.text));
    EXPECT_EQ(text.substr(e.text_at, e.text.size()), e.text);
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"a|a x='1'>|one", "c|b:c y=\"2\"/>|", "d|d>|three &amp; four"}));
}

TEST(XmlCheck, Attributes) {
  EXPECT_EQ(attribute("a name='x' b=\"y\"", "name"), "x");
  EXPECT_EQ(attribute("a  b = \"y\"", "b"), "y");
  EXPECT_EQ(attribute("a xname='x' name=\"\"", "name"), "");
  EXPECT_EQ(attribute("a name name='z'", "name"), "z");
  EXPECT_EQ(attribute("a name='x", "name"), "");
  EXPECT_EQ(attribute("", "name"), "");
}

TEST(KmlCoordinates, Table) {
  for (const char* good : {"", " \n", "1,2", "1,2,3", " 1.5,-2.5 ", "1,2 3,4\n5,6,7", "1, 2", "1, 2, 3", "+1,+2", "1e1,-2E-3", "1,2,",
                           "1,2,\n", "1,2,3, 4,5,6", "1,2,3,\n4,5,6,"}) {
    EXPECT_TRUE(are_coordinates(good)) << good;
  }
  for (const char* bad : {"1", "a", "1,a", "1 2", "1;2", "1,2,3,4", "40,5,-12,9", "1,,2", ",1", "1,2x", "nan,1", "inf,1", "1e999,2",
                          "0x1,2", "1,2 3", "--1,2", "1,2 x,3", "1,2, 3,4", "1,2,\n3,4,"}) {
    EXPECT_FALSE(are_coordinates(bad)) << bad;
  }
}

TEST(KmlCoordinates, FalsePlacesAreReplaced) {
  EXPECT_EQ(without_false_places("<c>40,a</c><c>1,2</c><c>x</c>", {{3, 4}, {24, 1}}), "<c>1e999,1e999</c><c>1,2</c><c>1e999,1e999</c>");
  EXPECT_EQ(without_false_places("abc", {}), "abc");
}

}  // namespace
}  // namespace importers::child
