// SPDX-License-Identifier: Apache-2.0
// Hidden behaves as unknown: every answer over a store is, byte for byte, what it is over the same store with every row and value
// that the role does not see taken out of the file. 5,000 random requests a role.
#include "store/sqlite/database.hpp"
#include "store/sqlite/row_table.hpp"
#include "store/sqlite_store.hpp"
#include "tests/api/file_bytes.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/support/folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <filesystem>
#include <map>
#include <random>

using api_tests::body;
using api_tests::header;

namespace {

/// In SQL, from the text of PRIVACY rule B12, without the code that is being tested.
struct Rule {
  const char* role;
  int level;  ///< of rows
  int fields;
  bool incidents;       ///< knows incidents and issues
  int site_level = -1;  ///< of sites and trainings, where they differ
  int site_fields = -1;
};
constexpr Rule rules[] = {{"visitor", 0, 0, false},
                          {"partner", 1, 1, false},
                          {"police", 0, 0, false, 1, 2},
                          {"programme", 2, 2, true},
                          {"protection", 3, 3, true},
                          {"admin", 0, 0, false},
                          {"programme@MZ0102", 2, 2, true},
                          {"protection@MZ0102", 3, 3, true},
                          {"police@MZ0108", 0, 0, false, 1, 2},
                          {"partner@MZ0102,MZ0108", 1, 1, false}};

void take_out(const std::string& file, const Rule& rule) {
  store::Database database(file, store::Database::Mode::read_write);
  const geo::Catalog& catalog = geo::builtin_catalog();
  const std::string text = rule.role;
  const std::size_t at = text.find('@');
  for (const std::string& id : api_tests::filled) {
    const bool about_incidents = id == "incidents" || id == "issues";
    const bool special = (id == "sites" || id == "trainings") && rule.site_level >= 0;
    const int level = special ? rule.site_level : rule.level;
    const int fields = id == "sites" && special ? rule.site_fields : id == "trainings" && special ? 1 : rule.fields;
    std::string hidden = about_incidents && !rule.incidents ? "1" : fmt::format("coalesce(confidentiality, 3) > {}", level);
    if (about_incidents && level < 3) {
      for (const geo::Code& code : catalog.code_list("iccs")->codes) {
        if (code.care == geo::Care::never_point) { hidden += fmt::format(" OR coalesce(category, '') = '{}'", code.code); }
      }
    }
    if (at != std::string::npos) {
      std::string areas;
      for (const char* pcode : {"MZ0102", "MZ0108"}) {
        if (text.find(pcode) != std::string::npos) { areas += fmt::format("{}'{}'", areas.empty() ? "" : ",", pcode); }
      }
      hidden += fmt::format(" OR (coalesce(confidentiality, 3) > 0 AND coalesce(admin2_pcode, '') NOT IN ({}))", areas);
    }
    database.execute(fmt::format("DELETE FROM {} WHERE {}", store::row_table(id), hidden));
    for (const geo::Field& field : catalog.collection(id)->fields) {
      if (field.confidentiality > fields) {
        database.execute(fmt::format("UPDATE {} SET \"{}\" = NULL", store::row_table(id), field.name));
      }
    }
  }
  const bool everywhere = at == std::string::npos;
  const auto drop = [&](const char* id) {
    database.execute(
        fmt::format("DELETE FROM result WHERE collection = '{0}'; DELETE FROM field WHERE collection = '{0}'; "
                    "DROP TABLE \"row_{0}\"; DROP TABLE \"old_{0}\"; DROP TABLE \"key_{0}\"; DELETE FROM collection WHERE id = '{0}'",
                    id));
  };
  if (!(rule.incidents && everywhere)) { drop("r-programme"); }
  if (!(everywhere && (rule.incidents || rule.site_level >= 0))) { drop("r-police"); }
  if (!rule.incidents) { drop("r-pemba"); }
}

class Twins {
 public:
  explicit Twins(const Rule& rule) {
    {
      const auto store = store::open_sqlite(file("whole"), {.clock = [] { return geo::TimeMs{1'704'067'200'000}; }});
      api_tests::fill(*store, 3);
      api_tests::add_results(*store);
    }
    std::filesystem::copy_file(file("whole"), file("removed"));
    take_out(file("removed"), rule);
    for (const char* name : {"whole", "removed"}) {
      stores.push_back(store::open_sqlite(file(name)));
      api::ServiceOptions options;
      options.role = geo::role_named(rule.role);
      options.downloads = {folder / name, [] { return geo::TimeMs{1'704'067'200'000}; }};
      services.push_back(std::make_unique<api::Service>(*stores.back(), std::move(options)));
    }
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder / (name + ".db")).string(); }

  test_support::Folder folder;
  std::vector<std::unique_ptr<store::SqliteStore>> stores;
  std::vector<std::unique_ptr<api::Service>> services;
};

class RandomRequests {
 public:
  explicit RandomRequests(std::uint64_t seed) : m_random(seed) {}

