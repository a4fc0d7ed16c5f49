// SPDX-License-Identifier: Apache-2.0
// `bairro results`: what analyses left in the store.
#include "app/commands.hpp"
#include "app/results.hpp"
#include "store/analysis_run.hpp"

#include <fmt/format.h>

namespace app {

ExitCode run_results(const Context& context, const ResultsCommand& command) {
  const geo::Role role = geo::role_named(command.role);
  const auto store = context.open_store();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  std::string text;
  for (const geo::Collection& c : store->catalog().collections) {
    if (!c.result || !geo::may_know(role, *c.result)) { continue; }
    const std::uint64_t rows = store->view(c.id, role)->count({});
    w.begin_object();
    write_result(w, context, c, rows);
    w.end_object();
    text += fmt::format("{}  {}  {} {}  {}, {}\n    {}\n", c.id, geo::format_time(c.result->made_at).substr(0, 10), rows,
                        context.in_language({"rows", "linhas"}), c.result->role, context.in_language(keeping_text(*c.result)),
                        context.in_language(c.title));
  }
  w.end_array();
  print(context.json ? json + "\n" : text);
  return done;
}

ExitCode run_result_remove(const Context& context, const std::string& id) {
  const auto store = context.open_store();
  store->remove_result(id);
  print(context.json ? fmt::format("{{\"removed\":[\"{}\"]}}\n", id)
                     : context.in_language({fmt::format("{} is gone.\n", id), fmt::format("{} foi removido.\n", id)}));
  return done;
}

ExitCode run_result_pin(const Context& context, const std::string& id) {
  const auto store = context.open_store();
  store->keep_result(id, std::nullopt);
  print(context.json ? fmt::format("{{\"pinned\":\"{}\"}}\n", id)
                     : context.in_language({fmt::format("{} is kept until it is removed by hand.\n", id),
                                            fmt::format("{} fica guardado até alguém o remover.\n", id)}));
  return done;
}

ExitCode run_results_sweep(const Context& context) {
  const auto store = context.open_store();
  const std::vector<std::string> removed = store::sweep_results(*store, now_ms());
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().key("removed").begin_array();
  for (const std::string& id : removed) { w.value(id); }
  w.end_array().end_object();
  print(context.json ? json + "\n"
                     : context.in_language({fmt::format("{} results had expired and are gone.\n", removed.size()),
                                            fmt::format("{} resultados tinham expirado e foram removidos.\n", removed.size())}));
  return done;
}

}  // namespace app
