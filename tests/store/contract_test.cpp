// SPDX-License-Identifier: Apache-2.0
// What every store promises, worked out by hand: the model is held to it too.
#include "geo/geometry/wkb.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace {

using geo::Problem;
using geo::Value;
using Cells = std::map<std::string, Value>;

const geo::Role& everything() {
  static const geo::Role role = geo::role_named("protection");
  return role;
}
geo::Role visitor() { return geo::Role{"anybody", 0, 0}; }

Value whole(std::int64_t n) { return n; }
Value text(const char* t) { return std::string(t); }

struct Line {
  std::string key;
  std::string raw;
  Cells cells;
  geo::Geometry place = geo::Geometry::point({40.5, -12.9});
};

class Contract : public testing::TestWithParam<store_test::NamedFactory> {
 protected:
  Contract() : m_subject(GetParam().make([] { return geo::TimeMs{1'700'000'000'000}; })) {}

  store::Store& store() { return m_subject->writer(); }
  geo::Collection schema(const std::string& id = "incidents") { return *store().catalog().collection(id); }

  geo::Row row(const Cells& cells, const geo::Geometry& place, const std::string& id = "incidents") {
    const geo::Collection collection = schema(id);
    geo::Row r{place, std::vector<Value>(collection.fields.size())};
    for (const auto& [name, value] : cells) { r.values[static_cast<std::size_t>(collection.index_of(name))] = value; }
    return r;
  }

  std::unique_ptr<geo::BatchWriter> begin(const std::vector<Line>& lines, const std::string& source = "prm", const std::string& sha = "",
                                          const std::string& id = "incidents") {
    geo::BatchInfo info;
    info.collection = id;
    info.source = source;
    info.file_sha256 = sha;
    auto writer = store().begin(info);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      writer->add({static_cast<std::int64_t>(i) + 2, lines[i].key, geo::hash128(lines[i].raw), row(lines[i].cells, lines[i].place, id)});
    }
    return writer;
  }

  geo::BatchOutcome import(const std::vector<Line>& lines, const std::string& source = "prm", const std::string& sha = "",
                           const std::string& id = "incidents") {
    const auto writer = begin(lines, source, sha, id);
    writer->resolve();
    return writer->commit("{}");
  }

  geo::BatchOutcome edit(const std::vector<geo::Edit>& edits) {
    geo::BatchInfo info;
    info.collection = "incidents";
    return store().edit(info, edits);
  }
  geo::BatchOutcome put(geo::Fid fid, const Cells& cells) { return edit({{fid, false, row(cells, geo::Geometry::point({40.5, -12.9}))}}); }
  geo::BatchOutcome remove(geo::Fid fid) { return edit({{fid, true, {}}}); }

  /// "fid=value" of each row, in order of fid.
  std::string seen(const std::string& column, const geo::Role& role = everything(), const std::string& id = "incidents",
                   const geo::Filter& filter = {}) {
    geo::Query query;
    query.limit = 1000;
    query.columns = {column};
    query.filter = filter;
    const geo::Page page = store().view(id, role)->find(query);
    std::string out;
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      const geo::Feature feature = geo::feature_at(page.batch, i);
      out += fmt::format("{}{}={}", out.empty() ? "" : " ", feature.fid, store_test::describe(feature.row.values[0]));
    }
    return out;
  }

  std::unique_ptr<store_test::Subject> m_subject;
};

template <class Call>
std::optional<Problem> problem_of(const Call& call) {
  try {
    call();
  } catch (const geo::Error& e) { return e.problem(); }
  return std::nullopt;
}

std::string counts(const geo::BatchOutcome& o) { return fmt::format("+{} ~{} ={}", o.inserted, o.updated, o.unchanged); }

TEST_P(Contract, AnImportGivesRowsTheirIdsInFileOrder) {
  const geo::BatchOutcome outcome = import({{"b", "1", {{"killed", whole(1)}}}, {"a", "2", {{"killed", whole(2)}}}, {"", "3", {}}});
  EXPECT_EQ(store_test::describe(outcome), "batch 1 rev 1 +3 ~0 =0 ");
  EXPECT_EQ(seen("killed"), "1=1 2=2 3=null");
  EXPECT_EQ(seen("source"), "1='prm' 2='prm' 3='prm'");
  EXPECT_EQ(seen("source_key"), "1='b' 2='a' 3='c:" + geo::hash128("3").hex() + "#1'");
  EXPECT_EQ(seen("uuid").substr(0, 41), "1='" + store::row_uuid(store().info().id, "incidents", 1) + "' ");
  EXPECT_EQ(store().info().rev, 1);
}

