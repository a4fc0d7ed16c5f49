// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/accounts/account_table.hpp"
#include "store/accounts/accounts.hpp"
#include "store/accounts/remembered.hpp"

#include <mutex>

namespace store {

/// What an Accounts object works with.
struct Accounts::File {
  File(const std::filesystem::path& file, AccountOptions wanted);

  std::optional<StoredAccount> find(std::string_view name);
  /// Runs `write` with the account in a transaction. It sees what other programs have written until now.
  void change(const std::string& name, const std::function<void(const StoredAccount&)>& write);

  std::optional<Account> by_secret(SecretKind kind, std::string_view secret, std::string_view prefix);
  /// Keeps the hash at the present cost of a password that was found right.
  void replace(const StoredAccount& account, std::string_view password, const std::string& hash) noexcept;

  const AccountOptions options;
  PasswordHasher hasher;
  SecretNamer namer;
  RememberedProofs proofs;

  std::mutex write_mutex;  // guards write_database and writer_view
  Database write_database;
  std::mutex read_mutex;  // guards the others from here on
  Database read_database;
  AccountReader writer_view;
  AccountReader reader;
  RememberedSecrets tokens, sessions;
};

}  // namespace store
