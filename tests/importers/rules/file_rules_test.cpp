// SPDX-License-Identifier: Apache-2.0
// Rules that look at more than one row, or at more than values: whole files, other sources, neighbours.
#include "geo/base/hash.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/table/builtin.hpp"
#include "geo/table/role.hpp"
#include "importers/read/open.hpp"
#include "importers/rules/seen_table.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/importers/import_support.hpp"
#include "tests/importers/reference_support.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;
using importers_tests::says;

std::vector<std::int64_t> lines_of(const Imported& r, std::string_view rule) {
  std::vector<std::int64_t> lines;
  for (const importers::Finding& f : r.report.findings) {
    if (f.rule == rule) { lines.push_back(f.line); }
  }
  return lines;
}

TEST(SeenTable, AgreesWithAMap) {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::uint64_t> value(0, 3000);
  importers::SeenTable table(2000);
  std::map<std::uint64_t, std::int64_t> truth;
  bool turned_away = false;
  for (std::int64_t line = 1; line < 20'000; ++line) {
    const std::uint64_t v = value(random);
    bool is_new = false;
    importers::SeenTable::Entry* entry = table.add(v, line, is_new);
    const auto known = truth.find(v);
    if (known == truth.end() && truth.size() == 2000) {
      EXPECT_EQ(entry, nullptr);
      turned_away = true;
      continue;
    }
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(is_new, known == truth.end());
    truth.emplace(v, line);
    EXPECT_EQ(entry->line, truth[v]);
    ++entry->number;
  }
  EXPECT_TRUE(turned_away);
  EXPECT_TRUE(table.is_full());
  EXPECT_EQ(std::count_if(table.slots().begin(), table.slots().end(), [](const auto& e) { return e.line != 0; }), 2000);
}

