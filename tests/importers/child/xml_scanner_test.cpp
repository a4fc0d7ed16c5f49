// SPDX-License-Identifier: Apache-2.0
// Both readers of XML say the same of a document, and refuse the same.
#include "importers/child/xml_scanner.hpp"

#include "importers/child/refusal.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace importers::child {
namespace {

class Recorder final : public XmlHandler {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    calls.append("<").append(name).append(" ").append(attributes["a"]).append(">");
  }
  void end(std::string_view name) override { calls.append("</").append(name).append(">"); }
  void text(std::string_view piece) override { calls += piece; }
  std::string calls;
};

template <class Parse>
std::string said(Parse parse, const std::string& document) {
  Recorder recorder;
  try {
    parse(document, recorder);
  } catch (const Refusal& refusal) { return "!" + refusal.code; }
  return recorder.calls;
}

std::string both(const std::string& document) {
  std::string expected = said(parse_xml, document);
  EXPECT_EQ(said(scan_xml, document), expected) << document;
  return expected;
}

TEST(XmlScanner, Table) {
  EXPECT_EQ(both("<k:a xmlns:k='x' a=\"1\">t<b/></k:a>"), "<a 1>t<b ></b></a>");
  EXPECT_EQ(both("\xef\xbb\xbf<?xml version=\"1.0\"?>\r\n<!-- x --><a>\r\n&lt;&#x20AC;&#8364;\r</a >\n"), "<a >\n<€€\n</a>");
  EXPECT_EQ(both("<a a='\r\n&amp;\t&#10;'><![CDATA[<b>&lt;\r\n]]></a>"), "<a  & \n><b>&lt;\n</a>");
  EXPECT_EQ(both("<a a='>'/>"), "<a >></a>");
  EXPECT_EQ(both("<a><?php <b> ?></a>"), "<a ></a>");
  EXPECT_EQ(both("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"), "<a >é</a>");
  for (const char* bad : {"",
                          " ",
                          "x",
                          "<",
                          "<a",
                          "<a>",
                          "</a>",
                          "<a></b>",
                          "<a/><b/>",
                          "<a/>x",
                          "x<a/>",
                          "<a b/>",
                          "<a b=c/>",
                          "<a b='c/>",
                          "<a b='<'/>",
                          "<a>&x;</a>",
                          "<a>&amp</a>",
                          "<a>&#0;</a>",
                          "<a>&#xD800;</a>",
                          "<a>&#x110000;</a>",
                          "<a>&#;</a>",
                          "<a><!-- x</a>",
                          "<a><![CDATA[x</a>",
                          "<![CDATA[x]]><a/>",
                          "<a><?x</a>",
                          "<a><b></a></b>",
                          "< a/>",
                          "<a"}) {
    EXPECT_EQ(both(bad), "!unreadable") << bad;
  }
  for (const char* declared : {"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}) {
    EXPECT_EQ(both(declared), "!xml-doctype") << declared;
  }
  EXPECT_EQ(both("<?xml version='1.0' encoding='utf-7'?><a/>"), "!xml-encoding");
  std::string deep;
  for (int i = 0; i < 201; ++i) { deep += "<a>"; }
  EXPECT_EQ(both(deep), "!xml-depth");
}

/// Documents out of parts that go together more often than not.
TEST(XmlScanner, AgreesWithExpatOnRandomDocuments) {
  const std::string parts[] = {"<a>",    "</a>",       "<b a='x'>",       "</b>", "<c/>",
                               "text",   "&lt;",       "&#65;",           "\r\n", "\r",
                               " ",      "<!-- c -->", "<![CDATA[<d>]]>", "é",    "<p:a q:a=\"&quot;\" a='1'>",
                               "</p:a>", "<?p?>"};
  std::mt19937 random(5);
  int taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string document = "<r>";
    std::vector<std::string> open;
    for (unsigned i = random() % 12; i > 0; --i) {
      const std::string& part = parts[random() % std::size(parts)];
      document += part;
      if (part == "<a>" || part.starts_with("<b") || part.starts_with("<p")) {
        open.push_back(part == "<a>" ? "</a>" : part.starts_with("<b") ? "</b>" : "</p:a>");
      }
      if (part.starts_with("</") && !open.empty()) { open.pop_back(); }
    }
    for (; !open.empty(); open.pop_back()) { document += open.back(); }
    taken += both(document + "</r>").starts_with("!") ? 0 : 1;
  }
  EXPECT_GT(taken, 2000);
}

TEST(XmlScanner, CutAnywhereIsRefused) {
  const std::string whole = "<?xml version=\"1.0\"?><a a='1'><b>x&amp;y</b><!-- c --><![CDATA[d]]></a>";
  ASSERT_FALSE(both(whole).starts_with("!"));
  for (std::size_t size = 0; size < whole.size(); ++size) { EXPECT_EQ(both(whole.substr(0, size)), "!unreadable") << size; }
}

TEST(XmlScanner, WhatTheHandlerThrowsPassesThrough) {
  class Thrower final : public XmlHandler {
   public:
    void start(std::string_view, const XmlAttributes&) override { throw 7; }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
  };
  Thrower thrower;
  EXPECT_THROW(scan_xml("<a/>", thrower), int);
  EXPECT_THROW(parse_xml("<a/>", thrower), int);
}

}  // namespace
}  // namespace importers::child
