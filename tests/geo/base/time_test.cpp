// SPDX-License-Identifier: Apache-2.0
#include "geo/base/time.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;
constexpr TimeMs hour_ms = 3'600'000;

TimeMs at(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int ms = 0) {
  return *day_number({year, month, day}) * day_ms + ((hour * 60 + minute) * 60 + second) * 1000LL + ms;
}

/// The calendar as it is taught: one day after the other.
struct Calendar {
  CivilDate date{0, 1, 1};

  static bool is_leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
  [[nodiscard]] int month_days() const {
    switch (date.month) {
      case 2: return is_leap(date.year) ? 29 : 28;
      case 4:
      case 6:
      case 9:
      case 11: return 30;
      default: return 31;
    }
  }
  void next() {
    if (++date.day > month_days()) {
      date.day = 1;
      if (++date.month > 12) {
        date.month = 1;
        ++date.year;
      }
    }
  }
};

TEST(UtcDay, CountsBackwardsToo) {
  constexpr geo::TimeMs day = 86'400'000;
  EXPECT_EQ(geo::utc_day(0), 0);
  EXPECT_EQ(geo::utc_day(day - 1), 0);
  EXPECT_EQ(geo::utc_day(day), 1);
  EXPECT_EQ(geo::utc_day(-1), -1);
  EXPECT_EQ(geo::utc_day(-day), -1);
  EXPECT_EQ(geo::utc_day(-day - 1), -2);
}

TEST(Date, EveryDayOfTheCalendarGoesThereAndBack) {
  Calendar calendar;
  DayNumber expected = -719528;
  for (; calendar.date.year <= 9999; calendar.next(), ++expected) {
    ASSERT_EQ(day_number(calendar.date), expected) << calendar.date.year << '-' << calendar.date.month << '-' << calendar.date.day;
    ASSERT_EQ(civil_date(expected), calendar.date) << expected;
  }
  EXPECT_EQ(expected, 2932897);
  EXPECT_EQ(day_number({1970, 1, 1}), 0);
}

TEST(Date, EveryDayIsWrittenAndReadBack) {
  Calendar calendar;
  for (DayNumber day = -719528; calendar.date.year <= 9999; calendar.next(), ++day) {
    char want[32];
    static_cast<void>(std::snprintf(want, sizeof want, "%04d-%02d-%02d", calendar.date.year, calendar.date.month, calendar.date.day));
    const std::string text = format_date(day);
    ASSERT_EQ(text, want);
    const auto parsed = parse_iso_time(text);
    ASSERT_TRUE(parsed && !parsed->has_time && !parsed->utc_offset_min) << text;
    ASSERT_EQ(parsed->local, day * day_ms);
  }
}

TEST(Date, RefusesDaysThatDoNotExist) {
  for (const CivilDate date : {CivilDate{2023, 2, 29},
                               {1900, 2, 29},
                               {2024, 2, 30},
                               {2024, 4, 31},
                               {2024, 0, 1},
                               {2024, 13, 1},
                               {2024, 1, 0},
                               {2024, 1, 32},
                               {-1, 1, 1},
                               {10000, 1, 1}}) {
    EXPECT_FALSE(day_number(date)) << date.year << '-' << date.month << '-' << date.day;
  }
}

