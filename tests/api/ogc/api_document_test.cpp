// SPDX-License-Identifier: Apache-2.0
#include "api/routes.hpp"
#include "geo/analysis/density_picture.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

using api_tests::header;
using api_tests::Json;
using api_tests::NotesService;

namespace {

void each_reference(const Json& json, const std::function<void(const std::string&)>& visit) {
  for (const auto& [key, value] : json.members()) {
    if (key == "$ref") {
      visit(value.text());
    } else {
      each_reference(value, visit);
    }
  }
  for (const Json& value : json.elements()) { each_reference(value, visit); }
}

TEST(ApiDocument, HasTheTypeThatQgisLooksFor) {
  NotesService notes;
  EXPECT_EQ(header(notes.get("/api"), "Content-Type"), "application/vnd.oai.openapi+json;version=3.0");
  const Json landing(notes.get("/"));
  bool found = false;
  for (const Json& link : landing.elements("/links")) {
    found = found || (link.text("/rel") == "service-desc" && link.text("/type") == "application/vnd.oai.openapi+json;version=3.0");
  }
  EXPECT_TRUE(found);
}

TEST(ApiDocument, DescribesEveryRouteForEveryCollection) {
  NotesService notes;
  const Json api(notes.get("/api"));
  EXPECT_EQ(api.text("/openapi"), "3.0.3");
  EXPECT_EQ(api.text("/servers/0/url"), "http://localhost:8080");
  std::set<std::string> expected;
  for (const api::Route& route : api::routes()) {
    if (route.operation.empty() || api::is_of_surfaces(route)) { continue; }  // there is none here
    if (route.path.find("{collectionId}") == std::string_view::npos) {
      expected.insert(std::string(route.path));
      continue;
    }
    for (const geo::Collection& collection : notes.store.catalog().collections) {
      if (!geo::grant_of(geo::role_named("visitor"), collection.id).exact) { continue; }
      if (api::is_of_densities(route) && !geo::has_density_picture(collection)) { continue; }
      std::string path(route.path);
      expected.insert(path.replace(path.find("{collectionId}"), 14, collection.id));
    }
  }
  std::set<std::string> described;
  std::set<std::string> operations;
  for (const auto& [path, item] : api.members("/paths")) {
    described.insert(path);
    for (const auto& [method, operation] : item.members()) {
      EXPECT_TRUE(method == "get" || method == "post" || method == "delete") << method << ' ' << path;
      EXPECT_TRUE(method == "get" || path.find("/items") == std::string::npos) << "who cannot write is not told how: " << path;
      EXPECT_TRUE(operations.insert(operation.text("/operationId")).second) << path;
      EXPECT_EQ(operation.has("/requestBody"), method == "post") << path;
    }
    if (!item.has("/get")) { continue; }
    const bool is_for_programs = path.find("/tile") != std::string::npos || path.find("/density/") != std::string::npos ||
                                 path.ends_with("/styles/{styleName}") || path.starts_with("/qgis/") ||
                                 path.find("/schema") != std::string::npos || path.ends_with("ables") || path == "/functions" ||
                                 path.ends_with("/results") || path.ends_with(".csv");
    EXPECT_NE(item.has("/get/responses/200/content/text~1html"), is_for_programs) << path;
  }
  EXPECT_EQ(described, expected);
}

TEST(ApiDocument, WhoMayWriteIsToldHow) {
  api_tests::People people;
  const Json api(people.as("editor", "/api"));
  const std::string of_items = "/paths/~1collections~1incidents~1items";
  EXPECT_EQ(api.text(of_items + "/post/requestBody/content/application~1geo+json/schema/$ref"), "#/components/schemas/WrittenFeature");
  const std::string of_item = of_items + "~1{featureId}";
  EXPECT_EQ(api.text(of_item + "/patch/requestBody/content/application~1merge-patch+json/schema/$ref"),
            "#/components/schemas/FeaturePatch");
  for (const char* method : {"put", "patch", "delete"}) { EXPECT_TRUE(api.has(of_item + "/" + method + "/responses/412")) << method; }
  EXPECT_FALSE(Json(people.as("programme", "/api")).has(of_items + "/post"));
}

TEST(ApiDocument, EveryReferenceResolves) {
  NotesService notes;
  const Json api(notes.get("/api"));
  int references = 0;
  each_reference(api, [&](const std::string& target) {
    ++references;
    ASSERT_EQ(target.substr(0, 2), "#/") << target;
    EXPECT_TRUE(api.has(target.substr(1))) << target;
  });
  EXPECT_GT(references, 50);
}

TEST(ApiDocument, ParametersReadAsClientsExpect) {
  NotesService notes;
  const Json api(notes.get("/api"));
  const std::string limit = "/components/parameters/limit";
  EXPECT_EQ(api.text(limit + "/name"), "limit");
  EXPECT_EQ(api.integer(limit + "/schema/minimum"), 1);
  EXPECT_EQ(api.integer(limit + "/schema/default"), 1000);
  EXPECT_EQ(api.integer(limit + "/schema/maximum"), 10000);
  EXPECT_EQ(api.text(limit + "/schema/type"), "integer");
  EXPECT_EQ(api.integer("/components/parameters/bbox/schema/minItems"), 4);
  EXPECT_EQ(api.integer("/components/parameters/bbox/schema/maxItems"), 6);
  EXPECT_EQ(api.text("/components/parameters/datetime/schema/type"), "string");
  for (const std::string name : {"crs", "bbox-crs"}) {
    EXPECT_EQ(api.text("/components/parameters/" + name + "/schema/type"), "string");
    EXPECT_EQ(api.text("/components/parameters/" + name + "/schema/format"), "uri");
  }
  for (const std::string name : {"limit", "bbox", "bbox-crs", "crs", "datetime"}) {
    const std::string at = "/components/parameters/" + name;
    EXPECT_EQ(api.text(at + "/in"), "query");
    EXPECT_EQ(api.text(at + "/style"), "form");
    EXPECT_EQ(api.boolean(at + "/explode"), false);
    EXPECT_EQ(api.boolean(at + "/required"), false);
  }
  std::set<std::string> used;
  for (const Json& parameter : api.elements("/paths/~1collections~1notes~1items/get/parameters")) {
    const std::string reference = parameter.text("/$ref");
    used.insert(reference);
    // QGIS would offer any other with a style as a property to filter by.
    const std::string name = reference.substr(reference.rfind('/') + 1);
    const bool is_known_to_qgis = name == "limit" || name == "bbox" || name == "datetime" || name == "crs" || name == "bbox-crs";
    EXPECT_EQ(api.has(reference.substr(1) + "/style"), is_known_to_qgis) << name;
  }
  // Answers by person: who cannot sign in is never told to.
  EXPECT_FALSE(api.has("/components/securitySchemes"));
  EXPECT_FALSE(api.has("/paths/~1collections/get/responses/401"));
  EXPECT_TRUE(used.contains("#/components/parameters/limit"));
  EXPECT_TRUE(used.contains("#/components/parameters/crs"));
  EXPECT_TRUE(used.contains("#/components/parameters/bbox-crs"));
  EXPECT_EQ(used.size(), 16U);
}

/// Where people sign in it says how, and that it may be refused; operations that write are there for those who may.
TEST(ApiDocument, IsForTheOneWhoAsks) {
  api_tests::People people;
  const std::string items = "/paths/~1collections~1sites~1items";
  for (const std::string account : {"", "partner", "programme", "editor"}) {
    const Json api(people.as(account, "/api"));
    EXPECT_EQ(api.text("/components/securitySchemes/bearer/scheme"), "bearer") << account;
    EXPECT_TRUE(api.has(items + "/get/responses/401")) << account;
    EXPECT_FALSE(api.has(items + "/get/responses/422")) << account;
    EXPECT_EQ(api.has(items + "/post/responses/422"), account == "editor") << account;
    EXPECT_EQ(api.has("/paths/~1collections~1incidents~1items"), account == "programme" || account == "editor") << account;
  }
}

}  // namespace
