// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/mapping.hpp"

#include "geo/base/text.hpp"
#include "importers/mapping/identifiers.hpp"
#include "importers/mapping/suggest.hpp"
#include "importers/parse/mojibake.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers {
namespace {

// Targets of --map that are no fields.
constexpr std::pair<std::string_view, Use> special_targets[] = {
    {"latitude", Use::latitude}, {"longitude", Use::longitude}, {"geopoint", Use::geopoint}, {"wkt", Use::wkt}, {"key", Use::key}};

const std::pair<std::string_view, Use>* special_target(std::string_view name) {
  const auto* it = std::find_if(std::begin(special_targets), std::end(special_targets), [&](const auto& t) { return t.first == name; });
  return it == std::end(special_targets) ? nullptr : it;
}

std::string_view name_of(Use use) {
  switch (use) {
    case Use::field: return "field";
    case Use::key: return "key";
    case Use::identifier: return "identifier";
    case Use::extra: return "extra";
    case Use::ignored: return "ignored";
    default: break;
  }
  return std::find_if(std::begin(special_targets), std::end(special_targets), [&](const auto& t) { return t.second == use; })->first;
}

/// "total_de_participantes" -> "total_participantes": people leave these words out, or put them in.
std::string without_particles(std::string_view folded) {
  std::string out;
  for (std::size_t at = 0; at <= folded.size();) {
    const std::size_t end = std::min(folded.find('_', at), folded.size());
    const std::string_view word = folded.substr(at, end - at);
    const bool particle = word == "de" || word == "do" || word == "da" || word == "dos" || word == "das";
    if (!particle) { out += (out.empty() ? "" : "_") + std::string(word); }
    at = end + 1;
  }
  return out;
}

/// "dados/tipo_incidente" (Kobo) and "dados-tipo_incidente" (ODK) -> "tipo_incidente"; empty without a group.
std::string last_part(const std::string& column) {
  const std::size_t at = column.find_last_of("/-");
  return at == std::string::npos ? std::string() : geo::fold_name(column.substr(at + 1));
}

}  // namespace

bool is_mappable(const geo::Field& field) { return !field.system && field.type != geo::FieldType::json; }

void refuse_field(const geo::Collection& collection, std::string_view option, std::string_view field) {
  std::vector<std::string> names;
  for (const geo::Field& f : collection.fields) {
    if (is_mappable(f)) { names.push_back(f.name); }
  }
  if (option == "--map") {
    for (const auto& [name, use] : special_targets) { names.emplace_back(name); }
  }
  const std::string near = fmt::format("{}", fmt::join(nearest(field, names, 3), ", "));
  refuse(fmt::format("{}: {} has no field {}; near to it: {}", option, collection.id, geo::excerpt(field), near),
         fmt::format("{}: {} não tem o campo {}; parecidos: {}", option, collection.id, geo::excerpt(field), near));
}

Mapping::Mapping(const geo::Collection& collection, NamePairs map, ProfilePointer profile)
    : m_collection(collection), m_map(std::move(map)), m_profile(std::move(profile)), m_column_of_field(collection.fields.size(), -1) {
  for (const auto& [field, column] : m_map) {
    const geo::Field* f = collection.field(field);
    if ((f == nullptr || !is_mappable(*f)) && special_target(field) == nullptr) { refuse_field(collection, "--map", field); }
  }
}

void Mapping::extend(const std::vector<Column>& columns) {
  if (columns.size() == size() && size() > 0) { return; }
  for (std::size_t i = size(); i < columns.size(); ++i) {
    const bool named_by_profile = m_profile && i < m_profile->columns.size() && columns[i].name == fmt::format("column {}", i + 1);
    m_names.push_back(named_by_profile ? m_profile->columns[i] : columns[i].name);
    m_folded.push_back(geo::fold_name(mend_mojibake(m_names.back()).value_or(m_names.back())));
    m_tags.push_back(columns[i].tag);
    m_uses.emplace_back();
  }
  take_options();
  take_profile();
  take_tags();
  take_names();
  take_synonyms();
  take_group_names();
  take_coordinates();
  take_key(columns);
  take_identifiers();
}

