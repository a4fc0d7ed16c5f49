// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hotspot_input.hpp"

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/columns.hpp"

#include <algorithm>
#include <tuple>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;

/// The columns that decide, in the order of columns_of().
enum : std::size_t {
  time_column,
  category_column,
  verification_column,
  duplicate_column,
  source_column,
  precision_column,
  uncertainty_column,
  offset_column,
  time_to_column,
  time_precision_column
};

Columns columns_of(const Collection& schema) {
  return {schema,
          {{schema.time_from, false},
           {"category", true},
           {"verification", true},
           {"duplicate_of", false},
           {"source_type", true},
           {"location_precision", true},
           {"uncertainty_m", false},
           {"utc_offset_min", false},
           {schema.time_to == schema.time_from ? std::string() : schema.time_to, false},
           {"time_precision", true}}};
}

TimePrecision time_precision_of(std::string_view code) {
  if (code == "week") { return TimePrecision::week; }
  if (code == "month") { return TimePrecision::month; }
  if (code == "year") { return TimePrecision::year; }
  return code == "reported" || code == "none" ? TimePrecision::unknown : TimePrecision::day;
}

/// Of the administrative areas that a place may be the middle of; place_of_its_own for others.
int area_level_of(std::string_view precision) {
  if (precision == "admin3") { return 3; }
  if (precision == "admin2") { return 2; }
  if (precision == "admin1") { return 1; }
  if (precision == "country") { return 0; }
  return precision == "none" ? HotspotOptions::any_place : HotspotOptions::place_of_its_own;
}

/// Whether a time tells the hour. Where nobody says how well it is known, what is written counts.
bool tells_hour(std::string_view precision, TimeMs unit, std::optional<TimeMs> from, std::optional<TimeMs> to) {
  constexpr TimeMs hour_ms = 3'600'000;
  if (!from || unit != 1 || (to && *to - *from >= hour_ms)) { return false; }
  return precision.empty() || precision == "minute" || precision == "hour";
}

class Selection {
 public:
  Selection(const Columns& columns, FieldType time_type, bool in_period, const HotspotOptions& options)
      : m_columns(columns), m_time_unit(time_type == FieldType::date ? day_ms : 1), m_in_period(in_period), m_options(options) {}

  void take(const BatchView& batch, std::size_t row) {
    ++m_input.matched;
    const LeftOut reason = judge(batch, row);
    if (reason != LeftOut::none) {
      ++m_input.excluded[static_cast<std::size_t>(reason)];
      return;
    }
    m_input.settlement_precision += m_columns.text(batch, row, precision_column) == "settlement" ? 1 : 0;
    const bool is_placed = !batch.geometry.is_none(row);
    Incident incident{is_placed ? batch.geometry.anchor(row) : LonLat{}, m_columns.integer(batch, row, time_column), batch.fid.integer(row),
                      m_columns.real(batch, row, uncertainty_column).value_or(0), 0};
    if (incident.time) { *incident.time *= m_time_unit; }
    incident.utc_offset_min = static_cast<std::int32_t>(m_columns.integer(batch, row, offset_column).value_or(0));
    incident.time_to = m_columns.integer(batch, row, time_to_column);
    if (incident.time_to) { *incident.time_to *= m_time_unit; }
    incident.time_precision = time_precision_of(m_columns.text(batch, row, time_precision_column));
    incident.has_hour = tells_hour(m_columns.text(batch, row, time_precision_column), m_time_unit, incident.time, incident.time_to);
    incident.is_of_area = area_level_of(m_columns.text(batch, row, precision_column)) != HotspotOptions::place_of_its_own;
    m_input.used.push_back(incident);
  }

  /// What was taken so far; whoever is done moves it away.
  HotspotInput& input() { return m_input; }

