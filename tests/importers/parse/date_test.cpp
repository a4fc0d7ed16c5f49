// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/date.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace importers {
namespace {

constexpr auto dmy = DateOrder::day_month;
constexpr auto mdy = DateOrder::month_day;

struct Good {
  const char* cell;
  DateOrder order;
  const char* from;
  const char* to;
  TimePrecision precision;
  DateForm form;
};

std::string shown(geo::TimeMs time) { return geo::format_time(time); }

TEST(ParseDate, ReadsTheFormsInUse) {
  using P = TimePrecision;
  using F = DateForm;
  const Good cases[] = {
      {"2023-03-15", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::iso},
      {" 2023-03-15\xc2\xa0", mdy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::iso},
      {"2023-03-15T14:30:05", dmy, "2023-03-15T14:30:05Z", "2023-03-15T14:30:05Z", P::minute, F::iso},
      {"2010-01-01 00:12", dmy, "2010-01-01T00:12:00Z", "2010-01-01T00:12:00Z", P::minute, F::iso},
      {"2023/3/5", dmy, "2023-03-05T00:00:00Z", "2023-03-05T23:59:59.999Z", P::day, F::iso},
      {"2023.03.05 08:00", mdy, "2023-03-05T08:00:00Z", "2023-03-05T08:00:00Z", P::minute, F::iso},
      {"20230315", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::iso},
      {"2023-02", dmy, "2023-02-01T00:00:00Z", "2023-02-28T23:59:59.999Z", P::month, F::year_month},
      {"2024/12", dmy, "2024-12-01T00:00:00Z", "2024-12-31T23:59:59.999Z", P::month, F::year_month},
      {"02/2024", dmy, "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.999Z", P::month, F::month_year},
      {"2023", dmy, "2023-01-01T00:00:00Z", "2023-12-31T23:59:59.999Z", P::year, F::year},
      {"15/03/2023", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::day_month_year},
      {"15-03-23", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::day_month_year},
      {"15.3.2023", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::day_month_year},
      {"5 3 2023", dmy, "2023-03-05T00:00:00Z", "2023-03-05T23:59:59.999Z", P::day, F::day_month_year},
      {"04/05/2023", dmy, "2023-05-04T00:00:00Z", "2023-05-04T23:59:59.999Z", P::day, F::day_month_year},
      {"04/05/2023", mdy, "2023-04-05T00:00:00Z", "2023-04-05T23:59:59.999Z", P::day, F::month_day_year},
      {"01/02/69", dmy, "1969-02-01T00:00:00Z", "1969-02-01T23:59:59.999Z", P::day, F::day_month_year},
      {"01/02/68", dmy, "2068-02-01T00:00:00Z", "2068-02-01T23:59:59.999Z", P::day, F::day_month_year},
      {"29/02/2024", dmy, "2024-02-29T00:00:00Z", "2024-02-29T23:59:59.999Z", P::day, F::day_month_year},
      {"12/31/2019 11:59:00 PM", mdy, "2019-12-31T23:59:00Z", "2019-12-31T23:59:00Z", P::minute, F::month_day_year},
      {"12/31/2019 12:05 am", mdy, "2019-12-31T00:05:00Z", "2019-12-31T00:05:00Z", P::minute, F::month_day_year},
      {"12/31/2019 12:05 p.m.", mdy, "2019-12-31T12:05:00Z", "2019-12-31T12:05:00Z", P::minute, F::month_day_year},
      {"31/12/2019, 7:05", dmy, "2019-12-31T07:05:00Z", "2019-12-31T07:05:00Z", P::minute, F::day_month_year},
      {"31/12/2019 07:05:09.250", dmy, "2019-12-31T07:05:09.250Z", "2019-12-31T07:05:09.250Z", P::minute, F::day_month_year},
      {"31/12/2019 14h30", dmy, "2019-12-31T14:30:00Z", "2019-12-31T14:30:00Z", P::minute, F::day_month_year},
      {"31/12/2019 \xc3\xa0s 14h", dmy, "2019-12-31T14:00:00Z", "2019-12-31T14:59:59.999Z", P::hour, F::day_month_year},
      {"31/12/2019 2 PM", dmy, "2019-12-31T14:00:00Z", "2019-12-31T14:59:59.999Z", P::hour, F::day_month_year},
      {"06 November 2020", dmy, "2020-11-06T00:00:00Z", "2020-11-06T23:59:59.999Z", P::day, F::day_month_name},
      {"1 March 2015", mdy, "2015-03-01T00:00:00Z", "2015-03-01T23:59:59.999Z", P::day, F::day_month_name},
      {"15 de mar\xc3\xa7o de 2023", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::day_month_name},
      {"15 DE MARCO DE 2023", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::day_month_name},
      {"1\xc2\xba de maio de 2023", dmy, "2023-05-01T00:00:00Z", "2023-05-01T23:59:59.999Z", P::day, F::day_month_name},
      {"ter\xc3\xa7"
       "a-feira, 14 de mar\xc3\xa7o de 2023, 08:15",
       dmy, "2023-03-14T08:15:00Z", "2023-03-14T08:15:00Z", P::minute, F::day_month_name},
      {"15-Mar-23", dmy, "2023-03-15T00:00:00Z", "2023-03-15T23:59:59.999Z", P::day, F::day_month_name},
      {"March 6, 2015", dmy, "2015-03-06T00:00:00Z", "2015-03-06T23:59:59.999Z", P::day, F::day_month_name},
      {"Sept 3rd 2015", dmy, "2015-09-03T00:00:00Z", "2015-09-03T23:59:59.999Z", P::day, F::day_month_name},
      {"mar/23", dmy, "2023-03-01T00:00:00Z", "2023-03-31T23:59:59.999Z", P::month, F::month_name_year},
      {"Mar\xc3\xa7o 2023", dmy, "2023-03-01T00:00:00Z", "2023-03-31T23:59:59.999Z", P::month, F::month_name_year},
      {"dezembro de 2023", dmy, "2023-12-01T00:00:00Z", "2023-12-31T23:59:59.999Z", P::month, F::month_name_year},
      {"44927", dmy, "2023-01-01T00:00:00Z", "2023-01-01T23:59:59.999Z", P::day, F::excel_serial},
      {"44927.75", dmy, "2023-01-01T18:00:00Z", "2023-01-01T18:00:00Z", P::minute, F::excel_serial},
  };
  for (const Good& test : cases) {
    const auto date = parse_date(test.cell, test.order);
    ASSERT_TRUE(date) << test.cell;
    EXPECT_EQ(shown(date->from_local), test.from) << test.cell;
    EXPECT_EQ(shown(date->to_local), test.to) << test.cell;
    EXPECT_EQ(date->precision, test.precision) << test.cell;
    EXPECT_EQ(date->form, test.form) << test.cell;
    EXPECT_FALSE(date->utc_offset_min) << test.cell;
  }
}

TEST(ParseDate, KeepsTheOffset) {
  EXPECT_EQ(parse_date("2023-03-15T14:30:00+02:00", dmy)->utc_offset_min, 120);
  EXPECT_EQ(parse_date("2023-03-15T14:30:00Z", dmy)->utc_offset_min, 0);
  EXPECT_EQ(parse_date("15/03/2023 14:30 +0200", dmy)->utc_offset_min, 120);
  EXPECT_EQ(parse_date("15/03/2023 14:30:00-03:30", dmy)->utc_offset_min, -210);
  EXPECT_EQ(parse_date("15/03/2023 14:30 UTC", dmy)->utc_offset_min, 0);
  EXPECT_EQ(parse_date("15/03/2023 14:30 GMT+2", dmy)->utc_offset_min, 120);
}

TEST(ParseDate, NothingForWhatIsNoDate) {
  const char* const cells[] = {"",
                               " ",
                               "n/a",
                               "-",
                               "31/02/2023",
                               "29/02/2023",
                               "2023-02-30",
                               "2023-13-01",
                               "15/13/2023",
                               "00/01/2023",
                               "01/00/2023",
                               "03/15/2023",
                               "32 de janeiro de 2023",
                               "0 de maio de 2023",
                               "15 de foo de 2023",
                               "de",
                               "15/03",
                               "15/03/202",
                               "15/03/20233",
                               "15/03-2023",
                               "mar",
                               "mar/1",
                               "1/2/3/2023",
                               "99",
                               "123",
                               "12345",
                               "60001",
                               "9999",
                               "0999",
                               "3000",
                               "44927x",
                               "44927.75.1",
                               "15/03/2023 25:00",
                               "15/03/2023 12:60",
                               "15/03/2023 12:00:60",
                               "15/03/2023 13:00 PM",
                               "15/03/2023 0:30 AM",
                               "15/03/2023 14",
                               "15/03/2023 14:3",
                               "15/03/2023x",
                               "15/03/2023 14:30 +15:00",
                               "2023-03 10:00",
                               "20231301",
                               "20230230",
                               "2023-3-",
                               "15/03/2023 14:30 foo",
                               "segunda-feira",
                               "--",
                               "/",
                               "1/1",
                               "1 2 3",
                               "12:30",
                               "+15/03/2023",
                               "15/03/2023/",
                               "\xff\xfe",
                               "99999999999999999999"};
  for (const char* cell : cells) { EXPECT_FALSE(parse_date(cell, dmy)) << cell; }
  EXPECT_TRUE(parse_date("15/03/2023 14:30 +02", dmy));
  EXPECT_FALSE(parse_date("15/03/2023", mdy));
  EXPECT_FALSE(parse_date(std::string(1000, '1'), dmy));
  EXPECT_FALSE(parse_date("15/03/2023" + std::string(100, 'x'), dmy));
}

/// The oracle: every day of seventy years, written in seven ways, is read back as itself.
TEST(ParseDate, EveryDayIsReadBack) {
  const char* const months[] = {"janeiro", "February", "mar\xc3\xa7o", "Apr", "mai", "JUNHO",
                                "jul",     "agosto",   "Sept",         "out", "NOV", "dezembro"};
  for (geo::DayNumber number = 0; number < 365 * 70; ++number) {
    const geo::CivilDate d = geo::civil_date(number);
    const std::string name = std::to_string(d.day) + " de " + months[d.month - 1] + " de " + std::to_string(d.year);
    const std::pair<std::string, DateOrder> forms[] = {{fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day), dmy},
                                                       {fmt::format("{:02}/{:02}/{:04}", d.day, d.month, d.year), dmy},
                                                       {fmt::format("{}.{}.{:04}", d.day, d.month, d.year), dmy},
                                                       {fmt::format("{}/{}/{:04}", d.month, d.day, d.year), mdy},
                                                       {fmt::format("{:04}/{}/{}", d.year, d.month, d.day), dmy},
                                                       {fmt::format("{:04}{:02}{:02}", d.year, d.month, d.day), dmy},
                                                       {name, mdy}};
    for (const auto& [cell, order] : forms) {
      const auto date = parse_date(cell, order);
      ASSERT_TRUE(date) << cell;
      ASSERT_EQ(date->from_local, geo::TimeMs{number} * 86'400'000) << cell;
      ASSERT_EQ(date->precision, TimePrecision::day) << cell;
    }
  }
}

