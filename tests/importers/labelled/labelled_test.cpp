// SPDX-License-Identifier: Apache-2.0
// The labelled files inside one process, so that the sanitizers see them: what became of each row, by its label. Values are
// compared by tools/evaluate-import, which reads the same labels.csv.
#include "geo/base/hash.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/table/builtin.hpp"
#include "geo/table/role.hpp"
#include "importers/read/open.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

const std::string folder = "tests/importers/labelled/";
using Row = std::map<std::string, std::string>;

std::vector<Row> read_table(const std::string& file) {
  const auto reader = importers::open(folder + file);
  std::vector<Row> rows;
  importers::Record record;
  while (reader->next(record)) {
    Row row;
    for (std::size_t c = 0; c < record.cells.size(); ++c) { row[reader->columns()[c].name] = record.cells[c]; }
    row["line"] = std::to_string(record.line);
    rows.push_back(std::move(row));
  }
  return rows;
}

struct Became {
  std::string outcome = "accepted";
  std::set<std::string> rules;
};

class Labelled : public ::testing::Test {
 protected:
  importers::Report import(const std::string& collection, const std::string& file, const importers::ImportOptions& options) {
    const geo::Collection& c = *geo::builtin_catalog().collection(collection);
    const auto reader = importers::open(folder + file);
    geo::BatchInfo info;
    info.collection = collection;
    info.source = importers::source_of(*reader, c, options);
    info.file_sha256 = geo::hash128(file).hex();
    const auto writer = store.begin(info);
    return importers::import(*reader, c, geo::builtin_catalog(), options, *writer, geo::Progress());
  }
  /// Everything the rules may know: districts, settlements, and the districts as area of operation.
  importers::ImportOptions options() {
    const geo::Role role = geo::role_named("protection");
    importers::ImportOptions o = importers_tests::options();
    import("admin_areas", "districts.geojson", o);
    import("settlements", "settlements.csv", o);
    const auto areas = store.view("admin_areas", role);
    o.reference = importers::read_reference(areas.get(), store.view("settlements", role).get(), 0);
    std::vector<geo::Geometry> shapes;
    geo::Query query;
    query.limit = 100;
    const geo::Page page = areas->find(query);
    for (std::size_t i = 0; i < page.batch.rows; ++i) { shapes.push_back(geo::feature_at(page.batch, i).row.geometry); }
    o.area_of_operation = geo::union_of(shapes);
    return o;
  }

  /// Imports, compares and prints what became of each kind; the share of rows that are as labelled.
  double share_as_labelled(const std::string& collection, const std::string& file, const std::string& expected_file) {
    const importers::Report report = import(collection, file, options());
    EXPECT_TRUE(report.rows.balanced());
    EXPECT_EQ(report.findings_left_out, 0);
    std::map<std::string, Became> by_line;
    for (const importers::Finding& f : report.findings) {
      Became& became = by_line[std::to_string(f.line)];
      became.rules.insert(f.rule);
      if (f.action == importers::Action::quarantined) { became.outcome = "quarantined"; }
      if (f.action == importers::Action::dropped) { became.outcome = "dropped"; }
      if (f.action == importers::Action::fixed && became.outcome == "accepted") { became.outcome = "fixed"; }
    }
    std::map<std::string, Row> labels;
    for (const Row& label : read_table("labels.csv")) { labels[label.at("label")] = label; }
    const std::vector<Row> expected = read_table(expected_file);
    const std::vector<std::string> lines = lines_of(file, expected.size());
    std::map<std::string, std::pair<int, int>> table;
    int good = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const bool fits = is_as_labelled(labels.at(expected[i].at("expected")), by_line[lines.at(i)]);
      good += fits ? 1 : 0;
      auto& [right, all] = table[expected[i].at("defect")];
      right += fits ? 1 : 0;
      ++all;
      if (!fits) {
        std::cout << "otherwise: line " << lines[i] << ", " << expected[i].at("defect") << ": " << by_line[lines[i]].outcome << '\n';
      }
    }
    for (const auto& [kind, counts] : table) { std::cout << kind << ": " << counts.first << " of " << counts.second << '\n'; }
    return static_cast<double>(good) / static_cast<double>(expected.size());
  }

  store::MemoryStore store{"test", [] { return geo::TimeMs{0}; }};

 private:
  static std::vector<std::string> lines_of(const std::string& file, std::size_t rows) {
    std::vector<std::string> lines;
    if (file.ends_with("json")) {
      for (std::size_t i = 1; i <= rows; ++i) { lines.push_back(std::to_string(i)); }
      return lines;
    }
    for (const Row& row : read_table(file)) {
      if (!row.at("_id").empty()) { lines.push_back(row.at("line")); }
    }
    return lines;
  }

  static bool is_as_labelled(const Row& label, const Became& became) {
    const std::string& wanted = label.at("outcome");
    // Of two rows with one key the later stays, whichever of them the label is on.
    if (wanted == "dropped" || became.outcome == "dropped") {
      return became.outcome == "dropped" ? became.rules.count("D1") > 0 : became.outcome == "accepted";
    }
    const bool in = became.outcome == "accepted" || became.outcome == "fixed";
    if (wanted == "in" ? !in : wanted.find(became.outcome) == std::string::npos) { return false; }
    const std::string& rules = label.at("rules");
    if (rules.empty()) { return true; }
    return std::any_of(became.rules.begin(), became.rules.end(),
                       [&](const std::string& rule) { return (" " + rules + " ").find(" " + rule + " ") != std::string::npos; });
  }
};

TEST_F(Labelled, Incidents) { EXPECT_GE(share_as_labelled("incidents", "incidents.csv", "incidents_expected.csv"), 0.99); }
TEST_F(Labelled, Catchments) { EXPECT_GE(share_as_labelled("catchments", "catchments.geojson", "catchments_expected.csv"), 0.99); }

/// The property behind all rules: whatever is known of the country, no row is lost.
TEST_F(Labelled, NoRowIsLostWhateverIsKnown) {
  const importers::ImportOptions all = options();
  for (int known = 0; known < 4; ++known) {
    importers::ImportOptions o = importers_tests::options();
    o.accept_partial = true;
    o.source = "source " + std::to_string(known);
    if ((known & 1) != 0) { o.area_of_operation = all.area_of_operation; }
    if ((known & 2) != 0) { o.reference = all.reference; }
    const importers::Report r = import("incidents", "incidents.csv", o);
    EXPECT_TRUE(r.rows.balanced()) << known;
    EXPECT_EQ(r.rows.read, 697) << known;  // 695 events, the row of tags and that of totals
    EXPECT_EQ(r.outcome.inserted, r.rows.gone_in()) << known;
  }
}

}  // namespace
