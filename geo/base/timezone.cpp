// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>

namespace geo {
namespace {

/// Whole minutes; zones had seconds before they had standard time.
int to_minutes(std::chrono::seconds offset) { return static_cast<int>(std::chrono::round<std::chrono::minutes>(offset).count()); }

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {  // also when the system has no tz database at all
    throw Error(Problem::usage, "Unknown time zone " + excerpt(name) + ". Write it like Africa/Maputo or UTC.",
                "Fuso horário desconhecido " + excerpt(name) + ". Escreva-o como Africa/Maputo ou UTC.");
  }
}

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

}  // namespace

TimeZone::TimeZone(std::string_view name) : m_name(name), m_zone(find_zone(name)) {}

int TimeZone::offset_min_at_local(TimeMs local) const {
  const auto second = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(local));
  return to_minutes(zone_of(m_zone).get_info(date::local_seconds(second)).first.offset);
}

int TimeZone::offset_min_at(TimeMs utc) const {
  const auto second = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(utc));
  return to_minutes(zone_of(m_zone).get_info(date::sys_seconds(second)).offset);
}

}  // namespace geo
