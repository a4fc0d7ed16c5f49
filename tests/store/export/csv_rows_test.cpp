// SPDX-License-Identifier: Apache-2.0
#include "store/export/csv_rows.hpp"

#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/wkt.hpp"
#include "tests/importers/read/naive_csv.hpp"
#include "tests/store/export/random_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using store_test::RandomTables;

std::string csv_of(const geo::View& view) {
  const store::CsvRows rows(view.schema());
  std::string out;
  rows.append_header(out);
  geo::Query query;
  query.limit = 1'000'000;
  const geo::Page page = view.find(query);
  for (std::size_t i = 0; i < page.batch.rows; ++i) { rows.append_row(out, page.batch, i); }
  return out;
}

/// A text as it must come back: without NUL, and with the quote where a spreadsheet would see a formula.
std::string safe(std::string text) {
  std::erase(text, '\0');
  const bool formula = !text.empty() && std::string("=+-@\t\r").find(text.front()) != std::string::npos && !geo::parse_number(text);
  return formula ? "'" + text : text;
}

std::string expected_cell(const geo::Feature& feature, const geo::Collection& schema, std::size_t at) {
  const geo::Value& value = feature.row.values[at];
  if (geo::is_null(value)) { return ""; }
  std::string out;
  switch (schema.fields[at].type) {
    case geo::FieldType::boolean: return std::get<bool>(value) ? "true" : "false";
    case geo::FieldType::integer: return std::to_string(std::get<std::int64_t>(value));
    case geo::FieldType::real: geo::append_number(out, std::get<double>(value)); return out;
    case geo::FieldType::date: return geo::format_date(static_cast<geo::DayNumber>(std::get<std::int64_t>(value)));
    case geo::FieldType::time: return geo::format_time(std::get<std::int64_t>(value));
    default: return safe(std::get<std::string>(value));
  }
}

TEST(CsvRows, ReadBackTheyAreTheView) {
  RandomTables tables(20261125);
  std::size_t rows = 0;
  for (int i = 0; i < 150; ++i) {
    const auto view = tables.next();
    const geo::Collection& schema = view->schema();
    std::string text = csv_of(*view);
    ASSERT_EQ(text.substr(0, 3), "\xEF\xBB\xBF");
    const auto read = importers::test::naive_csv(text.substr(3), ',');
    ASSERT_FALSE(read.open_quote);
    const std::vector<geo::Feature> features = store_test::all_features(*view, {});
    ASSERT_EQ(read.rows.size(), features.size() + 1);
    const bool points = schema.geometry == geo::GeometryType::point;
    const std::size_t before = points ? 3 : 1;
    for (std::size_t r = 0; r < features.size(); ++r) {
      const auto& cells = read.rows[r + 1].cells;
      const geo::Geometry& geometry = features[r].row.geometry;
      ASSERT_FALSE(read.rows[r + 1].bad_quote);
      EXPECT_EQ(cells[0], std::to_string(features[r].fid));
      if (points) {
        EXPECT_EQ(geo::parse_number(cells[1]), geometry.is_none() ? std::nullopt : std::optional(geometry.lonlat().lat));
        EXPECT_EQ(geo::parse_number(cells[2]), geometry.is_none() ? std::nullopt : std::optional(geometry.lonlat().lon));
      } else if (schema.geometry != geo::GeometryType::none) {
        std::string wkt;
        geo::append_wkt(wkt, geometry);
        EXPECT_EQ(cells.back(), wkt);
      }
      for (std::size_t k = 0; k < schema.fields.size(); ++k) {
        EXPECT_EQ(read.rows[0].cells[before + k], schema.fields[k].name);
        EXPECT_EQ(cells[before + k], expected_cell(features[r], schema, k)) << schema.fields[k].name;
      }
      ++rows;
    }
    EXPECT_EQ(std::count(text.begin(), text.end(), '\0'), 0);
  }
  EXPECT_GT(rows, 1000U);
}

TEST(CsvRows, LookAsSpreadsheetsWantThem) {
  geo::Collection c;
  c.id = "sheet";
  c.geometry = geo::GeometryType::point;
  c.default_confidentiality = 0;
  const std::pair<const char*, geo::FieldType> fields[] = {{"name", geo::FieldType::text},
                                                           {"height", geo::FieldType::real},
                                                           {"at", geo::FieldType::time},
                                                           {"utc_offset_min", geo::FieldType::integer}};
  for (const auto& [name, type] : fields) {
    geo::Field f;
    f.name = name;
    f.type = type;
    c.fields.push_back(f);
  }
  store::MemoryStore store("x", [] { return geo::TimeMs{0}; });
  store.add_collection(c);
  const geo::Collection made = *store.catalog().collection("sheet");
  geo::Row row{geo::Geometry::point({-40.5, -12.9741}), std::vector<geo::Value>(made.fields.size())};
  row.values[0] = std::string("=HYPERLINK(\"http://x\",\"y\")");
  row.values[1] = -1.5;
  row.values[2] = std::int64_t{1'709'272'800'000};
  row.values[3] = std::int64_t{120};
  geo::BatchInfo info;
  info.collection = "sheet";
  store.edit(info, {{0, false, row}});
  const std::string text = csv_of(*store.view("sheet", {"narrow", 0, 0}));
  EXPECT_EQ(text.substr(0, text.find(",admin1_pcode")),
            "\xEF\xBB\xBF"
            "fid,latitude,longitude,name,height,at,utc_offset_min");
  EXPECT_NE(text.find("\r\n1,-12.9741,-40.5,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",-1.5,2024-03-01T08:00:00+02:00,120,"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.substr(text.size() - 2), "\r\n");
}

}  // namespace
