// SPDX-License-Identifier: Apache-2.0
// Letting people in: by password, token or session.
#include "geo/base/error.hpp"
#include "store/accounts/account_file.hpp"

namespace store {
namespace {

constexpr geo::TimeMs session_ms = 43'200'000;  // 12 h
// A clock that is set right by a little must not turn anybody away.
constexpr geo::TimeMs clock_slack_ms = 300'000;

}  // namespace

std::optional<Account> Accounts::by_password(std::string_view name, std::string_view password) {
  File& f = *m_file;
  const std::optional<StoredAccount> found = f.find(name);
  // From here on the same is done for everybody: who has no account, or none that may be used, fails against nobody's hash.
  const bool may_enter = found && !found->account.disabled;
  const std::string& hash = may_enter ? found->password : f.hasher.nobodys_hash();
  const Digest proof = f.namer.name(name, password, hash);
  const auto is_known = [&] { return f.proofs.knows(proof, f.options.ticks()); };
  if (is_known()) { return found->account; }
  std::optional<StoredAccount> now;
  std::string renewed;
  {
    PasswordTurn turn(f.hasher);
    // A program that opens several connections at once sends the same password on each: one of them computes, the others wait.
    const bool computes = !is_known();
    if (computes && (!turn.verify(hash, password) || !may_enter)) { return std::nullopt; }
    // The account may have changed while that was computed.
    now = f.find(name);
    if (!now || now->account.revision != found->account.revision) { return std::nullopt; }
    if (computes) { f.proofs.remember(proof, f.options.ticks()); }
    if (computes && f.hasher.is_outdated(hash)) { renewed = turn.hash(password); }
  }
  if (!renewed.empty()) { f.replace(*found, password, renewed); }
  return now->account;
}

/// Whether it can be written or not, the password was right.
void Accounts::File::replace(const StoredAccount& account, std::string_view password, const std::string& hash) noexcept {
  try {
    const std::lock_guard lock(write_mutex);
    Transaction transaction(write_database);
    replace_hash(write_database, account, hash);
    transaction.commit();
    proofs.remember(namer.name(account.account.name, password, hash), options.ticks());
  } catch (...) {}  // a later sign-in tries again
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
      throw geo::Error(geo::Problem::conflict, "the account has changed meanwhile; sign in again",
                       "a conta mudou entretanto; entre de novo");
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