TEST_P(Contract, TheSameFileAgainIsNothingWhileItsBatchLives) {
  const std::vector<Line> file{{"a", "1", {}}, {"", "2", {}}};
  import(file, "prm", "sha");
  const auto again = begin(file, "prm", "sha");
  EXPECT_TRUE(again->resolve().already_imported);
  EXPECT_TRUE(again->commit("{}").already_imported);
  EXPECT_EQ(store().info().rev, 1);
  EXPECT_EQ(store().batches().size(), 1U);

  EXPECT_FALSE(import(file, "prm", "other sha").already_imported);
  EXPECT_EQ(counts(import(file, "prm", "")), "+0 ~0 =2");
  EXPECT_EQ(store().info().rev, 3);
  store().undo(1);
  EXPECT_EQ(counts(import(file, "prm", "sha")), "+0 ~2 =0");
}

TEST_P(Contract, TheLastRowWithAKeyWins) {
  const geo::BatchOutcome outcome = import({{"a", "1", {{"killed", whole(1)}}},
                                            {"b", "2", {{"killed", whole(2)}}},
                                            {"a", "3", {{"killed", whole(3)}}},
                                            {"a", "4", {{"killed", whole(4)}}}});
  EXPECT_EQ(outcome.superseded_lines, (std::vector<std::int64_t>{2, 4}));
  EXPECT_EQ(seen("killed"), "1=2 2=4");
}

TEST_P(Contract, RowsWithoutAKeyAreKnownByWhatTheySayWhateverTheirSource) {
  EXPECT_EQ(counts(import({{"", "x", {}}, {"", "x", {}}, {"", "y", {}}})), "+3 ~0 =0");
  EXPECT_EQ(counts(import({{"", "y", {}}, {"", "x", {}}, {"", "x", {}}, {"", "x", {}}}, "ngo")), "+1 ~0 =3");
  EXPECT_EQ(seen("source"), "1='prm' 2='prm' 3='prm' 4='ngo'");
}

TEST_P(Contract, TheSameKeyOfAnotherSourceIsAnotherRow) {
  import({{ "a", "1", { { "killed", whole(1) } } }}, "prm");
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(1)}}}}, "ngo")), "+1 ~0 =0");
  EXPECT_EQ(seen("source"), "1='prm' 2='ngo'");
}

TEST_P(Contract, ACorrectionByHandStaysUntilTheSourceSaysSomethingNew) {
  import({{ "a", "1", { { "killed", whole(1) } } }});
  put(1, {{"killed", whole(5)}, {"source", text("forged")}, {"uuid", text("forged")}});
  EXPECT_EQ(seen("source"), "1='prm'");
  EXPECT_EQ(seen("uuid"), "1='" + store::row_uuid(store().info().id, "incidents", 1) + "'");
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(1)}}}})), "+0 ~0 =1");
  EXPECT_EQ(seen("killed"), "1=5");
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(2)}}}})), "+0 ~1 =0");
  EXPECT_EQ(seen("killed"), "1=2");
}

TEST_P(Contract, ARowRemovedByHandStaysOutUntilItsSourceSaysSomethingNew) {
  import({{ "a", "1", { { "killed", whole(1) } } }});
  remove(1);
  EXPECT_EQ(seen("killed"), "");
  EXPECT_EQ(problem_of([&] { remove(1); }), Problem::not_found);
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(1)}}}})), "+0 ~0 =1");
  EXPECT_EQ(seen("killed"), "");
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(2)}}}})), "+0 ~1 =0");
  EXPECT_EQ(seen("killed"), "1=2");
}

