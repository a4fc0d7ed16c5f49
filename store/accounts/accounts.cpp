// SPDX-License-Identifier: Apache-2.0
// People and their tokens: making, changing, listing. Letting them in is sign_in.cpp.
#include "geo/base/error.hpp"
#include "geo/table/role.hpp"
#include "store/accounts/account_file.hpp"
#include "store/accounts/account_rules.hpp"
#include "store/sqlite/migrations.hpp"

#include <fmt/format.h>

#include <chrono>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

constexpr geo::TimeMs day_ms = 86'400'000;

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

Accounts::File::File(const std::filesystem::path& file, AccountOptions wanted)
    : options(completed(std::move(wanted))),
      hasher(options.cost),
      write_database(made_private(file), Database::Mode::read_write),
      read_database((migrate(write_database, file), file), Database::Mode::read_only),
      writer_view(write_database),
      reader(read_database) {}

std::optional<StoredAccount> Accounts::File::find(std::string_view name) {
  const std::lock_guard lock(read_mutex);
  return reader.find(name);
}

void Accounts::File::change(const std::string& name, const std::function<void(const StoredAccount&)>& write) {
  const std::lock_guard lock(write_mutex);
  Transaction transaction(write_database);
  const std::optional<StoredAccount> found = writer_view.find(name);
  if (!found) { throw_no_account(name); }
  write(*found);
  transaction.commit();
}

Accounts::Accounts(const std::filesystem::path& store_file, AccountOptions options)
    : m_file(std::make_unique<File>(store_file, std::move(options))) {}
Accounts::~Accounts() = default;

std::string Accounts::add(const std::string& name, const std::string& role, const std::vector<std::string>& areas) {
  File& f = *m_file;
  check_account_name(name);
  f.options.check_role(role);
  const Account account{name, role, checked_areas(areas), false, f.options.clock(), 0};
  std::string password = new_password();
  const std::string hash = PasswordTurn(f.hasher).hash(password);
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
  const std::string hash = PasswordTurn(f.hasher).hash(password);
  f.change(name, [&](const StoredAccount& account) { set_password(f.write_database, account, hash); });
  return password;
}

void Accounts::set_role(const std::string& name, const std::string& role, const std::vector<std::string>& areas) {
  File& f = *m_file;
  f.options.check_role(role);
  const std::vector<std::string> sorted = checked_areas(areas);
  f.change(name, [&](const StoredAccount& account) { store::set_role(f.write_database, account, role, sorted); });
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
    const StoredSecret secret{sha256(made.secret), {}, now, now + days * day_ms};
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

}  // namespace store
