// SPDX-License-Identifier: Apache-2.0
// `bairro user`: people who may sign in, their passwords and tokens. A secret is printed by the command that makes it and never again.
#include "app/commands.hpp"
#include "app/table.hpp"
#include "app/trace.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "store/accounts/accounts.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>

namespace app {
namespace {

/// Who may see what is a matter of record.
void trace_change(store::SqliteStore& store, const std::string& what, const store::Account& account) {
  store::AuditDetails details;
  details.word("what", what).word("account", account.name).word("role", account.role);
  if (!account.areas.empty()) {
    details.number("area_count", static_cast<std::int64_t>(account.areas.size()));  // a long list is cut
    details.word("areas", fmt::format("{}", fmt::join(account.areas, ",")));
  }
  trace_act(store, "user-change", "accounts", 0, details);
}

void trace_change(const Context& context, const std::string& what, const store::Account& account) {
  const auto store = context.open_store();
  trace_change(*store, what, account);
}

store::Accounts open_accounts(const Context& context) {
  const auto store = context.open_store();  // says what is wrong with the file, if anything is
  return store::Accounts(context.store, {.clock = now_ms});
}

std::string day(geo::TimeMs time) { return geo::format_time(time).substr(0, 10); }

std::string areas_text(const Context& context, const std::vector<std::string>& areas) {
  if (areas.empty()) { return context.in_language({"everywhere", "em toda a parte"}); }
  std::string text;
  for (const std::string& area : areas) { text += (text.empty() ? "" : " ") + area; }
  return text;
}

void write_account(geo::JsonWriter& w, const store::Account& account) {
  w.member("user", account.name).member("role", account.role).key("areas").begin_array();
  for (const std::string& area : account.areas) { w.value(area); }
  w.end_array().member("disabled", account.disabled).member("created_at", geo::format_time(account.created_at));
}

void write_token(geo::JsonWriter& w, const store::TokenRecord& token) {
  w.member("token", token.id).member("user", token.account).member("label", token.label);
  w.member("created_at", geo::format_time(token.created_at)).member("expires_at", geo::format_time(token.expires_at)).key("revoked_at");
  token.revoked_at ? w.value(geo::format_time(*token.revoked_at)) : w.null();
}

/// One object on a line.
template <class Write>
void print_object(Write write) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object();
  write(w);
  w.end_object();
  print(json + "\n");
}

/// What was done, then the secret on a line of its own. With --quiet that line alone, for a pipe.
void print_secret(const Context& context, const geo::Text& sentence, const std::string& secret) {
  print(context.quiet ? secret + "\n" : context.in_language(sentence) + "\n\n  " + secret + "\n");
}

void print_password(const Context& context, const store::Account& account, const geo::Text& what, const std::string& password) {
  if (context.json) {
    print_object([&](geo::JsonWriter& w) {
      write_account(w, account);
      w.member("password", password);
    });
    return;
  }
  print_secret(context,
               {what.en + " This is the password. It is shown this once and kept nowhere; hand it over where nobody listens:",
                what.pt + " Esta é a palavra-passe. É mostrada só esta vez e não fica guardada; entregue-a onde ninguém ouça:"},
               password);
}

/// The account as it is now, or the sentence.
void print_standing(const Context& context, const store::Account& account, const geo::Text& sentence) {
  if (context.json) {
    print_object([&](geo::JsonWriter& w) { write_account(w, account); });
  } else if (!context.quiet) {
    print(context.in_language(sentence) + "\n");
  }
}

}  // namespace

ExitCode run_user_add(const Context& context, const UserAddCommand& command) {
  geo::role_named(command.role);                      // before there is a new store
  const auto store = context.open_or_create_store();  // people may come before rows
  store::Accounts accounts(context.store, {.clock = now_ms});
  const std::string password = accounts.add(command.name, command.role, command.areas);
  const store::Account account = accounts.find(command.name).value();
  trace_change(*store, "add", account);
  print_password(
      context, account,
      {fmt::format("User {} may sign in: role {}, {}.", account.name, account.role, areas_text(context, account.areas)),
       fmt::format("O utilizador {} pode entrar: papel {}, {}.", account.name, account.role, areas_text(context, account.areas))},
      password);
  return done;
}

ExitCode run_user_role(const Context& context, const UserAddCommand& command) {
  geo::role_named(command.role);
  store::Accounts accounts = open_accounts(context);
  if (auto standing = accounts.find(command.name)) {
    // On record first: a wider role that nobody can read of is worse than an entry of one that was then refused.
    standing->role = command.role;
    standing->areas = command.areas;
    trace_change(context, "role", *standing);
  }
  accounts.set_role(command.name, command.role, command.areas);
  const store::Account account = accounts.find(command.name).value();
  const std::string areas = areas_text(context, account.areas);
  print_standing(
      context, account,
      {fmt::format("User {} has the role {}, {}. So have tokens; the page asks to sign in again.", account.name, account.role, areas),
       fmt::format("O utilizador {} tem o papel {}, {}. Os tokens também; a página pede para entrar de novo.", account.name, account.role,
                   areas)});
  return done;
}

