// SPDX-License-Identifier: Apache-2.0
#include "tests/store/random_store.hpp"

#include "geo/cql2/check.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/support/random_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace store_test {
namespace {

const std::vector<std::string> pcodes{"MZ01", "MZ0102", "MZ0108", "MZ010203"};

using namespace std::string_literals;

const std::vector<std::string>& texts() {
  static const std::vector<std::string> list{
      "",           "a",   "A", " ", "null", "0", "ação", "O'Brien said \"no\"; --", "名前", "two\nlines", "a\0b"s, std::string(300, 'x'),
      "\U0001F5FA", "%_*?"};
  return list;
}

geo::Field make_field(std::string name, geo::FieldType type, geo::Confidentiality confidentiality = 0, bool hot = true) {
  geo::Field f;
  f.name = std::move(name);
  f.type = type;
  f.title = {"title of " + f.name, "título"};
  f.confidentiality = confidentiality;
  f.hot = hot;
  if (type == geo::FieldType::code) { f.code_list = "iccs"; }
  return f;
}

constexpr geo::FieldType every_type[] = {geo::FieldType::boolean, geo::FieldType::integer, geo::FieldType::real, geo::FieldType::text,
                                         geo::FieldType::code,    geo::FieldType::date,    geo::FieldType::time, geo::FieldType::json};

std::string sha(std::uint64_t number) { return fmt::format("{:064x}", number); }

}  // namespace

std::int64_t RandomStore::whole() {
  static const std::vector<std::int64_t> ends{0,     1,          -1,         2,         127,       255,           256,           65535,
                                              65536, 4294967295, 4294967296, INT64_MAX, INT64_MIN, INT64_MAX - 1, 1'000'000'007, -42};
  return chance(70) ? static_cast<std::int64_t>(below(4)) : one_of(ends);
}

std::int64_t RandomStore::day() {
  static const std::vector<std::int64_t> days{18262, 18263, 18293, 0, -1, -719528, 2932896};
  return one_of(days);
}

std::int64_t RandomStore::instant() {
  static const std::vector<std::int64_t> hours{0, 1, -1, 43'200'000, 86'399'999};
  const std::int64_t at = day() * 86'400'000 + (chance(70) ? one_of(hours) : 0);
  return at;
}

double RandomStore::degrees(double limit) {
  static const std::vector<double> shares{0, 0, 1, -1, 0.5, -0.5, 0.25, 0.1};
  double d = chance(60) ? one_of(shares) * limit : (static_cast<double>(below(2'000'001)) / 1e6 - 1) * limit;
  if (chance(30)) { d += chance(50) ? 1e-7 : -1e-7; }
  return std::clamp(d, -limit, limit);
}

geo::LonLat RandomStore::place() {
  if (chance(40)) { return {40.5 + static_cast<double>(below(5)) / 10, -12.9 - static_cast<double>(below(5)) / 10}; }
  return {degrees(180), degrees(90)};
}

geo::Geometry RandomStore::area() {
  const auto square = [&](double size) {
    const geo::LonLat p = place();
    const double west = std::min(p.lon, 180 - size);
    const double south = std::min(p.lat, 90 - size);
    return geo::Polygon{{{west, south}, {west + size, south}, {west + size, south + size}, {west, south}}};
  };
  std::vector<geo::Polygon> polygons{square(chance(50) ? 0.3 : 7.5)};
  if (chance(30)) { polygons.push_back(square(0.01)); }
  if (chance(20)) {
    polygons.push_back({{{30, 10}, {40, 10}, {40, 20}, {30, 20}, {30, 10}}, {{32, 12}, {32, 18}, {38, 18}, {38, 12}, {32, 12}}});
  }
  return geo::from_polygons(polygons, chance(20));
}

geo::Geometry RandomStore::line() {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::line);
  for (std::size_t n = 2 + below(4); n > 0; --n) { wkb.vertex(place()); }
  wkb.end();
  return geo::Geometry::from_wkb(wkb.bytes());
}

geo::Geometry RandomStore::geometry(geo::GeometryType type) {
  if (chance(15)) { return {}; }
  switch (type) {
    case geo::GeometryType::none: return {};
    case geo::GeometryType::point: return geo::Geometry::point(place());
    case geo::GeometryType::line: return line();
    case geo::GeometryType::polygon: return area();
    default: break;
  }
  switch (below(4)) {
    case 0: return geo::Geometry::point(place());
    case 1: return line();
    case 2: return area();
    default: break;
  }
  geo::WkbBuilder points;
  points.begin(geo::WkbType::multi_point);
  for (std::size_t n = 1 + below(3); n > 0; --n) {
    points.begin(geo::WkbType::point);
    points.vertex(place());
    points.end();
  }
  points.end();
  return geo::Geometry::from_wkb(points.bytes());
}

