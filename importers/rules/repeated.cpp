// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/repeated.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/table/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace importers {
namespace {

constexpr std::size_t most_values = 2'000'000;
constexpr std::uint32_t many_rows = 20;  // on one point, whatever the size of the file
constexpr double share_of_rows = 0.01;   // or this share of it …
constexpr std::uint32_t least_rows = 5;  // … when it is not a mere handful

std::uint64_t packed(geo::LonLat p) {
  return (std::uint64_t{static_cast<std::uint32_t>(geo::to_lattice(p.lon))} << 32U) | static_cast<std::uint32_t>(geo::to_lattice(p.lat));
}

geo::LonLat unpacked(std::uint64_t value) {
  return {geo::from_lattice(static_cast<std::int32_t>(static_cast<std::uint32_t>(value >> 32U))),
          geo::from_lattice(static_cast<std::int32_t>(static_cast<std::uint32_t>(value)))};
}

}  // namespace

Repeated::Repeated(const geo::Collection& collection) : m_known(collection), m_points(most_values), m_rows(most_values) {
  // When and by which form it was reported is not part of what happened.
  for (int f = 0; f < static_cast<int>(collection.fields.size()); ++f) {
    m_says_what_happened.push_back(f != m_known.extra && f != m_known.reported_at &&
                                   !collection.fields[static_cast<std::size_t>(f)].system);
  }
}

void Repeated::add(const geo::StagedRow& staged, bool is_placed, Recorder& recorder) {
  if (m_known.occurred_from < 0) { return; }  // only events are counted
  if (is_placed && staged.row.geometry.kind() == geo::GeometryKind::point) { add_point(staged); }
  add_content(staged, recorder);
}

void Repeated::add_point(const geo::StagedRow& staged) {
  bool is_new = false;
  if (SeenTable::Entry* point = m_points.add(packed(staged.row.geometry.lonlat()), staged.line, is_new)) { ++point->number; }
}

bool Repeated::is_known_to_the_day(const geo::StagedRow& staged) const {
  if (m_known.time_precision < 0) { return false; }
  const auto* precision = std::get_if<std::string>(&staged.row.values[static_cast<std::size_t>(m_known.time_precision)]);
  return precision != nullptr && (*precision == "day" || *precision == "hour" || *precision == "minute");
}

std::uint64_t Repeated::content_of(const geo::StagedRow& staged) const {
  const geo::Row& row = staged.row;
  std::uint64_t hash = row.geometry.kind() == geo::GeometryKind::point ? geo::mix64(packed(row.geometry.lonlat())) : 1;
  for (std::size_t f = 0; f < row.values.size(); ++f) {
    const geo::Value& value = row.values[f];
    if (!m_says_what_happened[f] || geo::is_null(value)) { continue; }
    std::uint64_t own = 0;
    switch (value.index()) {
      case 1: own = std::get<bool>(value) ? 1 : 2; break;
      case 2: own = static_cast<std::uint64_t>(std::get<std::int64_t>(value)); break;
      case 3: own = geo::hash64(std::string_view(reinterpret_cast<const char*>(&std::get<double>(value)), sizeof(double))); break;
      default: own = geo::hash64(std::get<std::string>(value));
    }
    hash = geo::mix64(hash ^ geo::mix64(own + f));
  }
  return hash;
}

void Repeated::add_content(const geo::StagedRow& staged, Recorder& recorder) {
  const bool has_key = !staged.source_key.empty();
  const bool to_the_day = is_known_to_the_day(staged);
  if (has_key && (!to_the_day || staged.row.geometry.is_none())) { return; }  // too little is known to call them one event
  const auto key = static_cast<std::uint32_t>(has_key ? geo::hash64(staged.source_key) : 0);
  bool is_new = false;
  SeenTable::Entry* seen = m_rows.add(has_key ? content_of(staged) : staged.raw.low, staged.line, is_new);
  if (seen == nullptr) { return; }
  if (is_new) { seen->number = key; }
  if (is_new || (has_key && seen->number == key)) { return; }  // the same key again is D1
  if (!has_key) { ++m_equal_rows; }
  if (!to_the_day) { return; }
  recorder.found(
      staged.line,
      {"D2",
       Action::warned,
       {},
       {},
       {},
       {fmt::format("{} line {}; both were kept", has_key ? "says the same, under another key, as" : "equal to", seen->line),
        fmt::format("{} linha {}; ambas foram mantidas", has_key ? "diz o mesmo, com outra chave, que a" : "igual à", seen->line)}});
}

void Repeated::finish(std::int64_t rows_in, Recorder& recorder, std::vector<geo::Text>& notes) const {
  std::vector<SeenTable::Entry> many;
  for (const SeenTable::Entry& point : m_points.slots()) {
    if (point.line == 0) { continue; }
    const bool is_share = point.number >= least_rows && point.number > share_of_rows * static_cast<double>(rows_in);
    if (point.number > many_rows || is_share) { many.push_back(point); }
  }
  std::sort(many.begin(), many.end(),
            [](const auto& a, const auto& b) { return a.number != b.number ? a.number > b.number : a.line < b.line; });
  for (const SeenTable::Entry& point : many) {
    const geo::LonLat at = unpacked(point.value);
    recorder.found(point.line, {"G13",
                                Action::warned,
                                {},
                                fmt::format("{} {}", at.lat, at.lon),
                                {},
                                {fmt::format("{} rows lie on exactly this point", point.number),
                                 fmt::format("{} linhas ficam exactamente neste ponto", point.number)}});
  }
  if (m_equal_rows > 0) {
    notes.push_back(
        {fmt::format(
             "{} rows equal an earlier one in every cell; without a key nobody can tell whether they are one event, so all were kept",
             m_equal_rows),
         fmt::format("{} linhas são iguais a outra anterior em todas as células; sem chave ninguém sabe se são um só acontecimento, por "
                     "isso todas foram mantidas",
                     m_equal_rows)});
  }
  if (m_points.is_full() || m_rows.is_full()) {
    notes.push_back({fmt::format("equal rows and points were looked for among the first {} only", most_values),
                     fmt::format("linhas e pontos iguais só foram procurados entre os primeiros {}", most_values)});
  }
}

}  // namespace importers
