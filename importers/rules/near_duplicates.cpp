// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/near_duplicates.hpp"

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geodesic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

namespace importers {
namespace {

constexpr double square_deg = 0.1;
constexpr double near_m = 1000;
constexpr double farthest_m = 5000;  // beyond, two vague positions would make one event of any two of a kind
constexpr geo::TimeMs day_ms = 86'400'000;
constexpr std::size_t most_kept = 2'000'000;
constexpr std::int64_t most_read = 50'000'000;
constexpr double metres_per_degree = 111'320;
constexpr std::string_view unmapped = "ZZ";

const std::vector<std::string> columns = {"category", "occurred_from", "occurred_to", "uncertainty_m", "source", "duplicate_of"};

std::int32_t square_of(double degrees) { return static_cast<std::int32_t>(std::floor(degrees / square_deg)); }

double lon_degrees(double metres, double lat) {
  return metres / (metres_per_degree * std::max(0.01, std::cos(lat * std::acos(-1.0) / 180)));
}

/// Time between two periods; 0 when they touch.
geo::TimeMs gap_ms(geo::TimeMs a_from, geo::TimeMs a_to, geo::TimeMs b_from, geo::TimeMs b_to) {
  return std::max<geo::TimeMs>({0, b_from - a_to, a_from - b_to});
}

/// The largest uncertainty that is not beyond all use: how far from a row its match may be.
double vaguest_m(const geo::View& view) {
  static const std::string column = "uncertainty_m";
  double most = 0;
  view.scan({}, {&column, 1}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    const geo::ColumnView& uncertainty = batch.columns[0];
    for (const std::uint32_t r : rows) {
      const double m = uncertainty.is_null(r) ? 0 : uncertainty.real(r);
      if (m <= farthest_m) { most = std::max(most, m); }
    }
    return most < farthest_m;
  });
  return most;
}

}  // namespace

NearDuplicates::NearDuplicates(const geo::Collection& collection, std::shared_ptr<const geo::View> existing, std::string source)
    : m_known(collection), m_existing(std::move(existing)), m_source(std::move(source)) {
  const bool can_tell = m_known.category >= 0 && m_known.occurred_from >= 0 && m_known.occurred_to >= 0 && m_known.uncertainty_m >= 0 &&
                        m_known.duplicate_of >= 0;
  if (!m_existing) { return; }
  const geo::Collection& schema = m_existing->schema();
  const bool has_all = std::all_of(columns.begin(), columns.end(), [&](const std::string& name) { return schema.index_of(name) >= 0; });
  if (!can_tell || !has_all || m_existing->count({}) == 0) { m_existing = nullptr; }
  if (m_existing) { m_vaguest_m = vaguest_m(*m_existing); }
}

std::optional<NearDuplicates::Event> NearDuplicates::event_of(const geo::Row& row) const {
  const auto value = [&](int field) -> const geo::Value& { return row.values[static_cast<std::size_t>(field)]; };
  const auto* category = std::get_if<std::string>(&value(m_known.category));
  const auto* from = std::get_if<std::int64_t>(&value(m_known.occurred_from));
  const auto* to = std::get_if<std::int64_t>(&value(m_known.occurred_to));
  const auto* uncertainty = std::get_if<double>(&value(m_known.uncertainty_m));
  if (row.geometry.kind() != geo::GeometryKind::point || category == nullptr || category->size() < 2 || from == nullptr || to == nullptr ||
      *category == unmapped || *to - *from > day_ms || (uncertainty != nullptr && *uncertainty > farthest_m)) {
    return std::nullopt;
  }
  const geo::LonLat p = row.geometry.lonlat();
  const auto known_m = static_cast<float>(uncertainty == nullptr ? 0 : *uncertainty);
  return Event{*from, *to, 0, geo::to_lattice(p.lon), geo::to_lattice(p.lat), known_m, {(*category)[0], (*category)[1]}};
}

std::vector<NearDuplicates::Event> NearDuplicates::read(std::int32_t column, std::int32_t row) {
  geo::Filter filter;
  filter.bbox = geo::BBox{column * square_deg, row * square_deg, (column + 1) * square_deg, (row + 1) * square_deg};
  std::vector<Event> events;
  m_existing->scan(filter, columns, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    const auto& c = batch.columns;
    m_read += static_cast<std::int64_t>(rows.size());
    for (const std::uint32_t r : rows) {
      if (batch.geometry.is_none(r) || c[0].is_null(r) || c[1].is_null(r) || c[2].is_null(r) || !c[5].is_null(r)) { continue; }
      const geo::LonLat p = batch.geometry.anchor(r);
      if (square_of(p.lon) != column || square_of(p.lat) != row) { continue; }  // on the border: once is enough
      const std::string_view category = c[0].text(r);
      const double uncertainty = c[3].is_null(r) ? 0 : c[3].real(r);
      const bool is_vague = c[2].integer(r) - c[1].integer(r) > day_ms || uncertainty > farthest_m;
      if (category.size() < 2 || is_vague || (!c[4].is_null(r) && c[4].text(r) == m_source)) { continue; }
      events.push_back({c[1].integer(r),
                        c[2].integer(r),
                        batch.fid.integer(r),
                        batch.geometry.lon[r],
                        batch.geometry.lat[r],
                        static_cast<float>(uncertainty),
                        {category[0], category[1]}});
    }
    return m_read <= most_read;
  });
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return std::pair(a.from, a.fid) < std::pair(b.from, b.fid); });
  return events;
}