TEST(FormatTime, KnownTexts) {
  EXPECT_EQ(format_time(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time(1'262'326'500'000, -360), "2010-01-01T00:15:00-06:00");
  EXPECT_EQ(format_time(at(2024, 2, 29, 22, 30), 120), "2024-03-01T00:30:00+02:00");
  EXPECT_EQ(format_time(at(2024, 2, 29, 0, 0, 0, 7), 345), "2024-02-29T05:45:00.007+05:45");
  EXPECT_EQ(format_time(at(2024, 2, 29, 0, 0, 0, 120)), "2024-02-29T00:00:00.120Z");
}

TEST(FormatTime, BeyondTheCalendarIsItsEdge) {
  EXPECT_EQ(format_time(INT64_MIN), "0000-01-01T00:00:00Z");
  EXPECT_EQ(format_time(INT64_MAX), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time(INT64_MAX, -1439), "9999-12-31T23:59:59.999-23:59");
  EXPECT_EQ(format_time(INT64_MIN, 1439), "0000-01-01T00:00:00+23:59");
  EXPECT_EQ(format_time(at(9999, 12, 31, 23), 120), "9999-12-31T23:59:59.999+02:00");
}

TEST(FormatTime, RandomTimesAreReadBack) {
  std::mt19937_64 random(20240301);
  std::uniform_int_distribution<TimeMs> times(at(0, 1, 2), at(9999, 12, 30));
  std::uniform_int_distribution<int> offsets(-1439, 1439);
  for (int i = 0; i < 200'000; ++i) {
    const TimeMs time = i % 2 == 0 ? times(random) : times(random) / 1000 * 1000;
    const int offset = i % 3 == 0 ? 0 : offsets(random);
    const std::string text = format_time(time, offset);
    const auto parsed = parse_iso_time(text);
    ASSERT_TRUE(parsed) << text;
    ASSERT_EQ(parsed->utc_offset_min, offset) << text;
    ASSERT_EQ(parsed->local - offset * 60'000LL, time) << text;
    ASSERT_TRUE(parsed->has_time && parsed->has_seconds) << text;
  }
}

struct IsoCase {
  const char* text;
  TimeMs local;
  std::optional<int> offset;
  bool has_time;
  bool has_seconds;
};

TEST(ParseIsoTime, TakesWhatItSays) {
  const std::vector<IsoCase> cases = {
      {"2024-03-01", at(2024, 3, 1), {}, false, false},
      {"2024-03-01T06:05", at(2024, 3, 1, 6, 5), {}, true, false},
      {"2024-03-01 06:05", at(2024, 3, 1, 6, 5), {}, true, false},
      {"2024-03-01T06:05:09", at(2024, 3, 1, 6, 5, 9), {}, true, true},
      {"2024-03-01t06:05:09z", at(2024, 3, 1, 6, 5, 9), 0, true, true},
      {"2024-03-01T06:05Z", at(2024, 3, 1, 6, 5), 0, true, false},
      {"2024-03-01T06:05:09.5+02:00", at(2024, 3, 1, 6, 5, 9, 500), 120, true, true},
      {"2024-03-01T06:05:09.123456789-0330", at(2024, 3, 1, 6, 5, 9, 123), -210, true, true},
      {"2024-03-01T06:05:09.9999+02", at(2024, 3, 1, 6, 5, 9, 999), 120, true, true},
      {"2024-03-01T06:05:09-00:00", at(2024, 3, 1, 6, 5, 9), 0, true, true},
      {"0000-01-01T00:00:00Z", at(0, 1, 1), 0, true, true},
      {"9999-12-31T23:59:59.999Z", at(9999, 12, 31, 23, 59, 59, 999), 0, true, true},
  };
  for (const IsoCase& c : cases) {
    const auto parsed = parse_iso_time(c.text);
    ASSERT_TRUE(parsed) << c.text;
    EXPECT_EQ(parsed->local, c.local) << c.text;
    EXPECT_EQ(parsed->utc_offset_min, c.offset) << c.text;
    EXPECT_EQ(parsed->has_time, c.has_time) << c.text;
    EXPECT_EQ(parsed->has_seconds, c.has_seconds) << c.text;
  }
}

TEST(ParseIsoTime, RefusesAnythingElse) {
  for (const char* text : {"",
                           "2024",
                           "2024-03",
                           "2024-3-1",
                           "24-03-01",
                           "2024-02-30",
                           "2023-02-29",
                           "2024/03/01",
                           "2024-03-01T",
                           "2024-03-01 ",
                           " 2024-03-01",
                           "2024-03-01T6:05",
                           "2024-03-01T24:00:00",
                           "2024-03-01T23:60",
                           "2024-03-01T23:59:60",
                           "2024-03-01T06:05:",
                           "2024-03-01T06:05:09.",
                           "2024-03-01T06:05:09.1234567890",
                           "2024-03-01T06:05:09,5",
                           "2024-03-01T06:05:09+",
                           "2024-03-01T06:05:09+2",
                           "2024-03-01T06:05:09+2:00",
                           "2024-03-01T06:05:09+24:00",
                           "2024-03-01T06:05:09+02:60",
                           "2024-03-01T06:05:09+02:",
                           "2024-03-01T06:05:09+020",
                           "2024-03-01T06:05:09Zx",
                           "2024-03-01T06:05:09 Z",
                           "2024-03-01Z",
                           "2024-03-01+02:00",
                           "20240301T060509Z",
                           "-024-03-01",
                           "2024-03-01T-6:05",
                           "2024-03-01T06:05.5",
                           "２０２４-03-01"}) {
    EXPECT_FALSE(parse_iso_time(text)) << text;
  }
}

struct IntervalCase {
  const char* text;
  TimeMs from;
  TimeMs to;
};

TEST(DatetimeParameter, TakesEveryFormOfThePaper) {
  const TimeMs march = at(2024, 3, 1);
  const std::vector<IntervalCase> cases = {
      {"2024-03-01T06:00:00Z", march + 6 * hour_ms, march + 6 * hour_ms},
      {"2024-03-01T06:00:00+02:00", march + 4 * hour_ms, march + 4 * hour_ms},
      {"2024-03-01T06:00:00", march + 6 * hour_ms, march + 6 * hour_ms},
      {"2024-03-01", march, march + day_ms - 1},
      {"2024-03-01/2024-03-02", march, march + 2 * day_ms - 1},
      {"2024-03-01/2024-03-01", march, march + day_ms - 1},
      {"2024-03-01T00:00:00Z/2024-03-02T00:00:00Z", march, march + day_ms},
      {"../2024-03-01", INT64_MIN, march + day_ms - 1},
      {"/2024-03-01", INT64_MIN, march + day_ms - 1},
      {"2024-03-01/..", march, INT64_MAX},
      {"2024-03-01/", march, INT64_MAX},
      {"../..", INT64_MIN, INT64_MAX},
      {"0000-01-01T00:00:00Z/2024-03-01", INT64_MIN, march + day_ms - 1},
      {"2024-03-01/9999-12-31T23:59:59Z", march, INT64_MAX},
      {"0000-01-01/9999-12-31", INT64_MIN, INT64_MAX},
      {"2024-03-01T", march, march + day_ms - 1},
      {"2024-03-01T/..", march, INT64_MAX},
      {"2024-03-01/P2D", march, march + 2 * day_ms - 1},
      {"2024-03-01/P1W", march, march + 7 * day_ms - 1},
      {"2024-03-01/P0D", march, march},
      {"2024-01-31/P1M", at(2024, 1, 31), at(2024, 2, 29) - 1},
      {"2024-02-29/P1Y", at(2024, 2, 29), at(2025, 2, 28) - 1},
      {"2024-03-01T06:00:00Z/PT6H", march + 6 * hour_ms, march + 12 * hour_ms},
      {"2024-03-01T06:00:00+02:00/P1DT1H1M1S", march + 4 * hour_ms, march + day_ms + 5 * hour_ms + 61'000},
      {"2024-01-31T23:30:00-02:00/P1M", at(2024, 2, 1, 1, 30), at(2024, 3, 1, 1, 30)},
      {"2024-03-01/P9000Y", march, INT64_MAX},
      {"2024-03-01/P999999D", march, march + 999999 * day_ms - 1},
      {"9999-12-31/P1D", at(9999, 12, 31), INT64_MAX},
  };
  for (const IntervalCase& c : cases) {
    const TimeInterval interval = parse_datetime_parameter(c.text);
    EXPECT_EQ(interval.from, c.from) << c.text;
    EXPECT_EQ(interval.to, c.to) << c.text;
  }
}

TEST(DatetimeParameter, RefusesTheRestAndSaysWhichPart) {
  for (const char* text : {"",
                           "yesterday",
                           "..",
                           "2024-03",
                           "2024-02-30",
                           "2024-03-02/2024-03-01",
                           "2024-03-01/2024-03-02/2024-03-03",
                           "2024-03-01/P",
                           "2024-03-01/PT",
                           "2024-03-01/P1",
                           "2024-03-01/PD",
                           "2024-03-01/P1H",
                           "2024-03-01/PT1D",
                           "2024-03-01/P1D1D",
                           "2024-03-01/P1DT",
                           "2024-03-01/P1D2M",
                           "2024-03-01/P1.5D",
                           "2024-03-01/P-1D",
                           "2024-03-01/P1234567D",
                           "2024-03-01/PT1HT1M",
                           "2024-03-01/p1d",
                           "P2D/2024-03-01",
                           "P2D",
                           "../P2D",
                           "/P2D",
                           "2024-03-01/ ..",
                           "2024-03-01 /..",
                           "2024-03-01/P1DT1H "}) {
    try {
      parse_datetime_parameter(text);
      ADD_FAILURE() << "accepted " << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage) << text;
      EXPECT_EQ(error.text().en.rfind("datetime: \"", 0), 0U) << error.text().en;
      EXPECT_NE(error.text().en, error.text().pt);
    }
  }
}

TEST(DatetimeParameter, ReversedQgisLimitsAreConcrete) {
  EXPECT_EQ(parse_datetime_parameter("9999-12-31/..").from, at(9999, 12, 31));
  EXPECT_EQ(parse_datetime_parameter("../0000-01-01").to, at(0, 1, 2) - 1);
}

TEST(TimeZone, MaputoHasNoSummerTime) {
  const TimeZone maputo("Africa/Maputo");
  EXPECT_EQ(maputo.name(), "Africa/Maputo");
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(maputo.offset_min_at(at(2024, month, 1)), 120);
    EXPECT_EQ(maputo.offset_min_at_local(at(2024, month, 1)), 120);
  }
}

TEST(TimeZone, ChicagoTakesTheEarlierOfTwoAndTheOffsetBeforeAGap) {
  const TimeZone chicago("America/Chicago");
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 1, 15, 12)), -360);
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 7, 15, 12)), -300);
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 3, 10, 1, 59)), -360);
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 3, 10, 2, 30)), -360);  // does not occur
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 3, 10, 3, 0)), -300);
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 11, 3, 0, 59)), -300);
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 11, 3, 1, 30)), -300);  // occurs twice
  EXPECT_EQ(chicago.offset_min_at_local(at(2024, 11, 3, 2, 0)), -360);
  EXPECT_EQ(chicago.offset_min_at(at(2024, 3, 10, 8) - 1), -360);
  EXPECT_EQ(chicago.offset_min_at(at(2024, 3, 10, 8)), -300);
}

TEST(TimeZone, LocalAndUtcAgreeWhereTheyMust) {
  for (const char* name : {"America/Chicago", "Europe/Lisbon", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", "Africa/Maputo"}) {
    const TimeZone zone(name);
    for (TimeMs utc = at(1975, 1, 1); utc < at(2030, 1, 1); utc += 7 * day_ms + 3'700'000) {
      const int offset = zone.offset_min_at(utc);
      const int found = zone.offset_min_at_local(utc + offset * 60'000LL);
      // In the hour that occurs twice the earlier instant is taken, so found is the larger offset.
      ASSERT_TRUE(found == offset || (found > offset && zone.offset_min_at(utc - (found - offset) * 60'000LL) == found))
          << name << ' ' << utc;
    }
  }
}

TEST(TimeZone, UnknownNamesAreRefused) {
  for (const char* name : {"", "Maputo", "Africa/Nowhere", "../../etc/passwd", "/etc/passwd", "africa/maputo"}) {
    EXPECT_THROW(TimeZone{name}, Error) << name;
  }
}

}  // namespace
}  // namespace geo