  api::Request next() {
    std::string target = path();
    std::string separator = "?";
    const auto add = [&](const std::string& parameter) {
      target += separator + parameter;
      separator = "&";
    };
    const bool is_items = target.ends_with("/items");
    if (is_items && chance(40)) { add(box()); }
    if ((is_items || target.find("/tiles/W") != std::string::npos) && chance(30)) { add(days()); }
    if (target.starts_with("/tiles/W") && chance(60)) { add(collections()); }
    if (target.find("/tiles/W") != std::string::npos && chance(20)) { add("points=clusters&max-points=2"); }
    if (is_items && chance(50)) { add("limit=" + std::to_string(below(30))); }
    if (is_items && !m_next.empty() && chance(20)) { add("next=" + m_next); }
    if (chance(20)) { add(is_items && chance(40) ? "f=csv" : chance(50) ? "f=json" : "f=html"); }
    if (chance(3)) { add("filter=confidentiality=3"); }
    std::vector<api::Header> headers;
    if (chance(20)) { headers.push_back({"Accept-Language", chance(50) ? "pt" : "en"}); }
    if (!m_tag.empty() && chance(10)) { headers.push_back({"If-None-Match", m_tag}); }
    return api_tests::make_request(target, headers, chance(90) ? "GET" : chance(50) ? "HEAD" : "POST");
  }
  void learn(const api::Response& answer) {
    if (const std::string tag = header(answer, "ETag"); !tag.empty()) { m_tag = tag; }
    const std::string_view text = body(answer);
    if (const std::size_t at = text.find("next="); at != std::string_view::npos) {
      m_next = text.substr(at + 5, text.find_first_of("&\"<", at + 5) - at - 5);
    }
  }

 private:
  std::size_t below(std::size_t n) { return m_random() % n; }
  bool chance(std::size_t percent) { return below(100) < percent; }
  std::string collection() {
    static const std::vector<std::string> others{"admin_areas", "roads",  "r-programme", "r-police",
                                                 "r-pemba",     "r-open", "r-nosuch",    "nosuch"};
    return chance(80) ? api_tests::filled[below(api_tests::filled.size())] : others[below(others.size())];
  }
  std::string path() {
    static const std::vector<std::string> plain{"/",
                                                "/api",
                                                "/collections",
                                                "/conformance",
                                                "/map",
                                                "/session",
                                                "/health",
                                                "/nothing",
                                                "/tiles",
                                                "/tiles/WebMercatorQuad",
                                                "/tiles/WebMercatorQuad/tilejson.json"};
    static const std::vector<std::string> parts{"",
                                                "/schema",
                                                "/tiles",
                                                "/tiles/WebMercatorQuad",
                                                "/tiles/WorldCRS84Quad",
                                                "/tiles/WebMercatorQuad/tilejson.json",
                                                "/styles/default"};
    if (chance(10)) { return plain[below(plain.size())]; }
    const std::string base = "/collections/" + collection();
    if (chance(15)) { return "/tiles" + place(); }
    if (chance(35)) { return base + "/items"; }
    if (chance(40)) { return base + "/items/" + std::to_string(below(110)); }
    if (chance(50)) { return base + "/tiles" + place(); }
    return base + parts[below(parts.size())];
  }
  std::string place() {
    const std::size_t zoom = below(13);
    const bool of_degrees = chance(30);
    const double scale = static_cast<double>(std::size_t{1} << zoom) * (of_degrees ? 2 : 1);
    const auto column = static_cast<std::size_t>((40.3 + static_cast<double>(below(40)) / 100 + 180) / 360 * scale);
    const double south = static_cast<double>(below(20)) / 20'000;
    const auto row = static_cast<std::size_t>((of_degrees ? (90 + 12.8) / 360 + south : 0.5 + 0.0358 + south) * scale);
    return fmt::format("/{}/{}/{}/{}", of_degrees ? "WorldCRS84Quad" : "WebMercatorQuad", zoom, row, column);
  }
  std::string collections() {
    std::string names = collection();
    for (std::size_t more = below(3); more > 0; --more) { names += "," + collection(); }
    return "collections=" + names;
  }
  std::string box() {
    const double west = 40.3 + static_cast<double>(below(40)) / 100;
    const double south = -13.1 + static_cast<double>(below(30)) / 100;
    const double size = std::pow(10.0, -static_cast<double>(below(5)));
    return fmt::format("bbox={:.4f},{:.4f},{:.4f},{:.4f}", west, south, west + size, south + size);
  }
  std::string days() { return fmt::format("datetime=2024-{0:02}-01/2024-{0:02}-{1:02}", 1 + below(12), 1 + below(28)); }

  std::mt19937_64 m_random;
  std::string m_next, m_tag;
};

std::string shown(const api::Response& answer) {
  std::string text = std::to_string(answer.status) + "\n";
  for (const api::Header& each : answer.headers) { text += each.name + ": " + each.value + "\n"; }
  return text + "\n" + std::string(body(answer)) + api_tests::file_bytes(answer);
}

class Removed : public testing::TestWithParam<Rule> {};

TEST_P(Removed, HiddenRowsAndFieldsChangeNotAByteOfAnyAnswer) {
  constexpr int requests = 5000;
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE(fmt::format("role {}, seed {}", GetParam().role, seed));
  Twins twins(GetParam());
  RandomRequests make(seed);
  std::map<int, int> statuses;
  for (int i = 0; i < requests; ++i) {
    const api::Request request = make.next();
    const api::Response whole = twins.services[0]->handle(request);
    const api::Response removed = twins.services[1]->handle(request);
    ASSERT_EQ(shown(whole), shown(removed)) << request.method << ' ' << request.target;
    EXPECT_EQ(whole.rows, removed.rows);
    make.learn(whole);
    ++statuses[whole.status];
  }
  EXPECT_GT(statuses[200], requests / 10);
  EXPECT_GT(statuses[404], 0);
}

INSTANTIATE_TEST_SUITE_P(Roles, Removed, testing::ValuesIn(rules), [](const auto& tested) {
  std::string name;
  for (const char c : std::string(tested.param.role)) { name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_'; }
  return name;
});

}  // namespace
