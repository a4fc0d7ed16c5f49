// SPDX-License-Identifier: Apache-2.0
#include "tests/api/fixed_store.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

using api_tests::body;
using api_tests::make_request;

namespace {

TEST(HiddenCollection, IsAnUnknownOne) {
  api_tests::FixedStore store;
  store.put(api_tests::notes_collection(), {});
  geo::Collection hidden = api_tests::notes_collection();
  hidden.id = "informants";
  store.put(hidden, {});
  store.hide("informants");
  api::ServiceOptions options;
  options.role = geo::role_named("visitor");
  api::Service service(store, options);
  for (const char* list : {"/", "/?f=html", "/api", "/api?f=html", "/collections", "/collections?f=html"}) {
    const api::Response response = service.handle(make_request(list));
    EXPECT_EQ(response.status, 200) << list;
    EXPECT_EQ(body(response).find("informants"), std::string_view::npos) << list;
  }
  for (const std::string rest : {"", "/items", "/items?limit=0", "/items?nonsense=1", "/items/1", "/items/1?f=html"}) {
    for (const char* method : {"GET", "HEAD", "OPTIONS", "DELETE"}) {
      const api::Response a = service.handle(make_request("/collections/informants" + rest, {}, method));
      const api::Response b = service.handle(make_request("/collections/no_such" + rest, {}, method));
      EXPECT_EQ(a.status, b.status) << method << rest;
      EXPECT_EQ(a.headers, b.headers) << method << rest;
      EXPECT_EQ(body(a), body(b)) << method << rest;
    }
  }
}

}  // namespace