TEST_P(Contract, EditsAreAllOrNone) {
  import({{ "a", "1", { { "killed", whole(1) } } }});
  const geo::Row good = row({{"killed", whole(7)}}, {});
  geo::Row bad = good;
  bad.values.pop_back();
  geo::Row wrong = good;
  wrong.values[0] = whole(3);  // category is a code
  EXPECT_EQ(problem_of([&] { edit({{1, false, good}, {99, false, good}}); }), Problem::not_found);
  EXPECT_EQ(problem_of([&] { edit({{1, false, good}, {0, false, bad}}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { edit({{1, false, good}, {0, false, wrong}}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { edit({{1, false, good}, {1, true, {}}}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { edit({{0, false, good}, {2, true, {}}}); }), Problem::not_found);
  EXPECT_EQ(problem_of([&] { edit({{0, true, {}}}); }), Problem::not_found);
  EXPECT_EQ(store().info().rev, 1);
  EXPECT_EQ(seen("killed"), "1=1");
  EXPECT_EQ(store_test::describe(edit({{0, false, good}, {1, true, {}}})), "batch 2 rev 2 +1 ~1 =0 ");
  EXPECT_EQ(seen("killed"), "2=7");
  EXPECT_EQ(seen("source_key"), "2=null");
}

TEST_P(Contract, AnEditMayAskForTheVersionThatWasRead) {
  import({{ "a", "1", { { "killed", whole(1) } } }});
  const geo::Row seven = row({{"killed", whole(7)}}, {});
  const geo::Row eight = row({{"killed", whole(8)}}, {});
  const geo::Rev read = 1;
  EXPECT_EQ(edit({{0, false, eight}, {0, false, seven}}).created, (std::vector<geo::Fid>{2, 3}));
  EXPECT_EQ(edit({{1, false, seven, read}}).updated, 1);
  EXPECT_EQ(problem_of([&] { edit({{1, false, eight, read}}); }), Problem::conflict);
  EXPECT_EQ(problem_of([&] { edit({{1, true, {}, read}}); }), Problem::conflict);
  EXPECT_EQ(seen("killed"), "1=7 2=8 3=7");
  EXPECT_EQ(edit({{1, true, {}, geo::Rev{3}}}).updated, 1);
  EXPECT_EQ(problem_of([&] { edit({{1, false, eight, geo::Rev{3}}}); }), Problem::not_found);
}

TEST_P(Contract, EditsMustFitTheGeometry) {
  geo::Row line = row({}, {});
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::line);
  wkb.vertex({40, -12});
  wkb.vertex({41, -12});
  wkb.end();
  line.geometry = geo::Geometry::from_wkb(wkb.bytes());
  EXPECT_EQ(problem_of([&] { edit({{0, false, line}}); }), Problem::usage);
  EXPECT_EQ(store().info().rev, 0);
}

TEST_P(Contract, UndoGivesBackWhatWasThereBefore) {
  import({{"a", "1", { { "killed", whole(1) } }}, { "b", "2", { { "killed", whole(10) } } }});
  import({{"a", "1", { { "killed", whole(2) } }}, {"b", "2", { { "killed", whole(20) } }}, { "c", "3", { { "killed", whole(30) } } }});
  put(2, {{"killed", whole(25)}});
  EXPECT_EQ(counts(store().undo(2)), "+0 ~2 =0");  // the row changed by hand stays
  EXPECT_EQ(seen("killed"), "1=1 2=25");
  store().undo(3);
  EXPECT_EQ(seen("killed"), "1=1 2=10");
  store().undo(1);
  EXPECT_EQ(seen("killed"), "");
  EXPECT_EQ(problem_of([&] { store().undo(1); }), Problem::conflict);
  EXPECT_EQ(problem_of([&] { store().undo(4); }), Problem::conflict);
  EXPECT_EQ(problem_of([&] { store().undo(99); }), Problem::not_found);
  EXPECT_EQ(counts(import({{"d", "4", {}}})), "+1 ~0 =0");
  EXPECT_EQ(seen("killed"), "4=null") << "ids are never used again";
}

TEST_P(Contract, ABatchThatIsDroppedLeavesNothing) {
  { begin({{"a", "1", {}}}); }
  {
    const auto writer = begin({{"a", "1", {}}});
    EXPECT_EQ(counts(writer->resolve()), "+1 ~0 =0");
  }
  EXPECT_EQ(store().info().rev, 0);
  EXPECT_EQ(seen("killed"), "");
  EXPECT_EQ(counts(import({{"b", "1", {}}})), "+1 ~0 =0");
  EXPECT_EQ(seen("killed"), "1=null");
}

TEST_P(Contract, NothingIsSeenBeforeTheCommit) {
  const auto writer = begin({{"a", "1", {}}});
  EXPECT_EQ(seen("killed"), "");
  writer->resolve();
  EXPECT_EQ(seen("killed"), "");
  writer->commit("{}");
  EXPECT_EQ(seen("killed"), "1=null");
}

TEST_P(Contract, VisitorsSeePublicRowsAndColumnsOnly) {
  import({{"a", "1", { { "confidentiality", whole(0) } }}, {"b", "2", {}}, { "c", "3", { { "confidentiality", whole(3) } } }});
  EXPECT_EQ(seen("confidentiality"), "1=0 2=1 3=3");
  EXPECT_EQ(seen("confidentiality", visitor()), "1=0");
  EXPECT_EQ(problem_of([&] { seen("narrative", visitor()); }), Problem::usage);
  EXPECT_EQ(store().view("incidents", visitor())->schema(), geo::visible_schema(schema(), visitor()));
  EXPECT_EQ(store().view("incidents", visitor())->count({}), 1U);
  EXPECT_EQ(problem_of([&] { (void)store().view("nothing", visitor()); }), Problem::not_found);
}

TEST_P(Contract, AHiddenChangeChangesNothingThatAVisitorSees) {
  import({{"a", "1", { {"confidentiality", whole(0)}, { "killed", whole(1) } }}, { "b", "2", {} }});
  const std::uint64_t for_visitors = store().view("incidents", visitor())->version();
  const std::uint64_t for_us = store().view("incidents", everything())->version();
  const auto rev = [&](const geo::Role& role) { return geo::feature_at(store().view("incidents", role)->find({}).batch, 0).rev; };

  put(1, {{"confidentiality", whole(0)}, {"killed", whole(1)}, {"narrative", text("secret")}});
  put(2, {{"killed", whole(9)}});
  EXPECT_EQ(store().view("incidents", visitor())->version(), for_visitors);
  EXPECT_NE(store().view("incidents", everything())->version(), for_us);
  EXPECT_EQ(rev(visitor()), 1);
  EXPECT_EQ(rev(everything()), 2);

  put(1, {{"confidentiality", whole(0)}, {"killed", whole(2)}});
  EXPECT_NE(store().view("incidents", visitor())->version(), for_visitors);
  EXPECT_EQ(rev(visitor()), 4);
}

TEST_P(Contract, AViewDoesNotChange) {
  import({{ "a", "1", { {"killed", whole(1)}, { "narrative", text("before") } } }});
  const auto view = store().view("incidents", everything());
  const std::string before = store_test::describe(*view);
  put(1, {{"killed", whole(2)}, {"narrative", text("after")}});
  import({{ "b", "1", {} }});
  EXPECT_EQ(store_test::describe(*view), before);
  EXPECT_NE(store_test::describe(*store().view("incidents", everything())), before);
}

TEST_P(Contract, NullIsNotTheEmptyText) {
  import({{"a", "1", { { "place_name", text("") } }}, {"b", "2", {}}, { "c", "3", { { "narrative", text("") } } }});
  EXPECT_EQ(seen("place_name"), "1='' 2=null 3=null");
  EXPECT_EQ(seen("narrative"), "1=null 2=null 3=''");
}

TEST_P(Contract, TimesMatchAsIntervals) {
  import({{"instant",
           "1",
           {
             { "occurred_from",
               whole(1000) }
           }},
          {"hour",
           "2",
           { {"occurred_from", whole(1000)},
             { "occurred_to",
               whole(3000) } }},
          {"unknown", "3", {}},
          {"end only",
           "4",
           {
             { "occurred_to",
               whole(9000) }
           }},
          { "turned round",
            "5",
            { {"occurred_from", whole(5000)},
              { "occurred_to",
                whole(10) } } }});
  EXPECT_EQ(seen("occurred_to").substr(0, 6), "1=1000");
  const struct {
    geo::TimeInterval asked;
    const char* found;
  } cases[] = {
      {{0, 999}, "3 4"},       {{1000, 1000}, "1 2 3 4"}, {{1001, 2000}, "2 3 4"}, {{3000, INT64_MAX}, "2 3 4 5"},
      {{INT64_MIN, 0}, "3 4"}, {{5000, 5000}, "3 4 5"},
  };
  for (const auto& c : cases) {
    std::string found;
    for (const char fid : seen("duplicate_of", everything(), "incidents", {std::nullopt, c.asked})) {
      if (fid >= '1' && fid <= '9') { found += (found.empty() ? "" : " ") + std::string(1, fid); }
    }
    EXPECT_EQ(found, c.found) << c.asked.from << ".." << c.asked.to;
  }
  EXPECT_EQ(store().view("incidents", everything())->time_extent(), (geo::TimeInterval{1000, 5000}));
}

TEST_P(Contract, DaysAreWholeAndOpenOnesGoOn) {
  constexpr geo::TimeMs day = 86'400'000;
  import({{"a",
           "1",
           { {"valid_from", whole(10)},
             { "valid_to",
               whole(11) } }},
          { "b",
            "2",
            {
              { "valid_from",
                whole(10) }
            } }},
         "ine", "", "admin_areas");
  const auto count = [&](geo::TimeMs from, geo::TimeMs to) {
    return store().view("admin_areas", everything())->count({std::nullopt, geo::TimeInterval{from, to}});
  };
  EXPECT_EQ(count(0, 10 * day - 1), 0U);
  EXPECT_EQ(count(0, 10 * day), 2U);
  EXPECT_EQ(count(12 * day - 1, 13 * day), 2U);
  EXPECT_EQ(count(12 * day, 13 * day), 1U);
  EXPECT_EQ(store().view("admin_areas", everything())->time_extent(), (geo::TimeInterval{10 * day, INT64_MAX}));

  import({{ "a", "1", { { "established_on", whole(10) } } }}, "p", "", "cscs");  // one field is both ends: the day itself
  EXPECT_EQ(store().view("cscs", everything())->count({std::nullopt, geo::TimeInterval{11 * day, 12 * day}}), 0U);
  EXPECT_EQ(store().view("cscs", everything())->time_extent(), (geo::TimeInterval{10 * day, 11 * day - 1}));
}

TEST_P(Contract, RowsWithoutAPlaceMatchEveryBoxAndFillNoCell) {
  const auto at = [](double lon, double lat) { return geo::Geometry::point({lon, lat}); };
  import({{"a", "1", {}, at(180, 10)}, {"b", "2", {}, at(-180, 10)}, {"c", "3", {}, {}}, { "d", "4", {}, at(40, -12) }});
  EXPECT_EQ(seen("killed", everything(), "incidents", {geo::BBox{179, 0, -179, 20}, std::nullopt}), "1=null 2=null 3=null");
  EXPECT_EQ(seen("killed", everything(), "incidents", {geo::BBox{40, -12, 40, -12}, std::nullopt}), "3=null 4=null");
  EXPECT_EQ(store_test::describe(store().view("incidents", everything())->aggregate({}, {1})), "without 1 0:1 1:1 3:1");
  EXPECT_EQ(store_test::describe(store().view("incidents", everything())->extent()), store_test::describe(geo::BBox{-180, -12, 180, 10}));
}

TEST_P(Contract, AreasMatchWhereTheyAreNotWhereTheirBoxIs) {
  const geo::Geometry triangle = geo::from_polygons({{{{0, 0}, {4, 0}, {0, 4}, {0, 0}}}});
  import({{ "a", "1", {}, triangle }}, "p", "", "catchments");
  const auto view = store().view("catchments", everything());
  EXPECT_EQ(view->count({geo::BBox{3, 3, 4, 4}, std::nullopt}), 0U);
  EXPECT_EQ(view->count({geo::BBox{1, 1, 1.1, 1.1}, std::nullopt}), 1U);
  EXPECT_EQ(geo::feature_at(view->find({}).batch, 0).row.geometry, triangle);
}

TEST_P(Contract, PagesFollowEachOtherByFid) {
  std::vector<Line> lines;
  for (int i = 0; i < 7; ++i) { lines.push_back({"", std::to_string(i), {}}); }
  import(lines);
  remove(4);
  const auto view = store().view("incidents", everything());
  geo::Query query;
  query.limit = 3;
  query.columns = {"duplicate_of", "killed", "duplicate_of"};
  std::string walked;
  for (bool more = true; more;) {
    const geo::Page page = view->find(query);
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      query.after = page.batch.fid.integer(i);
      walked += std::to_string(query.after) + " ";
      EXPECT_EQ(page.batch.columns.size(), 3U);
    }
    more = page.more;
    walked += more ? "| " : ".";
  }
  EXPECT_EQ(walked, "1 2 3 | 5 6 7 .");
}

TEST_P(Contract, OnlyHotColumnsAreScanned) {
  import({{ "a", "1", { { "killed", whole(4) } } }});
  const auto view = store().view("incidents", everything());
  EXPECT_EQ(store_test::scanned(*view, {}, {"killed"}), "1@1 (40.5000000 -12.9000000) 4\n");
  for (const char* name : {"narrative", "no_such_field"}) {
    EXPECT_EQ(problem_of([&] { (void)store_test::scanned(*view, {}, {name}); }), Problem::usage) << name;
  }
}

TEST_P(Contract, AnAddedFieldIsNullInOldRowsAndKeepsTheirContent) {
  import({{ "a", "1", { { "killed", whole(1) } } }});
  geo::Field field;
  field.name = "village_head";
  store().add_field("incidents", field);
  EXPECT_EQ(seen("village_head"), "1=null");
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(1)}}}})), "+0 ~0 =1");
  EXPECT_EQ(counts(import({{"a", "1", {{"killed", whole(1)}, {"village_head", text("Ana")}}}})), "+0 ~1 =0");
  EXPECT_EQ(seen("village_head"), "1='Ana'");
  EXPECT_EQ(problem_of([&] { store().add_field("incidents", field); }), Problem::conflict);
  EXPECT_EQ(problem_of([&] { store().add_field("nowhere", field); }), Problem::not_found);
  field.name = "geometry";
  EXPECT_EQ(problem_of([&] { store().add_field("incidents", field); }), Problem::usage);
}

