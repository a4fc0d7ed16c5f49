// SPDX-License-Identifier: Apache-2.0
#include "api/html/times.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace api {
namespace {

constexpr std::array<std::string_view, 12> months_en{"January", "February", "March",     "April",   "May",      "June",
                                                     "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> months_pt{"Janeiro", "Fevereiro", "Março",    "Abril",   "Maio",     "Junho",
                                                     "Julho",   "Agosto",    "Setembro", "Outubro", "Novembro", "Dezembro"};

std::string day_text(const Call& call, geo::DayNumber day, Wording wording) {
  if (wording == Wording::brief) { return geo::format_date(day); }
  const geo::CivilDate date = geo::civil_date(day);
  const auto month = static_cast<std::size_t>(date.month - 1);
  return call.language == Language::pt ? fmt::format("{} de {} de {}", date.day, months_pt[month], date.year)
                                       : fmt::format("{} {} {}", date.day, months_en[month], date.year);
}

/// "UTC+2", "UTC-3:30".
std::string zone_text(int utc_offset_min) {
  if (utc_offset_min == 0) { return "UTC"; }
  const int minutes = std::abs(utc_offset_min);
  std::string text = fmt::format("UTC{}{}", utc_offset_min < 0 ? '-' : '+', minutes / 60);
  return minutes % 60 == 0 ? text : text + fmt::format(":{:02}", minutes % 60);
}

void append_time_element(Html& html, std::string_view machine, std::string_view words) {
  html.raw("<time datetime=\"").text(machine).raw("\">").text(words).raw("</time>");
}

}  // namespace

void append_instant(Html& html, const Call& call, geo::TimeMs time, int utc_offset_min, Wording wording) {
  // A clock that is read with the offset, as format_time() writes it: "2026-11-26T14:05:09.123+02:00", within the years that there are.
  const std::string machine = geo::format_time(time, utc_offset_min);
  const auto local = geo::parse_iso_time(machine.substr(0, 19))->local;
  const std::string clock = machine.substr(11, machine.compare(17, 2, "00") == 0 ? 5 : 8);
  const std::string_view between = wording == Wording::brief ? " " : ", ";
  append_time_element(html, machine,
                      fmt::format("{}{}{} ({})", day_text(call, geo::utc_day(local), wording), between, clock, zone_text(utc_offset_min)));
}

void append_instant(Html& html, const Call& call, geo::TimeMs time, Wording wording) {
  const std::string& zone = call.site.options().time_zone;
  append_instant(html, call, time / 1000 * 1000, zone.empty() ? 0 : geo::TimeZone(zone).offset_min_at(time), wording);
}

void append_day(Html& html, const Call& call, geo::DayNumber day, Wording wording) {
  append_time_element(html, geo::format_date(day), day_text(call, day, wording));
}

void append_interval(Html& html, const Call& call, const geo::TimeInterval& interval) {
  if (interval.from == INT64_MIN) {
    html.text(call.say("open", "em aberto"));
  } else {
    append_instant(html, call, interval.from, Wording::full);
  }
  html.text(call.say(" to ", " a "));
  if (interval.to == INT64_MAX) {
    html.text(call.say("open", "em aberto"));
  } else {
    append_instant(html, call, interval.to, Wording::full);
  }
}

}  // namespace api
