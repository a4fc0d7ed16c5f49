// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/accounts.hpp"

#include "geo/base/error.hpp"
#include "geo/table/role.hpp"
#include "store/accounts/account_rules.hpp"
#include "store/accounts/account_table.hpp"
#include "store/accounts/remembered.hpp"
#include "store/sqlite/migrations.hpp"

#include <fmt/format.h>

#include <chrono>
#include <mutex>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

constexpr geo::TimeMs hour_ms = 3'600'000;
constexpr geo::TimeMs session_ms = 12 * hour_ms;
// A clock that is set right by a little must not turn anybody away.
constexpr geo::TimeMs clock_slack_ms = 5 * 60 * 1000;

template <class Clock>
geo::TimeMs now_of() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count();
}

AccountOptions completed(AccountOptions options) {
  if (!options.clock) { options.clock = now_of<std::chrono::system_clock>; }
  if (!options.ticks) { options.ticks = now_of<std::chrono::steady_clock>; }
  if (!options.check_role) {
    options.check_role = [](const std::string& role) { geo::role_named(role); };
  }
  return options;
}

const std::filesystem::path& made_private(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    throw Error(Problem::not_found, fmt::format("there is no store '{}'; make one with: bairro import", file.string()),
                fmt::format("não existe o repositório '{}'; crie-o com: bairro import", file.string()));
  }
  make_private_file(file);
  return file;
}

[[noreturn]] void throw_disabled(const std::string& name) {
  throw Error(Problem::conflict, fmt::format("the user '{}' is disabled; first: bairro user enable {}", name, name),
              fmt::format("o utilizador '{}' está desactivado; primeiro: bairro user enable {}", name, name));
}

}  // namespace

struct Accounts::File {
  File(const std::filesystem::path& file, AccountOptions wanted)
      : options(completed(std::move(wanted))),
        hasher(options.cost),
        write_database(made_private(file), Database::Mode::read_write),
        read_database((migrate(write_database, file), file), Database::Mode::read_only),
        writer_view(write_database),
        reader(read_database) {}

  std::optional<StoredAccount> find(std::string_view name) {
    const std::lock_guard lock(read_mutex);
    return reader.find(name);
  }

  /// Runs `write` with the account in a transaction. It sees what other programs have written until now.
  template <class Write>
  void change(const std::string& name, Write write) {
    const std::lock_guard lock(write_mutex);
    Transaction transaction(write_database);
    const std::optional<StoredAccount> found = writer_view.find(name);
    if (!found) { throw_no_account(name); }
    write(*found);
    transaction.commit();
  }

  std::optional<Account> by_secret(SecretKind kind, std::string_view secret, std::string_view prefix);
  void make_again(const StoredAccount& account, std::string_view password) noexcept;

  const AccountOptions options;
  PasswordHasher hasher;
  SecretNamer namer;
  RememberedProofs proofs;

  std::mutex write_mutex;  // of the two that follow with `write`
  Database write_database;
  std::mutex read_mutex;  // of the rest
  Database read_database;
  AccountReader writer_view;
  AccountReader reader;
  RememberedSecrets tokens, sessions;
};

Accounts::Accounts(const std::filesystem::path& store_file, AccountOptions options)
    : m_file(std::make_unique<File>(store_file, std::move(options))) {}
Accounts::~Accounts() = default;

std::string Accounts::add(const std::string& name, const std::string& role, const std::vector<std::string>& areas) {
  File& f = *m_file;
  check_account_name(name);
  f.options.check_role(role);
  const Account account{name, role, checked_areas(areas), false, f.options.clock(), 0};
  std::string password = new_password();
  const std::string hash = f.hasher.hash(password);
  const std::lock_guard lock(f.write_mutex);
  Transaction transaction(f.write_database);
  if (f.writer_view.find(name)) {
    throw Error(Problem::conflict, fmt::format("there is a user '{}' already; a new password: bairro user password {}", name, name),
                fmt::format("já existe o utilizador '{}'; nova palavra-passe: bairro user password {}", name, name));
  }
  insert_account(f.write_database, account, hash);
  transaction.commit();
  return password;
}

std::string Accounts::reset_password(const std::string& name) {
  File& f = *m_file;
  if (!f.find(name)) { throw_no_account(name); }
  std::string password = new_password();
  const std::string hash = f.hasher.hash(password);
  f.change(name, [&](const StoredAccount& account) { set_password(f.write_database, account, hash); });
  return password;
}

void Accounts::disable(const std::string& name) {
  File& f = *m_file;
  f.change(name, [&](const StoredAccount& account) { set_disabled(f.write_database, account, true, f.options.clock()); });
}

void Accounts::enable(const std::string& name) {
  File& f = *m_file;
  f.change(name, [&](const StoredAccount& account) { set_disabled(f.write_database, account, false, f.options.clock()); });
}

std::vector<Account> Accounts::list() const {
  const std::lock_guard lock(m_file->read_mutex);
  return m_file->reader.list();
}

std::optional<Account> Accounts::find(const std::string& name) const {
  const std::optional<StoredAccount> found = m_file->find(name);
  return found ? std::optional(found->account) : std::nullopt;
}

