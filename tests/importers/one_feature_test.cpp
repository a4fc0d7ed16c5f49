// SPDX-License-Identifier: Apache-2.0
// A feature that a client sends goes in as if it had stood in a file.
#include "importers/one_feature.hpp"

#include "geo/base/error.hpp"
#include "geo/table/builtin.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using importers::SentFeature;
using testing::HasSubstr;

const geo::Collection& incidents() { return *geo::builtin_catalog().collection("incidents"); }

constexpr const char* robbery = R"({"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[40.5174,-12.9732]},
  "properties":{"category":"0401","occurred_from":"2026-03-01T10:00:00+02:00","killed":0,"uuid":"is ours","confidentiality":null}})";

SentFeature read(const std::string& body, bool is_patch = false) { return importers::read_feature(body, incidents(), is_patch); }
geo::Row row_of(const SentFeature& feature, const importers::ToLonLat& to_lonlat = {}) {
  return importers::make_row(feature, incidents(), geo::builtin_catalog(), importers_tests::options(), to_lonlat);
}
geo::Value value(const geo::Row& row, const char* field) { return row.values[static_cast<std::size_t>(incidents().index_of(field))]; }

std::string refusal(const std::string& body, bool is_patch = false) {
  try {
    (void)row_of(read(body, is_patch));
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::input);
    return error.what();
  }
  return "";
}

TEST(OneFeature, BecomesTheRowThatAFileWouldGive) {
  const SentFeature sent = read(robbery);
  EXPECT_FALSE(sent.properties.contains("uuid")) << "the store fills it";
  const geo::Row row = row_of(sent);
  EXPECT_EQ(row.geometry.lonlat(), (geo::LonLat{40.5174, -12.9732}));
  EXPECT_EQ(value(row, "category"), geo::Value(std::string("0401")));
  EXPECT_EQ(value(row, "occurred_from"), geo::Value(std::int64_t{1'772'352'000'000}));
  EXPECT_EQ(value(row, "utc_offset_min"), geo::Value(std::int64_t{120}));
  EXPECT_EQ(value(row, "killed"), geo::Value(std::int64_t{0}));
}

/// A class that is protected gets its level, whatever the client says.
TEST(OneFeature, RulesHold) {
  std::string rape = robbery;
  rape.replace(rape.find("0401"), 4, "0301");
  rape.replace(rape.find("\"confidentiality\":null"), 22, "\"confidentiality\":0");
  EXPECT_EQ(value(row_of(read(rape)), "confidentiality"), geo::Value(std::int64_t{3}));
}

TEST(OneFeature, CoordinatesMayBeOfAnotherSystem) {
  SentFeature sent = read(robbery);
  sent.geometry = R"({"type":"Point","coordinates":[-12.9732,40.5174]})";
  const auto exchanged = [](geo::LonLat p) { return geo::LonLat{p.lat, p.lon}; };
  EXPECT_EQ(row_of(sent, exchanged).geometry.lonlat(), (geo::LonLat{40.5174, -12.9732}));
}

TEST(OneFeature, SaysWhatIsWrong) {
  EXPECT_THAT(refusal("{"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal("[]"), HasSubstr("must be a JSON object"));
  EXPECT_THAT(refusal(R"({"type":"Feature","geometry":null})"), HasSubstr("needs the members"));
  EXPECT_THAT(refusal(R"({"type":"Point","geometry":null,"properties":{}})"), HasSubstr("must be \"Feature\""));
  EXPECT_THAT(refusal(R"({"type":"Feature","geometry":null,"properties":[]})"), HasSubstr("'properties' must be an object"));
  EXPECT_THAT(refusal(R"({"type":"Feature","geometry":null,"properties":{},"colour":1})"), HasSubstr("no member \"colour\""));
  EXPECT_THAT(refusal(R"({"type":"Feature","geometry":null,"properties":{"colour":1}})"), HasSubstr("no property \"colour\""));
  std::string wrong = robbery;
  wrong.replace(wrong.find("\"killed\":0"), 10, "\"killed\":\"many\"");
  EXPECT_THAT(refusal(wrong), HasSubstr("killed: "));
  std::string far = robbery;
  far.replace(far.find("40.5174"), 7, "400.517");
  EXPECT_NE(refusal(far), "");
}

/// RFC 7396: what is named changes, null takes away, the rest stays.
TEST(OneFeature, MergesAPatch) {
  const SentFeature whole = read(robbery);
  EXPECT_EQ(importers::merged(whole, read("{}", true)), whole);
  const SentFeature patched = importers::merged(whole, read(R"({"properties":{"killed":2,"occurred_to":null}})", true));
  EXPECT_EQ(patched.geometry, whole.geometry);
  EXPECT_EQ(value(row_of(patched), "killed"), geo::Value(std::int64_t{2}));
  const SentFeature moved = importers::merged(whole, read(R"({"geometry":{"type":"Point","coordinates":[40.6,-12.9]}})", true));
  EXPECT_EQ(row_of(moved).geometry.lonlat(), (geo::LonLat{40.6, -12.9}));
}

}  // namespace
