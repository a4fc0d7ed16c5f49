// SPDX-License-Identifier: Apache-2.0
#include "api/service.hpp"

#include "api/call.hpp"
#include "api/cors.hpp"
#include "api/errors.hpp"
#include "api/form.hpp"
#include "api/headers.hpp"
#include "api/host.hpp"
#include "api/html/pages.hpp"
#include "api/http/compression.hpp"
#include "api/http/target.hpp"
#include "api/imports/asked.hpp"
#include "api/jobs/imports.hpp"
#include "api/parameters.hpp"
#include "api/response_cache.hpp"
#include "api/tile_warmer.hpp"
#include "api/unauthorized.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace api {
namespace {

Language language_of(const Request& request, Language fallback) {
  const std::string* accepted = request.header("Accept-Language");
  return accepted == nullptr ? fallback : preferred_language(*accepted, fallback);
}

geo::Text method_refusal(std::string_view allow) {
  return {"This resource takes only " + std::string(allow) + ".", "Este recurso aceita apenas " + std::string(allow) + "."};
}

Response with_allow(Response response, const std::string& allow) {
  response.headers.push_back({"Allow", allow});
  return response;
}

/// Null when the request may go on.
std::optional<Response> refuse_host(HostVerdict verdict, const Request& request, std::string_view public_url, Language language) {
  switch (verdict) {
    case HostVerdict::misdirected:
      return problem_in(
          language, 421,
          public_url.empty()
              ? geo::Text{"This service answers only under a name of this machine (localhost, 127.0.0.1, [::1]) and its own port.",
                          "Este serviço só responde por um nome desta máquina (localhost, 127.0.0.1, [::1]) e pela sua própria porta."}
              : geo::Text{"This service answers only under its public address and names of its own machine.",
                          "Este serviço só responde pelo seu endereço público e por nomes da sua própria máquina."},
          request.id);
    case HostVerdict::forbidden:
      return problem_in(language, 403,
                        {"Pages of other sites may not read from this service.", "Páginas de outros sítios não podem ler deste serviço."},
                        request.id);
    case HostVerdict::fine:
    case HostVerdict::shared: break;
  }
  return std::nullopt;
}

/// Enough for any refusal to be read instead of a 413: no resource takes a body yet.
constexpr std::size_t small_body_bytes = std::size_t{64} * 1024;

Response refuse_stranger(const Request& request, Language language) {
  return unauthorized(request, language,
                      {"Files are taken from who has signed in: with a token (Authorization: Bearer), or in the page. A password "
                       "beside a file is not looked at.",
                       "Só se recebem ficheiros de quem iniciou sessão: com um token (Authorization: Bearer), ou na página. Uma "
                       "palavra-passe junto de um ficheiro não é vista."},
                      SignInBy::token);
}

bool is_of_imports(const Request& request) {
  const std::vector<std::string> segments = path_segments(request.target);
  return !segments.empty() && segments[0] == "imports";
}

/// What analyses found is not written over, by anybody.
bool is_of_result(const Request& request) {
  const std::vector<std::string> segments = path_segments(request.target);
  return segments.size() > 1 && segments[0] == "collections" && geo::is_result_id(segments[1]);
}

bool changes_something(const Request& request) { return request.method != "GET" && request.method != "HEAD"; }

/// A person at a browser, who has not asked for another form.
bool wants_page(const Request& request) {
  if (const std::string* form = request.parameter("f")) { return *form == "html"; }
  const std::string* accept = request.header("Accept");
  return accept != nullptr && preferred_format(*accept) == Format::html;
}

bool is_problem(const Response& response) {
  const std::string* type = response.header("Content-Type");
  return type != nullptr && *type == "application/problem+json";
}

/// Of what is said before a route has looked at the request; what cannot be read of it is another's to complain of.
Language language_for(const Request& request) {
  const std::string* lang = request.parameter("lang");
  if (lang != nullptr && (*lang == "pt" || *lang == "en")) { return *lang == "pt" ? Language::pt : Language::en; }
  return language_of(request, wants_page(request) ? Language::pt : Language::en);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) { url.pop_back(); }
  return url;
}

}  // namespace

struct Service::Impl {
  Impl(store::Store& store, ServiceOptions options)
      : parts(store, std::move(options), [this](bool admitted, const std::string& account) { trace_sign_in(admitted, account); }),
        cache(parts.options.cache_bytes),
        cors(parts.options.cors),
        port(parts.options.port),
        public_url(without_slash(parts.options.public_url)),
        visitor(Identity{parts.options.role}.whose()) {
    for (const Route& route : routes()) {
      if (route.access == Access::undecided) { throw std::logic_error(std::string(route.path) + ": nobody has decided who may read it"); }
    }
  }

