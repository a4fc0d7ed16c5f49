// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/credentials.hpp"
#include "api/identity.hpp"
#include "api/negotiation.hpp"
#include "store/accounts/accounts.hpp"
#include "store/accounts/throttle.hpp"

#include <functional>
#include <optional>
#include <string>

namespace api {

/// Finds out who asks. Thread-safe; a password takes up to 2 s, everything else microseconds.
class Gate {
 public:
  /// Called for every password or token that is looked at, right or wrong. `account` is of the one who is known then, else empty:
  /// what strangers type as a name may be a password.
  using Witness = std::function<void(bool admitted, const std::string& account)>;

  /// `accounts`: null, or must outlive the gate. `visitor`: whoever has not signed in.
  Gate(store::Accounts* accounts, geo::Role visitor, bool behind_proxy, Witness witness);

  struct Decision {
    Identity who = {};
    std::optional<Response> refusal = {};  ///< set: nobody may go on
  };
  /// No credentials: the visitor. Wrong, expired, revoked, malformed ones: 401, in the same words; too many: 429.
  /// Where nobody signs in credentials mean nothing and are not looked at.
  /// `cookies`: whether they count, see read_credentials().
  Decision admit(const Request& request, Language language, bool cookies = true);

  /// The same for what a form of ours has sent in place of the field.
  Decision admit(const Request& request, Language language, const Credentials& given);

  /// Who asks, where that takes no longer than to look up a token or session; without a word to the witness. Nothing for wrong
  /// credentials, and for passwords.
  [[nodiscard]] std::optional<Identity> known(const Request& request, bool cookies) const;

  /// A session of the account that `who` signed in with. Throws Error{conflict} when that has changed meanwhile.
  [[nodiscard]] std::string start_session(const Identity& who);
  void end_session(const Request& request);

  /// Who is to wait when guesses fail: the other end, or who it says it speaks for.
  [[nodiscard]] std::string peer_of(const Request& request) const;

 private:
  std::optional<store::Account> look_up(const Credentials& given) const;
  Decision refuse(const Request& request, Language language, Credentials::Kind kind) const;

  store::Accounts* m_accounts;
  geo::Role m_visitor;
  bool m_behind_proxy;
  Witness m_witness;
  store::Throttle m_throttle;
};

}  // namespace api
