// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// What a role may see of one collection. Rows and columns above the levels do not exist for it.
struct Grant {
  std::string collection;
  bool exact = true;  ///< false: nothing of it, as if there were no such collection; at most what has been released of it
  Confidentiality rows = 0;
  Confidentiality fields = 0;

  bool operator==(const Grant&) const = default;
};

/// Who reads. Default deny: what neither the levels nor a grant opens does not exist for the role.
struct Role {
  std::string name;
  Confidentiality row_clearance = 0;  ///< of collections without a grant of their own, as the next
  Confidentiality field_clearance = 0;
  std::vector<Grant> grants = {};       ///< for collections with an exception
  std::vector<std::string> areas = {};  ///< P-codes: only rows in one of them, apart from public rows; empty: everywhere
  bool writes = false;                  ///< may create, change and remove rows that it sees

  bool operator==(const Role&) const = default;
};

/// The table of roles (PRIVACY rule B12), from the least that is seen to the most; `police` and `admin` stand aside.
///   visitor     public rows and columns; no incidents, no issues
///   partner     internal ones too (level 1); no incidents, no issues
///   police      as a visitor, and sites and trainings of level 1
///   programme   all up to level 2, but no row of a class that is never a point (RowRule)
///   editor      as the programme, and may write
///   protection  everything, and may write
///   admin       as a visitor: who manages the service does not see rows by that alone
const std::vector<Role>& builtin_roles();

/// A role of the table: "programme", or "programme@MZ0102,MZ0108" for one that is bound to areas by their P-codes.
/// Throws Error{usage} that names the roles there are, or the part that is no P-code.
Role role_named(std::string_view text);
/// The same again as text; role_named() reads it.
std::string role_text(const Role& role);

/// A P-code such as MZ01 or MZ0110: capital letters and digits, 2 to 20.
bool is_pcode(std::string_view text);
/// Sorted, each once: two ways to say the same areas are one role, with one view.
std::vector<std::string> as_areas(std::vector<std::string> pcodes);

/// What a role may see of a collection.
Grant grant_of(const Role& role, std::string_view collection);
/// Whether the role sees what anybody may see, and no more.
bool is_public(const Role& role);

/// The collection as the role knows it: columns it may not see are gone, not blanked.
Collection visible_schema(const Collection& collection, const Role& role);

/// Whether the role may know of a result: it sees all that the role did for which it was made, of every collection that was read.
bool may_know(const Role& role, const Provenance& result);

}  // namespace geo