NewToken Accounts::add_token(const std::string& account, const std::string& label, int days) {
  File& f = *m_file;
  check_label(label);
  check_days(days);
  NewToken made{{}, new_token(token_prefix)};
  f.change(account, [&](const StoredAccount& owner) {
    if (owner.account.disabled) { throw_disabled(account); }
    const geo::TimeMs now = f.options.clock();
    const StoredSecret secret{sha256(made.secret), {}, now, now + days * 24 * hour_ms};
    made.record = {0, account, label, secret.created_at, secret.expires_at};
    made.record.id = insert_secret(f.write_database, SecretKind::token, owner.id, secret, label);
  });
  return made;
}

std::vector<TokenRecord> Accounts::tokens() const {
  const std::lock_guard lock(m_file->read_mutex);
  return m_file->reader.tokens("");
}

std::vector<TokenRecord> Accounts::tokens_of(const std::string& account) const {
  const std::lock_guard lock(m_file->read_mutex);
  if (!m_file->reader.find(account)) { throw_no_account(account); }
  return m_file->reader.tokens(account);
}

TokenRecord Accounts::revoke(std::int64_t token_id) {
  File& f = *m_file;
  const std::lock_guard lock(f.write_mutex);
  Transaction transaction(f.write_database);
  revoke_token(f.write_database, token_id, f.options.clock());
  const std::optional<TokenRecord> record = f.writer_view.token(token_id);
  if (!record) {
    throw Error(Problem::not_found, fmt::format("there is no token {}; see: bairro user tokens", token_id),
                fmt::format("não existe o token {}; veja: bairro user tokens", token_id));
  }
  transaction.commit();
  return *record;
}

std::optional<Account> Accounts::by_password(std::string_view name, std::string_view password) {
  File& f = *m_file;
  const std::optional<StoredAccount> found = f.find(name);
  // From here on the same is done for everybody: who has no account, or none that may be used, fails against nobody's hash.
  const bool may_enter = found && !found->account.disabled;
  const std::string& hash = may_enter ? found->password : f.hasher.nobodys_hash();
  const Digest proof = f.namer.name(name, password, hash);
  const auto is_known = [&] { return f.proofs.knows(proof, f.options.ticks()); };
  if (is_known()) { return found->account; }
  // A program that opens several connections at once sends the same password on each: one of them computes.
  if (!f.hasher.verify_unless(is_known, hash, password) || !may_enter) { return std::nullopt; }
  // The account may have changed while that was computed.
  const std::optional<StoredAccount> now = f.find(name);
  if (!now || now->account.revision != found->account.revision) { return std::nullopt; }
  if (f.hasher.is_outdated(hash)) {
    f.make_again(*found, password);
  } else if (!is_known()) {
    f.proofs.remember(proof, f.options.ticks());
  }
  return now->account;
}

/// Whether it can be written or not, the password was right.
void Accounts::File::make_again(const StoredAccount& account, std::string_view password) noexcept {
  try {
    const std::string hash = hasher.hash(password);
    const std::lock_guard lock(write_mutex);
    Transaction transaction(write_database);
    replace_hash(write_database, account, hash);
    transaction.commit();
    proofs.remember(namer.name(account.account.name, password, hash), options.ticks());
  } catch (...) {}  // the next sign-in tries again
}

std::optional<Account> Accounts::File::by_secret(SecretKind kind, std::string_view secret, std::string_view prefix) {
  if (!has_token_form(secret, prefix)) { return std::nullopt; }
  const Digest digest = sha256(secret);
  RememberedSecrets& remembered = kind == SecretKind::token ? tokens : sessions;
  const std::lock_guard lock(read_mutex);
  remembered.are_of(read_database.data_version());
  const StoredSecret* found = remembered.find(digest);
  if (found == nullptr) {
    const std::optional<StoredSecret> stored = reader.find(kind, digest);
    if (!stored) { return std::nullopt; }
    remembered.remember(*stored);
    found = remembered.find(digest);
  }
  const geo::TimeMs now = options.clock();
  // With a clock that has gone back, as it does when a battery is flat, nobody can say what has expired.
  const bool is_of_now = now < found->expires_at && now >= found->created_at - clock_slack_ms;
  return is_of_now ? std::optional(found->account) : std::nullopt;
}

std::optional<Account> Accounts::by_token(std::string_view secret) const {
  return m_file->by_secret(SecretKind::token, secret, token_prefix);
}

std::string Accounts::start_session(const Account& account) {
  File& f = *m_file;
  std::string secret = new_token(session_prefix);
  f.change(account.name, [&](const StoredAccount& owner) {
    if (owner.account.disabled || owner.account.revision != account.revision) {
      throw Error(Problem::conflict, "the account has changed meanwhile; sign in again", "a conta mudou entretanto; entre de novo");
    }
    const geo::TimeMs now = f.options.clock();
    sweep_sessions(f.write_database, owner.id, now);
    insert_secret(f.write_database, SecretKind::session, owner.id, {sha256(secret), {}, now, now + session_ms}, "");
  });
  return secret;
}

std::optional<Account> Accounts::by_session(std::string_view secret) const {
  return m_file->by_secret(SecretKind::session, secret, session_prefix);
}

void Accounts::end_session(std::string_view secret) {
  File& f = *m_file;
  if (!has_token_form(secret, session_prefix)) { return; }
  const std::lock_guard lock(f.write_mutex);
  Transaction transaction(f.write_database);
  delete_session(f.write_database, sha256(secret));
  transaction.commit();
}

}  // namespace store
