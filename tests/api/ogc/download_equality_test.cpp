// SPDX-License-Identifier: Apache-2.0
// Files for download hold, row for row and value for value, what the pages of GeoJSON show to the same role: under random filters, in every
// form, read by others' readers.
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/geometry.hpp"
#include "tests/api/file_bytes.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/importers/read/naive_csv.hpp"
#include "tests/store/export/gdal_reader.hpp"
#include "tests/support/random_filter.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace {

using api_tests::body;
using api_tests::Json;
using api_tests::People;

/// Values by name, in one form for all; what is null is left out, the place is called "place", the id "fid".
using Values = std::map<std::string, std::string>;

std::string number(double value) { return fmt::format("{:.17g}", value); }
std::string place(double x, double y) { return fmt::format("{:.7f} {:.7f}", x, y); }

std::string instant(const std::string& text) {
  const auto parsed = geo::parse_iso_time(text);
  return parsed ? geo::format_time(parsed->local - parsed->utc_offset_min.value_or(0) * std::int64_t{60'000}) : "no time: " + text;
}

std::string percent(const std::string& text) {
  std::string out;
  for (const char c : text) { out += fmt::format("%{:02X}", static_cast<unsigned char>(c)); }
  return out;
}

struct Shown {
  geo::Collection schema;
  std::vector<Values> rows;
};

/// A cell or a member as it reads: a number, a time or a text.
std::string canonical(const geo::Field& field, const std::string& text) {
  if (field.type == geo::FieldType::time) { return instant(text); }
  const bool is_number = field.type == geo::FieldType::integer || field.type == geo::FieldType::real;
  return is_number ? number(geo::parse_number(text).value_or(-1)) : text;
}

std::vector<Values> rows_of_json(const geo::Collection& schema, const Json& page) {
  std::vector<Values> rows;
  for (const Json& feature : page.elements("/features")) {
    Values row{{"fid", std::to_string(feature.integer("/id"))}};
    if (!feature.is_null("/geometry")) {
      row["place"] = place(feature.number("/geometry/coordinates/0"), feature.number("/geometry/coordinates/1"));
    }
    for (const auto& [name, value] : feature.members("/properties")) {
      const geo::Field& field = *schema.field(name);
      if (value.is_null("")) { continue; }
      const bool is_number = field.type == geo::FieldType::integer || field.type == geo::FieldType::real;
      if (field.type == geo::FieldType::json) { continue; }
      row[name] = is_number                               ? number(value.number(""))
                  : field.type == geo::FieldType::boolean ? (value.boolean("") ? "true" : "false")
                                                          : canonical(field, value.text());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Values> rows_of_csv(const geo::Collection& schema, const std::string& bytes) {
  std::vector<Values> rows;
  const auto table = importers::test::naive_csv(bytes.substr(3), ',').rows;
  const std::vector<std::string>& names = table.at(0).cells;
  for (std::size_t r = 1; r < table.size(); ++r) {
    Values cells, row;
    for (std::size_t i = 0; i < names.size(); ++i) { cells[names[i]] = table[r].cells.at(i); }
    for (const auto& [name, cell] : cells) {
      const geo::Field* field = schema.field(name);
      if (cell.empty() || (field != nullptr && field->type == geo::FieldType::json)) { continue; }
      if (field != nullptr) { row[name] = canonical(*field, cell); }
    }
    row["fid"] = cells["fid"];
    const std::string x = cells.count("x") > 0 ? "x" : "longitude", y = cells.count("y") > 0 ? "y" : "latitude";
    if (!cells[x].empty()) { row["place"] = place(*geo::parse_number(cells[x]), *geo::parse_number(cells[y])); }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string value_text(const geo::Field& field, const geo::Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) { return *flag ? "true" : "false"; }
  if (const auto* text = std::get_if<std::string>(&value)) { return *text; }
  if (const auto* real = std::get_if<double>(&value)) { return number(*real); }
  const std::int64_t whole = std::get<std::int64_t>(value);
  if (field.type == geo::FieldType::time) { return geo::format_time(whole); }
  if (field.type == geo::FieldType::date) {
    return geo::format_date(static_cast<geo::DayNumber>(std::abs(whole) > 1'000'000 ? whole / 86'400'000 : whole));
  }
  return number(static_cast<double>(whole));
}

std::vector<Values> rows_of_layer(const geo::Collection& schema, const store_test::ReadLayer& layer) {
  std::vector<Values> rows;
  for (const geo::Feature& feature : layer.features) {
    Values row{{"fid", std::to_string(feature.fid)}};
    if (!feature.row.geometry.is_none()) { row["place"] = place(feature.row.geometry.lonlat().lon, feature.row.geometry.lonlat().lat); }
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      const geo::Value& value = feature.row.values[i];
      if (layer.fields[i].name == "fid") { row["fid"] = std::to_string(std::get<std::int64_t>(value)); }
      const geo::Field* field = schema.field(layer.fields[i].name);
      if (field == nullptr || geo::is_null(value) || field->type == geo::FieldType::json) { continue; }
      row[field->name] = value_text(*field, value);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

class DownloadEquality : public testing::Test {
 protected:
  static api::ServiceOptions options(const test_support::Folder& folder) {
    api::ServiceOptions options;
    options.downloads.beside = folder / "x";
    return options;
  }
  std::string get(const std::string& who, const std::string& target) {
    const api::Response response = people.as(who, target);
    EXPECT_EQ(response.status, 200) << target << body(response);
    return response.part.file ? api_tests::file_bytes(response) : std::string(body(response));
  }
  store_test::ReadLayer layer(const std::string& who, const std::string& target, const std::string& extension) {
    const std::string file = folder.file("got." + extension, get(who, target));
    return extension == "fgb" ? store_test::read_flatgeobuf(file) : store_test::read_geopackage(file).layers.at(0);
  }

  test_support::Folder folder;
  People people{options(folder)};
};

TEST_F(DownloadEquality, EveryFormIsWhatThePagesShow) {
  api_tests::fill(*people.store, 4);
  std::size_t rows = 0, some = 0;
  for (const std::string id : {"incidents", "sites", "settlements"}) {
    for (const std::string who : {"visitor", "partner", "police", "programme", "programme-pemba", "protection"}) {
      if (people.as(who, "/collections/" + id).status == 404) { continue; }
      const std::string role = who == "programme-pemba" ? "programme@MZ0102" : who;
      const auto view = people.store->view(id, geo::role_named(role));
      geo::Query all;
      all.limit = 10'000;
      const geo::Page page = view->find(all);
      std::vector<geo::Row> known;
      for (std::size_t i = 0; i < page.batch.rows; ++i) { known.push_back(geo::feature_at(page.batch, i).row); }
      if (known.empty()) { continue; }
      test_support::RandomFilter random(7, view->schema(), known);
      for (int round = 0; round < 8 && !HasFailure(); ++round) {
        const std::string condition = geo::cql2::to_text(random.condition(2));
        if (condition.size() > 1500) { continue; }
        std::string query = "?filter=" + percent(condition);
        if (round % 3 == 1) { query += "&bbox=40.3,-13.1,40.6,-12.9"; }
        SCOPED_TRACE(fmt::format("{} {} {}", who, id, condition));
        const std::string target = "/collections/" + id + "/items" + query;
        const std::vector<Values> wanted = rows_of_json(view->schema(), Json(get(who, target + "&f=json&limit=10000")));
        EXPECT_EQ(rows_of_csv(view->schema(), get(who, target + "&f=csv")), wanted);
        EXPECT_EQ(rows_of_layer(view->schema(), layer(who, target + "&f=fgb", "fgb")), wanted);
        EXPECT_EQ(rows_of_layer(view->schema(), layer(who, target + "&f=gpkg", "gpkg")), wanted);
        rows += wanted.size();
        some += !wanted.empty() && wanted.size() < known.size() ? 1 : 0;
      }
    }
  }
  EXPECT_GT(rows, 100U);
  EXPECT_GT(some, 5U);  // which filters chance gives depends on the compiler
}

TEST_F(DownloadEquality, InAnotherCrsTheyAgreeToo) {
  api_tests::fill(*people.store, 4);
  for (const char* crs : {"3857", "32737", "4326"}) {
    const std::string target = fmt::format("/collections/sites/items?properties=uuid&crs=http://www.opengis.net/def/crs/EPSG/0/{}", crs);
    const auto view = people.store->view("sites", geo::role_named("programme"));
    std::vector<Values> wanted = rows_of_json(view->schema(), Json(get("programme", target + "&f=json&limit=10000")));
    if (std::string(crs) == "4326") {  // in a file x comes first
      for (Values& row : wanted) {
        if (row.count("place") == 0) { continue; }
        const std::string both = row["place"];
        row["place"] = both.substr(both.find(' ') + 1) + ' ' + both.substr(0, both.find(' '));
      }
    }
    EXPECT_EQ(rows_of_csv(view->schema(), get("programme", target + "&f=csv")), wanted) << crs;
    for (const char* form : {"gpkg", "fgb"}) {
      const std::string file = folder.file(std::string("c.") + form, get("programme", target + "&f=" + form));
      std::vector<std::array<double, 2>> points;
      EXPECT_EQ(store_test::read_points(file, points), "EPSG:" + std::string(crs));
      std::vector<std::string> found, places;
      for (const auto& [x, y] : points) { found.push_back(place(x, y)); }
      for (Values& row : wanted) {
        if (row.count("place") > 0) { places.push_back(row["place"]); }
      }
      EXPECT_EQ(found, places) << form << crs;
    }
  }
}

TEST_F(DownloadEquality, EveryDownloadIsOnRecordOnce) {
  api_tests::fill(*people.store, 2);
  const auto reads = [&] {
    const std::lock_guard lock(people.traces_mutex);
    std::vector<std::pair<std::uint64_t, bool>> found;
    for (const api::Trace& trace : people.traces) {
      if (trace.kind != api::Trace::Kind::read) { continue; }
      EXPECT_EQ(trace.collection, "incidents");
      EXPECT_EQ(trace.account, "programme");
      found.emplace_back(trace.rows, !trace.export_id.empty());
    }
    people.traces.clear();
    return found;
  };
  const std::string target = "/collections/incidents/items?f=csv";
  const api::Response whole = people.as("programme", target);
  const std::uint64_t rows = people.store->view("incidents", geo::role_named("programme"))->count({});
  ASSERT_GT(rows, 10U);
  EXPECT_EQ(reads(), (std::vector<std::pair<std::uint64_t, bool>>{{rows, true}}));
  (void)people.as("programme", target, "HEAD");
  (void)people.ask(target, {people.bearer("programme"), {"If-None-Match", api_tests::header(whole, "ETag")}});
  (void)people.ask(target, {people.bearer("programme"), {"Range", "bytes=99999999-"}});
  EXPECT_TRUE(reads().empty()) << "nothing was shown";
  (void)people.ask(target, {people.bearer("programme"), {"Range", "bytes=0-9"}});
  EXPECT_EQ(reads(), (std::vector<std::pair<std::uint64_t, bool>>{{1, true}})) << "a part shows its share";
  const api::Response other = people.as("protection", target);
  EXPECT_NE(api_tests::header(other, "ETag"), api_tests::header(whole, "ETag"));
  EXPECT_EQ(people.as("visitor", target).status, 404);
}

}  // namespace
