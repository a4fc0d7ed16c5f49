// SPDX-License-Identifier: Apache-2.0
#include "api/service.hpp"

#include "api/call.hpp"
#include "api/errors.hpp"
#include "api/headers.hpp"
#include "api/host.hpp"
#include "api/http/compression.hpp"
#include "api/http/target.hpp"
#include "api/parameters.hpp"
#include "api/response_cache.hpp"

#include <optional>
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
std::optional<Response> refuse_host(const Request& request, std::uint16_t port, Language language) {
  switch (judge_host(request, port)) {
    case HostVerdict::misdirected:
      return problem_in(language, 421,
                        {"This service answers only under a name of this machine (localhost, 127.0.0.1, [::1]) and its own port.",
                         "Este serviço só responde por um nome desta máquina (localhost, 127.0.0.1, [::1]) e pela sua própria porta."},
                        request.id);
    case HostVerdict::forbidden:
      return problem_in(language, 403,
                        {"Pages of other sites may not read from this service.", "Páginas de outros sítios não podem ler deste serviço."},
                        request.id);
    case HostVerdict::fine: break;
  }
  return std::nullopt;
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) { url.pop_back(); }
  return url;
}

}  // namespace

struct Service::Impl {
  Impl(store::Store& store, ServiceOptions options)
      : site(store, std::move(options)),
        cache(site.options().cache_bytes),
        port(site.options().port),
        public_url(without_slash(site.options().public_url)) {}

  Response dispatch(const Request& request) const;
  Response answer(const Request& request, Match match) const;
  [[nodiscard]] std::string base_of(const Request& request) const;

  Site site;
  ResponseCache cache;
  std::atomic<std::uint16_t> port;
  std::string public_url;
};

std::string Service::Impl::base_of(const Request& request) const {
  if (!public_url.empty()) { return public_url; }
  return "http://" + *request.header("Host");  // checked: a loopback name
}

Response Service::Impl::answer(const Request& request, Match match) const {
  Call call{request, site, *match.route, std::move(match.path), Format::json, language_of(request, Language::en), base_of(request)};
  try {
    check_parameters(request, call.route.parameters);
    call.format = format_parameter(request);
    // Portuguese comes first for people; programs that name no language get the one of field names.
    if (call.format == Format::html) { call.language = language_of(request, Language::pt); }
    Response response = call.route.answer(call);
    add_route_headers(call, response);
    return response;
  } catch (const geo::Error& error) {
    if (http_status(error.problem()) == 500) { throw; }
    return problem_for(error, call.language, request.id);
  }
}

Response Service::Impl::dispatch(const Request& request) const {
  const Language language = language_of(request, Language::en);
  if (auto refused = refuse_host(request, port.load(std::memory_order_relaxed), language)) { return *std::move(refused); }
  Match match = find_route(request.method, path_segments(request.target));
  if (match.allow.empty()) {
    return problem_in(language, 404, {"There is nothing at this address.", "Não há nada neste endereço."}, request.id);
  }
  if (request.method == "OPTIONS") {
    Response response;
    response.status = 204;
    return with_allow(std::move(response), match.allow);
  }
  if (match.route == nullptr) { return with_allow(problem_in(language, 405, method_refusal(match.allow), request.id), match.allow); }
  return answer(request, std::move(match));
}

Service::Service(store::Store& store, ServiceOptions options) : m_impl(std::make_unique<Impl>(store, std::move(options))) {}
Service::~Service() = default;

Response Service::handle(const Request& request) {
  const auto& stamp = m_impl->site.options().stamp;
  // Taken before the store is asked: if it changes meanwhile, the answer is kept under a number that is over.
  const std::uint64_t made_at = stamp ? stamp() : 0;
  Response response = m_impl->dispatch(request);
  add_security_headers(response);
  if (stamp && response.status == 200) {
    negotiate_encoding(request, response);
    m_impl->cache.keep(request, made_at, response);
  }
  return response;
}

bool Service::from_cache(const Request& request, Response& response) {
  const auto& stamp = m_impl->site.options().stamp;
  return stamp && m_impl->cache.find(request, stamp(), response);
}

void Service::set_port(std::uint16_t port) { m_impl->port.store(port, std::memory_order_relaxed); }

}  // namespace api
