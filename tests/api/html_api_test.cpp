// SPDX-License-Identifier: Apache-2.0
#include "api/html/parameter_texts.hpp"
#include "api/parameters.hpp"
#include "api/routes.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using api_tests::body;
using api_tests::NotesService;
using testing::HasSubstr;
using testing::Not;

namespace {

TEST(ApiPage, EveryParameterIsExplainedInBothLanguages) {
  for (const api::Parameter& parameter : api::parameters()) {
    const api::ParameterText* text = api::parameter_text(parameter.name);
    ASSERT_NE(text, nullptr) << parameter.name;
    EXPECT_FALSE(text->meaning.en.empty() || text->meaning.pt.empty()) << parameter.name;
  }
}

TEST(ApiPage, HasEveryOperationThatTheReaderMayUse) {
  api_tests::People people;
  for (const char* who : {"programme", "editor"}) {
    const std::string html(body(people.as(who, "/api?f=html")));
    for (const api::Route& route : api::routes()) {
      if (route.operation.empty()) { continue; }
      const bool may = route.access != api::Access::writer || std::string(who) == "editor";
      const std::string mark = "id=\"" + std::string(route.operation) + "\"";
      EXPECT_EQ(html.find(mark) != std::string::npos, may) << route.operation << " as " << who;
    }
  }
}

TEST(ApiPage, NamesNoCollectionThatTheReaderDoesNotSee) {
  NotesService notes;  // a visitor
  notes.add({{"x"}});
  const std::string html(body(notes.get("/api?f=html&")));
  EXPECT_THAT(html, HasSubstr("/collections/notes/items?limit=5"));
  EXPECT_THAT(html, HasSubstr("/collections/notes/items?bbox=40.5,-12.9,40.5,-12.9"));
  EXPECT_THAT(html, Not(HasSubstr("/collections/incidents")));
}

}  // namespace