bool Mapping::take_field(int field, std::size_t column, std::string_view why) {
  int& slot = m_column_of_field[static_cast<std::size_t>(field)];
  if (slot >= 0 || m_uses[column].use != Use::extra) { return false; }
  slot = static_cast<int>(column);
  m_uses[column].use = Use::field;
  m_uses[column].field = field;
  m_uses[column].why = why;
  return true;
}

void Mapping::take_special(Use use, int& slot, int column, std::string_view why) {
  if (slot >= 0 || column < 0) { return; }
  ColumnUse& target = m_uses[static_cast<std::size_t>(column)];
  if (target.use != Use::extra) { return; }
  slot = column;
  target.use = use;
  target.why = why;
}

int Mapping::find_column(std::string_view name) const {
  const auto exact = std::find(m_names.begin(), m_names.end(), name);
  if (exact != m_names.end()) { return static_cast<int>(exact - m_names.begin()); }
  const std::string folded = geo::fold_name(name);
  const auto near = std::find(m_folded.begin(), m_folded.end(), folded);
  return folded.empty() || near == m_folded.end() ? -1 : static_cast<int>(near - m_folded.begin());
}

void Mapping::take_options() {
  for (const auto& [target, column_name] : m_map) {
    const int column = find_column(column_name);
    if (column >= 0) { take_target(target, column, "--map"); }
  }
}

/// `target`: a field of the collection or one of special_targets.
void Mapping::take_target(std::string_view target, int column, std::string_view why) {
  const auto* special = special_target(target);
  if (special == nullptr) {
    take_field(m_collection.index_of(target), static_cast<std::size_t>(column), why);
    return;
  }
  switch (special->second) {
    case Use::latitude: take_special(Use::latitude, m_coordinates.latitude, column, why); break;
    case Use::longitude: take_special(Use::longitude, m_coordinates.longitude, column, why); break;
    case Use::geopoint: take_special(Use::geopoint, m_coordinates.geopoint, column, why); break;
    case Use::wkt: take_special(Use::wkt, m_coordinates.wkt, column, why); break;
    default: m_key = {column, {}}; m_uses[static_cast<std::size_t>(column)].key = true;
  }
}

void Mapping::take_profile() {
  if (!m_profile) { return; }
  for (const std::string& name : m_profile->key) {
    const auto at = std::find(m_folded.begin(), m_folded.end(), name);
    if (m_key.column >= 0 || at == m_folded.end()) { continue; }
    m_key = {static_cast<int>(at - m_folded.begin()), m_profile->source};
    ColumnUse& use = m_uses[static_cast<std::size_t>(m_key.column)];
    use.key = true;
    use.why = "profile";
  }
  for (const ProfileField& entry : m_profile->fields) {
    for (const std::string& column : entry.columns) { take_profile_field(entry, column); }
  }
  for (std::size_t c = 0; c < size(); ++c) {
    const auto& names = m_profile->ignore;
    if (is_free(c) && std::find(names.begin(), names.end(), m_folded[c]) != names.end()) { m_uses[c].use = Use::ignored; }
  }
}

void Mapping::take_profile_field(const ProfileField& entry, std::string_view column) {
  const auto at = std::find(m_folded.begin(), m_folded.end(), column);
  if (at == m_folded.end()) { return; }
  const auto c = static_cast<std::size_t>(at - m_folded.begin());
  const int field = m_collection.index_of(entry.field);
  if (field < 0) {
    if (special_target(entry.field) != nullptr && m_uses[c].use == Use::extra) { take_target(entry.field, static_cast<int>(c), "profile"); }
    return;
  }
  if (!is_mappable(m_collection.fields[static_cast<std::size_t>(field)])) { return; }
  int& slot = m_column_of_field[static_cast<std::size_t>(field)];
  if (slot >= 0) { return; }
  if (m_uses[c].use == Use::extra) {
    slot = static_cast<int>(c);
    m_uses[c].use = Use::field;
    m_uses[c].field = field;
    m_uses[c].why = "profile";
    if (!entry.values.empty()) { m_uses[c].words = &entry; }
  } else if (m_uses[c].why == "profile") {
    slot = static_cast<int>(c);
    m_shared.push_back({c, field, &entry});
  }
}

