// SPDX-License-Identifier: Apache-2.0
// The law of counts, over files nobody would send on purpose.
#include "geo/base/error.hpp"
#include "tests/importers/import_support.hpp"
#include "tests/importers/reference_support.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace {

using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;

constexpr std::array<const char*, 28> headers{
    "distrito",      "adm2_pcode", "start", "admin1", "date",      "occurred_from", "data_fim",        "latitude",  "longitude", "lat",
    "lon",           "gps",        "_uuid", "id",     "categoria", "severity",      "phone",           "notes",     "accuracy",  "geom_wkt",
    "members_total", "status",     "best",  "low",    "high",      "reported_on",   "confidentiality", "place_name"};
constexpr std::array<const char*, 52> cells{"Ancuabe",
                                            "Balama",
                                            "MZ0101",
                                            "MZ01007",
                                            "Assane",
                                            "Nune",
                                            "8549845.6",
                                            "486688.2",
                                            "ViolÃªncia",
                                            "Total",
                                            "Março",
                                            "100000",
                                            "",
                                            "n/a",
                                            "-12.97",
                                            "40.5",
                                            "0",
                                            "-12,97",
                                            "1e308",
                                            "nan",
                                            "2025-03-15",
                                            "15/03/2025",
                                            "03/15/2025",
                                            "2025-03-15T10:00:00+02:00",
                                            "45000",
                                            "março 2025",
                                            "2031-01-01",
                                            "1900",
                                            "Roubo",
                                            "0401",
                                            "rape",
                                            "x",
                                            "sim",
                                            "-99",
                                            "999999999999",
                                            "12°58'S",
                                            "POINT (40 -13)",
                                            "-13 40 0 5",
                                            "\"a\nb\"",
                                            "\"q\"\"q\"",
                                            "#tag",
                                            "=1+1",
                                            "\xC3\x28",
                                            "\xC2\xA0",
                                            "k1",
                                            "k2",
                                            "k3",
                                            "-",
                                            "181",
                                            "é",
                                            "active",
                                            "3"};

class Garbage {
 public:
  explicit Garbage(std::uint32_t seed) : m_random(seed) {}

  std::string file() {
    std::string text;
    const int columns = pick(1, 8);
    // Mostly with what an import cannot do without, so that it gets somewhere.
    if (pick(0, 9) > 0) { text = "date,latitude,longitude,"; }
    const int more = text.empty() ? 0 : 3;
    for (int c = 0; c < columns; ++c) { text += (c > 0 ? "," : "") + std::string(any(headers)); }
    text += '\n';
    for (int rows = pick(0, 12); rows > 0; --rows) { text += row(columns + more); }
    return text;
  }
  bool coin() { return pick(0, 1) == 1; }

 private:
  int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(m_random); }
  template <class List>
  const char* any(const List& list) {
    return list[static_cast<std::size_t>(pick(0, static_cast<int>(list.size()) - 1))];
  }
  std::string row(int columns) {
    std::string text;
    const int wanted = columns + (pick(0, 19) == 0 ? pick(-1, 1) : 0);
    for (int c = 0; c < wanted; ++c) { text += (c > 0 ? "," : "") + std::string(any(cells)); }
    return text + '\n';
  }

  std::mt19937 m_random;
};

TEST(ImportOfGarbage, NoRowIsEverLost) {
  constexpr const char* collections[] = {"incidents", "cscs", "sites", "settlements"};
  int taken = 0;
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    Garbage garbage(seed);
    const std::string text = garbage.file();
    importers::ImportOptions o = options();
    o.accept_partial = garbage.coin();
    if (garbage.coin()) { o.area_of_operation = importers_tests::test_area(); }
    if (garbage.coin()) { o.reference = importers_tests::test_reference(); }
    try {
      const Imported r = import_text(text, collections[seed % 4], o);
      ++taken;
      const importers::RowCounts& rows = r.report.rows;
      ASSERT_TRUE(rows.balanced()) << "seed " << seed;
      ASSERT_EQ(rows.quarantined, static_cast<std::int64_t>(r.rejected.size())) << "seed " << seed;
      ASSERT_EQ(static_cast<std::int64_t>(r.rows.size()), rows.gone_in() + r.count("D1", importers::Action::dropped)) << "seed " << seed;
      for (std::size_t i = 0; i < r.rows.size(); ++i) {
        for (const geo::Field& field : r.collection->fields) { ASSERT_NE(r.value(i, field.name), "no such cell"); }  // fits its type
      }
    } catch (const geo::Error& e) {
      ASSERT_EQ(e.problem(), geo::Problem::input) << "seed " << seed << ": " << e.what();
      if (const auto* refused = dynamic_cast<const importers::Refused*>(&e)) {
        ASSERT_TRUE(refused->report().rows.balanced()) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(taken, 700) << "the garbage is too bad to test anything";
}

}  // namespace