geo::Value RandomStore::value(const geo::Field& field) {
  static const std::vector<double> reals{0, -0.0, 1.5, -2.25, 0.1, 1.0 / 3, 1e308, 5e-324, 3, 9007199254740993.0};
  static const std::vector<std::string> documents{"{}", "null", "[]", R"({"a":"b\"c"})"};
  if (field.name == "confidentiality") { return chance(30) ? geo::Value{} : geo::Value{static_cast<std::int64_t>(below(4) * below(2))}; }
  if (chance(40)) { return {}; }
  // What decides which rows a role sees: areas, and classes that are never points.
  if (field.name.ends_with("_pcode")) { return one_of(pcodes); }
  if (field.code_list == "iccs" && chance(60)) { return one_of(geo::builtin_catalog().code_list("iccs")->codes).code; }
  switch (field.type) {
    case geo::FieldType::boolean: return chance(50);
    case geo::FieldType::integer: return whole();
    case geo::FieldType::real: return one_of(reals);
    case geo::FieldType::date: return day();
    case geo::FieldType::time: return instant();
    case geo::FieldType::json: return one_of(documents);
    default: return one_of(texts());
  }
}

geo::Row RandomStore::row(const geo::Collection& collection) {
  geo::Row row{geometry(collection.geometry), {}};
  const bool is_bare = chance(10);
  for (const geo::Field& field : collection.fields) { row.values.push_back(is_bare ? geo::Value{} : value(field)); }
  return row;
}

geo::StagedRow RandomStore::staged(const geo::Collection& collection, int keyed_percent) {
  geo::StagedRow staged;
  if (chance(keyed_percent)) { staged.source_key = chance(5) ? "c'\"ã" : fmt::format("k{}", below(12)); }
  const std::size_t kind = below(8);
  staged.raw = geo::hash128(fmt::format("raw {}", kind));
  staged.row = row(collection);
  return staged;
}

File RandomStore::file(const geo::Collection& collection) {
  static const std::vector<std::string> sources{"", "prm", "ngo"};
  static const std::vector<int> keyed{0, 0, 100, 100, 50};
  File file;
  file.info.collection = collection.id;
  file.info.source = one_of(sources);
  file.info.file_name = "week.csv";
  file.info.file_sha256 = chance(15) ? "" : sha(m_random());
  file.info.options = chance(50) ? "" : "{\"crs\":4326}";
  file.info.operator_name = "ana";
  file.report = R"({"read":1})";
  const int keyed_percent = one_of(keyed);
  const std::size_t size = chance(3) ? 150 : below(10);
  for (std::size_t i = 0; i < size; ++i) {
    file.rows.push_back(i > 0 && chance(15) ? one_of(file.rows) : staged(collection, keyed_percent));
    file.rows.back().line = static_cast<std::int64_t>(i) + 2;
  }
  file.info.complete = chance(30);
  for (std::size_t i = below(3); i > 0 && chance(60); --i) {
    file.rejected.push_back(rejected(static_cast<std::int64_t>(100 + i), keyed_percent));
  }
  return file;
}

/// Known by the same few keys and contents as rows that go in.
geo::RejectedRow RandomStore::rejected(std::int64_t line, int keyed_percent) {
  geo::RejectedRow row{line, "data", one_of(texts()), "date", {"no date", "sem data"}, "{\"data\":\"?\"}"};
  row.whole = chance(80);
  if (chance(10)) { return row; }  // nobody knows which row it is
  if (chance(keyed_percent)) { row.source_key = fmt::format("k{}", below(12)); }
  row.raw = geo::hash128(fmt::format("raw {}", below(8)));
  return row;
}

File RandomStore::corrected(const geo::Collection& collection, File file) {
  file.info.file_sha256 = sha(m_random());
  for (geo::StagedRow& r : file.rows) {
    r.row.values.resize(collection.fields.size());
    if (chance(25)) { r.row = row(collection); }
    if (chance(15)) {
      const std::size_t at = below(collection.fields.size());
      r.row.values[at] = value(collection.fields[at]);
    }
  }
  if (!file.rows.empty() && chance(50)) { file.rows.erase(file.rows.begin() + static_cast<std::ptrdiff_t>(below(file.rows.size()))); }
  if (!file.rows.empty() && chance(50)) { file.rows.push_back(one_of(file.rows)); }
  if (chance(30)) { std::shuffle(file.rows.begin(), file.rows.end(), m_random); }
  if (chance(50)) { file.info.complete = !file.info.complete; }
  if (chance(50)) { file.rejected.clear(); }
  for (std::size_t i = 0; i < file.rows.size(); ++i) { file.rows[i].line = static_cast<std::int64_t>(i) + 2; }
  return file;
}

geo::Edit RandomStore::edit(const geo::Collection& collection, geo::Fid largest_fid) {
  geo::Edit edit;
  edit.fid = chance(30) ? 0 : 1 + static_cast<geo::Fid>(below(static_cast<std::size_t>(largest_fid) + 1));
  edit.remove = chance(edit.fid > 0 ? 35 : 2);
  edit.row = row(collection);
  return edit;
}