/// HXL: the tags are the mapping (the standard's words), whatever the columns are called.
void Mapping::take_tags() {
  const bool any = std::any_of(m_tags.begin(), m_tags.end(), [](const std::string& tag) { return !tag.empty(); });
  if (!any) { return; }
  // "#adm1" fits "#adm1+code" too: bare tags come after those that say more.
  for (const bool bare : {false, true}) {
    for (const ProfileField& entry : hxl_tags()) {
      for (const std::string& tag : entry.tags) {
        if ((tag.find('+') == std::string::npos) == bare) { take_tag(entry.field, tag); }
      }
    }
  }
}

void Mapping::take_tag(const std::string& target, const std::string& tag) {
  const int field = m_collection.index_of(target);
  const bool fits = special_target(target) != nullptr || (field >= 0 && is_mappable(m_collection.fields[static_cast<std::size_t>(field)]));
  for (std::size_t c = 0; fits && c < size(); ++c) {
    if (is_free(c) && !m_tags[c].empty() && tag_matches(m_tags[c], tag)) { take_target(target, static_cast<int>(c), "hxl"); }
  }
}

void Mapping::take_names() {
  for (std::size_t f = 0; f < m_collection.fields.size(); ++f) {
    const geo::Field& field = m_collection.fields[f];
    if (!is_mappable(field)) { continue; }
    for (std::size_t c = 0; c < size(); ++c) {
      if (m_folded[c] == field.name) { take_field(static_cast<int>(f), c, "name"); }
    }
  }
}

void Mapping::take_synonyms() {
  for (std::size_t f = 0; f < m_collection.fields.size(); ++f) {
    if (!is_mappable(m_collection.fields[f])) { continue; }
    for (const std::string& synonym : m_collection.fields[f].synonyms) {
      for (std::size_t c = 0; c < size(); ++c) {
        if (m_folded[c] == synonym) { take_field(static_cast<int>(f), c, "synonym"); }
      }
    }
  }
  for (std::size_t c = 0; c < size(); ++c) {
    const std::string plain = without_particles(m_folded[c]);
    if (m_uses[c].use != Use::extra || plain.empty()) { continue; }
    for (std::size_t f = 0; f < m_collection.fields.size(); ++f) {
      const auto& synonyms = m_collection.fields[f].synonyms;
      const auto same = [&](const std::string& synonym) { return without_particles(synonym) == plain; };
      if (is_mappable(m_collection.fields[f]) && std::any_of(synonyms.begin(), synonyms.end(), same) &&
          take_field(static_cast<int>(f), c, "synonym")) {
        break;
      }
    }
  }
}

void Mapping::take_group_names() {
  for (std::size_t c = 0; c < size(); ++c) {
    const std::string part = m_uses[c].use == Use::extra ? last_part(m_names[c]) : std::string();
    if (part.empty()) { continue; }
    for (std::size_t f = 0; f < m_collection.fields.size(); ++f) {
      const geo::Field& field = m_collection.fields[f];
      const bool fits = field.name == part || std::find(field.synonyms.begin(), field.synonyms.end(), part) != field.synonyms.end();
      if (fits && is_mappable(field) && take_field(static_cast<int>(f), c, "pattern")) { break; }
    }
  }
}

void Mapping::take_coordinates() {
  if (m_collection.geometry == geo::GeometryType::none) { return; }
  std::vector<std::string> names(size());
  for (std::size_t c = 0; c < size(); ++c) {
    if (is_free(c) || (m_uses[c].use == Use::field && m_uses[c].why == "synonym")) { names[c] = m_folded[c]; }
  }
  const CoordinateColumns found = find_coordinates(names);
  const auto take = [&](Use use, int& slot, int column) { take_special(use, slot, column, "name"); };
  if (m_collection.geometry == geo::GeometryType::point || m_collection.geometry == geo::GeometryType::any) {
    if (m_coordinates.latitude < 0 && m_coordinates.longitude < 0) {
      take(Use::latitude, m_coordinates.latitude, found.latitude);
      take(Use::longitude, m_coordinates.longitude, found.longitude);
    }
    take(Use::geopoint, m_coordinates.geopoint, found.geopoint);
  }
  if (m_collection.geometry != geo::GeometryType::line) { take(Use::wkt, m_coordinates.wkt, found.wkt); }
  const int uncertainty = m_collection.index_of("uncertainty_m");
  if (m_coordinates.accuracy < 0) { m_coordinates.accuracy = found.accuracy; }
  if (uncertainty >= 0 && found.accuracy >= 0) { take_field(uncertainty, static_cast<std::size_t>(found.accuracy), "pattern"); }
}

