// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/placing.hpp"

#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace importers {
namespace {

constexpr std::size_t most_remembered = 20'000;
constexpr std::size_t candidates_shown = 5;
constexpr int district = 2;

std::string pair_text(geo::LonLat p) { return fmt::format("{} {}", p.lat, p.lon); }

geo::Text why(std::string_view rule) {
  if (rule == "G3") { return {"the position was 0,0", "a posição era 0,0"}; }
  if (rule == "G11") { return {"the accuracy was worse than 5 km", "a exactidão era pior que 5 km"}; }
  return {"there was no position", "não havia posição"};
}

geo::Text level_word(int level) {
  if (level == 1) { return {"the province", "a província"}; }
  if (level == district) { return {"the district", "o distrito"}; }
  return {"the administrative post", "o posto administrativo"};
}

}  // namespace

const PlaceMatch& Placing::find(std::string_view name) {
  const Stated& stated = m_where.stated();
  m_key = name;
  for (std::size_t l = 1; l < admin_levels; ++l) {
    m_key += fmt::format("\x1f{}\x1f{}\x1f{}", stated.areas[l], stated.codes[l], stated.names[l]);
  }
  auto it = m_seen.find(m_key);
  if (it == m_seen.end()) {
    if (m_seen.size() >= most_remembered) { m_seen.clear(); }
    const auto fits = [&](const Place& place) { return m_where.area().contains(place.at); };
    it = m_seen.emplace(m_key, m_where.reference().places().find(name, stated, fits)).first;
  }
  return it->second;
}

std::string Placing::describe(const Place& place) const {
  const int in = place.areas[district];
  return fmt::format("{}{} {}", place.name, in < 0 ? "" : fmt::format(" ({})", m_where.reference().areas()[in].name), pair_text(place.at));
}

/// Whether the row goes in although its name does not place it.
bool Placing::is_kept(const Lost& lost) const {
  if (lost.rule == "G11") { return true; }                    // with its point, and how bad that is
  return lost.rule == "G10" && m_where.stated().area() >= 0;  // its district is known, it counts there
}

bool Placing::place(Draft& draft, const Lost& lost, std::string_view name_column, RowNotes& notes) {
  const auto* name = m_known.place_name < 0 ? nullptr : std::get_if<std::string>(&draft.at(m_known.place_name));
  const bool can_look = name != nullptr && !m_where.reference().places().empty();
  const bool is_borne_out = lost.rule != "G3" || m_where.stated().level() >= district;
  if (!can_look || !is_borne_out) {
    if (lost.rule == "G3") { notes.quarantine("G3", lost.column, lost.text); }
    return false;
  }
  const PlaceMatch& match = find(*name);
  if (match.candidates.size() > 1) { several(match, lost, *name, name_column, notes); }
  if (match.candidates.empty()) { none(lost, *name, name_column, notes); }
  if (match.candidates.size() != 1) { return false; }
  const Place& place = *match.candidates.front();
  draft.staged.row.geometry = geo::Geometry::point(place.at);
  const geo::Text reason = why(lost.rule);
  const geo::Text spelt = match.exact ? geo::Text() : geo::Text{", spelt one letter otherwise", ", escrito com uma letra diferente"};
  const std::string there = describe(place);
  notes.fix(lost.rule, name_column, *name, there,
            {fmt::format("{}; the settlement of that name{} was taken", reason.en, spelt.en),
             fmt::format("{}; foi tomado o povoado com esse nome{}", reason.pt, spelt.pt)});
  return true;
}

void Placing::several(const PlaceMatch& match, const Lost& lost, std::string_view name, std::string_view name_column,
                      RowNotes& notes) const {
  std::string list;
  for (std::size_t i = 0; i < std::min(match.candidates.size(), candidates_shown); ++i) {
    list += (i == 0 ? "" : "; ") + describe(*match.candidates[i]);
  }
  if (match.candidates.size() > candidates_shown) { list += "; …"; }
  const geo::Text reason = why(lost.rule);
  geo::Text text{fmt::format("{}, and {} settlements have that name: {}", reason.en, match.candidates.size(), list),
                 fmt::format("{}, e há {} povoados com esse nome: {}", reason.pt, match.candidates.size(), list)};
  if (is_kept(lost)) {
    notes.warn(lost.rule, name_column, name, std::move(text));
  } else {
    notes.quarantine(lost.rule, name_column, name, std::move(text));
  }
}

/// Where settlements of the name are, when what keeps the row from them is a district that nobody knows. Empty: that is not it.
geo::Text Placing::nowhere_stated(std::string_view name) const {
  const Stated& stated = m_where.stated();
  const int level = stated.level();
  if (level < 0 || stated.area() >= 0) { return {}; }
  const auto l = static_cast<std::size_t>(level);
  const auto fits = [&](const Place& place) { return m_where.area().contains(place.at); };
  const PlaceMatch elsewhere = m_where.reference().places().find(name, Stated{}, fits);
  if (!elsewhere.exact || elsewhere.candidates.empty()) { return {}; }
  std::string list;
  for (std::size_t i = 0; i < std::min(elsewhere.candidates.size(), candidates_shown); ++i) {
    const Place& place = *elsewhere.candidates[i];
    const int in = place.areas[district];
    list += (i == 0 ? "" : ", ") + (in < 0 ? pair_text(place.at) : m_where.reference().areas()[in].name);
  }
  if (elsewhere.candidates.size() > candidates_shown) { list += ", …"; }
  const std::string said = geo::excerpt(stated.written[l].empty() ? stated.codes[l] : stated.written[l]);
  const geo::Text word = level_word(level);
  const std::string& place = elsewhere.candidates.front()->name;
  return {fmt::format("{} {} is not known; there are settlements {} in: {}", word.en, said, place, list),
          fmt::format("não se conhece {} {}; há povoados {} em: {}", word.pt, said, place, list)};
}

void Placing::none(const Lost& lost, std::string_view name, std::string_view name_column, RowNotes& notes) const {
  if (lost.rule == "G3") {
    notes.quarantine("G3", lost.column, lost.text);
  } else if (geo::Text text = is_kept(lost) ? geo::Text() : nowhere_stated(name); !text.en.empty()) {
    notes.quarantine(lost.rule, name_column, name, std::move(text));
  } else if (!is_kept(lost)) {
    notes.quarantine(
        lost.rule, name_column, name,
        {"there is no position, and no settlement of that name is known", "não há posição, e não se conhece nenhum povoado com esse nome"});
  }
}

}  // namespace importers