TEST(DateOrderVote, OneDoubtlessCellDecides) {
  const auto decide = [](std::initializer_list<const char*> cells) {
    DateOrderVote vote;
    for (const char* cell : cells) { vote.add(cell); }
    return vote.decide();
  };
  const auto expect = [](const DateOrderVote::Decision& decision, DateOrder order, bool mixed, std::int64_t ambiguous) {
    EXPECT_EQ(decision.order, order);
    EXPECT_EQ(decision.mixed, mixed);
    EXPECT_EQ(decision.ambiguous, ambiguous);
  };
  expect(decide({}), dmy, false, 0);
  expect(decide({"04/05/2023", "05/05/2023", "2023-03-15", "x", "mar/23", "99/99/2023"}), dmy, false, 1);
  expect(decide({"04/05/2023", "15/03/2023"}), dmy, false, 1);
  expect(decide({"04/05/2023 10:00", "03/15/2023 11:00 PM"}), mdy, false, 1);
  expect(decide({"15/03/2023", "03/15/2023", "3/16/2023"}), mdy, true, 0);
  expect(decide({"15/03/2023", "03/15/2023"}), dmy, true, 0);
  expect(decide({"31/02/2023", "02/31/2023"}), dmy, false, 0);  // no dates, no votes
}

}  // namespace
}  // namespace importers
