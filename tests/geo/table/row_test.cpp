// SPDX-License-Identifier: Apache-2.0
#include "geo/table/row.hpp"

#include "geo/geometry/wkb.hpp"
#include "geo/table/defaults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace {

using geo::Collection;
using geo::Field;
using geo::FieldType;
using geo::Geometry;
using geo::Row;
using geo::Value;

constexpr FieldType every_type[] = {FieldType::boolean, FieldType::integer, FieldType::real, FieldType::text,
                                    FieldType::code,    FieldType::date,    FieldType::time, FieldType::json};

Field field(std::string name, FieldType type = FieldType::text) {
  Field f;
  f.name = std::move(name);
  f.type = type;
  return f;
}

TEST(Fits, IsDecidedByTheTypeOfTheValue) {
  const struct {
    Value value;
    std::set<FieldType> types;
  } cases[] = {
      {{}, {std::begin(every_type), std::end(every_type)}},
      {true, {FieldType::boolean}},
      {std::int64_t{7}, {FieldType::integer, FieldType::date, FieldType::time}},
      {7.0, {FieldType::real}},
      {std::numeric_limits<double>::quiet_NaN(), {}},
      {std::numeric_limits<double>::infinity(), {}},
      {std::string(), {FieldType::text, FieldType::code, FieldType::json}},
  };
  for (const auto& c : cases) {
    for (const FieldType type : every_type) {
      EXPECT_EQ(geo::fits(c.value, type), c.types.count(type) == 1) << c.value.index() << ' ' << geo::to_string(type);
    }
  }
}

Collection things() {
  Collection c;
  c.id = "things";
  c.fields = {field("name"), field("size", FieldType::integer), field("weight", FieldType::real), field("open", FieldType::boolean),
              field("note")};
  return c;
}

Row thing() { return {Geometry::point({40.5, -12.9}), {std::string("posto"), std::int64_t{3}, 2.5, true, Value{}}}; }

TEST(ContentHash, DoesNotDependOnTheOrderOfFields) {
  std::mt19937_64 random(1);
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  const std::uint64_t expected = geo::content_hash(things(), thing());
  for (int i = 0; i < 120; ++i) {
    std::shuffle(order.begin(), order.end(), random);
    Collection shuffled = things();
    Row row = thing();
    for (std::size_t k = 0; k < order.size(); ++k) {
      shuffled.fields[k] = things().fields[order[k]];
      row.values[k] = thing().values[order[k]];
    }
    EXPECT_EQ(geo::content_hash(shuffled, row), expected);
  }
}

TEST(ContentHash, DoesNotSeeFieldsWithoutAValueNorTheStoresOwn) {
  Collection wider = things();
  Row row = thing();
  wider.fields.insert(wider.fields.begin(), field("added"));
  row.values.emplace_back();
  std::rotate(row.values.begin(), row.values.end() - 1, row.values.end());
  wider.fields.push_back(field("uuid"));
  wider.fields.back().system = true;
  row.values.emplace_back(std::string("any"));
  EXPECT_EQ(geo::content_hash(wider, row), geo::content_hash(things(), thing()));
}

TEST(ContentHash, SeesEveryDifferenceInWhatARowSays) {
  std::vector<Row> rows(16, thing());
  rows[1].values[0] = std::string("Posto");
  rows[2].values[0] = std::string();
  rows[3].values[0] = Value{};
  rows[4].values[1] = std::int64_t{-3};
  rows[5].values[1] = std::int64_t{0};
  rows[6].values[1] = Value{};
  rows[7].values[2] = 2.5000000000000004;
  rows[8].values[3] = false;
  rows[9].values[3] = Value{};
  rows[10].values[4] = std::string("posto");
  std::swap(rows[11].values[0], rows[11].values[4]);  // the same text in another field
  rows[12].geometry = Geometry::point({40.5, -12.9000001});
  rows[13].geometry = Geometry::point({-12.9, 40.5});
  rows[14].geometry = Geometry();
  rows[15].geometry = geo::from_polygons({{{{40.5, -12.9}, {41, -12.9}, {41, -12}, {40.5, -12.9}}}});
  std::set<std::uint64_t> hashes;
  for (const Row& row : rows) { hashes.insert(geo::content_hash(things(), row)); }
  EXPECT_EQ(hashes.size(), rows.size());
}

Collection timed(FieldType type) {
  Collection c;
  c.id = "timed";
  c.time_from = "from";
  c.time_to = "to";
  c.default_confidentiality = 2;
  c.fields = {field("from", type), field("to", type), field("weight", FieldType::real), field("confidentiality", FieldType::integer)};
  return c;
}

TEST(WithDefaults, FillsInWhatTheCollectionSaysAboutSilence) {
  const Value none;
  const auto n = [](std::int64_t i) { return Value(i); };
  const struct {
    const char* what;
    FieldType type;
    std::vector<Value> given;
    std::vector<Value> expected;
  } cases[] = {
      {"confidentiality of the collection", FieldType::time, {none, none, none, none}, {none, none, none, n(2)}},
      {"its own confidentiality", FieldType::time, {none, none, none, n(0)}, {none, none, none, n(0)}},
      {"an instant ends when it begins", FieldType::time, {n(5), none, none, n(1)}, {n(5), n(5), none, n(1)}},
      {"an end stays", FieldType::time, {n(5), n(9), none, n(1)}, {n(5), n(9), none, n(1)}},
      {"no begin, no end", FieldType::time, {none, n(9), none, n(1)}, {none, n(9), none, n(1)}},
      {"days without an end go on", FieldType::date, {n(5), none, none, n(1)}, {n(5), none, none, n(1)}},
  };
  for (const auto& c : cases) {
    const Row once = geo::with_defaults(timed(c.type), {{}, c.given});
    EXPECT_EQ(once.values, c.expected) << c.what;
    EXPECT_EQ(geo::with_defaults(timed(c.type), once), once) << c.what;
  }
}

TEST(WithDefaults, KnowsOneZero) {
  const Row row = geo::with_defaults(timed(FieldType::time), {{}, {Value{}, Value{}, -0.0, Value{}}});
  EXPECT_FALSE(std::signbit(std::get<double>(row.values[2])));
}

TEST(WithDefaults, LeavesCollectionsWithoutTimeOrSecretsAlone) {
  EXPECT_EQ(geo::with_defaults(things(), thing()), thing());
  Collection one_field = timed(FieldType::time);
  one_field.time_to = "from";
  const Row row{{}, {std::int64_t{5}, Value{}, Value{}, std::int64_t{1}}};
  EXPECT_EQ(geo::with_defaults(one_field, row), row);
}

}  // namespace