  [[nodiscard]] HostVerdict judge(const Request& request) const {
    return judge_host(request, port.load(std::memory_order_relaxed), public_url, cors);
  }
  Response dispatch(const Request& request, HostVerdict verdict, std::uint64_t stamp);
  std::optional<Response> settle(const Request& request, HostVerdict verdict, const Match& match, Language language) const;
  /// Adds what every answer carries.
  void finish(Response& response) const {
    add_security_headers(response);
    cors.mark(response);
  }
  Response answer(const Request& request, const Site& site, Match match, const KeptAnswer& kept) const;
  [[nodiscard]] Response for_people(const Request& request, Response problem) const;
  [[nodiscard]] std::string base_of(const Request& request) const;
  [[nodiscard]] std::size_t most_from(const Request& head) const;
  [[nodiscard]] BodyPlan plan_upload(const Request& head) const;
  [[nodiscard]] bool may_write(const Request& request, HostVerdict verdict, Language language) const;
  void trace_sign_in(bool admitted, const std::string& account) const;
  void trace_read(const Identity& who, const Match& match, const Response& response) const;

  SiteParts parts;
  ResponseCache cache;
  CorsPolicy cors;
  std::atomic<std::uint16_t> port;
  std::string public_url;
  std::string visitor;  ///< Identity::whose() of who has not signed in
};

std::string Service::Impl::base_of(const Request& request) const {
  if (!public_url.empty()) { return public_url; }
  return "http://" + *request.header("Host");  // checked: a loopback name
}

void Service::Impl::trace_sign_in(bool admitted, const std::string& account) const {
  if (!parts.options.trace) { return; }
  parts.options.trace({admitted ? Trace::Kind::signed_in : Trace::Kind::refused, account, {}, {}, {}, 0});
}

void Service::Impl::trace_read(const Identity& who, const Match& match, const Response& response) const {
  if (!parts.options.trace || response.rows == 0 || geo::is_public(who.role)) { return; }
  const auto trace = [&](const std::string& collection, std::uint64_t rows) {
    parts.options.trace(
        {Trace::Kind::read, who.account.name, geo::role_text(who.role), match.route->path, collection, rows, {}, response.export_id});
  };
  for (const RowsShown& shown : response.rows_by) { trace(shown.collection, shown.rows); }
  if (!response.rows_by.empty()) { return; }
  const bool names_collection = match.route->path.starts_with("/collections/{");
  trace(names_collection && !match.path.empty() ? match.path.front() : response.rows_of, response.rows);
}

Response Service::Impl::answer(const Request& request, const Site& site, Match match, const KeptAnswer& kept) const {
  Call call{request, site, *match.route, std::move(match.path), Format::json, language_of(request, Language::en), base_of(request), kept};
  try {
    std::vector<std::string_view> known = call.route.parameters;
    if (wants_page(request)) { known.insert(known.end(), call.route.form_fields.begin(), call.route.form_fields.end()); }
    if (!call.route.only_form.empty()) { known.push_back("f"); }
    check_parameters(request, known);
    const bool has_page = call.route.has_html || (call.route.has_form && is_form(request));
    const std::string_view json_alone = has_page ? std::string_view() : "json";
    call.format = format_parameter(request, call.route.only_form.empty() ? json_alone : call.route.only_form,
                                   call.route.has_files && site.downloads().are_given_out(), call.route.forms);
    // Portuguese comes first for people, who open files for QGIS too; programs that name no language get the one of field names.
    const bool for_people = call.format == Format::html || call.route.path.starts_with("/qgis");
    if (for_people) { call.language = language_of(request, Language::pt); }
    call.language = language_parameter(request, call.language);
    Response response = call.route.answer(call);
    add_route_headers(call, response);
    if (call.format != Format::html || !is_problem(response)) { return response; }
    // Who has sent a form reads on its page where to sign in: no window of the browser's own over it.
    if (is_form(request)) {
      std::erase_if(response.headers, [](const Header& h) { return h.name == "WWW-Authenticate" && h.value.starts_with("Basic"); });
    }
    return problem_page(call, std::move(response));
  } catch (const geo::Error& error) {
    if (http_status(error.problem()) == 500) { throw; }
    return call.format == Format::html ? problem_html(call, error) : problem_for(error, call.language, request.id);
  }
}