ExitCode run_user_list(const Context& context) {
  const store::Accounts accounts = open_accounts(context);
  const bool pt = context.language == "pt";
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  Table table(pt ? std::vector<std::string>{"utilizador", "papel", "áreas", "desde", "estado"}
                 : std::vector<std::string>{"user", "role", "areas", "since", "state"});
  for (const store::Account& account : accounts.list()) {
    w.begin_object();
    write_account(w, account);
    w.end_object();
    table.add({account.name, account.role, areas_text(context, account.areas), day(account.created_at),
               account.disabled ? context.in_language({"disabled", "desactivado"}) : context.in_language({"may sign in", "pode entrar"})});
  }
  w.end_array();
  print(context.json ? json + "\n" : table.text());
  return done;
}

ExitCode run_user_disable(const Context& context, const UserCommand& command) {
  store::Accounts accounts = open_accounts(context);
  accounts.disable(command.name);
  trace_change(context, "disable", accounts.find(command.name).value());
  print_standing(context, accounts.find(command.name).value(),
                 {fmt::format("User {} can sign in no longer. Tokens and sessions are worthless from now on, for good.", command.name),
                  fmt::format("O utilizador {} já não pode entrar. Os seus tokens e sessões deixaram de valer, de vez.", command.name)});
  return done;
}

ExitCode run_user_enable(const Context& context, const UserCommand& command) {
  store::Accounts accounts = open_accounts(context);
  accounts.enable(command.name);
  trace_change(context, "enable", accounts.find(command.name).value());
  print_standing(
      context, accounts.find(command.name).value(),
      {fmt::format("User {} may sign in with the password as before. Tokens must be made anew.", command.name),
       fmt::format("O utilizador {} pode entrar com a palavra-passe de antes. Os tokens têm de ser feitos de novo.", command.name)});
  return done;
}

ExitCode run_user_password(const Context& context, const UserCommand& command) {
  store::Accounts accounts = open_accounts(context);
  const std::string password = accounts.reset_password(command.name);
  const store::Account account = accounts.find(command.name).value();
  trace_change(context, "password", account);
  geo::Text what{
      fmt::format("User {} has a new password; the old one and open sessions are worthless, tokens go on.", account.name),
      fmt::format("O utilizador {} tem nova palavra-passe; a antiga e as sessões abertas deixaram de valer, os tokens continuam.",
                  account.name)};
  if (account.disabled) {
    what.en += " The account is still disabled.";
    what.pt += " A conta continua desactivada.";
  }
  print_password(context, account, what, password);
  return done;
}

ExitCode run_user_token(const Context& context, const UserTokenCommand& command) {
  store::Accounts accounts = open_accounts(context);
  const store::NewToken token = accounts.add_token(command.name, command.label, command.days);
  trace_change(context, "token", accounts.find(command.name).value());
  if (context.json) {
    print_object([&](geo::JsonWriter& w) {
      write_token(w, token.record);
      w.member("secret", token.secret);
    });
    return done;
  }
  const std::int64_t id = token.record.id;
  const std::string end = day(token.record.expires_at);
  print_secret(context,
               {fmt::format("Token {} of user {}, until {}. It is shown this once and kept nowhere; if it gets lost: bairro user revoke {}",
                            id, command.name, end, id),
                fmt::format("Token {} do utilizador {}, até {}. É mostrado só esta vez e não fica guardado; se se perder: bairro user "
                            "revoke {}",
                            id, command.name, end, id)},
               token.secret);
  return done;
}

ExitCode run_user_tokens(const Context& context, const UserTokensCommand& command) {
  const store::Accounts accounts = open_accounts(context);
  const bool pt = context.language == "pt";
  const geo::TimeMs now = now_ms();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  Table table(pt ? std::vector<std::string>{">token", "utilizador", "etiqueta", "feito", "até", "estado"}
                 : std::vector<std::string>{">token", "user", "label", "made", "until", "state"});
  for (const store::TokenRecord& token : command.name.empty() ? accounts.tokens() : accounts.tokens_of(command.name)) {
    w.begin_object();
    write_token(w, token);
    w.end_object();
    geo::Text state{"valid", "válido"};
    if (token.expires_at <= now) { state = {"expired", "expirado"}; }
    if (token.revoked_at) { state = {"revoked " + day(*token.revoked_at), "revogado " + day(*token.revoked_at)}; }
    table.add(
        {std::to_string(token.id), token.account, token.label, day(token.created_at), day(token.expires_at), context.in_language(state)});
  }
  w.end_array();
  print(context.json ? json + "\n" : table.text());
  return done;
}

ExitCode run_user_revoke(const Context& context, const UserRevokeCommand& command) {
  store::Accounts accounts = open_accounts(context);
  const store::TokenRecord token = accounts.revoke(command.token);
  trace_change(context, "revoke-token", accounts.find(token.account).value());
  if (context.json) {
    print_object([&](geo::JsonWriter& w) { write_token(w, token); });
  } else if (!context.quiet) {
    print(context.in_language({fmt::format("Token {} of user {} is worthless from now on.\n", token.id, token.account),
                               fmt::format("O token {} do utilizador {} deixou de valer.\n", token.id, token.account)}));
  }
  return done;
}

}  // namespace app
