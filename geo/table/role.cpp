// SPDX-License-Identifier: Apache-2.0
#include "geo/table/role.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace geo {
namespace {

Grant nothing_of(std::string collection) { return {std::move(collection), false, 0, 0}; }

/// Behind the '@' of a role's text; none without one.
std::vector<std::string> areas_in(std::string_view role) {
  const std::size_t at = role.find('@');
  if (at == std::string_view::npos) { return {}; }
  std::string_view text = role.substr(at + 1);
  std::vector<std::string> areas;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view area = text.substr(0, comma);
    if (!is_pcode(area)) {
      throw Error(Problem::usage, fmt::format("'{}' is no P-code; the areas of a role are given as in programme@MZ0102,MZ0108", area),
                  fmt::format("'{}' não é um P-code; as áreas de um papel indicam-se como em programme@MZ0102,MZ0108", area));
    }
    areas.emplace_back(area);
    if (comma == text.size()) { break; }
    text.remove_prefix(comma + 1);
  }
  return as_areas(std::move(areas));
}

[[noreturn]] void throw_no_role(std::string_view name) {
  std::string names;
  for (const Role& role : builtin_roles()) { names += (names.empty() ? "" : ", ") + role.name; }
  throw Error(Problem::usage, fmt::format("there is no role '{}': the roles are {}", name, names),
              fmt::format("não existe o papel '{}': os papéis são {}", name, names));
}

}  // namespace

const std::vector<Role>& builtin_roles() {
  static const std::vector<Grant> no_incidents{nothing_of("incidents"), nothing_of("issues")};
  static const std::vector<Role> roles{
      {"visitor", 0, 0, no_incidents},
      {"partner", 1, 1, no_incidents},
      {"police", 0, 0, {nothing_of("incidents"), nothing_of("issues"), {"sites", true, 1, 2}, {"trainings", true, 1, 1}}},
      {"programme", 2, 2},
      {"editor", 2, 2, {}, {}, true},
      {"protection", most_confidential, most_confidential, {}, {}, true},
      {"admin", 0, 0, no_incidents},
  };
  return roles;
}

bool is_pcode(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return text.size() >= 2 && text.size() <= 20 && std::all_of(text.begin(), text.end(), fits);
}

std::vector<std::string> as_areas(std::vector<std::string> pcodes) {
  std::sort(pcodes.begin(), pcodes.end());
  pcodes.erase(std::unique(pcodes.begin(), pcodes.end()), pcodes.end());
  return pcodes;
}

Role role_named(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('@'));
  const auto& roles = builtin_roles();
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.name == name; });
  if (found == roles.end()) { throw_no_role(name); }
  Role role = *found;
  role.areas = areas_in(text);
  return role;
}

std::string role_text(const Role& role) {
  std::string text = role.name;
  for (const std::string& area : role.areas) { text += (&area == role.areas.data() ? "@" : ",") + area; }
  return text;
}

Grant grant_of(const Role& role, std::string_view collection) {
  for (const Grant& grant : role.grants) {
    if (grant.collection == collection) { return grant; }
  }
  return {std::string(collection), true, role.row_clearance, role.field_clearance};
}

bool is_public(const Role& role) {
  const auto is_open = [](const Grant& grant) { return !grant.exact || (grant.rows <= 0 && grant.fields <= 0); };
  return role.row_clearance <= 0 && role.field_clearance <= 0 && std::all_of(role.grants.begin(), role.grants.end(), is_open);
}

Collection visible_schema(const Collection& collection, const Role& role) {
  const Grant grant = grant_of(role, collection.id);
  Collection seen = collection;
  seen.fields.clear();
  for (const Field& field : collection.fields) {
    if (grant.exact && field.confidentiality <= grant.fields) { seen.fields.push_back(field); }
  }
  return seen;
}

bool may_know(const Role& role, const Provenance& result) {
  const std::vector<std::string> areas = areas_in(result.role);
  if (result.row_clearance <= 0 && result.field_clearance <= 0 && areas.empty()) { return true; }
  const auto sees = [&](std::string_view collection) {
    const Grant grant = grant_of(role, collection);
    return grant.exact && grant.rows >= result.row_clearance && grant.fields >= result.field_clearance;
  };
  if (!std::all_of(result.inputs.begin(), result.inputs.end(), sees)) { return false; }
  if (result.inputs.empty() && !sees("")) { return false; }
  // A result shows all the areas it was made of.
  return role.areas.empty() || (!areas.empty() && std::includes(role.areas.begin(), role.areas.end(), areas.begin(), areas.end()));
}

}  // namespace geo