geo::Field RandomStore::field() {
  static const std::vector<std::string> names{"f1", "f2", "f3", "name", "type", "Bad", "source"};
  geo::Field f =
      make_field(one_of(names), every_type[below(std::size(every_type))], static_cast<geo::Confidentiality>(below(4)), chance(70));
  if (chance(5)) { f.code_list = "no_such_list"; }
  if (f.code_list == "iccs") { f.hot = true; }  // else it is refused: it decides who sees the row
  if (chance(50)) { f.min = 0; }
  if (chance(50)) { f.synonyms = {"one", "two"}; }
  return f;
}

geo::Filter RandomStore::filter() {
  geo::Filter filter;
  if (chance(60)) {
    const geo::LonLat a = place();
    const geo::LonLat b = chance(10) ? a : place();
    filter.bbox = geo::BBox{a.lon, std::min(a.lat, b.lat), b.lon, std::max(a.lat, b.lat)};
    if (chance(20)) { filter.bbox = geo::BBox{-180, -90, 180, 90}; }
  }
  if (chance(50)) {
    const std::int64_t a = instant();
    const std::int64_t b = chance(30) ? a : instant();
    filter.datetime = geo::TimeInterval{std::min(a, b), std::max(a, b)};
    if (chance(15)) { filter.datetime->from = INT64_MIN; }
    if (chance(15)) { filter.datetime->to = INT64_MAX; }
  }
  return filter;
}

geo::Filter RandomStore::filter(const geo::Collection& schema) {
  geo::Filter filter = this->filter();
  if (chance(50)) { return filter; }
  std::vector<geo::Row> rows;
  for (int n = 0; n < 5; ++n) { rows.push_back(row(schema)); }
  test_support::RandomFilter random(m_random(), schema, rows);
  // Texts that cannot be written are no part of any filter, but views take them.
  auto where = std::make_shared<geo::Expression>(random.condition(static_cast<int>(below(3))));
  geo::cql2::check(*where, schema);
  filter.where = std::move(where);
  return filter;
}

geo::Query RandomStore::query(const geo::Collection& schema, geo::Fid largest_fid) {
  geo::Query query;
  query.filter = filter(schema);
  query.limit = static_cast<std::uint32_t>(chance(30) ? 1000 : below(6));
  if (chance(40)) { query.after = static_cast<geo::Fid>(below(static_cast<std::size_t>(largest_fid) + 2)); }
  for (std::size_t n = chance(40) ? 1 + below(2) : 0; n > 0; --n) {
    const geo::Field& field = one_of(schema.fields);
    if (field.hot || chance(10)) { query.sort.push_back({field.name, chance(50)}); }
  }
  if (!query.sort.empty() && chance(50)) {
    for (const geo::SortKey& key : query.sort) { query.after_keys.push_back(value(*schema.field(key.field))); }
  }
  if (chance(20)) { query.offset = below(8); }
  if (chance(15)) { query.fid = static_cast<geo::Fid>(below(static_cast<std::size_t>(largest_fid) + 2)); }
  for (std::size_t n = chance(50) ? below(5) : 0; n > 0; --n) { query.columns.push_back(one_of(schema.fields).name); }
  if (chance(5)) { query.columns.emplace_back(chance(50) ? "narrative" : "no_such_field"); }
  return query;
}

geo::Role RandomStore::role() {
  const auto level = [&] { return static_cast<geo::Confidentiality>(below(4)); };
  geo::Role role = chance(50) ? one_of(geo::builtin_roles()) : geo::Role{"made", level(), level()};
  if (chance(10)) { role.grants = {{"incidents", chance(50), level(), level()}, {"cscs", chance(80), level(), level()}}; }
  if (chance(40)) {
    role.areas = {one_of(pcodes)};
    if (chance(30)) { role.areas.push_back(one_of(pcodes)); }
    std::sort(role.areas.begin(), role.areas.end());
  }
  return role;
}

std::vector<geo::Collection> RandomStore::extra_collections() {
  geo::Collection wells;
  wells.id = "wells";
  wells.title = {"Wells", "Poços"};
  wells.geometry = geo::GeometryType::any;
  wells.time_from = "dug_from";
  wells.time_to = "dug_to";
  wells.default_confidentiality = 0;
  for (const geo::FieldType type : every_type) { wells.fields.push_back(make_field("f_" + std::string(geo::to_string(type)), type)); }
  wells.fields.push_back(make_field("dug_from", geo::FieldType::time));
  wells.fields.push_back(make_field("dug_to", geo::FieldType::time, 2));
  wells.fields.push_back(make_field("secret", geo::FieldType::integer, 3));
  wells.fields.push_back(make_field("long_text", geo::FieldType::text, 0, false));

  geo::Collection notes;
  notes.id = "notes";
  notes.geometry = geo::GeometryType::none;
  notes.time_from = "on_day";
  notes.time_to = "until_day";
  notes.default_confidentiality = 0;
  notes.fields = {make_field("on_day", geo::FieldType::date, 1), make_field("until_day", geo::FieldType::date, 1),
                  make_field("words", geo::FieldType::text, 0, false)};

  geo::Collection roads;
  roads.id = "roads";
  roads.geometry = geo::GeometryType::line;
  roads.fields = {make_field("name_of", geo::FieldType::text), make_field("surface", geo::FieldType::code)};
  return {wells, notes, roads};
}

}  // namespace store_test
