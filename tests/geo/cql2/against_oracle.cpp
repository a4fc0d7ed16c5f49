// SPDX-License-Identifier: Apache-2.0
#include "tests/geo/cql2/against_oracle.hpp"

#include "geo/cql2/check.hpp"
#include "geo/cql2/evaluate.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/snapshot/segment_builder.hpp"
#include "tests/geo/cql2/oracle.hpp"
#include "tests/support/random_filter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace cql2_test {
namespace {

using geo::FieldType;

geo::Collection make_collection(geo::GeometryType geometry) {
  const auto field = [](const char* name, FieldType type) {
    geo::Field f;
    f.name = name;
    f.type = type;
    return f;
  };
  geo::Collection c;
  c.id = "things";
  c.geometry = geometry;
  c.fields = {field("flag", FieldType::boolean), field("few", FieldType::integer), field("many", FieldType::integer),
              field("all", FieldType::integer),  field("ratio", FieldType::real),  field("name", FieldType::text),
              field("note", FieldType::text),    field("class", FieldType::text),  field("day", FieldType::date),
              field("begun", FieldType::time),   field("ended", FieldType::time)};
  c.time_from = "begun";
  c.time_to = "ended";
  return c;
}

class Rows {
 public:
  Rows(std::uint64_t seed, const geo::Collection& collection) : m_random(seed), m_collection(collection) {}

  std::vector<geo::Row> make(std::size_t count) {
    std::vector<geo::Row> rows(count);
    for (geo::Row& row : rows) {
      row.geometry = below(6) == 0 ? geo::Geometry() : place();
      for (const geo::Field& field : m_collection.fields) { row.values.push_back(below(4) == 0 ? geo::Value() : value(field)); }
    }
    return rows;
  }

 private:
  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random); }

  geo::Value value(const geo::Field& field) {
    static const std::array<const char*, 10> texts{"", "a", "A", "ação", "ACAO", "acao", "São João", "100%", "a_b\\", "\U0001F5FA é"};
    static const std::array<double, 8> reals{0, -0.0, 1.5, -2.25, 0.1, 1e308, 5e-324, 9007199254740992.0};
    static const std::array<std::int64_t, 10> wholes{0,   1,     -1, INT64_MAX, INT64_MIN, INT64_MAX - 1, (std::int64_t{1} << 53) + 1,
                                                     255, 65536, -42};
    switch (field.type) {
      case FieldType::boolean: return below(2) == 0;
      case FieldType::integer:
        if (field.name == "few") { return static_cast<std::int64_t>(below(4)) * 5; }
        return field.name == "many" ? static_cast<std::int64_t>(below(700)) - 300 : wholes.at(below(wholes.size()));
      case FieldType::real: return reals.at(below(reals.size()));
      case FieldType::date: return static_cast<std::int64_t>(19'000 + below(4));
      case FieldType::time:
        return static_cast<std::int64_t>(19'000 + below(4)) * 86'400'000 +
               (below(2) == 0 ? 0 : static_cast<std::int64_t>(below(86'400'000)));
      default: return std::string(texts.at(below(texts.size())));
    }
  }

  geo::Geometry place() {
    const double west = static_cast<double>(below(12)) - 6;
    const double south = static_cast<double>(below(12)) - 6;
    if (m_collection.geometry == geo::GeometryType::point) { return geo::Geometry::point({west / 4, south / 4}); }
    if (below(3) == 0) {
      geo::WkbBuilder line;
      line.begin(geo::WkbType::line);
      line.vertex({west, south});
      line.vertex({west + 2, south + static_cast<double>(below(3))});
      line.end();
      return geo::Geometry::from_wkb(line.bytes());
    }
    return geo::from_polygons({{{{west, south}, {west + 2, south}, {west + 2, south + 2}, {west, south + 2}, {west, south}}}},
                              below(3) == 0);
  }

  std::mt19937_64 m_random;
  const geo::Collection& m_collection;
};

void push(store::Stage& stage, const geo::Value& value) {
  if (const auto* yes = std::get_if<bool>(&value)) { return stage.push_integer(*yes ? 1 : 0); }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) { return stage.push_integer(*whole); }
  if (const auto* real = std::get_if<double>(&value)) { return stage.push_real(*real); }
  if (const auto* text = std::get_if<std::string>(&value)) { return stage.push_text(*text); }
  stage.push_null();
}

std::shared_ptr<const store::Segment> make_segment(const geo::Collection& collection, const std::vector<geo::Row>& rows) {
  store::SegmentBuilder builder(collection);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const geo::Geometry& g = rows[i].geometry;
    const bool none = g.is_none();
    const std::int32_t lon = none ? geo::GeometryColumn::no_point : geo::to_lattice(g.box().west);
    const std::int32_t lat = none ? geo::GeometryColumn::no_point : geo::to_lattice(g.box().south);
    builder.add(static_cast<geo::Fid>(i), {}, lon, lat, geo::to_wkb(g));
    for (std::size_t k = 0; k < collection.fields.size(); ++k) { push(builder.column(k), rows[i].values[k]); }
  }
  return builder.build();
}

Truth truth_at(const geo::cql2::Truths& truths, std::size_t i) {
  return truths.yes.has(i) ? Truth::yes : truths.no.has(i) ? Truth::no : Truth::unknown;
}

}  // namespace

void hold_against_oracle(std::uint64_t seed, int filters) {
  const geo::Collection collection = make_collection(seed % 2 == 0 ? geo::GeometryType::point : geo::GeometryType::any);
  const std::vector<geo::Row> rows = Rows(seed, collection).make(66);
  const auto segment = make_segment(collection, rows);
  const geo::cql2::Rows columns{collection, segment->geometry(), [&](const geo::Field& f) { return segment->column(f.name, f.type); }};
  test_support::RandomFilter random(seed, collection, rows);
  const geo::cql2::Block block{0, rows.size()};
  for (int n = 0; n < filters; ++n) {
    const geo::Expression made = random.condition(n % 4);
    const std::string text = n % 2 == 0 ? geo::cql2::to_text(made) : geo::cql2::to_json(made);
    geo::Expression filter = n % 2 == 0 ? geo::cql2::parse_text(text) : geo::cql2::parse_json(text);
    ASSERT_NO_THROW(geo::cql2::check(filter, collection)) << text;
    const geo::cql2::Truths found = geo::cql2::Evaluation(filter, columns).truths(block, geo::cql2::Mask::first(block.rows));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(segment->fid().integer(i));
      ASSERT_EQ(truth_at(found, i), holds(filter, collection, rows[row])) << "seed " << seed << ", row " << row << ": " << text;
    }
  }
}

}  // namespace cql2_test
