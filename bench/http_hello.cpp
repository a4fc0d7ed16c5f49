// SPDX-License-Identifier: Apache-2.0
// The smallest server over the HTTP layer, for bench/http_vs_nginx.sh: one cached JSON answer under every path.
//   http_hello [--port N] [--io N] [--workers N] [--handler]
// With --handler the answer takes the way through the worker pool instead of the shortcut.
#include "api/http/server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

struct Arguments {
  api::ServerOptions options;
  bool handler = false;
};

bool parse(int argc, char** argv, Arguments& out) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--handler") {
      out.handler = true;
      continue;
    }
    if (i + 1 == argc) { return false; }
    const int value = std::atoi(argv[++i]);
    if (name == "--port")
      out.options.port = static_cast<std::uint16_t>(value);
    else if (name == "--io")
      out.options.io_threads = value;
    else if (name == "--workers")
      out.options.worker_threads = value;
    else
      return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, arguments)) {
    std::fputs("usage: http_hello [--port N] [--io N] [--workers N] [--handler]\n", stderr);
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  api::Response cached = api::make_response(200, "application/json", "{\"title\":\"Bairro\",\"links\":[]}\n");
  api::set_header(cached, "ETag", "\"1\"");
  const bool handler = arguments.handler;
  api::Server server(
      arguments.options, [cached](const api::Request&) { return cached; },
      [cached, handler](const api::Request&, api::Response& response) {
        if (handler) { return false; }
        response = cached;
        return true;
      });
  server.start();
  std::printf("%d\n", server.port());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  server.stop(std::chrono::seconds(5));
  return 0;
}
