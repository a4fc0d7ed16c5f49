// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/accounts/accounts.hpp"
#include "store/accounts/secret.hpp"
#include "store/sqlite/database.hpp"

namespace store {

struct StoredAccount {
  std::int64_t id = 0;
  Account account;
  std::string password;  ///< its hash
};

enum class SecretKind : std::uint8_t { token, session };

/// A token or session that has not been revoked, of an account that is not disabled.
struct StoredSecret {
  Digest digest{};
  Account account;
  geo::TimeMs created_at = 0;
  geo::TimeMs expires_at = 0;
};

/// Questions to the tables `account` and `token`. One thread at a time, like the connection it refers to.
class AccountReader {
 public:
  explicit AccountReader(Database& database);

  [[nodiscard]] std::optional<StoredAccount> find(std::string_view name);
  [[nodiscard]] std::optional<StoredSecret> find(SecretKind kind, const Digest& digest);
  [[nodiscard]] std::vector<Account> list();
  /// Empty name: all.
  [[nodiscard]] std::vector<TokenRecord> tokens(const std::string& account);
  [[nodiscard]] std::optional<TokenRecord> token(std::int64_t id);

 private:
  Database& m_database;
  Statement m_by_name;
  Statement m_by_digest;
};

// Writing: each inside a transaction that the caller holds.

void insert_account(Database& database, const Account& account, const std::string& password_hash);
/// A new password; its sessions end.
void set_password(Database& database, const StoredAccount& account, const std::string& password_hash);
/// The same password at another cost, unless it has changed meanwhile.
void replace_hash(Database& database, const StoredAccount& account, const std::string& password_hash);
void set_role(Database& database, const StoredAccount& account, const std::string& role, const std::vector<std::string>& areas);
void set_disabled(Database& database, const StoredAccount& account, bool disabled, geo::TimeMs now);
/// Its id.
std::int64_t insert_secret(Database& database, SecretKind kind, std::int64_t account, const StoredSecret& secret, const std::string& label);
/// Room for one more session of the account: those that are over go, of all accounts, and the oldest of too many.
void sweep_sessions(Database& database, std::int64_t account, geo::TimeMs now);
void revoke_token(Database& database, std::int64_t id, geo::TimeMs now);
void delete_session(Database& database, const Digest& digest);

}  // namespace store
