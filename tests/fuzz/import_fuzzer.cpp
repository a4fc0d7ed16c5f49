// SPDX-License-Identifier: Apache-2.0
// A whole import: any bytes as a CSV, GeoJSON or JSON file, against any collection, with and without what the store knows of the
// country. No row is lost, what goes in fits its fields, what stays out has its reason, and what is said of it all can be
// said in both languages. The first two bytes choose file name, collection and options.

#include "importers/import.hpp"

#include "geo/base/text.hpp"
#include "importers/explain.hpp"
#include "importers/read/open.hpp"
#include "tests/importers/reference_support.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

/// Looks at what it is given.
class Judge final : public geo::BatchWriter {
 public:
  explicit Judge(const geo::Collection& collection) : m_collection(collection) {}

  void add(const geo::StagedRow& row) override {
    ++m_rows;
    require(row.line > 0 && row.row.values.size() == m_collection.fields.size());
    require(geo::fits(row.row.geometry, m_collection.geometry));
    for (std::size_t i = 0; i < row.row.values.size(); ++i) {
      require(geo::fits(row.row.values[i], m_collection.fields[i].type));
      if (const auto* text = std::get_if<std::string>(&row.row.values[i])) { require(geo::is_valid_utf8(*text)); }
    }
  }
  void reject(const geo::RejectedRow& row) override {
    ++m_rejected;
    require(!row.rule.empty() && !row.message.en.empty() && !row.message.pt.empty() && geo::is_valid_utf8(row.raw_json));
  }
  geo::BatchOutcome resolve() override { return {}; }
  geo::BatchOutcome commit(const std::string& report_json) override {
    require(geo::is_valid_utf8(report_json));
    return {};
  }
  void check(const importers::Report& report) const {
    require(report.rows.balanced() && report.rows.quarantined == m_rejected && report.rows.gone_in() <= m_rows);
  }

 private:
  const geo::Collection& m_collection;
  std::int64_t m_rows = 0;
  std::int64_t m_rejected = 0;
};

importers::ImportOptions options_by(unsigned choice) {
  importers::ImportOptions options;
  options.now = 1'782'907'200'000;
  options.accept_partial = (choice & 1U) != 0;
  if ((choice & 2U) != 0) { options.area_of_operation = importers_tests::box(38, -14.1, 41, -10.4); }
  if ((choice & 4U) != 0) { options.reference = importers_tests::test_reference(); }
  options.complete = (choice & 8U) != 0;
  options.source = options.complete ? "polícia" : "";
  if ((choice & 16U) != 0) { options.crs = "EPSG:32737"; }
  options.strict = (choice & 96U) == 96U;
  return options;
}

template <class Call>
void allowing_refusal(Call call) {
  try {
    call();
  } catch (const geo::Error& error) {
    require(error.problem() == geo::Problem::input && geo::is_valid_utf8(error.text().en) && geo::is_valid_utf8(error.text().pt));
    if (const auto* refused = dynamic_cast<const importers::Refused*>(&error)) { require(refused->report().rows.balanced()); }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) { return 0; }
  static constexpr std::array<const char*, 4> names{"x.csv", "x.geojson", "x.json", "x.geojsonl"};
  const geo::Catalog& catalog = geo::builtin_catalog();
  const geo::Collection& collection = catalog.collections[data[0] / 4 % catalog.collections.size()];
  const std::string name = names[data[0] % 4U];
  const importers::ImportOptions options = options_by(data[1]);
  const std::string text(static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2);
  allowing_refusal([&] {
    Judge judge(collection);
    const auto reader = importers::open_source(importers::memory_source(text), name);
    const importers::Report report = importers::import(*reader, collection, catalog, options, judge, {});
    judge.check(report);
    for (const char* language : {"pt", "en"}) {
      require(geo::is_valid_utf8(importers::to_text(report, language)) && geo::is_valid_utf8(importers::to_csv(report, name, language)));
    }
  });
  allowing_refusal([&] {
    const auto reader = importers::open_source(importers::memory_source(text), name);
    const importers::Explanation explanation = importers::explain(*reader, collection, catalog, options);
    for (const char* language : {"pt", "en"}) { require(geo::is_valid_utf8(importers::to_text(explanation, collection, language))); }
  });
  return 0;
}
