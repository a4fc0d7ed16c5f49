// SPDX-License-Identifier: Apache-2.0
#include "tests/api/fixed_store.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <regex>

using api_tests::body;
using api_tests::make_request;

namespace {

/// One value or object member per line, so that a change reads well in review.
std::string spread(std::string_view json) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '\n') { continue; }
    out += c;
    if (c == '\\' && quoted) {
      out += json[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == '{' || c == '[')) {
      out += '\n';
    }
  }
  return out + '\n';
}

void fill(api_tests::FixedStore& store) {
  const geo::Collection schema = api_tests::notes_collection();
  std::vector<geo::Feature> rows;
  rows.push_back({1, 1, api_tests::note_row(schema, {"Reunião do conselho", 0, true, 40.5178, -12.9735})});
  rows.push_back({2, 2, api_tests::note_row(schema, {"<b>&\"no location\"", 0, false})});
  rows.push_back({5, 3, api_tests::note_row(schema, {"third", 0, true, 40.25, -11.5, 1'704'153'600'000, "hidden from visitors"})});
  rows[0].row.values[1] = std::int64_t{12};
  rows[0].row.values[2] = 2.5;
  rows[0].row.values[3] = true;
  rows[0].row.values[4] = std::string("hour");
  rows[0].row.values[5] = std::int64_t{19'723};
  rows[0].row.values[7] = std::int64_t{120};
  rows[0].row.values[8] = std::string(R"({"weather":"dry"})");
  store.put(schema, rows);
}

/// Names of files change with their content, which is not what is held here.
std::string without_hashes(const std::string& html) {
  static const std::regex hashed(R"(/assets/([a-z-]+)\.[0-9a-f]{16}\.)");
  return std::regex_replace(html, hashed, "/assets/$1.HASH.");
}

TEST(DocumentsGolden, ReadAsAccepted) {
  api_tests::FixedStore store;
  fill(store);
  api::ServiceOptions options;
  options.role = geo::role_named("visitor");
  api::Service service(store, options);
  struct Case {
    const char* name;
    const char* target;
    const char* language;
  };
  const std::vector<Case> cases{
      {"landing.en.json", "/", "en"},
      {"landing.pt.json", "/", "pt"},
      {"conformance.json", "/conformance", "en"},
      {"api.json", "/api", "en"},
      {"collections.json", "/collections", "en"},
      {"collection.pt.json", "/collections/notes", "pt"},
      {"items.json", "/collections/notes/items?limit=2", "en"},
      {"item.json", "/collections/notes/items/1", "en"},
      {"problem.json", "/collections/notes/items?limit=0", "en"},
      {"landing.pt.html", "/?f=html", "pt"},
      {"collection.en.html", "/collections/notes?f=html", "en"},
      {"items.pt.html", "/collections/notes/items?f=html&limit=2", "pt"},
      {"styles.pt.json", "/styles", "pt"},
      {"style.pt.sld", "/styles/notes?f=sld11", "pt"},
      {"style.pt.qml", "/styles/notes?f=qml", "pt"},
      {"layer.pt.qlr", "/qgis/notes.qlr", "pt"},
      {"item.en.html", "/collections/notes/items/2?f=html", "en"},
  };
  for (const Case& c : cases) {
    const api::Response response = service.handle(make_request(c.target, {{"Accept-Language", c.language}}));
    const bool html = !std::string_view(c.name).ends_with(".json");
    test_support::expect_golden(std::string("api/") + c.name, html ? without_hashes(std::string(body(response))) : spread(body(response)));
  }
}

}  // namespace