TEST(CrowdedPoints, MoreThanTwentyOrOneInAHundred) {
  std::string text = "date,latitude,longitude,id\n";
  int id = 0;
  const auto add = [&](int rows, const char* at) {
    for (int i = 0; i < rows; ++i) {
      text += fmt::format("2025-03-{:02},{},{}\n", 1 + id % 28, at, id);
      ++id;
    }
  };
  add(21, "-13.11111,39.11111");
  add(20, "-13.22222,39.22222");
  for (int i = 0; i < 2500; ++i) { add(1, fmt::format("-12.{:05},39.5", i).c_str()); }
  const Imported r = import_text(text, "incidents", options());
  EXPECT_EQ(r.count("G13", Action::warned), 1);
  EXPECT_EQ(lines_of(r, "G13"), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(r.report.rows.accepted, 2541) << "marked, not changed";

  text = "date,latitude,longitude,id\n";
  add(4, "-13.11111,39.11111");
  add(5, "-13.22222,39.22222");
  add(1, "-13.3,39.3");
  const Imported small = import_text(text, "incidents", options());
  EXPECT_EQ(small.count("G13", Action::warned), 1) << "half of the rows; four are a mere handful";
}

TEST(CrowdedPoints, NotOfPlacesThatWereLookedUp) {
  importers::ImportOptions o = options();
  o.reference = importers_tests::test_reference();
  std::string text = "date,localidade,latitude,longitude\n";
  for (int i = 0; i < 30; ++i) { text += "2025-03-15,Nune,,\n"; }
  EXPECT_EQ(import_text(text, "incidents", o).count("G13", Action::warned), 0);
}

TEST(EqualRows, WithoutAKeyAllAreKeptAndCounted) {
  const std::string row = "2025-03-15,-13.1,39.1,Roubo\n";
  const Imported days =
      import_text("date,latitude,longitude,categoria\n" + row + "2025-03-16,-13.1,39.1,Roubo\n" + row + row, "incidents", options());
  EXPECT_EQ(days.rows.size(), 4U);
  EXPECT_EQ(lines_of(days, "D2"), (std::vector<std::int64_t>{4, 5}));
  EXPECT_TRUE(says(days, "2 rows equal an earlier one"));
  const Imported months =
      import_text("month,latitude,longitude,categoria\n2025-03,-13.1,39.1,Roubo\n2025-03,-13.1,39.1,Roubo\n", "incidents", options());
  EXPECT_EQ(months.rows.size(), 2U);
  EXPECT_EQ(months.count("D2", Action::warned), 0) << "months and snap points: equal rows are the rule";
  EXPECT_TRUE(says(months, "1 rows equal an earlier one"));
}

TEST(EqualRows, TheSameUnderAnotherKeyIsNamed) {
  const std::string header = "_uuid,date,latitude,longitude,categoria,_submission_time,cor\n";
  const auto rows = [&](const std::string& more) {
    return import_text(header + "a,2025-03-15,-13.1,39.1,Roubo,2025-03-16,azul\n" + more, "incidents", options());
  };
  EXPECT_EQ(lines_of(rows("b,2025-03-15,-13.1,39.1,Roubo,2025-03-17,verde\n"), "D2"), (std::vector<std::int64_t>{3}));
  EXPECT_EQ(rows("b,2025-03-15,-13.1,39.1,Furto,2025-03-17,verde\n").count("D2", Action::warned), 0);
  EXPECT_EQ(rows("b,2025-03-15,-13.1,39.10001,Roubo,2025-03-17,verde\n").count("D2", Action::warned), 0);
  EXPECT_EQ(rows("a,2025-03-15,-13.1,39.1,Roubo,2025-03-16,azul\n").count("D2", Action::warned), 0) << "the same key is D1";
  EXPECT_EQ(rows("b,,-13.1,39.1,Roubo,2025-03-16,azul\n").count("D2", Action::warned), 0);
}

/// A store in memory, filled and asked through imports.
class AcrossSources : public ::testing::Test {
 protected:
  Imported import(const std::string& text, const std::string& collection, const std::string& source, const std::string& file = "file.csv") {
    importers::ImportOptions o = options();
    o.accept_partial = true;
    o.source = source;
    o.existing = view(collection);
    const geo::Collection& c = *geo::builtin_catalog().collection(collection);
    const auto reader = importers::open_source(importers::memory_source(text), file);
    geo::BatchInfo info;
    info.collection = collection;
    info.source = source;
    info.file_name = file;
    info.file_sha256 = geo::hash128(text).hex();
    info.options = importers::canonical(o);
    Imported result;
    result.collection = &c;
    const auto writer = store.begin(info);
    result.report = importers::import(*reader, c, geo::builtin_catalog(), o, *writer, geo::Progress());
    return result;
  }
  std::shared_ptr<const geo::View> view(const std::string& collection) { return store.view(collection, geo::role_named("protection")); }
  /// fid -> duplicate_of, 0 where there is none.
  std::map<geo::Fid, std::int64_t> links() {
    std::map<geo::Fid, std::int64_t> found;
    geo::Query query;
    query.limit = 1000;
    query.columns = {"duplicate_of"};
    const geo::Page page = view("incidents")->find(query);
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      const geo::Feature f = geo::feature_at(page.batch, i);
      found[f.fid] = geo::is_null(f.row.values[0]) ? 0 : std::get<std::int64_t>(f.row.values[0]);
    }
    return found;
  }

  store::MemoryStore store{"test", [] { return geo::TimeMs{0}; }};
};

const std::string event_header = "id,date,latitude,longitude,categoria,accuracy\n";

