// SPDX-License-Identifier: Apache-2.0
#include "api/gate.hpp"

#include "api/errors.hpp"
#include "api/http/chars.hpp"
#include "api/unauthorized.hpp"

#include <chrono>
#include <utility>

namespace api {
namespace {

using Kind = Credentials::Kind;

geo::TimeMs ticks() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

geo::Role role_of(const store::Account& account) {
  geo::Role role = geo::role_named(account.role);
  role.areas = account.areas;
  return role;
}

}  // namespace

Gate::Gate(store::Accounts* accounts, geo::Role visitor, bool behind_proxy, Witness witness)
    : m_accounts(accounts), m_visitor(std::move(visitor)), m_behind_proxy(behind_proxy), m_witness(std::move(witness)), m_throttle(ticks) {}

std::string Gate::peer_of(const Request& request) const {
  const std::string* forwarded = m_behind_proxy ? request.header("X-Forwarded-For") : nullptr;
  if (forwarded == nullptr) { return request.peer; }
  // The proxy wrote the last; those before it are what the client says of itself.
  const std::size_t comma = forwarded->rfind(',');
  return std::string(trim(std::string_view(*forwarded).substr(comma == std::string::npos ? 0 : comma + 1)));
}

std::optional<store::Account> Gate::look_up(const Credentials& given) const {
  switch (given.kind) {
    case Kind::password: {
      // A program that knows only Basic may send a token as the password of its account.
      if (!given.secret.starts_with(store::Accounts::token_prefix)) { return m_accounts->by_password(given.name, given.secret); }
      auto account = m_accounts->by_token(given.secret);
      return account && account->name == given.name ? account : std::nullopt;
    }
    case Kind::token: return m_accounts->by_token(given.secret);
    case Kind::session: return m_accounts->by_session(given.secret);
    default: return std::nullopt;
  }
}

std::optional<Identity> Gate::known(const Request& request, bool cookies) const {
  if (m_accounts == nullptr) { return Identity{m_visitor}; }
  const Credentials given = read_credentials(request, cookies);
  if (given.kind == Kind::none) { return Identity{m_visitor}; }
  const bool is_token = given.secret.starts_with(store::Accounts::token_prefix);
  if (given.kind == Kind::malformed || (given.kind == Kind::password && !is_token)) { return std::nullopt; }
  const auto account = look_up(given);
  if (!account) { return std::nullopt; }
  return Identity{role_of(*account), *account, given.kind == Kind::session};
}

Gate::Decision Gate::refuse(const Request& request, Language language, Kind kind) const {
  Response response = unauthorized(
      request, language,
      {"The credentials are wrong or no longer hold. Sign in again, or send none to see what is public.",
       "As credenciais estão erradas ou já não são válidas. Inicie sessão de novo, ou não envie nenhumas para ver o que é público."},
      kind == Kind::session ? SignInBy::token : SignInBy::password_or_token);  // the page of a session has its own form
  return {{}, std::move(response)};
}

Gate::Decision Gate::admit(const Request& request, Language language, bool cookies) {
  if (m_accounts == nullptr) { return {{m_visitor}}; }
  const Credentials given = read_credentials(request, cookies);
  return given.kind == Kind::none ? Decision{{m_visitor}} : admit(request, language, given);
}

Gate::Decision Gate::admit(const Request& request, Language language, const Credentials& given) {
  const std::string peer = peer_of(request);
  // Sessions and tokens cannot be guessed; they wait only with whoever keeps failing from the same place.
  const int wait_s = given.kind == Kind::password ? m_throttle.seconds_to_wait(given.name, peer) : 0;
  if (wait_s > 0) {
    Response response = problem_in(
        language, 429, {"Too many failures. Wait before you try again.", "Demasiadas falhas. Espere antes de tentar de novo."}, request.id);
    response.headers.push_back({"Retry-After", std::to_string(wait_s)});
    return {{}, std::move(response)};
  }
  const std::optional<store::Account> account = look_up(given);
  if (m_witness && given.kind != Kind::session) { m_witness(account.has_value(), account ? account->name : ""); }
  if (!account) {
    if (given.kind == Kind::password) { m_throttle.failed(given.name, peer); }
    return refuse(request, language, given.kind);
  }
  if (given.kind == Kind::password) { m_throttle.succeeded(given.name, peer); }
  return {{role_of(*account), *account, given.kind == Kind::session}};
}

std::string Gate::start_session(const Identity& who) { return m_accounts->start_session(who.account); }

void Gate::end_session(const Request& request) {
  const Credentials given = read_credentials(request);
  if (m_accounts != nullptr && given.kind == Kind::session) { m_accounts->end_session(given.secret); }
}

}  // namespace api
