// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/admin_rules.hpp"

#include "geo/base/text.hpp"
#include "geo/geometry/area.hpp"
#include "importers/rules/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace importers {
namespace {

constexpr double border_tolerance_m = 2000;
constexpr std::size_t most_remembered = 20'000;
constexpr std::size_t shortest_near_name = 5;

struct NameColumn {
  std::string_view name;
  std::uint8_t level;
};

constexpr NameColumn name_columns[] = {
    {"provincia", 1},      {"province", 1},
    {"admin1", 1},         {"adm1", 1},
    {"admin1_name", 1},    {"adm1_name", 1},
    {"adm1_pt", 1},        {"adm1_en", 1},
    {"nome_provincia", 1}, {"adm_1", 1},
    {"distrito", 2},       {"district", 2},
    {"admin2", 2},         {"adm2", 2},
    {"admin2_name", 2},    {"adm2_name", 2},
    {"adm2_pt", 2},        {"adm2_en", 2},
    {"nome_distrito", 2},  {"adm_2", 2},
    {"posto", 3},          {"posto_administrativo", 3},
    {"admin3", 3},         {"adm3", 3},
    {"admin3_name", 3},    {"adm3_name", 3},
    {"adm3_pt", 3},
};

std::uint8_t level_named(const std::string& column) {
  const std::string folded = geo::fold_name(column.substr(column.find_last_of('/') + 1));  // "group/question"
  const auto* found = std::find_if(std::begin(name_columns), std::end(name_columns), [&](const NameColumn& c) { return c.name == folded; });
  return found == std::end(name_columns) ? 0 : found->level;
}

geo::Text level_word(int level) {
  switch (level) {
    case 1: return {"province", "província"};
    case 2: return {"district", "distrito"};
    default: return {"administrative post", "posto administrativo"};
  }
}

std::string named(const AdminArea& area) { return area.name.empty() ? area.pcode : fmt::format("{} ({})", area.name, area.pcode); }

}  // namespace

AdminRules::AdminRules(const geo::Collection& collection, const Reference& reference, bool judges)
    : m_areas(reference.areas()), m_places(reference.places()), m_judges(judges) {
  for (int level = 0; level < admin_levels; ++level) {
    const std::string field = fmt::format("admin{}_pcode", level);
    m_code_fields[static_cast<std::size_t>(level)] = collection.index_of(field);
    m_code_columns.push_back(field);
  }
}

void AdminRules::plan(const Mapping& mapping) {
  if (m_areas.empty() && m_places.empty()) { return; }
  for (int level = 1; level < admin_levels; ++level) {
    const int column = mapping.column_of(fmt::format("admin{}_pcode", level));
    if (column >= 0) { m_code_columns[static_cast<std::size_t>(level)] = mapping.name(static_cast<std::size_t>(column)); }
  }
  for (std::size_t c = m_level_of_column.size(); c < mapping.size(); ++c) {
    const std::uint8_t level = mapping[c].use == Use::identifier ? std::uint8_t{0} : level_named(mapping.name(c));
    m_level_of_column.push_back(level);
    if (level > 0) { m_name_columns[level] = mapping.name(c); }
  }
}

void AdminRules::clear() {
  m_names = {};
  m_stated = &m_nothing.stated;
}

std::string_view AdminRules::code_of(const Draft& draft, int level) const {
  const int field = m_code_fields[static_cast<std::size_t>(level)];
  if (field < 0) { return {}; }
  const auto* code = std::get_if<std::string>(&draft.staged.row.values[static_cast<std::size_t>(field)]);
  return code == nullptr ? std::string_view() : *code;
}

const Stated& AdminRules::resolve(const Draft& draft, RowNotes& notes) {
  if (m_areas.empty() && m_places.empty()) { return m_nothing.stated; }
  m_key.clear();
  bool any = false;
  for (int level = 1; level < admin_levels; ++level) {
    for (const std::string_view part : {code_of(draft, level), m_names[static_cast<std::size_t>(level)]}) {
      any = any || !part.empty();
      (m_key += part) += '\x1f';
    }
  }
  if (!any) { return m_nothing.stated; }
  auto it = m_seen.find(m_key);
  if (it == m_seen.end()) {
    if (m_seen.size() >= most_remembered) { m_seen.clear(); }
    Resolved resolved;
    for (int level = 1; level < admin_levels; ++level) {
      const auto l = static_cast<std::size_t>(level);
      resolved.stated.codes[l] = code_of(draft, level);
      if (!is_null_word(m_names[l], true)) {
        resolved.stated.names[l] = geo::fold_name(m_names[l]);
        resolved.stated.written[l] = m_names[l];
      }
      resolve_level(level, resolved);
    }
    it = m_seen.emplace(m_key, std::move(resolved)).first;
  }
  if (m_judges) {
    for (const CodeNote& note : it->second.notes) {
      notes.warn("C2", m_code_columns[static_cast<std::size_t>(note.level)], code_of(draft, note.level), note.message);
    }
  }
  m_stated = &it->second.stated;
  return *m_stated;
}

/// By its name, or by one that is a letter off when no other is.
int AdminRules::named(int level, std::string_view folded, int inside) const {
  if (folded.empty()) { return -1; }
  const int exact = m_areas.by_name(level, folded, inside);
  if (exact >= 0 || folded.size() < shortest_near_name) { return exact; }
  int found = -1;
  for (int i = 0; i < static_cast<int>(m_areas.size()); ++i) {
    const AdminArea& area = m_areas[i];
    if (area.level != level || (inside >= 0 && !m_areas.is_part(i, inside))) { continue; }
    const bool near =
        std::any_of(area.names.begin(), area.names.end(), [&](const std::string& name) { return is_one_letter_off(name, folded); });
    if (!near || (found >= 0 && m_areas[found].pcode == area.pcode)) { continue; }
    if (found >= 0) { return -1; }
    found = i;
  }
  return found;
}

