// SPDX-License-Identifier: Apache-2.0
#include "api/json/feature_writer.hpp"

#include "geo/base/json.hpp"
#include "store/memory/owned_batch.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

namespace {

std::string written(const geo::Collection& schema, const geo::Feature& feature) {
  std::vector<std::size_t> columns(schema.fields.size());
  for (std::size_t i = 0; i < columns.size(); ++i) { columns[i] = i; }
  const store::memory::OwnedBatch batch(schema, {&feature}, columns);
  std::string out;
  api::FeatureWriter(schema).append_members(out, batch.view(), 0);
  return out;
}

geo::Collection one_text_field() {
  geo::Collection schema;
  schema.id = "texts";
  schema.fields.resize(1);
  schema.fields[0].name = "t";
  return schema;
}

// The fast way for plain texts against the careful writer: every byte at every place of texts of several lengths.
TEST(FeatureWriter, EveryByteAtEveryPlaceIsEscapedRight) {
  const geo::Collection schema = one_text_field();
  for (const std::size_t length : {1U, 7U, 8U, 9U, 17U}) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 1; byte < 256; ++byte) {
        std::string text(length, 'x');
        text[at] = static_cast<char>(byte);
        std::string expected = R"("type":"Feature","id":7,"geometry":null,"properties":{"t":)";
        geo::append_json_string(expected, text);
        geo::Feature feature;
        feature.fid = 7;
        feature.row.values = {text};
        ASSERT_EQ(written(schema, feature), expected + "}") << length << ' ' << at << ' ' << byte;
      }
    }
  }
}

TEST(FeatureWriter, OffsetsThatRfc3339CannotWriteAreUtc) {
  geo::Collection schema = api_tests::notes_collection();
  geo::Feature feature{1, 1, api_tests::note_row(schema, {"x"})};
  geo::Value& offset = feature.row.values[static_cast<std::size_t>(schema.index_of("utc_offset_min"))];
  struct Case {
    std::int64_t minutes;
    const char* time;
  };
  for (const Case& c : std::vector<Case>{{0, "2024-01-01T00:00:00Z"},
                                         {-150, "2023-12-31T21:30:00-02:30"},
                                         {840, "2024-01-01T14:00:00+14:00"},
                                         {1440, "2024-01-01T00:00:00Z"},
                                         {-1'000'000'000'000, "2024-01-01T00:00:00Z"}}) {
    offset = c.minutes;
    EXPECT_NE(written(schema, feature).find(c.time), std::string::npos) << c.minutes << written(schema, feature);
  }
}

TEST(FeatureWriter, RealsNeverLookLikeWholeNumbers) {
  geo::Collection schema = one_text_field();
  schema.fields[0].type = geo::FieldType::real;
  const std::pair<double, const char*> table[] = {{16, "16.0"},    {0, "0.0"},          {-3, "-3.0"},       {0.5, "0.5"},
                                                  {1e15, "1e+15"}, {-1e300, "-1e+300"}, {5e-324, "5e-324"}, {123456789, "123456789.0"}};
  for (const auto& [value, text] : table) {
    geo::Feature feature;
    feature.fid = 1;
    feature.row.values = {value};
    EXPECT_NE(written(schema, feature).find(std::string("{\"t\":") + text + "}"), std::string::npos) << written(schema, feature);
  }
}

TEST(FeatureWriter, ACollectionWithoutFieldsHasNoProperties) {
  geo::Collection schema;
  geo::Feature feature;
  feature.fid = 3;
  feature.row.geometry = geo::Geometry::point({-0.5, 89.9999999});
  EXPECT_EQ(written(schema, feature),
            R"("type":"Feature","id":3,"geometry":{"type":"Point","coordinates":[-0.5,89.9999999]},"properties":{})");
}

}  // namespace