const NearDuplicates::Square* NearDuplicates::square(std::int32_t column, std::int32_t row) {
  const std::uint64_t key = (std::uint64_t{static_cast<std::uint32_t>(column)} << 32U) | static_cast<std::uint32_t>(row);
  if (const auto it = m_squares.find(key); it != m_squares.end()) {
    it->second.used = ++m_clock;
    return &it->second;
  }
  std::vector<Event> events = read(column, row);
  if (m_read > most_read) {
    m_gave_up = true;
    return nullptr;
  }
  m_kept += events.size() + 1;  // an empty square costs, too
  m_squares[key] = Square{std::move(events), ++m_clock};
  if (m_kept > most_kept) { forget_oldest(); }
  return &m_squares.at(key);
}

/// Leaves half of what may be kept, or the square used last, so that it is long before there are too many again.
void NearDuplicates::forget_oldest() {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> by_use;
  for (const auto& [key, square] : m_squares) { by_use.emplace_back(square.used, key); }
  std::sort(by_use.begin(), by_use.end());
  by_use.pop_back();
  for (const auto& [used, key] : by_use) {
    if (m_kept <= most_kept / 2) { return; }
    const auto oldest = m_squares.find(key);
    m_kept -= oldest->second.events.size() + 1;
    m_squares.erase(oldest);
  }
}

void NearDuplicates::compare(const Event& event, const Square& square, Found& best) const {
  // A period lasts a day at most, and may begin a day before the gap of a day.
  const geo::TimeMs first = event.from - 2 * day_ms;
  const geo::TimeMs last = event.to + day_ms;
  auto it = std::lower_bound(square.events.begin(), square.events.end(), first, [](const Event& e, geo::TimeMs t) { return e.from < t; });
  for (; it != square.events.end() && it->from <= last; ++it) {
    const bool is_kind = std::memcmp(it->category, event.category, sizeof event.category) == 0;
    if (!is_kind || gap_ms(event.from, event.to, it->from, it->to) > day_ms) { continue; }
    const double reach_m =
        std::clamp(static_cast<double>(it->uncertainty_m) + static_cast<double>(event.uncertainty_m), near_m, farthest_m);
    const geo::LonLat a{geo::from_lattice(event.lon), geo::from_lattice(event.lat)};
    const geo::LonLat b{geo::from_lattice(it->lon), geo::from_lattice(it->lat)};
    if (std::fabs(a.lat - b.lat) * metres_per_degree > reach_m * 1.01) { continue; }
    const double distance_m = geo::distance_m(a, b);
    const bool is_better =
        best.event == nullptr || distance_m < best.distance_m || (distance_m == best.distance_m && it->fid < best.event->fid);
    if (distance_m <= reach_m && is_better) { best = {&*it, distance_m}; }
  }
}

void NearDuplicates::link(geo::StagedRow& staged, RowNotes& notes) {
  if (!m_existing || m_gave_up) { return; }
  geo::Value& duplicate_of = staged.row.values[static_cast<std::size_t>(m_known.duplicate_of)];
  if (!geo::is_null(duplicate_of)) { return; }
  const std::optional<Event> event = event_of(staged.row);
  if (!event) { return; }
  const geo::LonLat p = staged.row.geometry.lonlat();
  const double reach_m = std::clamp(static_cast<double>(event->uncertainty_m) + m_vaguest_m, near_m, farthest_m);
  const double lat_deg = reach_m / metres_per_degree * 1.01;
  const double lon_deg = lon_degrees(reach_m, p.lat) * 1.01;
  Found best;
  std::optional<Event> found;
  for (std::int32_t row = square_of(p.lat - lat_deg); row <= square_of(p.lat + lat_deg); ++row) {
    for (std::int32_t column = square_of(p.lon - lon_deg); column <= square_of(p.lon + lon_deg); ++column) {
      const Square* near = square(column, row);
      if (near == nullptr) { return; }
      const Event* before = best.event;
      compare(*event, *near, best);
      if (best.event != before) {
        found = *best.event;  // a copy: the next square may push this one out
        best.event = &*found;
      }
    }
  }
  if (!found) { return; }
  duplicate_of = found->fid;
  ++m_linked;
  notes.warn("D2", {}, {},
             {fmt::format("another source tells of the same kind of event {:.0f} m from here within a day; linked to feature {}",
                          best.distance_m, found->fid),
              fmt::format("outra fonte relata o mesmo tipo de acontecimento a {:.0f} m daqui no espaço de um dia; ligado ao elemento {}",
                          best.distance_m, found->fid)});
}

}  // namespace importers
