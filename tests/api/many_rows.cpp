// SPDX-License-Identifier: Apache-2.0
#include "tests/api/many_rows.hpp"

#include <algorithm>

namespace api_tests {
namespace {

constexpr const char* protected_class = "0301";
constexpr const char* other_class = "0401";

void set(const geo::Collection& schema, geo::Row& row, std::string_view field, geo::Value value) {
  const int i = schema.index_of(field);
  if (i >= 0) { row.values[static_cast<std::size_t>(i)] = std::move(value); }
}

geo::Geometry somewhere(std::mt19937_64& random) {
  std::uniform_real_distribution<double> east(40.3, 40.7);
  std::uniform_real_distribution<double> north(-13.1, -12.8);
  return geo::Geometry::point({east(random), north(random)});
}

geo::Row row_of(const geo::Collection& schema, const Kind& kind, std::mt19937_64& random) {
  geo::Row row;
  row.values.resize(schema.fields.size());
  if (random() % 10 != 0) { row.geometry = somewhere(random); }
  for (const geo::Field& field : schema.fields) {
    if (field.system) { continue; }
    if (field.type == geo::FieldType::text) { set(schema, row, field.name, "text " + std::to_string(random() % 50)); }
    if (field.type == geo::FieldType::integer) { set(schema, row, field.name, static_cast<std::int64_t>(random() % 5)); }
    if (field.type == geo::FieldType::date) { set(schema, row, field.name, geo::DayNumber{19'700 + static_cast<int>(random() % 300)}); }
    if (field.type == geo::FieldType::time) {
      set(schema, row, field.name, geo::TimeMs{1'704'067'200'000 + static_cast<geo::TimeMs>(random() % 300) * 86'400'000});
    }
  }
  for (const char* area : {"admin1_pcode", "admin2_pcode", "admin3_pcode"}) { set(schema, row, area, {}); }
  set(schema, row, "confidentiality", kind.level > 3 ? geo::Value{} : geo::Value{std::int64_t{kind.level}});
  if (!kind.district.empty()) { set(schema, row, "admin2_pcode", kind.district); }
  set(schema, row, "category", kind.category);
  set(schema, row, "duplicate_of", {});  // duplicates count in no analysis, and of fewer than ten there is none
  return row;
}

geo::Collection result(const std::string& id, const std::string& role, geo::Confidentiality rows, geo::Confidentiality fields,
                       const std::string& input) {
  geo::Collection c;
  c.id = id;
  c.title = {"A result", "Um resultado"};
  c.geometry = geo::GeometryType::point;
  c.builtin = false;
  c.fields = {{"level", geo::FieldType::integer, {"Level", "Nível"}}};
  c.result = geo::Provenance{"kde", "{}", R"({"used":2})", {input}, role, rows, fields, 5, 1'704'067'200'000, {}};
  return c;
}

}  // namespace

std::vector<Kind> kinds(bool has_category) {
  std::vector<Kind> all;
  for (int level = 0; level <= 4; ++level) {
    for (const char* district : {"MZ0102", "MZ0108", ""}) {
      all.push_back({level, district, other_class});
      if (has_category) { all.push_back({level, district, protected_class}); }
    }
  }
  return all;
}

void fill(store::Store& store, int rounds, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const geo::Catalog catalog = store.catalog();
  for (const std::string& id : filled) {
    const geo::Collection& schema = *catalog.collection(id);
    std::vector<geo::Edit> edits;
    for (int round = 0; round < rounds; ++round) {
      for (const Kind& kind : kinds(schema.index_of("category") >= 0)) { edits.push_back({0, false, row_of(schema, kind, random)}); }
    }
    std::shuffle(edits.begin(), edits.end(), random);
    geo::BatchInfo info;
    info.collection = id;
    store.edit(info, edits);
  }
}

void add_results(store::Store& store) {
  const std::vector<geo::Row> rows{{geo::Geometry::point({40.5, -12.9}), {std::int64_t{4}}},
                                   {geo::Geometry::point({40.6, -13}), {std::int64_t{5}}}};
  store.add_result(result("r-programme", "programme", 2, 2, "incidents"), rows);
  store.add_result(result("r-police", "police", 1, 2, "sites"), rows);
  store.add_result(result("r-pemba", "programme@MZ0102", 2, 2, "incidents"), rows);
  store.add_result(result("r-open", "visitor", 0, 0, "incidents"), rows);
}

}  // namespace api_tests