 private:
  LeftOut judge(const BatchView& batch, std::size_t row) {
    if (!m_columns.text(batch, row, category_column).starts_with(m_options.category)) { return LeftOut::other_category; }
    ++m_input.of_category;
    const bool patrol = m_columns.text(batch, row, source_column) == "patrol";
    m_input.patrol += patrol ? 1 : 0;
    if (m_columns.text(batch, row, verification_column) == "rejected") { return LeftOut::rejected; }
    if (m_columns.integer(batch, row, duplicate_column)) { return LeftOut::duplicate; }
    if (patrol && !m_options.include_patrol) { return LeftOut::patrol; }
    if (m_in_period && !m_columns.integer(batch, row, time_column)) { return LeftOut::no_time; }
    if (m_options.area_level == HotspotOptions::any_place) { return LeftOut::none; }
    if (batch.geometry.is_none(row)) { return LeftOut::no_location; }
    const bool is_coarse = area_level_of(m_columns.text(batch, row, precision_column)) < m_options.area_level;
    return is_coarse ? LeftOut::coarse_location : LeftOut::none;
  }

  HotspotInput m_input;
  const Columns& m_columns;
  TimeMs m_time_unit;
  bool m_in_period;
  const HotspotOptions& m_options;
};

DayNumber local_day_at(TimeMs time, std::int32_t utc_offset_min) {
  constexpr TimeMs minute_ms = 60'000;
  constexpr TimeMs first = -719'528;
  constexpr TimeMs last = 2'932'896;
  const TimeMs day = time / day_ms - (time % day_ms < 0 ? 1 : 0);
  const TimeMs of_day = time - day * day_ms + utc_offset_min * minute_ms;
  return static_cast<DayNumber>(std::clamp(day + (of_day < 0 ? -1 : of_day / day_ms), first, last));
}

void find_period(HotspotInput& input) {
  input.period.reset();
  for (const std::vector<Incident>* incidents : {&input.used, &input.spread}) {
    for (const Incident& incident : *incidents) {
      if (!incident.time) { continue; }
      const DayNumber day = local_day(incident);
      if (!input.period) { input.period = {day, day}; }
      input.period->first = std::min(input.period->first, day);
      input.period->last = std::max(input.period->last, day);
    }
  }
}

void check(const Collection& schema, const HotspotOptions& options) {
  if (schema.geometry == GeometryType::none || schema.result) {
    throw Error(Problem::usage, "'" + schema.id + "' holds no places to look for hotspots in",
                "'" + schema.id + "' não tem lugares onde procurar concentrações");
  }
  if (!options.category.empty() && schema.field("category") == nullptr) {
    throw Error(Problem::usage, "'" + schema.id + "' has no categories", "'" + schema.id + "' não tem categorias");
  }
}

/// In the same words for none and for few.
void check_number(const HotspotInput& input) {
  if (input.rows_used() >= input.least_used) { return; }
  throw Error(
      Problem::usage,
      "Fewer than 10 rows match and can be used: of so few nothing is said, not even how many. Choose a larger box, a longer period "
      "or more categories; or the rows' dates (days, months?) or places are too coarse for this method.",
      "Menos de 10 linhas correspondem e podem ser usadas: de tão poucas nada se diz, nem quantas. Escolha uma caixa maior, um "
      "período mais longo ou mais categorias; ou as datas das linhas (dias, meses?) ou os lugares são demasiado vagos para este método.");
}

}  // namespace

std::string_view code(LeftOut reason) {
  switch (reason) {
    case LeftOut::other_category: return "other_category";
    case LeftOut::rejected: return "rejected";
    case LeftOut::duplicate: return "duplicate";
    case LeftOut::patrol: return "patrol";
    case LeftOut::no_time: return "no_time";
    case LeftOut::no_location: return "no_location";
    case LeftOut::coarse_location: return "coarse_location";
    case LeftOut::uncertain: return "uncertain";
    case LeftOut::outside_study: return "outside_study";
    case LeftOut::coarse_time: return "coarse_time";
    case LeftOut::outside_steps: return "outside_steps";
    case LeftOut::outside_periods: return "outside_periods";
    case LeftOut::none: break;
  }
  return "";
}

