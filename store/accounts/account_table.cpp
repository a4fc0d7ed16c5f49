// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/account_table.hpp"

namespace store {
namespace {

constexpr std::int64_t most_sessions = 20;

std::string_view name_of(SecretKind kind) { return kind == SecretKind::token ? "token" : "session"; }

/// A statement left in the middle keeps its view of the file: whoever asked next would not see what was revoked since.
class Asking {
 public:
  explicit Asking(Statement& statement) : m_statement(statement) {}
  ~Asking() { m_statement.reset(); }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

 private:
  Statement& m_statement;
};

std::string joined(const std::vector<std::string>& areas) {
  std::string text;
  for (const std::string& area : areas) { text += (text.empty() ? "" : " ") + area; }
  return text;
}

std::vector<std::string> parted(std::string_view text) {
  std::vector<std::string> areas;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    areas.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return areas;
}

const std::string account_columns = "a.name, a.role, a.areas, a.disabled, a.created_at, a.revision";
constexpr int after_account = 6;

Account read_account(const Statement& s) {
  return {std::string(s.text(0)), std::string(s.text(1)), parted(s.text(2)), s.integer(3) != 0, s.integer(4), s.integer(5)};
}

const std::string token_query =
    "SELECT t.id, a.name, t.label, t.created_at, t.expires_at, t.revoked_at FROM token t JOIN account a ON a.id=t.account "
    "WHERE t.kind='token'";

TokenRecord read_token(const Statement& s) {
  TokenRecord r{s.integer(0), std::string(s.text(1)), std::string(s.text(2)), s.integer(3), s.integer(4)};
  if (!s.is_null(5)) { r.revoked_at = s.integer(5); }
  return r;
}

void end_sessions(Database& database, std::int64_t account) {
  database.prepare("DELETE FROM token WHERE account=? AND kind='session'").bind(1, account).run();
}

}  // namespace

AccountReader::AccountReader(Database& database)
    : m_database(database),
      m_by_name(database.prepare("SELECT " + account_columns + ", a.id, a.password FROM account a WHERE a.name=?")),
      m_by_digest(database.prepare("SELECT " + account_columns +
                                   ", t.sha256, t.created_at, t.expires_at FROM token t JOIN account a ON a.id=t.account "
                                   "WHERE t.sha256=? AND t.kind=? AND t.revoked_at IS NULL AND NOT a.disabled")) {}

std::optional<StoredAccount> AccountReader::find(std::string_view name) {
  const Asking asking(m_by_name);
  if (!m_by_name.bind(1, name).step()) { return std::nullopt; }
  return StoredAccount{m_by_name.integer(after_account), read_account(m_by_name), std::string(m_by_name.text(after_account + 1))};
}

std::optional<StoredSecret> AccountReader::find(SecretKind kind, const Digest& digest) {
  const Asking asking(m_by_digest);
  Statement& s = m_by_digest;
  if (!s.bind_blob(1, bytes_of(digest)).bind(2, name_of(kind)).step() || !equal(digest, s.blob(after_account))) { return std::nullopt; }
  return StoredSecret{digest, read_account(s), s.integer(after_account + 1), s.integer(after_account + 2)};
}

std::vector<Account> AccountReader::list() {
  std::vector<Account> accounts;
  Statement s = m_database.prepare("SELECT " + account_columns + " FROM account a ORDER BY a.name");
  while (s.step()) { accounts.push_back(read_account(s)); }
  return accounts;
}

std::vector<TokenRecord> AccountReader::tokens(const std::string& account) {
  std::vector<TokenRecord> records;
  Statement s = m_database.prepare(token_query + " AND (?1='' OR a.name=?1) ORDER BY t.id");
  s.bind(1, account);
  while (s.step()) { records.push_back(read_token(s)); }
  return records;
}

std::optional<TokenRecord> AccountReader::token(std::int64_t id) {
  Statement s = m_database.prepare(token_query + " AND t.id=?");
  return s.bind(1, id).step() ? std::optional(read_token(s)) : std::nullopt;
}

void insert_account(Database& database, const Account& account, const std::string& password_hash) {
  const std::string areas = joined(account.areas);
  Statement s = database.prepare("INSERT INTO account(name, role, areas, password, created_at) VALUES(?,?,?,?,?)");
  s.bind(1, account.name).bind(2, account.role).bind(3, areas).bind(4, password_hash).bind(5, account.created_at).run();
}

void set_password(Database& database, const StoredAccount& account, const std::string& password_hash) {
  Statement s = database.prepare("UPDATE account SET password=?, revision=revision+1 WHERE id=?");
  s.bind(1, password_hash).bind(2, account.id).run();
  end_sessions(database, account.id);
}

void replace_hash(Database& database, const StoredAccount& account, const std::string& password_hash) {
  Statement s = database.prepare("UPDATE account SET password=? WHERE id=? AND password=?");
  s.bind(1, password_hash).bind(2, account.id).bind(3, account.password).run();
}

void set_role(Database& database, const StoredAccount& account, const std::string& role, const std::vector<std::string>& areas) {
  const std::string list = joined(areas);
  Statement s = database.prepare("UPDATE account SET role=?, areas=?, revision=revision+1 WHERE id=?");
  s.bind(1, role).bind(2, list).bind(3, account.id).run();
  end_sessions(database, account.id);
}

void set_disabled(Database& database, const StoredAccount& account, bool disabled, geo::TimeMs now) {
  if (account.account.disabled == disabled) { return; }
  Statement s = database.prepare("UPDATE account SET disabled=?, revision=revision+1 WHERE id=?");
  s.bind(1, disabled ? std::int64_t{1} : std::int64_t{0}).bind(2, account.id).run();
  if (!disabled) { return; }
  database.prepare("UPDATE token SET revoked_at=? WHERE account=? AND revoked_at IS NULL").bind(1, now).bind(2, account.id).run();
  end_sessions(database, account.id);
}

std::int64_t insert_secret(Database& database, SecretKind kind, std::int64_t account, const StoredSecret& secret,
                           const std::string& label) {
  Statement s =
      database.prepare("INSERT INTO token(account, kind, label, sha256, created_at, expires_at) VALUES(?,?,?,?,?,?) RETURNING id");
  s.bind(1, account).bind(2, name_of(kind)).bind(3, label).bind_blob(4, bytes_of(secret.digest));
  s.bind(5, secret.created_at).bind(6, secret.expires_at).step();
  const std::int64_t id = s.integer(0);
  s.reset();
  return id;
}

void sweep_sessions(Database& database, std::int64_t account, geo::TimeMs now) {
  database.prepare("DELETE FROM token WHERE kind='session' AND expires_at<=?").bind(1, now).run();
  Statement s = database.prepare(
      "DELETE FROM token WHERE id IN (SELECT id FROM token WHERE account=? AND kind='session' ORDER BY id DESC LIMIT -1 OFFSET ?)");
  s.bind(1, account).bind(2, most_sessions - 1).run();
}

void revoke_token(Database& database, std::int64_t id, geo::TimeMs now) {
  database.prepare("UPDATE token SET revoked_at=? WHERE id=? AND kind='token' AND revoked_at IS NULL").bind(1, now).bind(2, id).run();
}

void delete_session(Database& database, const Digest& digest) {
  database.prepare("DELETE FROM token WHERE sha256=? AND kind='session'").bind_blob(1, bytes_of(digest)).run();
}

}  // namespace store
