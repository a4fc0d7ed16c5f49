// SPDX-License-Identifier: Apache-2.0
#include "api/form.hpp"

#include "geo/base/error.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

namespace {

api::Request form(const std::string& body, const char* type = "application/x-www-form-urlencoded") {
  api::Request request = api_tests::make_request("/x", {{"Content-Type", type}}, "POST");
  request.body = body;
  return request;
}

TEST(Form, IsKnownByItsType) {
  EXPECT_TRUE(api::is_form(form("")));
  EXPECT_TRUE(api::is_form(form("", "Application/X-WWW-Form-Urlencoded ; charset=UTF-8")));
  EXPECT_FALSE(api::is_form(form("", "application/json")));
  EXPECT_FALSE(api::is_form(api_tests::make_request("/x", {}, "POST")));
}

TEST(Form, FieldsAreDecodedAndEmptyOnesLeftOut) {
  EXPECT_EQ(api::form_fields(form("a=1&b=&c=+&d=%C3%A7+%26x&&e")), (api::FormFields{{"a", "1"}, {"d", "ç &x"}}));
  EXPECT_EQ(*api::field_of(api::form_fields(form("a=1")), "a"), "1");
  EXPECT_EQ(api::field_of(api::form_fields(form("a=1")), "b"), nullptr);
  for (const char* bad : {"a=%", "a=%zz", "a=%00", "a=%FF", "%FF=1", "a=1&a=2"}) {
    EXPECT_THROW(api::form_fields(form(bad)), geo::Error) << bad;
  }
}

TEST(Form, TwoDaysAreAPeriodAndBack) {
  struct Case {
    const char *from, *to, *period;
  };
  for (const Case& c : {Case{"", "", ""}, Case{"2024-01-01", "", "2024-01-01/.."}, Case{"", "2024-06-30", "../2024-06-30"},
                        Case{"2024-01-01", "2024-06-30", "2024-01-01/2024-06-30"}}) {
    EXPECT_EQ(api::period_of(c.from, c.to), c.period);
    const auto days = api::days_of(c.period);
    ASSERT_TRUE(days) << c.period;
    EXPECT_EQ(days->from, c.from);
    EXPECT_EQ(days->to, c.to);
  }
  EXPECT_EQ(api::days_of("2024-02-29")->from, "2024-02-29");
  EXPECT_EQ(api::days_of("2024-02-29")->to, "2024-02-29");
  for (const char* other : {"2024-01-01T00:00:00Z", "2024-01-01/P2D", "2024-01-01/2024-02-30", "2024", "x/y", "2024-01-01/2024-01-02/x"}) {
    EXPECT_FALSE(api::days_of(other)) << other;
  }
}

}  // namespace