void AdminRules::resolve_level(int level, Resolved& resolved) const {
  const auto l = static_cast<std::size_t>(level);
  Stated& stated = resolved.stated;
  const std::string code = stated.codes[l];
  const int by_name = named(level, stated.names[l], stated.areas[l - 1]);
  if (code.empty()) {
    stated.areas[l] = by_name;
    return;
  }
  const int by_code = m_areas.by_code(level, code);
  const int by_old_code = by_code >= 0 ? -1 : m_places.area_of_old_code(level, code);
  const int meant = by_code >= 0 ? by_code : by_old_code;
  const bool disagree = meant >= 0 && by_name >= 0 && meant != by_name;
  note_code(level, code, by_code, by_old_code, by_name, resolved);
  stated.areas[l] = disagree ? -1 : meant >= 0 ? meant : by_name;
  if (disagree) {
    stated.codes[l].clear();
    stated.names[l].clear();
  }
}

void AdminRules::note_code(int level, std::string_view code, int by_code, int by_old_code, int by_name, Resolved& resolved) const {
  const int meant = by_code >= 0 ? by_code : by_old_code;
  const geo::Text word = level_word(level);
  if (meant >= 0 && by_name >= 0 && meant != by_name) {
    const std::string a = ::importers::named(m_areas[meant]);
    const std::string b = ::importers::named(m_areas[by_name]);
    resolved.notes.push_back({level,
                              {fmt::format("the code is that of {}, the name that of {}; neither was believed", a, b),
                               fmt::format("o código é o de {}, o nome o de {}; não se acreditou em nenhum", a, b)}});
  } else if (by_old_code >= 0) {
    const std::string area = ::importers::named(m_areas[by_old_code]);
    resolved.notes.push_back({level,
                              {fmt::format("P-code of another version: {} here; it was kept as given", area),
                               fmt::format("P-code de outra versão: aqui é {}; foi guardado como veio", area)}});
  } else if (meant < 0 && m_areas.has_level(level)) {
    resolved.notes.push_back({level,
                              {fmt::format("no {} in the store has the P-code {}; it was kept as given", word.en, geo::excerpt(code)),
                               fmt::format("nenhum {} guardado tem o P-code {}; foi mantido como veio", word.pt, geo::excerpt(code))}});
  }
}

void AdminRules::fill(Draft& draft, int level, const std::string& code, bool& any) const {
  const int field = m_code_fields[static_cast<std::size_t>(level)];
  if (field < 0 || code.empty() || !draft.is_null(field)) { return; }
  draft.at(field) = code;
  any = true;
}

void AdminRules::derive(Draft& draft, int deepest, RowNotes& notes) {
  if (m_areas.empty()) { return; }
  bool any = false;
  const auto fill_from = [&](int area) {
    for (int level = 1; level <= std::min(deepest, m_areas[area].level); ++level) {
      fill(draft, level, m_areas[area].codes[static_cast<std::size_t>(level)], any);
    }
  };
  const geo::Geometry& geometry = draft.staged.row.geometry;
  if (geometry.is_none()) {
    for (int level = admin_levels - 1; level > 0; --level) {
      if (const int area = m_stated->areas[static_cast<std::size_t>(level)]; area >= 0) { fill_from(area); }
    }
  } else {
    const geo::LonLat p = geometry.kind() == geo::GeometryKind::point ? geometry.lonlat() : geo::point_on_surface(geometry);
    const AdminAreas::ByLevel found = m_areas.find(p);
    if (m_judges) { compare(draft, p, deepest, found, notes); }
    for (int level = admin_levels - 1; level > 0; --level) {
      if (const int area = found[static_cast<std::size_t>(level)]; area >= 0) { fill_from(area); }
    }
  }
  m_derived += any ? 1 : 0;
}

/// G9: what is stated, against where the row lies, at the innermost level of which both are known.
void AdminRules::compare(const Draft& draft, geo::LonLat p, int deepest, const AdminAreas::ByLevel& found, RowNotes& notes) const {
  for (int level = std::min(deepest, admin_levels - 1); level > 0; --level) {
    const auto l = static_cast<std::size_t>(level);
    const int stated = m_stated->areas[l];
    if (stated < 0 || !m_areas[stated].has_shape()) { continue; }
    if (m_areas.is_within(stated, p, border_tolerance_m)) { return; }
    const std::string there = found[l] < 0 ? std::string() : ::importers::named(m_areas[found[l]]);
    const std::string said = ::importers::named(m_areas[stated]);
    const bool by_name = !m_names[l].empty();
    const geo::Text word = level_word(level);
    notes.warn("G9", by_name ? std::string_view(m_name_columns[l]) : std::string_view(m_code_columns[l]),
               by_name ? m_names[l] : code_of(draft, level),
               {fmt::format("the position lies {}, not in the {} stated, {}; both were kept", there.empty() ? "elsewhere" : "in " + there,
                            word.en, said),
                fmt::format("a posição fica {}, não no {} indicado, {}; ambos foram mantidos",
                            there.empty() ? "noutro lugar" : "em " + there, word.pt, said)});
    return;
  }
}

}  // namespace importers
