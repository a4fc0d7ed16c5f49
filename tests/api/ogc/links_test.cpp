// SPDX-License-Identifier: Apache-2.0
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <set>

using api_tests::body;
using api_tests::Json;
using api_tests::NotesService;
using api_tests::target_of;

namespace {

void collect_hrefs(const Json& json, std::deque<std::string>& found) {
  for (const auto& [key, value] : json.members()) {
    if (key != "links") {
      collect_hrefs(value, found);
      continue;
    }
    for (const Json& link : value.elements()) {
      if (!link.has("/href")) { continue; }  // the description of links in /api
      EXPECT_FALSE(link.text("/rel").empty());
      EXPECT_FALSE(link.text("/type").empty());
      const bool is_for_post = link.text("/rel").ends_with("/execute");
      if (!link.has("/templated") && !is_for_post) { found.push_back(link.text("/href")); }
    }
  }
  for (const Json& value : json.elements()) { collect_hrefs(value, found); }
}

void collect_html_hrefs(std::string_view html, std::deque<std::string>& found) {
  constexpr std::string_view mark = "href=\"";
  for (std::size_t at = html.find(mark); at != std::string_view::npos; at = html.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    std::string href(html.substr(begin, html.find('"', begin) - begin));
    for (std::size_t amp = href.find("&amp;"); amp != std::string::npos; amp = href.find("&amp;", amp + 1)) { href.replace(amp, 5, "&"); }
    found.push_back(href.substr(0, href.find('#')));
  }
}

// Walks everything that can be reached from the landing page.
TEST(Links, AllLeadSomewhereAndSayWhatTheyLeadTo) {
  NotesService notes;
  notes.add(std::vector<api_tests::Note>(7, {"x"}));
  std::deque<std::string> waiting{"http://localhost:8080/", "http://localhost:8080/collections/notes/items?limit=3"};
  std::set<std::string> seen;
  while (!waiting.empty() && seen.size() < 10000) {
    const std::string url = waiting.front();
    waiting.pop_front();
    if (!seen.insert(url).second) { continue; }
    const api::Response response = notes.get(target_of(url));
    const bool is_empty_tile = response.status == 204 && url.find("/tiles/") != std::string::npos;
    ASSERT_TRUE(response.status == 200 || is_empty_tile) << response.status << " " << url;
    const std::string type = api_tests::header(response, "Content-Type");
    if (type.find("json") != std::string::npos) { collect_hrefs(Json(response), waiting); }
    if (type.find("html") != std::string::npos) { collect_html_hrefs(body(response), waiting); }
  }
  EXPECT_TRUE(waiting.empty());
  EXPECT_GT(seen.size(), 40U);
}

TEST(Links, LandingHasWhatClientsCannotDoWithout) {
  NotesService notes;
  const Json landing(notes.get("/"));
  for (const char* rel : {"self", "alternate", "service-desc", "service-doc", "conformance", "data"}) {
    EXPECT_NE(landing.link(rel), "") << rel;
  }
  const Json conformance(notes.get("/conformance"));
  std::set<std::string> classes;
  for (const Json& uri : conformance.elements("/conformsTo")) { classes.insert(uri.text()); }
  for (const std::string version : {"1.0", "1.1"}) {
    for (const std::string name : {"core", "oas30", "geojson", "html"}) {
      EXPECT_TRUE(classes.contains("http://www.opengis.net/spec/ogcapi-features-1/" + version + "/conf/" + name)) << version << name;
    }
  }
}

TEST(Links, CollectionsStateExtentAndCrs) {
  NotesService notes;
  notes.add({{"a", 0, true, 40, -13, 1'704'067'200'000}, {"b", 0, true, 41, -12, 1'711'929'600'000}});
  const Json collection(notes.get("/collections/notes"));
  EXPECT_EQ(collection.number("/extent/spatial/bbox/0/0"), 40);
  EXPECT_EQ(collection.number("/extent/spatial/bbox/0/3"), -12);
  EXPECT_EQ(collection.text("/extent/temporal/interval/0/0"), "2024-01-01T00:00:00Z");
  EXPECT_EQ(collection.text("/extent/temporal/interval/0/1"), "2024-04-01T00:00:00Z");
  EXPECT_EQ(collection.text("/crs/0"), "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
  EXPECT_EQ(collection.text("/storageCrs"), collection.text("/crs/0"));
  EXPECT_EQ(collection.text("/itemType"), "feature");
  EXPECT_EQ(collection.integer("/itemCount"), 2);
}

}  // namespace