/// A refusal that no route has answered, as a page. Whoever is refused for a session that is over begins anew without it.
Response Service::Impl::for_people(const Request& request, Response problem) const {
  const std::optional<Identity> who = parts.gate.known(request, true);
  const Site site(parts, who.value_or(Identity{parts.options.role}));
  Match match = find_route("GET", path_segments(request.target));
  const Route& route = match.route == nullptr ? routes().front() : *match.route;
  // The page of an address that there is not leads to the start, which knows nothing of what stood behind the '?'.
  Request asked = request;
  if (match.route == nullptr) {
    std::erase_if(asked.query, [](const auto& parameter) { return parameter.first != "lang"; });
  }
  const Call call{asked, site, route, std::move(match.path), Format::html, language_for(request), base_of(request)};
  if (problem.status == 401 && !who && read_credentials(request).kind == Credentials::Kind::session) {
    problem.headers.push_back({"Set-Cookie", session_cookie_field("", 0)});
  }
  return problem_page(call, std::move(problem));
}

/// How much is held in memory for whoever sends it: strangers get little, and passwords are only looked at once the body is there.
std::size_t Service::Impl::most_from(const Request& head) const {
  constexpr std::size_t unlooked_at_bytes = std::size_t{1024} * 1024;
  if (parts.options.accounts == nullptr) { return body_to_disk; }
  const auto who = parts.gate.known(head, judge(head) != HostVerdict::shared);
  if (who) { return who->signed_in() ? body_to_disk : small_body_bytes; }
  return read_credentials(head).kind == Credentials::Kind::password ? unlooked_at_bytes : small_body_bytes;
}

/// Before a file is taken in, without waiting for anything: strangers fill no disk. handle() looks again, and puts it on record.
BodyPlan Service::Impl::plan_upload(const Request& head) const {
  const Language language = language_of(head, Language::en);
  const HostVerdict verdict = judge(head);
  BodyPlan plan;
  if ((plan.refusal = refuse_host(verdict, head, public_url, language))) { return plan; }
  Imports* imports = parts.options.imports;
  if (imports == nullptr) { return small_body_bytes; }
  const std::optional<Identity> who = parts.gate.known(head, verdict != HostVerdict::shared);
  if (!who || (parts.options.accounts != nullptr && !who->signed_in())) {
    plan.refusal = refuse_stranger(head, language);
  } else if (!Site(parts, *who).may_import()) {
    plan.refusal = problem_in(language, 403, not_an_importer(), head.id);
  } else if (!(plan.upload = imports->uploads().begin())) {
    plan.refusal = problem_in(language, 503,
                              {"Too many files are on their way already, or the disk is nearly full. Try again later.",
                               "Já há ficheiros demais a chegar, ou o disco está quase cheio. Tente mais tarde."},
                              head.id);
    set_header(*plan.refusal, "Retry-After", "30");
  }
  plan.limit = imports->file_bytes();
  return plan;
}

/// Whether the one who asks for the methods could use all of them. Wrong credentials are nobody's.
bool Service::Impl::may_write(const Request& request, HostVerdict verdict, Language language) const {
  const Gate::Decision decision = parts.gate.admit(request, language, verdict != HostVerdict::shared);
  const Site site(parts, decision.refusal ? Identity{parts.options.role} : decision.who);
  return is_of_imports(request) ? site.may_import() : site.may_write();
}

/// What can be answered without asking who it is, or what it may do: another name, another site's page, methods, addresses that there are
/// not.
std::optional<Response> Service::Impl::settle(const Request& request, HostVerdict verdict, const Match& match, Language language) const {
  if (auto refused = refuse_host(verdict, request, public_url, language)) { return refused; }
  if (verdict == HostVerdict::shared && is_preflight(request)) { return cors.preflight(match.allow); }
  if (match.allow.empty()) {
    return problem_in(language, 404, {"There is nothing at this address.", "Não há nada neste endereço."}, request.id);
  }
  // 200, since QGIS takes nothing else for the list of what it may do.
  if (request.method == "OPTIONS") {
    const bool writes = !is_of_result(request) && may_write(request, verdict, language);
    return with_allow({}, writes ? match.allow : match.allow_readers);
  }
  if (match.route == nullptr) { return with_allow(problem_in(language, 405, method_refusal(match.allow), request.id), match.allow); }
  if (verdict == HostVerdict::shared && match.route->path == "/session") {
    return problem_in(language, 403,
                      {"Sessions are for this service's own pages. Pages of other sites send Authorization with each request.",
                       "As sessões são para as páginas deste serviço. Páginas de outros sítios enviam Authorization em cada pedido."},
                      request.id);
  }
  return std::nullopt;
}

