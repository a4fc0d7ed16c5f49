// SPDX-License-Identifier: Apache-2.0
// /session: who one is here, and the page's way to stay signed in. To begin one takes the field Authorization, which no form of
// another site can send, or a form of our own page.
#include "api/errors.hpp"
#include "api/form.hpp"
#include "api/gate.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/host.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "geo/base/json.hpp"

#include <algorithm>

namespace api {
namespace {

constexpr int session_s = 12 * 3600;

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

/// A path of ours; whatever else somebody has put into a link to us leads to the start.
std::string path_back(const Call& call, const std::string* asked) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  const bool is_path = asked != nullptr && asked->starts_with('/') && !asked->starts_with("//");
  if (is_path && std::none_of(asked->begin(), asked->end(), is_control)) { return *asked; }
  return url(call, "/", {{"f", "html"}}).substr(call.base.size());
}

Response sign_in_again(const Call& call, const std::string& back, Response refusal) {
  const std::string* wait_s = refusal.header("Retry-After");
  const std::string text =
      wait_s == nullptr
          ? std::string(call.say("The name or the password is not right.", "O nome ou a palavra-passe não está certo."))
          : std::string(call.say("Too many failures. Seconds to wait: ", "Demasiadas falhas. Segundos a esperar: ")) + *wait_s;
  // Without WWW-Authenticate: a browser that is asked for Basic opens a window of its own over the page.
  Response response = make_response(refusal.status, "text/html; charset=utf-8", session_html(call, back, text));
  if (wait_s != nullptr) { response.headers.push_back({"Retry-After", *wait_s}); }
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

/// What the page /session sends: the name and password of an account, or the wish to go.
Response session_by_form(const Call& call) {
  // A page of another site could sign people in as somebody else, and watch what they send.
  if (!is_from_own_page(call.request)) {
    return problem_in(call.language, 403,
                      {"Sign in with the form of this service's own page.", "Inicie sessão com o formulário da página deste serviço."},
                      call.request.id);
  }
  const FormFields fields = form_fields(call.request);
  const std::string back = path_back(call, field_of(fields, "back"));
  Response response = see_other(call.base + back);
  response.headers.push_back({"Cache-Control", "no-store"});
  if (field_of(fields, "end") != nullptr) {
    call.site.gate().end_session(call.request);
    response.headers.push_back({"Set-Cookie", session_cookie_field("", 0)});
    return response;
  }
  const std::string* name = field_of(fields, "name");
  const std::string* password = field_of(fields, "password");
  if (!call.site.has_accounts() || name == nullptr || password == nullptr) {
    throw geo::Error(geo::Problem::usage, "Give the name of an account and its password.",
                     "Indique o nome de uma conta e a palavra-passe.");
  }
  Gate::Decision decision = call.site.gate().admit(call.request, call.language, {Credentials::Kind::password, *name, *password});
  if (decision.refusal) { return sign_in_again(call, back, *std::move(decision.refusal)); }
  response.headers.push_back({"Set-Cookie", session_cookie_field(call.site.gate().start_session(decision.who), session_s)});
  return response;
}

}  // namespace

Response session(const Call& call) {
  if (call.format != Format::html) { return answer(call, ""); }
  return document(call, session_html(call, path_back(call, call.request.parameter("back"))));
}

Response begin_session(const Call& call) {
  if (is_form(call.request)) { return session_by_form(call); }
  const Identity& who = call.site.who();
  if (!who.signed_in() || who.by_cookie) {
    throw geo::Error(geo::Problem::usage, "To begin a session, send the account's name and password in the field Authorization (Basic).",
                     "Para iniciar sessão, envie o nome da conta e a palavra-passe no campo Authorization (Basic).");
  }
  return answer(call, session_cookie_field(call.site.gate().start_session(who), session_s));
}

Response end_session(const Call& call) {
  call.site.gate().end_session(call.request);
  Response response;
  response.status = 204;
  response.headers = {{"Set-Cookie", session_cookie_field("", 0)}, {"Cache-Control", "no-store"}};
  return response;
}

}  // namespace api