TEST_F(AcrossSources, LinksWhatIsNearInKindPlaceAndTime) {
  struct Case {
    const char* what;
    const char* row;
    bool linked;
  };
  // In the store: a robbery (0401) on the 15th at -13.1 39.1.
  const Case cases[] = {
      {"the same", "2025-03-15,-13.1,39.1,0401,10", true},
      {"another crime of the section", "2025-03-15,-13.1,39.1,04,10", true},
      {"of another section", "2025-03-15,-13.1,39.1,0501,10", false},
      {"a day later", "2025-03-16,-13.1,39.1,0401,10", true},
      {"two days later", "2025-03-17,-13.1,39.1,0401,10", false},
      {"that evening", "2025-03-15 21:00,-13.1,39.1,0401,10", true},
      {"a month", "2025-03,-13.1,39.1,0401,10", false},
      {"900 m away", "2025-03-15,-13.1081,39.1,0401,10", true},
      {"1.2 km away", "2025-03-15,-13.1109,39.1,0401,10", false},
      {"1.2 km away, but that uncertain", "2025-03-15,-13.1109,39.1,0401,1300", true},
      {"6 km away, and that uncertain", "2025-03-15,-13.154,39.1,0401,4900", false},
      {"so vague that it could be anything", "2025-03-15,-13.1,39.1,0401,6000", false},
      {"unmapped", "2025-03-15,-13.1,39.1,Boato,10", false},
      {"nowhere", "2025-03-15,,,0401,", false},
  };
  import(event_header + "1,2025-03-15,-13.1,39.1,0401,10\n", "incidents", "prm");
  int id = 0;
  for (const Case& c : cases) {
    const std::string key = std::to_string(++id);
    const Imported r = import(event_header + key + "," + c.row + "\n", "incidents", "ngo" + key);
    EXPECT_EQ(r.count("D2", Action::warned), c.linked ? 1 : 0) << c.what;
    EXPECT_EQ(r.report.rows.gone_in(), 1) << c.what << ": linked, never dropped";
    EXPECT_EQ(links().rbegin()->second, c.linked ? 1 : 0) << c.what;
    EXPECT_EQ(says(r, "linked by duplicate_of"), c.linked) << c.what;
    store.undo(r.report.outcome.batch);  // so that the next is not compared with it
  }
}

TEST_F(AcrossSources, NotWithinOneSourceAndNotInACircle) {
  const std::string a = event_header + "1,2025-03-15,-13.1,39.1,0401,10\n2,2025-03-15,-13.1,39.10001,0401,10\n";
  import(a, "incidents", "prm");
  import(event_header + "1,2025-03-15,-13.1,39.1,0401,10\n", "incidents", "ngo");
  import(event_header + "1,2025-03-15,-13.1,39.10001,0401,10\n", "incidents", "acled");
  EXPECT_EQ(links(), (std::map<geo::Fid, std::int64_t>{{1, 0}, {2, 0}, {3, 1}, {4, 2}}));
  // The first source again, one row longer: what others linked to it is not linked back.
  const Imported again = import(a + "3,2025-04-15,-13.1,39.1,0401,10\n", "incidents", "prm");
  EXPECT_EQ(again.report.outcome.unchanged, 2);
  EXPECT_EQ(links(), (std::map<geo::Fid, std::int64_t>{{1, 0}, {2, 0}, {3, 1}, {4, 2}, {5, 0}}));
}

/// Many events over several squares, against a look at every pair.
TEST_F(AcrossSources, AgreesWithALookAtEveryPair) {
  struct Event {
    double lat, lon;
    int day;
    int accuracy;
    const char* category;
  };
  std::mt19937 random(7);
  std::uniform_real_distribution<double> place(0, 0.25);
  std::uniform_int_distribution<int> day(1, 6);
  const char* categories[] = {"0401", "0501", "02011"};
  const auto events = [&](int n, std::string& text) {
    std::vector<Event> made;
    for (int i = 0; i < n; ++i) {
      const Event e{-13.15 + place(random), 39.08 + place(random), day(random), 10 + 700 * (i % 5), categories[i % 3]};
      text += fmt::format("{},2025-03-{:02},{:.6f},{:.6f},{},{}\n", i + 1, e.day, e.lat, e.lon, e.category, e.accuracy);
      made.push_back(e);
    }
    return made;
  };
  std::string first = event_header;
  std::string second = event_header;
  const std::vector<Event> a = events(400, first);
  const std::vector<Event> b = events(300, second);
  import(first, "incidents", "a");
  import(second, "incidents", "b");
  const std::map<geo::Fid, std::int64_t> found = links();
  int linked = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    std::int64_t best = 0;
    double nearest = 0;
    for (std::size_t j = 0; j < a.size(); ++j) {
      const double metres = geo::distance_m({a[j].lon, a[j].lat}, {b[i].lon, b[i].lat});
      const bool fits =
          std::string(a[j].category).substr(0, 2) == std::string(b[i].category).substr(0, 2) && std::abs(a[j].day - b[i].day) <= 1;
      if (!fits || metres > std::clamp<double>(a[j].accuracy + b[i].accuracy, 1000, 5000)) { continue; }
      if (best == 0 || metres < nearest) {
        best = static_cast<std::int64_t>(j) + 1;
        nearest = metres;
      }
    }
    EXPECT_EQ(found.at(static_cast<geo::Fid>(a.size() + i + 1)), best) << i;
    linked += best > 0 ? 1 : 0;
  }
  EXPECT_GT(linked, 50);
  EXPECT_LT(linked, 280);
}