Response Service::Impl::dispatch(const Request& request, HostVerdict verdict, std::uint64_t stamp) {
  const Language language = language_for(request);
  Match match = find_route(request.method, path_segments(request.target));
  if (auto settled = settle(request, verdict, match, language)) { return *std::move(settled); }
  Gate::Decision decision = parts.gate.admit(request, language, verdict != HostVerdict::shared);
  if (decision.refusal) { return *std::move(decision.refusal); }
  if (changes_something(request) && decision.who.by_cookie && !is_from_own_page(request)) {
    return problem_in(
        language, 403,
        {"A session may be used by this service's own pages only.", "Uma sessão só pode ser usada pelas páginas deste serviço."},
        request.id);
  }
  const std::string whose = decision.who.whose();
  // Files for offline maps come and go without the store knowing.
  const bool is_of_store = !match.route->path.starts_with("/exports");
  const bool is_kept =
      parts.options.stamp && is_of_store && match.route->access != Access::oneself && match.route->access != Access::writer;
  Response response;
  if (!is_kept || !cache.find(request, whose, stamp, response)) {
    KeptAnswer kept;
    if (is_kept) {
      kept = [&](const std::string& etag) {
        Response found;
        return cache.revive(request, whose, stamp, etag, found) ? std::optional(std::move(found)) : std::nullopt;
      };
    }
    response = answer(request, Site(parts, decision.who), match, kept);
    const bool is_new = !is_finished(response);
    if (is_new) { finish(response); }
    if (is_new && is_kept && (response.status == 200 || response.status == 204)) {
      if (response.in_haste && cache.is_asked_often(request, whose)) { response.in_haste = false; }
      negotiate_encoding(request, response);
      cache.keep(request, whose, stamp, response, geo::is_public(decision.who.role));
    }
  }
  trace_read(decision.who, match, response);
  return response;
}

Service::Service(store::Store& store, ServiceOptions options) : m_impl(std::make_unique<Impl>(store, std::move(options))) {}
Service::~Service() = default;

Response Service::handle(const Request& request) {
  const auto& stamp = m_impl->parts.options.stamp;
  const HostVerdict verdict = m_impl->judge(request);
  // Taken before the store is asked: if it changes meanwhile, the answer is kept under a number that is over.
  Response response;
  try {
    response = m_impl->dispatch(request, verdict, stamp ? stamp() : 0);
  } catch (const geo::Error& error) {  // the gate or the trail: too much to do
    if (http_status(error.problem()) == 500) { throw; }
    response = problem_for(error, language_for(request), request.id);
  }
  // Under another name, or for another site's page, nothing is shown that has links.
  if (is_problem(response) && verdict == HostVerdict::fine && wants_page(request)) {
    response = m_impl->for_people(request, std::move(response));
  }
  if (!is_finished(response)) { m_impl->finish(response); }
  // To the copy: what is kept is for every origin.
  if (verdict == HostVerdict::shared) { m_impl->cors.share(request, response); }
  return response;
}

bool Service::from_cache(const Request& request, Response& response) {
  const auto& stamp = m_impl->parts.options.stamp;
  const bool is_anybodys =
      request.header("Authorization") == nullptr && request.header("Cookie") == nullptr && request.header("Origin") == nullptr;
  return stamp && is_anybodys && m_impl->cache.find(request, m_impl->visitor, stamp(), response, true);
}

/// A little is read of every body, so that a request to the wrong place hears that, and not that its body is too large.
BodyPlan Service::body_plan(const Request& head) const {
  const Match match = find_route(head.method, path_segments(head.target));
  const std::size_t bytes = match.route == nullptr ? 0 : match.route->body_bytes;
  if (bytes != body_to_disk) { return std::max(small_body_bytes, std::min(bytes, m_impl->most_from(head))); }
  BodyPlan plan = m_impl->plan_upload(head);
  if (plan.refusal) {
    m_impl->finish(*plan.refusal);
    if (m_impl->judge(head) == HostVerdict::shared) { m_impl->cors.share(head, *plan.refusal); }
  }
  return plan;
}

void Service::open_views(const std::function<bool()>& go_on) const { api::open_views(m_impl->parts, go_on); }

std::size_t Service::warm_tiles(const std::function<bool()>& go_on) const { return api::warm_tiles(m_impl->parts, go_on); }

void Service::set_port(std::uint16_t port) { m_impl->port.store(port, std::memory_order_relaxed); }

}  // namespace api
