// SPDX-License-Identifier: Apache-2.0
// `bairro serve`: store + API + HTTP, until SIGTERM or Ctrl-C.
#include "api/http/server.hpp"
#include "api/service.hpp"
#include "app/commands.hpp"
#include "app/log.hpp"
#include "app/results.hpp"
#include "app/store_watch.hpp"
#include "geo/base/number.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <csignal>

namespace app {
namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

[[noreturn]] void refuse_listen(const std::string& text) {
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("--listen '{}' must be a loopback address and a port, such as 127.0.0.1:8080 or [::1]:8080: until "
                  "people can sign in, only this machine is served",
                  text),
      fmt::format("--listen '{}' tem de ser um endereço local e uma porta, como 127.0.0.1:8080 ou [::1]:8080: enquanto não houver "
                  "início de sessão, só esta máquina é servida",
                  text));
}

bool is_loopback(const std::string& host) {
  in_addr address{};
  if (::inet_pton(AF_INET, host.c_str(), &address) == 1) { return (ntohl(address.s_addr) >> 24U) == 127; }
  return host == "localhost" || host == "[::1]";
}

Address parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) { refuse_listen(text); }
  Address a{text.substr(0, colon), 0};
  const auto port = geo::parse_integer(text.substr(colon + 1));
  if (!port || *port < 0 || *port > 65535 || !is_loopback(a.host)) { refuse_listen(text); }
  a.port = static_cast<std::uint16_t>(*port);
  if (a.host == "localhost") { a.host = "127.0.0.1"; }
  return a;
}

/// SIGTERM and SIGINT wait for whoever asks; blocked before any thread starts, so that all inherit it.
class StopSignal {
 public:
  StopSignal() {
    sigemptyset(&m_set);
    sigaddset(&m_set, SIGTERM);
    sigaddset(&m_set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &m_set, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&m_set, &signal);
  }

 private:
  sigset_t m_set{};
};

api::ServiceOptions service_options(const Context& context, const ServeCommand& command, store::SqliteStore& store) {
  api::ServiceOptions options;
  options.role = geo::role_named(command.role);
  options.public_url = context.config.public_url.value_or("");
  if (context.config.title) { options.title = {*context.config.title, *context.config.title}; }
  if (context.config.time_zone) { options.time_zone = *context.config.time_zone; }
  options.stamp = [&store] { return store.stamp(); };
  return options;
}

void announce(const Context& context, const ServeCommand& command, const std::string& host, std::uint16_t port) {
  const std::string url = fmt::format("http://{}:{}/", host, port);
  if (context.json) {
    print(fmt::format("{{\"url\":\"{0}\",\"map\":\"{0}map\",\"role\":\"{1}\"}}\n", url, command.role));
    return;
  }
  const geo::Text whose = command.role == "visitor"
                              ? geo::Text{"public rows only", "apenas linhas públicas"}
                              : geo::Text{"every row, to anyone who uses this machine; --role visitor serves public rows only",
                                          "todas as linhas, a quem usar esta máquina; --role visitor serve apenas linhas públicas"};
  print(context.in_language({fmt::format("Serving {0} at {1}\nMap: {1}map\nRole {2}: {3}. Ctrl-C ends it.\n", context.store.string(), url,
                                         command.role, whose.en),
                             fmt::format("A servir {0} em {1}\nMapa: {1}map\nPapel {2}: {3}. Ctrl-C termina.\n", context.store.string(),
                                         url, command.role, whose.pt)}));
}

}  // namespace

ExitCode run_serve(const Context& context, const ServeCommand& command) {
  const std::string listen = !command.listen.empty() ? command.listen : context.config.listen.value_or("127.0.0.1:8080");
  const Address address = parse_address(listen);
  const StopSignal stop;
  Log log(context.quiet);
  const auto store = context.open_store();
  sweep_quietly(context, *store);
  const StoreWatch watch(*store, log);
  api::Service service(*store, service_options(context, command, *store));

  api::ServerOptions options;
  options.address = address.host;
  options.port = address.port;
  options.access_log = [&log](const api::AccessEntry& e) { log.access(e); };
  options.error_log = [&log](std::string_view id, std::string_view what) { log.failure(id, what); };
  api::Server server(
      options, [&](const api::Request& request) { return service.handle(request); },
      [&](const api::Request& request, api::Response& response) { return service.from_cache(request, response); });
  try {
    server.start();
  } catch (const std::runtime_error& error) {
    throw geo::Error(geo::Problem::failed, fmt::format("cannot listen on {}: {}", listen, error.what()),
                     fmt::format("não é possível escutar em {}: {}", listen, error.what()));
  }
  service.set_port(server.port());
  announce(context, command, address.host, server.port());
  stop.wait();
  server.stop(std::chrono::seconds(10));
  return done;
}

}  // namespace app
