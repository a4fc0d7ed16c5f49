// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "store/accounts/password.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Somebody who may sign in.
struct Account {
  std::string name = {};
  std::string role = {};
  std::vector<std::string> areas = {};  ///< P-codes, sorted; empty: everywhere
  bool disabled = false;
  geo::TimeMs created_at = 0;
  std::int64_t revision = 0;  ///< grows with a new password or role, and when the account is disabled or enabled
};

/// What is known of a token; its secret is known to its owner alone.
struct TokenRecord {
  std::int64_t id = 0;
  std::string account;
  std::string label;
  geo::TimeMs created_at = 0;
  geo::TimeMs expires_at = 0;
  std::optional<geo::TimeMs> revoked_at = {};
};

struct NewToken {
  TokenRecord record;
  std::string secret;  ///< to be shown once
};

struct AccountOptions {
  std::function<geo::TimeMs()> clock = {};                  ///< wall clock; default: the system's
  std::function<geo::TimeMs()> ticks = {};                  ///< milliseconds that never go back; default: the system's
  std::function<void(const std::string&)> check_role = {};  ///< throws for an unknown one; default: geo::role_named()
  PasswordCost cost = {};
};

/// The people who may sign in, and their passwords, tokens and sessions, in the store's own file. A secret is given out once, by
/// the call that makes it, and kept as a hash. Several programs may use one file: what one of them takes away is gone for all at
/// their next question. Thread-safe.
///
/// Names: [a-z][a-z0-9._-]{0,62}. Every call that names an account throws Error{not_found} when there is none; all that write
/// throw Error{busy} when the store stays locked for 5 s.
class Accounts {
 public:
  static constexpr std::string_view token_prefix = "bairro_";
  static constexpr std::string_view session_prefix = "bairro-session_";

  /// The store must be there: throws Error{not_found}. Brings it up to this program's format.
  explicit Accounts(const std::filesystem::path& store_file, AccountOptions options = {});
  ~Accounts();
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  /// The password. Throws Error{usage, conflict}.
  [[nodiscard]] std::string add(const std::string& name, const std::string& role, const std::vector<std::string>& areas);
  /// The new password. The old one and the account's sessions are at an end; its tokens go on.
  [[nodiscard]] std::string reset_password(const std::string& name);
  /// From now on, with its tokens too; its sessions are at an end. Throws Error{usage}.
  void set_role(const std::string& name, const std::string& role, const std::vector<std::string>& areas);
  /// Its tokens are revoked for good, its sessions end: what lies on a lost laptop stays worthless when the account is enabled again.
  void disable(const std::string& name);
  void enable(const std::string& name);
  /// By name.
  [[nodiscard]] std::vector<Account> list() const;
  [[nodiscard]] std::optional<Account> find(const std::string& name) const;

  /// For programs that sign in. 1 to 3650 days. Throws Error{usage}, and Error{conflict} for a disabled account.
  [[nodiscard]] NewToken add_token(const std::string& account, const std::string& label, int days);
  /// In order of id, the expired and the revoked too.
  [[nodiscard]] std::vector<TokenRecord> tokens() const;
  [[nodiscard]] std::vector<TokenRecord> tokens_of(const std::string& account) const;
  /// Throws Error{not_found} when there is no such token.
  TokenRecord revoke(std::int64_t token_id);

  /// Nothing for a wrong password, and in the same way and time for an unknown or a disabled account: about 20 ms of Argon2id. A
  /// password found right is known again for 5 minutes, in about 4 µs, until the account changes. Throws Error{busy} when two
  /// are being checked and neither ends within 2 s. Callers keep a Throttle.
  [[nodiscard]] std::optional<Account> by_password(std::string_view name, std::string_view password);
  /// Nothing for a token that is unknown, revoked, expired, or of a time that has not come: then the clock is wrong. A few µs.
  [[nodiscard]] std::optional<Account> by_token(std::string_view secret) const;

  /// For the web page: the secret is for a cookie, lives 12 h, and is no token. The account is one that a call above gave;
  /// throws Error{conflict} when it has changed since. The oldest of more than 20 sessions ends.
  [[nodiscard]] std::string start_session(const Account& account);
  [[nodiscard]] std::optional<Account> by_session(std::string_view secret) const;
  /// Does nothing when there is none.
  void end_session(std::string_view secret);

 private:
  struct File;
  std::unique_ptr<File> m_file;
};

}  // namespace store
