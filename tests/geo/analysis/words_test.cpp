// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/words.hpp"

#include <gtest/gtest.h>

namespace geo {
namespace {

TEST(AnalysisWords, LengthsAndDecimals) {
  EXPECT_EQ(length_text(7500), (Text{"7.5 km", "7,5 km"}));
  EXPECT_EQ(length_text(1000), (Text{"1 km", "1 km"}));
  EXPECT_EQ(length_text(999.5), (Text{"999.5 m", "999,5 m"}));
  EXPECT_EQ(length_text(1234.5678), (Text{"1.235 km", "1,235 km"}));
  EXPECT_EQ(decimal_text(3.94, 1), (Text{"3.9", "3,9"}));
  EXPECT_EQ(decimal_text(12, 0), (Text{"12", "12"}));
  EXPECT_EQ(place_text({40.49241, -13.00144}, 250), "lat -13.001, lon 40.492");
  EXPECT_EQ(place_text({40.49241, -13.00144}, 5000), "lat -13.00, lon 40.49");
}

TEST(AnalysisWords, ThePeriodIsWhatWasAskedElseWhatWasFound) {
  const Days found{19'723, 20'088};  // 2024-01-01, 2024-12-31
  const TimeInterval march = parse_datetime_parameter("2024-03-01/2024-03-31");
  EXPECT_EQ(period_text({}, found), (Text{"2024-01-01 to 2024-12-31", "2024-01-01 a 2024-12-31"}));
  EXPECT_EQ(period_text(march, found).en, "2024-03-01 to 2024-03-31");
  EXPECT_EQ(period_text(march, {}).en, "2024-03-01 to 2024-03-31");
  EXPECT_EQ(period_text(parse_datetime_parameter("2024-03-01/.."), found).en, "2024-03-01 to 2024-12-31");
  EXPECT_EQ(period_text(parse_datetime_parameter("../2024-03-01"), found).en, "2024-01-01 to 2024-03-01");
  EXPECT_EQ(period_text(parse_datetime_parameter("2024-03-01/.."), {}), (Text{"from 2024-03-01", "desde 2024-03-01"}));
  EXPECT_EQ(period_text(parse_datetime_parameter("../2024-03-01"), {}), (Text{"until 2024-03-01", "até 2024-03-01"}));
  EXPECT_EQ(period_text({}, {}), (Text{"no dates", "sem datas"}));
  EXPECT_EQ(period_text(parse_datetime_parameter("1969-12-31"), {}).en, "1969-12-31 to 1969-12-31");
}

TEST(AnalysisWords, FindingsSayWhatBecameOfTheInput) {
  HotspotInput input;
  input.matched = 30;
  input.of_category = 30;
  input.used.resize(18);
  input.excluded[static_cast<std::size_t>(LeftOut::patrol)] = 9;
  input.excluded[static_cast<std::size_t>(LeftOut::no_location)] = 3;
  input.patrol = 10;
  const auto findings = input_findings(input, {});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].en, "18 of 30 rows used; 9 found by patrols, 3 without a location.");
  EXPECT_EQ(findings[0].pt, "18 de 30 linhas usadas; 9 descobertas por patrulhas, 3 sem localização.");
  EXPECT_EQ(findings[1].en, "Found by patrols: 33.3 % of the rows, left out.");
  EXPECT_EQ(findings[1].pt, "Descobertos por patrulhas: 33,3 % das linhas, não usados.");
  EXPECT_EQ(input_findings({}, {}).size(), 1U);
}

/// Every map of incidents says that no data is not safety; one of few incidents says so, too.
TEST(AnalysisWords, CaveatsStandBesideEveryFinding) {
  HotspotInput input;
  input.used.resize(10);
  EXPECT_EQ(hotspot_caveats(input, {}).size(), 1U);
  EXPECT_NE(hotspot_caveats(input, {})[0].pt.find("não quer dizer seguro"), std::string::npos);
  input.used.resize(9);
  EXPECT_EQ(hotspot_caveats(input, {}).size(), 2U);
  input.patrol = 1;
  EXPECT_EQ(hotspot_caveats(input, {"", true}).size(), 3U);
  EXPECT_EQ(hotspot_caveats(input, {"", false}).size(), 2U);
}

}  // namespace
}  // namespace geo
