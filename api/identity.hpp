// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "store/accounts/accounts.hpp"

#include <string>

namespace api {

/// Who asks, and with whose eyes everything is read for the answer.
struct Identity {
  geo::Role role;
  store::Account account = {};  ///< without a name: nobody has signed in
  bool by_cookie = false;       ///< a page's session: the browser sends it whoever wrote the page

  [[nodiscard]] bool signed_in() const { return !account.name.empty(); }
  /// The account with its role: what is kept of an answer is for these alone.
  [[nodiscard]] std::string whose() const { return account.name + ' ' + geo::role_text(role); }
};

}  // namespace api
