// SPDX-License-Identifier: Apache-2.0
// /session: who one is here, and the page's way to stay signed in. To begin one takes the field Authorization, which no form of
// another site can send.
#include "api/gate.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "geo/base/json.hpp"

namespace api {
namespace {

constexpr int session_s = 12 * 3600;

std::string cookie(std::string_view secret, int age_s) {
  return std::string(session_cookie) + '=' + std::string(secret) + "; Path=/; Max-Age=" + std::to_string(age_s) +
         "; Secure; HttpOnly; SameSite=Strict";
}

std::string who_as_json(const Call& call) {
  const Identity& who = call.site.who();
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().member("sign_in", call.site.has_accounts()).key("account");
  if (who.signed_in()) {
    json.value(who.account.name);
  } else {
    json.null();
  }
  json.member("role", who.role.name).key("areas").begin_array();
  for (const std::string& area : who.role.areas) { json.value(area); }
  json.end_array().end_object();
  return body;
}

Response answer(const Call& call, const std::string& set_cookie) {
  Response response = document(call, who_as_json(call));
  if (!set_cookie.empty()) { response.headers.push_back({"Set-Cookie", set_cookie}); }
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace

Response session(const Call& call) { return answer(call, ""); }

Response begin_session(const Call& call) {
  const Identity& who = call.site.who();
  if (!who.signed_in() || who.by_cookie) {
    throw geo::Error(geo::Problem::usage, "To begin a session, send the account's name and password in the field Authorization (Basic).",
                     "Para iniciar sessão, envie o nome da conta e a palavra-passe no campo Authorization (Basic).");
  }
  return answer(call, cookie(call.site.gate().start_session(who), session_s));
}

Response end_session(const Call& call) {
  call.site.gate().end_session(call.request);
  Response response;
  response.status = 204;
  response.headers = {{"Set-Cookie", cookie("", 0)}, {"Cache-Control", "no-store"}};
  return response;
}

}  // namespace api