void Mapping::take_key(const std::vector<Column>& columns) {
  if (m_key.column >= 0) { return; }
  const KeyColumn key = find_key(columns, m_collection.id);
  if (key.column < 0) { return; }
  ColumnUse& use = m_uses[static_cast<std::size_t>(key.column)];
  m_key = key;
  use.key = true;
  if (use.use == Use::extra) { use.why = "name"; }
}

/// Whose layers tell of people and events; those of reference have many names, and none of a person.
bool tells_of_people(std::string_view collection) {
  constexpr std::string_view others[] = {"admin_areas", "settlements", "population", "roads"};
  return geo::builtin_catalog().collection(collection) != nullptr &&
         std::find(std::begin(others), std::end(others), collection) == std::end(others);
}

void Mapping::take_identifiers() {
  const auto names = tells_of_people(m_collection.id) ? Names::of_things_only_if_said : Names::of_people_only_if_said;
  for (std::size_t c = 0; c < size(); ++c) {
    if (is_free(c) && identifies_people(m_names[c], names)) { m_uses[c].use = Use::identifier; }
  }
}

std::vector<std::string> Mapping::people_on_demand() const {
  std::vector<std::string> columns;
  for (const auto& [target, column] : m_map) {
    const int c = find_column(column);
    const bool is_name = target == "name" || target == "place_name";
    if (c >= 0 && !is_name && target != "key" && identifies_people(m_names[static_cast<std::size_t>(c)])) {
      columns.push_back(m_names[static_cast<std::size_t>(c)]);
    }
  }
  return columns;
}

void Mapping::check_columns() const {
  for (const auto& [target, column] : m_map) {
    if (find_column(column) >= 0) { continue; }
    const std::string names = list_columns();
    refuse(fmt::format("--map {}={}: the file has no such column; it has: {}", target, column, names),
           fmt::format("--map {}={}: o ficheiro não tem essa coluna; tem: {}", target, column, names));
  }
}

std::string Mapping::list_columns() const {
  constexpr std::size_t most_columns = 40;
  constexpr std::size_t most_bytes = 40;
  std::string list;
  for (std::size_t c = 0; c < std::min(size(), most_columns); ++c) {
    if (m_uses[c].use == Use::identifier) { continue; }  // nobody should be led to take them in
    if (!list.empty()) { list += ", "; }
    list += geo::truncate_utf8(m_names[c], most_bytes);
    if (m_names[c].size() > most_bytes) { list += "…"; }
  }
  return size() > most_columns ? list + ", …" : list;
}

bool Mapping::has_coordinates() const {
  return (m_coordinates.latitude >= 0 && m_coordinates.longitude >= 0) || m_coordinates.geopoint >= 0 || m_coordinates.wkt >= 0;
}

int Mapping::column_of(std::string_view field) const {
  const int at = m_collection.index_of(field);
  return at < 0 ? -1 : m_column_of_field[static_cast<std::size_t>(at)];
}

int Mapping::only_column() const {
  if (!m_profile || m_profile->only_column.empty()) { return -1; }
  const auto at = std::find(m_folded.begin(), m_folded.end(), m_profile->only_column);
  return at == m_folded.end() ? -1 : static_cast<int>(at - m_folded.begin());
}

bool Mapping::is_wanted(std::string_view cell) const {
  const auto& wanted = m_profile->only_values;
  return std::find(wanted.begin(), wanted.end(), geo::fold(cell)) != wanted.end();
}

std::vector<ColumnFate> Mapping::fates() const {
  std::vector<ColumnFate> fates;
  for (std::size_t c = 0; c < size(); ++c) {
    const ColumnUse& use = m_uses[c];
    ColumnFate fate{m_names[c], std::string(name_of(use.use)), {}, std::string(use.why)};
    if (use.field >= 0) { fate.field = m_collection.fields[static_cast<std::size_t>(use.field)].name; }
    for (const SharedColumn& shared : m_shared) {
      if (shared.column == c) { fate.field += " + " + m_collection.fields[static_cast<std::size_t>(shared.field)].name; }
    }
    if (use.key) { fate.use = "key"; }
    fates.push_back(std::move(fate));
  }
  return fates;
}

}  // namespace importers
