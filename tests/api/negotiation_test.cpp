// SPDX-License-Identifier: Apache-2.0
#include "api/negotiation.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using api::Format;
using api::Language;

TEST(Negotiation, Format) {
  struct Case {
    const char* accept;
    Format format;
  };
  const std::vector<Case> cases{
      {"", Format::json},
      {"*/*", Format::json},
      {"application/json", Format::json},
      {"application/geo+json, application/json", Format::json},
      {"application/vnd.oai.openapi+json;version=3.0, application/json", Format::json},
      {"text/html", Format::html},
      {"TEXT/HTML", Format::html},
      {"text/*", Format::html},
      {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format::html},
      {"text/html;q=0.5,application/json", Format::json},
      {"text/html;q=0.5,application/json;q=0.4", Format::html},
      {"text/html;q=0,*/*", Format::json},
      {"application/json;q=0,*/*;q=0.1", Format::html},
      {"text/html; level=1; q=1, application/*;q=0.9", Format::html},
      {"image/png", Format::json},
      {"*; q=.2, */*; q=.2", Format::json},
      {",,;q=;,", Format::json},
  };
  for (const Case& c : cases) { EXPECT_EQ(api::preferred_format(c.accept), c.format) << c.accept; }
}

TEST(Negotiation, Language) {
  struct Case {
    const char* accept;
    Language language;
  };
  const std::vector<Case> cases{
      {"pt", Language::pt},
      {"pt-MZ", Language::pt},
      {"PT-br, en;q=0.9", Language::pt},
      {"en-US,*", Language::en},
      {"en;q=0.1, fr", Language::en},
      {"fr, pt;q=0.2, en;q=0.3", Language::en},
      {"en;q=0, pt;q=0.001", Language::pt},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(api::preferred_language(c.accept, Language::pt), c.language) << c.accept;
    EXPECT_EQ(api::preferred_language(c.accept, Language::en), c.language) << c.accept;
  }
  for (const char* neither : {"", "fr", "*", "ptx", "english", "e", "pt;q=0", ",", "pt;q=0.5,en;q=0.5"}) {
    EXPECT_EQ(api::preferred_language(neither, Language::pt), Language::pt) << neither;
    EXPECT_EQ(api::preferred_language(neither, Language::en), Language::en) << neither;
  }
}

}  // namespace