std::string_view code(Uncertain uncertain) { return uncertain == Uncertain::spread ? "spread" : "exclude"; }

DayNumber local_day(const Incident& incident) { return local_day_at(*incident.time, incident.utc_offset_min); }
DayNumber last_local_day(const Incident& incident) {
  const DayNumber first = local_day(incident);
  return incident.time_to ? std::max(first, local_day_at(*incident.time_to, incident.utc_offset_min)) : first;
}

std::int32_t local_minute(const Incident& incident) {
  constexpr TimeMs minute_ms = 60'000;
  const TimeMs of_day = (*incident.time % day_ms + day_ms + incident.utc_offset_min * minute_ms) % day_ms;
  return static_cast<std::int32_t>((of_day + day_ms) % day_ms / minute_ms);
}

void HotspotInput::leave_out(LeftOut reason, const std::function<bool(std::size_t)>& is_out) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!is_out(i)) { used[kept++] = used[i]; }
  }
  excluded[static_cast<std::size_t>(reason)] += used.size() - kept;
  used.resize(kept);
  find_period(*this);
  check_number(*this);
}

void HotspotInput::leave_out_uncertain(double limit_m) {
  leave_out(LeftOut::uncertain, [&](std::size_t i) { return used[i].uncertainty_m > limit_m; });
}

void HotspotInput::judge_uncertain(double limit_m, Uncertain what) {
  if (what == Uncertain::exclude) { return leave_out_uncertain(limit_m); }
  std::vector<Incident> certain;
  for (const Incident& incident : used) {
    const bool is_spread = incident.uncertainty_m > limit_m && incident.uncertainty_m <= spread_most_lengths * limit_m;
    (is_spread ? spread : certain).push_back(incident);
  }
  used = std::move(certain);
  leave_out_uncertain(limit_m);
}

HotspotInput hotspot_input(const View& view, const Filter& filter, const HotspotOptions& options, const Progress& progress) {
  check(view.schema(), options);
  const Columns columns = columns_of(view.schema());
  const Field* time = view.schema().field(view.schema().time_from);
  Selection selection(columns, time == nullptr ? FieldType::time : time->type, filter.datetime.has_value(), options);
  const auto total = static_cast<std::int64_t>(view.count(filter));
  view.scan(filter, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) { selection.take(batch, row); }
    progress.at(static_cast<std::int64_t>(selection.input().matched), total);
    return !progress.cancelled();
  });
  stop_if_cancelled(progress);
  HotspotInput input = std::move(selection.input());
  std::sort(input.used.begin(), input.used.end(), [](const Incident& a, const Incident& b) {
    return std::tie(a.at.lon, a.at.lat, a.time, a.fid) < std::tie(b.at.lon, b.at.lat, b.time, b.fid);
  });
  find_period(input);
  input.least_used = options.least_used;
  check_number(input);
  return input;
}

HotspotSample hotspot_sample(const View& view, const Filter& filter, const HotspotOptions& options, std::size_t most) {
  check(view.schema(), options);
  HotspotSample sample;
  sample.matched = view.count(filter);
  while (sample.matched / sample.rows_each >= most) { sample.rows_each *= 2; }
  const Columns columns = columns_of(view.schema());
  const Field* time = view.schema().field(view.schema().time_from);
  Selection selection(columns, time == nullptr ? FieldType::time : time->type, filter.datetime.has_value(), options);
  std::uint64_t seen = 0;
  view.scan(filter, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    const std::uint64_t first = (sample.rows_each - seen % sample.rows_each) % sample.rows_each;
    for (std::uint64_t i = first; i < rows.size(); i += sample.rows_each) { selection.take(batch, rows[i]); }
    seen += rows.size();
    return true;
  });
  sample.input = std::move(selection.input());
  return sample;
}

}  // namespace geo
