// SPDX-License-Identifier: Apache-2.0
// What is too old is gone from every place where it stood, and nothing else is.
#include "store/retention.hpp"

#include "geo/base/error.hpp"
#include "geo/base/time.hpp"
#include "geo/table/builtin.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/subjects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr geo::TimeMs day = 86'400'000;
const std::string secret = "Maria Segredo viu tudo";
const std::string quoted = "Rua do Segredo 7";

class Retention : public testing::Test {
 protected:
  Retention() {
    store = store::open_sqlite(file, {.clock = [this] { return now; }});
    add("admin_areas", geo::Geometry::from_wkb(square(40, -13)), {{"pcode", "MZ0109"}, {"name", "Pemba"}, {"level", std::int64_t{2}}});
    add("settlements", geo::Geometry::point({40.52, -12.96}), {{"name", "Paquite"}});
    add("settlements", geo::Geometry::point({40.9, -12.4}), {{"name", "Longe"}});
  }

  /// A square of one degree, its lower left corner given.
  static std::string square(double west, double south) {
    std::string wkb("\x01\x03\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00", 13);
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}) {
      for (const double c : {west + x, south + y}) { wkb.append(reinterpret_cast<const char*>(&c), sizeof c); }
    }
    return wkb;
  }

  using Values = std::vector<std::pair<std::string, geo::Value>>;
  geo::Row row(const std::string& id, const geo::Geometry& geometry, const Values& values) const {
    const geo::Collection collection = *store->catalog().collection(id);
    geo::Row made{geometry, std::vector<geo::Value>(collection.fields.size())};
    for (const auto& [name, value] : values) { made.values[static_cast<std::size_t>(collection.index_of(name))] = value; }
    return made;
  }
  void add(const std::string& id, const geo::Geometry& geometry, const Values& values) const {
    geo::BatchInfo info;
    info.collection = id;
    store->edit(info, {{0, false, row(id, geometry, values)}});
  }
  /// An incident so many months ago, 120 m from Paquite, and one refused row beside it.
  geo::BatchOutcome import(int months, const std::string& key, const std::string& narrative = secret) const {
    geo::BatchInfo info;
    info.collection = "incidents";
    info.source = "kobo";
    info.file_name = key;
    const auto writer = store->begin(info);
    geo::StagedRow staged{2,
                          key,
                          {},
                          row("incidents", geo::Geometry::point({40.5211, -12.9601}),
                              {{"occurred_from", now - months * 31 * day},
                               {"narrative", narrative},
                               {"place_name", quoted},
                               {"extra", R"({"nota":"Segredo"})"},
                               {"location_precision", "gps"},
                               {"admin2_pcode", "MZ0109"},
                               {"category", "0401"}})};
    writer->add(staged);
    writer->reject({3, "place_name", quoted, "date", {"not a date", "não é uma data"}, R"({"nota":"Segredo"})"});
    writer->resolve();
    return writer->commit(R"({"quotes":"Segredo"})");
  }
  [[nodiscard]] std::string seen() const { return store_test::describe(*store->view("incidents", geo::role_named("programme"))); }
  /// All bytes of the store, also those that no table points at.
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const char* end : {"", "-wal"}) {
      std::ifstream in(file.string() + end, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

  store_test::TemporaryFolder folder;
  fs::path file = fs::path(folder.path()) / "s.db";
  geo::TimeMs now = 1'700'000'000'000;
  std::unique_ptr<store::SqliteStore> store;
};

TEST_F(Retention, SaysWhatItWouldDoAndDoesNothing) {
  import(13, "a");
  import(30, "b");
  import(70, "c");
  import(1, "d");
  const std::string before = seen();
  const auto report = store->retain({}, false);
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_EQ(report.rows[0].texts, 3);
  EXPECT_EQ(report.rows[0].to_settlement, 1);
  EXPECT_EQ(report.rows[0].to_district, 1);
  EXPECT_EQ(report.rows[0].refused, 0) << "they came in today";
  EXPECT_EQ(seen(), before);
  EXPECT_THAT(bytes(), HasSubstr(secret));
  EXPECT_TRUE(store->audit().list({.action = "retention"}).empty());
}

TEST_F(Retention, EmptiesTextsInEveryVersionAndEveryByte) {
  const geo::BatchOutcome imported = import(13, "a");
  import(13, "a", secret + " outra vez");  // the first is history
  store->undo(store->batches().back().id);
  now += 400 * day;
  const auto report = store->retain({}, true);
  EXPECT_EQ(report.rows.at(0).texts, 1);
  EXPECT_EQ(report.rows.at(0).refused, 2);
  EXPECT_EQ(report.rows.at(0).reports, 2);
  EXPECT_THAT(bytes(), Not(HasSubstr("Segredo"))) << "not in free pages, not in the log of the last writes either";
  const auto versions = store->history("incidents", 1, geo::role_named("programme"));
  ASSERT_EQ(versions.size(), 4U);
  EXPECT_EQ(versions.back().commit->kind, "retention");
  EXPECT_THROW(store->undo(versions.back().commit->batch), geo::Error);
  EXPECT_EQ(store->undo(imported.batch).removed, 1) << "batches can still be taken back";
  EXPECT_TRUE(store->retain({}, true).rows.empty()) << "once is enough";
  EXPECT_THAT(store->audit().list({.action = "retention"}).at(0).details, HasSubstr(R"("texts":1)"));
}

TEST_F(Retention, PlacesBecomeSettlementsThenDistricts) {
  import(30, "a");
  store->retain({}, true);
  EXPECT_THAT(seen(), HasSubstr("settlement"));
  geo::Query query;
  const auto at = [&] {
    const geo::Page page = store->view("incidents", geo::role_named("programme"))->find(query);
    return page.batch.geometry.anchor(0);
  };
  EXPECT_NEAR(at().lon, 40.52, 1e-6);
  EXPECT_NEAR(at().lat, -12.96, 1e-6);
  EXPECT_THAT(seen(), HasSubstr("Paquite"));
  now += 40 * 31 * day;
  store->retain({}, true);
  EXPECT_THAT(seen(), HasSubstr("admin2"));
  EXPECT_THAT(seen(), Not(HasSubstr("Paquite")));
  EXPECT_NEAR(at().lon, 40.5, 1e-6);
  EXPECT_NEAR(at().lat, -12.5, 1e-6);
  for (const auto& version : store->history("incidents", 1, geo::role_named("programme"))) {
    EXPECT_NEAR(version.row.geometry.lonlat().lat, -12.5, 1e-6) << "at commit " << version.rev;
  }
  EXPECT_EQ(store_test::describe(*store::open_sqlite(file, {.use_cache = false})->view("incidents", geo::role_named("programme"))), seen());
}

TEST_F(Retention, WithoutADistrictThereIsNoPlaceLeft) {
  geo::BatchInfo info;
  info.collection = "incidents";
  store->edit(info,
              {{0, false, row("incidents", geo::Geometry::point({30, -20}), {{"occurred_from", now - 1000 * day}, {"category", "0401"}})}});
  const auto report = store->retain({}, true);
  EXPECT_EQ(report.rows.at(0).to_nowhere, 1);
  EXPECT_TRUE(store->history("incidents", 1, geo::role_named("programme")).back().row.geometry.is_none());
  EXPECT_TRUE(store->retain({}, false).rows.empty());
}

TEST_F(Retention, RecordsOfTheProgrammeAreEmptiedWhenItSaysSo) {
  const geo::DayNumber held_on = geo::utc_day(now - 500 * day);
  add("dialogues", geo::Geometry::point({40.5, -12.9}), {{"held_on", std::int64_t{held_on}}, {"minutes", secret}});
  add("dialogues", geo::Geometry::point({40.5, -12.9}), {{"held_on", std::int64_t{geo::utc_day(now)}}, {"minutes", std::string("hoje")}});
  EXPECT_TRUE(store->retain({}, true).rows.empty());
  store::RetentionPolicy policy;
  policy.text_collections.emplace_back("dialogues");
  EXPECT_EQ(store->retain(policy, true).rows.at(0).texts, 1) << "a day is compared as a day";
  const std::string left = store_test::describe(*store->view("dialogues", geo::role_named("programme")));
  EXPECT_THAT(left, testing::AllOf(Not(HasSubstr(secret)), HasSubstr("hoje")));
  policy.text_collections.emplace_back("nothing");
  EXPECT_THROW(store->retain(policy, false), geo::Error);
}

TEST_F(Retention, WithoutADayTheRowIsAsOldAsItsFirstBatch) {
  store::RetentionPolicy policy;
  policy.text_collections.emplace_back("dialogues");
  add("dialogues", geo::Geometry::point({40.5, -12.9}), {{"minutes", secret}});
  now += 300 * day;
  geo::BatchInfo info;
  info.collection = "dialogues";
  geo::Row edited = row("dialogues", geo::Geometry::point({40.5, -12.9}), {{"minutes", secret}, {"attended_total", std::int64_t{4}}});
  store->edit(info, {{1, false, edited}});
  EXPECT_TRUE(store->retain(policy, false).rows.empty());
  now += 100 * day;
  EXPECT_EQ(store->retain(policy, true).rows.at(0).texts, 1) << "an edit does not make it younger";
  EXPECT_THAT(bytes(), Not(HasSubstr(secret)));
}

TEST_F(Retention, NamesOfPlacesGoWithoutAPointToo) {
  add("incidents", {},
      {{"occurred_from", now - 800 * day}, {"place_name", quoted}, {"location_precision", "admin2"}, {"admin2_pcode", "MZ0109"}});
  // Of another district: in the file the code of a row's own stands before its UUID, and that may begin with 01.
  add("incidents", {},
      {{"occurred_from", now - 2000 * day}, {"place_name", quoted}, {"admin3_pcode", "MZ020301"}, {"uncertainty_m", 12.5}});
  const auto report = store->retain({}, true);
  EXPECT_EQ(report.rows.at(0).to_settlement + report.rows.at(0).to_district, 2);
  EXPECT_THAT(bytes(), AllOf(Not(HasSubstr(quoted)), Not(HasSubstr("MZ020301"))));
  EXPECT_TRUE(store->retain({}, true).rows.empty());
}

TEST_F(Retention, EveryTextOfCollectionsOfOnesOwnAndOfAddedFields) {
  geo::Collection own;
  own.id = "complaints";
  own.title = {"Complaints", "Queixas"};
  geo::Field told;
  told.name = "told";
  told.type = geo::FieldType::text;
  own.fields = {told};
  store->add_collection(own);
  store->add_field("incidents", told);
  add("complaints", geo::Geometry::point({40.5, -12.9}), {{"told", secret}});
  add("incidents", geo::Geometry::point({40.52, -12.96}), {{"occurred_from", now}, {"told", secret}, {"location_precision", "settlement"}});
  now += 400 * day;
  store::RetentionPolicy policy;
  policy.text_collections.emplace_back("complaints");
  EXPECT_EQ(store->retain(policy, true).rows.size(), 2U);
  EXPECT_THAT(bytes(), Not(HasSubstr(secret)));
}

TEST_F(Retention, NoCachedSnapshotStays) {
  import(30, "a");
  const fs::path cache = file.string() + ".cache";
  (void)store::open_sqlite(fs::path(file))->view("incidents", geo::role_named("programme"));
  fs::create_directories(cache);
  std::ofstream(cache / ".incidents-1-XYZ123") << "left by a killed writer";
  EXPECT_FALSE(store->retain({}, false).cache_files.empty());
  EXPECT_FALSE(fs::is_empty(cache)) << "a trial deletes nothing";
  store->retain({}, true);
  EXPECT_TRUE(fs::is_empty(cache));
}

TEST_F(Retention, LeavesHeldRowsAlone) {
  import(70, "a");
  import(70, "b", "nada");
  store->hold_row({"incidents", 1}, true);
  EXPECT_THROW(store->hold_row({"incidents", 99}, true), geo::Error);
  EXPECT_THAT(store->held_rows(), ElementsAre(store::HeldRow{"incidents", 1}));
  const auto report = store->retain({}, true);
  EXPECT_EQ(report.rows.at(0).held, 1);
  EXPECT_EQ(report.rows.at(0).texts, 1);
  EXPECT_THAT(seen(), HasSubstr("gps"));
  EXPECT_THAT(bytes(), HasSubstr(secret));
  store->hold_row({"incidents", 1}, false);
  EXPECT_TRUE(store->held_rows().empty());
  EXPECT_EQ(store->retain({}, true).rows.at(0).texts, 1);
  EXPECT_THAT(bytes(), Not(HasSubstr(secret)));
}

TEST_F(Retention, RemovesResultsOfSuchRowsAndNamesBackups) {
  import(30, "a");
  geo::Collection result;
  result.id = "r-kde-1";
  result.title = {"Density", "Densidade"};
  result.geometry = geo::GeometryType::point;
  geo::Field value;
  value.name = "value";
  value.type = geo::FieldType::real;
  result.fields = {value};
  result.result = geo::Provenance{"kde", "{}", "{}", {"incidents"}, "programme", 3, 3, 1, now, std::nullopt};
  store->add_result(result, {});
  result.id = "r-district-counts";
  result.result = geo::Provenance{"district-counts", "{}", "{}", {"incidents"}, "visitor", 0, 0, 1, now, std::nullopt};
  store->add_result(result, {});
  std::ofstream(file.string() + ".before-4") << "a backup";
  const auto report = store->retain({}, true);
  EXPECT_THAT(report.results, ElementsAre("r-kde-1"));
  EXPECT_EQ(store->catalog().collection("r-kde-1"), nullptr);
  EXPECT_NE(store->catalog().collection("r-district-counts"), nullptr) << "coarser than what is left";
  EXPECT_THAT(report.beyond_reach, ElementsAre(fs::path(file.string() + ".before-4")));
}

}  // namespace
