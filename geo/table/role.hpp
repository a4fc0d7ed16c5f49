// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Who reads. Rows and columns above the clearance do not exist for the role.
struct Role {
  std::string name;
  Confidentiality row_clearance = 0;
  Confidentiality field_clearance = 0;

  bool operator==(const Role&) const = default;
};

/// `visitor`: rows and columns of confidentiality 0. `programme`: everything.
const std::vector<Role>& builtin_roles();
/// Throws Error{usage} that names the roles there are.
const Role& role_named(std::string_view name);

/// The collection as the role knows it: columns it may not see are gone, not blanked.
Collection visible_schema(const Collection& collection, const Role& role);

}  // namespace geo
