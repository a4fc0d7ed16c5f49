// SPDX-License-Identifier: Apache-2.0
// `bairro serve`: store + API + HTTP, until SIGTERM or Ctrl-C.
#include "api/cors.hpp"
#include "api/http/server.hpp"
#include "api/jobs/analyses.hpp"
#include "api/routes.hpp"
#include "api/service.hpp"
#include "app/commands.hpp"
#include "app/edit_rules.hpp"
#include "app/http_imports.hpp"
#include "app/http_trail.hpp"
#include "app/listen.hpp"
#include "app/log.hpp"
#include "app/results.hpp"
#include "app/store_watch.hpp"
#include "app/tile_warming.hpp"
#include "app/trace.hpp"
#include "store/accounts/accounts.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <csignal>

namespace app {
namespace {

[[noreturn]] void refuse(const char* en, const char* pt) { throw geo::Error(geo::Problem::usage, en, pt); }

/// Whether anybody can sign in.
bool has_people(const store::Accounts& accounts) {
  const auto all = accounts.list();
  return std::any_of(all.begin(), all.end(), [](const store::Account& account) { return !account.disabled; });
}

/// Whose pages may read: the command line's, else the configuration's.
const std::vector<std::string>& origins(const ServeCommand& command, const Config& config) {
  return command.cors.empty() ? config.cors : command.cors;
}

/// What must be so before the first byte is served: see docs/administration.md.
void check_exposure(const ServeCommand& command, const Address& address, const Config& config, const store::Accounts& accounts) {
  if (command.open && !address.is_loopback) {
    refuse("--open serves this machine only: --listen a loopback address, or let people sign in (bairro user add)",
           "--open serve apenas esta máquina: use um endereço local em --listen, ou deixe as pessoas iniciar sessão (bairro user add)");
  }
  const api::CorsPolicy cors(origins(command, config));
  if (command.open && cors.is_open() && command.role != "visitor") {
    refuse("--cors * beside --open would show what the role sees to every site that is visited on this computer: list the origins",
           "--cors * com --open mostraria o que o papel vê a qualquer sítio visitado neste computador: indique as origens");
  }
  if (command.open) { return; }
  if (!has_people(accounts)) {
    refuse("nobody can sign in yet: bairro user add NAME --role ROLE; or, on a computer of your own: bairro serve --open",
           "ainda ninguém pode iniciar sessão: bairro user add NOME --role PAPEL; ou, num computador seu: bairro serve --open");
  }
  if (address.is_loopback && !command.behind_proxy) { return; }
  if (!config.public_url) {
    refuse("beyond this machine links need the address by which clients reach the service: set public_url in bairro.toml",
           "para além desta máquina as ligações precisam do endereço por onde os clientes chegam ao serviço: indique public_url em "
           "bairro.toml");
  }
  if (!command.behind_proxy && !address.is_private) {
    refuse("passwords would travel unencrypted: listen on a loopback or private address, behind a proxy with TLS (--behind-proxy)",
           "as palavras-passe viajariam sem cifra: escute num endereço local ou privado, atrás de um proxy com TLS (--behind-proxy)");
  }
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

api::ImportsOptions imports_options(const Context& context, const ServeCommand& command, store::SqliteStore& store,
                                    store::Accounts& accounts, Log& log) {
  constexpr std::size_t bytes_per_mb = 1'000'000;
  api::ImportsOptions options;
  options.import_file = http_import(context, store);
  options.accounts = command.open ? nullptr : &accounts;
  options.clock = now_ms;
  options.folder = context.store.string() + ".uploads";
  options.file_bytes = command.max_upload_mb * bytes_per_mb;
  options.say = [&log](std::string_view id, std::string_view what) { log.failure(id, what); };
  return options;
}

api::ServiceOptions service_options(const Context& context, const ServeCommand& command, store::SqliteStore& store,
                                    store::Accounts& accounts, HttpTrail& trail, api::Analyses& analyses, EditRules& rules) {
  api::ServiceOptions options;
  options.role = geo::role_named(command.open ? command.role : "visitor");
  options.accounts = command.open ? nullptr : &accounts;
  options.behind_proxy = command.behind_proxy;
  options.cors = origins(command, context.config);
  options.public_url = context.config.public_url.value_or("");
  if (context.config.title) { options.title = {*context.config.title, *context.config.title}; }
  if (context.config.time_zone) { options.time_zone = *context.config.time_zone; }
  options.stamp = [&store] { return store.stamp(); };
  options.analyses = &analyses;
  options.rules = [&rules](const std::string& collection, const geo::Role& role) { return rules.for_collection(collection, role); };
  options.downloads.beside = context.store.string() + ".download";
  options.downloads.clock = now_ms;
  options.exports = command.exports;
  options.trace = [&trail](const api::Trace& trace) { trail.take(trace); };
  return options;
}

api::AnalysesOptions analyses_options(const Context& context, const ServeCommand& command, store::Accounts& accounts, Log& log) {
  api::AnalysesOptions options;
  options.accounts = command.open ? nullptr : &accounts;
  options.clock = now_ms;
  options.today = [context] { return today(context); };
  options.say = [&log](std::string_view id, std::string_view what) { log.failure(id, what); };
  return options;
}

void announce(const Context& context, const ServeCommand& command, const std::string& host, std::uint16_t port) {
  const std::string url = fmt::format("http://{}:{}/", host, port);
  if (context.json) {
    print(fmt::format("{{\"url\":\"{0}\",\"map\":\"{0}map\",\"open\":{1},\"role\":\"{2}\"}}\n", url, command.open,
                      command.open ? command.role : "visitor"));
    return;
  }
  const geo::Text whose =
      command.open ? geo::Text{fmt::format("Open: nobody signs in, whoever uses this machine sees what the role {} sees.", command.role),
                               fmt::format("Aberto: ninguém inicia sessão, quem usar esta máquina vê o que o papel {} vê.", command.role)}
                   : geo::Text{"People sign in; without, only what is public is shown.",
                               "As pessoas iniciam sessão; sem isso só se mostra o que é público."};
  print(context.in_language(
      {fmt::format("Serving {0} at {1}\nMap: {1}map\n{2} Ctrl-C ends it.\n", context.store.string(), url, whose.en),
       fmt::format("A servir {0} em {1}\nMapa: {1}map\n{2} Ctrl-C termina.\n", context.store.string(), url, whose.pt)}));
}

}  // namespace

ExitCode run_serve(const Context& context, const ServeCommand& command) {
  const std::string listen = !command.listen.empty() ? command.listen : context.config.listen.value_or("127.0.0.1:8080");
  const Address address = parse_listen(listen);
  const StopSignal stop;
  Log log(context.quiet);
  const auto store = context.open_store();
  store::Accounts accounts(context.store);
  check_exposure(command, address, context.config, accounts);
  sweep_quietly(context, *store);
  // On record before anything is served; a log without its key ends the command here.
  trace_act(*store, "serve", command.open ? "open" : "signed-in", 0);
  HttpTrail trail(store->audit());
  const StoreWatch watch(*store, log);
  store::JobRegistry jobs(context.store, now_ms);
  api::Analyses analyses(*store, jobs, analyses_options(context, command, accounts, log));
  EditRules rules(*store, context.config.time_zone.value_or("Africa/Maputo"));
  api::Imports imports(*store, jobs, imports_options(context, command, *store, accounts, log));
  api::ServiceOptions of_service = service_options(context, command, *store, accounts, trail, analyses, rules);
  of_service.imports = &imports;
  api::Service service(*store, std::move(of_service));

  api::ServerOptions options;
  options.address = address.host;
  options.port = address.port;
  options.access_log = [&log](const api::AccessEntry& e) {
    // The path may be a place: the square of a tile, a row.
    api::AccessEntry entry = e;
    entry.path = api::path_template(e.path);
    log.access(entry);
  };
  options.error_log = [&log](std::string_view id, std::string_view what) { log.failure(id, what); };
  api::Server server(
      options, [&](const api::Request& request) { return service.handle(request); },
      [&](const api::Request& request, api::Response& response) { return service.from_cache(request, response); },
      [&](const api::Request& head) { return service.body_plan(head); });
  try {
    server.start();
  } catch (const std::runtime_error& error) {
    throw geo::Error(geo::Problem::failed, fmt::format("cannot listen on {}: {}", listen, error.what()),
                     fmt::format("não é possível escutar em {}: {}", listen, error.what()));
  }
  service.set_port(server.port());
  announce(context, command, address.host, server.port());
  TileWarming warming({[&service](const auto& go_on) { service.open_views(go_on); },
                       [&service](const auto& go_on) { service.warm_tiles(go_on); }, [&store] { return store->stamp(); },
                       [&server] {
                         const api::ServerStats now = server.stats();
                         return now.active_requests + now.queued_requests > 0;
                       }},
                      log);
  stop.wait();
  warming.stop();  // joined last: nobody else waits for the tile at hand
  imports.runner().stop();
  analyses.runner().stop();  // whoever waits for one is told that it was interrupted
  server.stop(std::chrono::seconds(10));
  return done;
}

}  // namespace app
