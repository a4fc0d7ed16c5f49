// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/keys.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace importers {
namespace {

struct KnownKey {
  std::string_view name;  ///< in fold_name() form, or exactly as in the file when `exact`
  bool exact = false;
  std::string_view family = {};
  std::string_view collection = {};  ///< empty: any
};

constexpr KnownKey known_keys[] = {
    {"_uuid", true, "kobo"},
    {"KEY", true, "odk"},
    {"__id", true, "odk"},
    {"_id", true},  // of Kobo without its uuid
    {"uuid"},
    {"event_id_cnty", false, "acled"},
    {"@id", true},
    {"id"},
    {"key"},
    {"data_id"},
    {"incident_id"},
    {"crime_id"},
    {"case_number"},
    {"event_id"},
    {"globalid"},
    {"csc_id", false, {}, "cscs"},
    {"csc_code", false, {}, "cscs"},
    {"csc_id", false, {}, "catchments"},
    {"csc_code", false, {}, "catchments"},
    {"site_id", false, {}, "sites"},
    {"outreach_id", false, {}, "outreach"},
    {"id_actividade", false, {}, "outreach"},
    {"dialogue_id", false, {}, "dialogues"},
    {"id_dialogo", false, {}, "dialogues"},
    {"issue_id", false, {}, "issues"},
    {"id_questao", false, {}, "issues"},
    {"id_preocupacao", false, {}, "issues"},
    {"training_id", false, {}, "trainings"},
    {"id_formacao", false, {}, "trainings"},
    {"adm3_pcode", false, {}, "admin_areas"},
    {"adm2_pcode", false, {}, "admin_areas"},
    {"adm1_pcode", false, {}, "admin_areas"},
    {"pcode", false, {}, "admin_areas"},
};

}  // namespace

KeyColumn find_key(const std::vector<Column>& columns, std::string_view collection) {
  std::vector<std::string> folded;
  for (const Column& c : columns) { folded.push_back(geo::fold_name(c.name)); }
  for (const KnownKey& key : known_keys) {
    if (!key.collection.empty() && key.collection != collection) { continue; }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if ((key.exact ? columns[i].name : folded[i]) == key.name) { return {static_cast<int>(i), key.family}; }
    }
  }
  return {};
}

std::string derived_source(const std::vector<Column>& columns, const KeyColumn& key) {
  if (key.column < 0) { return std::string(nameless_source); }
  if (!key.family.empty()) { return std::string(key.family); }
  std::vector<std::string> names;
  for (const Column& c : columns) { names.push_back(geo::fold_name(c.name)); }
  std::sort(names.begin(), names.end());
  std::string all;
  for (const std::string& name : names) { (all += name) += '\n'; }
  return fmt::format("{}:{:016x}", geo::fold_name(columns[static_cast<std::size_t>(key.column)].name), geo::hash64(all));
}

}  // namespace importers