std::string catchment(const std::string& id, double west, double south, double east, double north) {
  return fmt::format(
      R"({{"type":"Feature","properties":{{"csc_id":"{}"}},"geometry":{{"type":"Polygon","coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}}}})",
      id, west, south, east, south, east, north, west, north, west, south);
}

std::string collection(const std::vector<std::string>& features) {
  return R"({"type":"FeatureCollection","features":[)" + fmt::format("{}", fmt::join(features, ",")) + "]}";
}

TEST_F(AcrossSources, CatchmentsOverlapInTheFileAndWithTheStore) {
  const Imported first =
      import(collection({catchment("A", 39, -13, 39.1, -12.9), catchment("B", 39.05, -13, 39.15, -12.9)}), "catchments", "x", "a.geojson");
  ASSERT_EQ(first.count("P7", Action::warned), 1);
  const importers::Finding& f = first.report.findings.at(0);
  EXPECT_EQ(f.line, 2);
  EXPECT_EQ(f.value, "B x A");
  EXPECT_NE(f.message.en.find("50.0 % of its own surface, 50.0 % of the other"), std::string::npos) << f.message.en;
  EXPECT_EQ(first.report.rows.accepted, 2) << "councils share ground: nothing is refused";

  const Imported second = import(collection({catchment("C", 39.14, -13, 39.2, -12.9)}), "catchments", "y", "b.geojson");
  EXPECT_EQ(second.count("P7", Action::warned), 1);
  EXPECT_EQ(second.report.findings.at(0).value, "C x B");
  EXPECT_NE(second.report.findings.at(0).message.pt.find("sobrepõe-se a B (já guardada) em"), std::string::npos);
  EXPECT_EQ(first.report.findings.at(0).message.pt.find("guardada"), std::string::npos) << "A is in the file";

  // The first file again, corrected: B gives way, and is compared as it will be, not as it was.
  const Imported again =
      import(collection({catchment("A", 39, -13, 39.1, -12.9), catchment("B", 39.1, -13, 39.14, -12.9)}), "catchments", "x", "c.geojson");
  EXPECT_EQ(again.count("P7", Action::warned), 0);
}

TEST_F(AcrossSources, TwoDrawingsOfOneBorderAreCountedNotListed) {
  const Imported r =
      import(collection({catchment("A", 39, -13, 39.1, -12.9), catchment("B", 39.0999, -13, 39.2, -12.9)}), "catchments", "x", "a.geojson");
  EXPECT_EQ(r.count("P7", Action::warned), 0) << "11 m wide";
  EXPECT_TRUE(says(r, "1 overlaps and gaps between catchments are narrower than 50 m"));
}

TEST_F(AcrossSources, GapsThatCatchmentsEnclose) {
  // Four around a square of 0.02 degrees.
  const Imported r = import(collection({catchment("N", 39, -12.94, 39.1, -12.9), catchment("S", 39, -13, 39.1, -12.96),
                                        catchment("W", 39, -12.96, 39.04, -12.94), catchment("E", 39.06, -12.96, 39.1, -12.94)}),
                            "catchments", "x", "a.geojson");
  ASSERT_EQ(r.count("P7", Action::warned), 1);
  EXPECT_NE(r.report.findings.at(0).message.en.find("a gap of 4.80 km²"), std::string::npos) << r.report.findings.at(0).message.en;
  EXPECT_EQ(r.report.findings.at(0).value, "N, S, W, E");
}

}  // namespace
