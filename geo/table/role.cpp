// SPDX-License-Identifier: Apache-2.0
#include "geo/table/role.hpp"

#include <fmt/format.h>

namespace geo {

const std::vector<Role>& builtin_roles() {
  static const std::vector<Role> roles{{"programme", most_confidential, most_confidential}, {"visitor", 0, 0}};
  return roles;
}

const Role& role_named(std::string_view name) {
  for (const Role& role : builtin_roles()) {
    if (role.name == name) { return role; }
  }
  throw Error(Problem::usage, fmt::format("there is no role '{}': the roles are programme and visitor", name),
              fmt::format("não existe o papel '{}': os papéis são programme e visitor", name));
}

Collection visible_schema(const Collection& collection, const Role& role) {
  Collection seen = collection;
  seen.fields.clear();
  for (const Field& field : collection.fields) {
    if (field.confidentiality <= role.field_clearance) { seen.fields.push_back(field); }
  }
  return seen;
}

}  // namespace geo