TEST_P(Contract, RejectedRowsAreKept) {
  const auto writer = begin({{"a", "1", {}}});
  const geo::RejectedRow row{7, "data", "31/02/2024", "date", {"no such day", "não existe esse dia"}, R"({"data":"31/02/2024"})"};
  writer->reject(row);
  writer->resolve();
  const geo::BatchOutcome outcome = writer->commit(R"({"read":2})");
  ASSERT_EQ(store().rejected(outcome.batch).size(), 1U);
  EXPECT_EQ(store_test::describe(store().rejected(outcome.batch)[0]), store_test::describe(row));
  EXPECT_TRUE(store().rejected(99).empty());
  const store::BatchRecord record = store().batches().at(0);
  EXPECT_EQ(record.rejected, 1);
  EXPECT_EQ(record.report_json, "") << "it may be long";
  EXPECT_EQ(store().batch(1)->report_json, R"({"read":2})");
  EXPECT_FALSE(store().batch(2));
  EXPECT_EQ(record.at, 1'700'000'000'000);
}

INSTANTIATE_TEST_SUITE_P(Stores, Contract, testing::ValuesIn(store_test::all_subjects()),
                         [](const auto& parameter) { return parameter.param.name; });

TEST(MemoryStore, ASecondWriterIsToldToTryAgain) {
  store::MemoryStore store(
      "id", [] { return geo::TimeMs{0}; }, std::chrono::milliseconds(20));
  geo::BatchInfo info;
  info.collection = "incidents";
  const auto first = store.begin(info);
  first->resolve();
  EXPECT_EQ(problem_of([&] { store.edit(info, {}); }), Problem::busy);
  EXPECT_EQ(problem_of([&] { store.begin(info)->resolve(); }), Problem::busy);
  first->commit("{}");
}

TEST(RowUuid, IsAVersion8UuidOfItsOwnForEveryRow) {
  const std::string uuid = store::row_uuid("store", "incidents", 1);
  ASSERT_EQ(uuid.size(), 36U);
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    EXPECT_EQ(uuid[i] == '-', is_dash) << uuid;
    EXPECT_NE(std::string("-0123456789abcdef").find(uuid[i]), std::string::npos) << uuid;
  }
  EXPECT_EQ(uuid[14], '8');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
  EXPECT_EQ(uuid, store::row_uuid("store", "incidents", 1));
  EXPECT_NE(uuid, store::row_uuid("store", "incidents", 2));
  EXPECT_NE(uuid, store::row_uuid("store", "sites", 1));
  EXPECT_NE(uuid, store::row_uuid("other", "incidents", 1));
}

}  // namespace
