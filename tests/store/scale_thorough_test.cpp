// SPDX-License-Identifier: Apache-2.0
// Enough rows that a snapshot needs many blocks: skipping and taking whole ones must not change an answer.
#include "store/memory/memory_store.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/random_store.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

using store_test::RandomStore;

constexpr int rows = 20'000;
constexpr int questions = 150;

/// A town of 4 by 4 blocks, a few years; some rows without a place or a time, some that last.
geo::StagedRow staged(RandomStore& make, const geo::Collection& collection, int i) {
  const auto share = [&](std::size_t steps) { return static_cast<double>(make.below(steps)) / static_cast<double>(steps); };
  geo::StagedRow staged;
  staged.source_key = fmt::format("k{}", i);
  staged.row.values.resize(collection.fields.size());
  const auto set = [&](const std::string& name, std::int64_t value) {
    staged.row.values[static_cast<std::size_t>(collection.index_of(name))] = value;
  };
  const double lon = 40 + static_cast<double>(make.below(4)) / 10 + share(1000) / 100;
  const double lat = -13 + static_cast<double>(make.below(4)) / 10 + share(1000) / 100;
  if (!make.chance(2)) { staged.row.geometry = geo::Geometry::point({lon, lat}); }
  const bool has_days = collection.field(collection.time_from)->type == geo::FieldType::date;
  const std::int64_t begin = static_cast<std::int64_t>(make.below(2000)) * (has_days ? 1 : 86'400'000);
  if (!make.chance(2)) { set(collection.time_from, begin); }
  if (make.chance(20)) { set(collection.time_to, begin + static_cast<std::int64_t>(make.below(30)) * (has_days ? 1 : 3'600'000)); }
  set("confidentiality", static_cast<std::int64_t>(make.below(2)));
  return staged;
}

geo::Filter question(RandomStore& make) {
  geo::Filter filter;
  if (make.chance(75)) {
    const double west = 39.95 + static_cast<double>(make.below(40)) / 100;
    const double south = -13.05 + static_cast<double>(make.below(40)) / 100;
    const double size = static_cast<double>(1 + make.below(20)) / 100;
    filter.bbox = geo::BBox{west, south, west + size, south + size};
    if (make.chance(10)) { filter.bbox = geo::BBox{west + size, south, west, south + size}; }  // all but a strip
  }
  if (make.chance(60)) {
    const geo::TimeMs from = static_cast<geo::TimeMs>(make.below(2000)) * 86'400'000;
    filter.datetime = geo::TimeInterval{from, from + static_cast<geo::TimeMs>(make.below(400)) * 86'400'000};
  }
  return filter;
}

void import(store::Store& store, const std::string& id, std::uint64_t seed) {
  RandomStore make(seed);
  const geo::Catalog catalog = store.catalog();
  geo::BatchInfo info;
  info.collection = id;
  const auto writer = store.begin(info);
  for (int i = 0; i < rows; ++i) { writer->add(staged(make, *catalog.collection(id), i)); }
  writer->resolve();
  writer->commit("{}");
}

/// Every answer of both, to the same random questions.
/// Who sees the collection, and two who see a part of it.
std::vector<geo::Role> readers(const std::string& id) {
  std::vector<geo::Role> all{{"anybody", 0, 0}, geo::role_named("programme@MZ0102")};
  for (const geo::Role& role : geo::builtin_roles()) {
    if (geo::grant_of(role, id).exact) { all.push_back(role); }
  }
  return all;
}

void compare(store::Store& model, store::Store& subject, const std::string& id, const geo::Role& role, std::uint64_t seed) {
  const auto expected = model.view(id, role);
  const auto actual = subject.view(id, role);
  RandomStore make(seed);
  ASSERT_EQ(store_test::describe(expected->extent()), store_test::describe(actual->extent()));
  ASSERT_EQ(expected->time_extent(), actual->time_extent());
  for (int i = 0; i < questions; ++i) {
    geo::Query query;
    query.filter = question(make);
    query.after = static_cast<geo::Fid>(make.below(rows));
    query.limit = static_cast<std::uint32_t>(1 + make.below(50));
    query.columns = {"confidentiality"};
    SCOPED_TRACE(fmt::format("{} as {}, seed {}: {}", id, role.name, seed, store_test::describe(query)));
    ASSERT_EQ(actual->count(query.filter), expected->count(query.filter));
    ASSERT_EQ(store_test::describe(actual->find(query)), store_test::describe(expected->find(query)));
    const geo::Grid grid{static_cast<int>(make.below(22))};
    ASSERT_EQ(actual->aggregate(query.filter, grid), expected->aggregate(query.filter, grid));
    if (i % 10 == 0) {
      ASSERT_EQ(store_test::scanned(*actual, query.filter, query.columns), store_test::scanned(*expected, query.filter, query.columns));
    }
  }
}

class Scale : public testing::TestWithParam<std::string> {};

TEST_P(Scale, ManyBlocksAnswerAsPlainMapsDo) {
  const std::string id = GetParam();
  const auto subject = store_test::sqlite_subject(true).make([] { return geo::TimeMs{0}; });
  store::MemoryStore model(subject->writer().info().id, [] { return geo::TimeMs{0}; });
  for (store::Store* store : {static_cast<store::Store*>(&model), &subject->writer()}) { import(*store, id, 5); }
  for (const geo::Role& role : readers(id)) { compare(model, subject->writer(), id, role, 21); }

  RandomStore make(6);  // then a part of the rows is changed or removed
  const geo::Catalog catalog = model.catalog();
  std::vector<geo::Edit> edits;
  for (geo::Fid fid = 1; fid <= rows; fid += 1 + static_cast<geo::Fid>(make.below(10))) {
    edits.push_back({fid, make.chance(50), staged(make, *catalog.collection(id), 0).row});
  }
  geo::BatchInfo info;
  info.collection = id;
  EXPECT_EQ(store_test::describe(model.edit(info, edits)), store_test::describe(subject->writer().edit(info, edits)));
  for (const geo::Role& role : readers(id)) { compare(model, subject->reader(), id, role, 22); }
  subject->reopen();
  for (const geo::Role& role : readers(id)) { compare(model, subject->writer(), id, role, 23); }
}

INSTANTIATE_TEST_SUITE_P(Collections, Scale, testing::Values("incidents", "sites"), [](const auto& parameter) { return parameter.param; });

}  // namespace
