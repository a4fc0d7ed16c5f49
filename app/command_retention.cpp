// SPDX-License-Identifier: Apache-2.0
// `bairro retention`: what is too old to be kept, and what it cannot reach.
#include "app/commands.hpp"
#include "app/table.hpp"
#include "geo/base/json.hpp"

#include <fmt/format.h>

namespace app {
namespace {

using store::RetentionReport;

void write_paths(geo::JsonWriter& w, const char* name, const std::vector<std::filesystem::path>& paths) {
  w.key(name).begin_array();
  for (const std::filesystem::path& path : paths) { w.value(path.string()); }
  w.end_array();
}

std::string json_of(const RetentionReport& report, const std::vector<store::HeldRow>& held, bool applied) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("applied", applied).key("collections").begin_array();
  for (const RetentionReport::Rows& r : report.rows) {
    w.begin_object().member("collection", r.collection).member("texts", r.texts).member("to_settlement", r.to_settlement);
    w.member("to_district", r.to_district).member("to_nowhere", r.to_nowhere).member("refused", r.refused).member("reports", r.reports);
    w.member("held", r.held).end_object();
  }
  w.end_array().key("results").begin_array();
  for (const std::string& id : report.results) { w.value(id); }
  w.end_array();
  write_paths(w, "cache_files", report.cache_files);
  write_paths(w, "beyond_reach", report.beyond_reach);
  w.member("exports", report.exports).key("held_rows").begin_array();
  for (const store::HeldRow& row : held) { w.begin_object().member("collection", row.collection).member("row", row.fid).end_object(); }
  w.end_array().end_object();
  return json + "\n";
}

std::string table_of(const Context& context, const RetentionReport& report) {
  const bool pt = context.language == "pt";
  Table table(pt ? std::vector<std::string>{"colecção", ">textos esvaziados", ">lugar: povoado", ">lugar: distrito", ">lugar: nenhum",
                                            ">em quarentena", ">relatórios", ">retidas"}
                 : std::vector<std::string>{"collection", ">texts emptied", ">place: settlement", ">place: district", ">place: none",
                                            ">quarantined", ">reports", ">held"});
  for (const RetentionReport::Rows& r : report.rows) {
    std::vector<std::string> cells{r.collection};
    for (const std::int64_t count : {r.texts, r.to_settlement, r.to_district, r.to_nowhere, r.refused, r.reports, r.held}) {
      cells.push_back(std::to_string(count));
    }
    table.add(std::move(cells));
  }
  return table.text();
}

/// What still holds the rows as they were, for whoever must go and delete it.
std::string rest_of(const Context& context, const RetentionReport& report) {
  const auto say = [&](const std::string& en, const std::string& pt) { return context.in_language({en, pt}); };
  std::string text = say("Beyond reach, to be deleted by hand:\n", "Fora do alcance, a apagar à mão:\n");
  for (const std::filesystem::path& file : report.beyond_reach) { text += "  " + file.string() + "\n"; }
  text += say("  what a running server has in memory: restart it\n", "  o que um servidor em curso tem na memória: reinicie-o\n");
  text += say("  backups of the store kept elsewhere, and files that were imported\n",
              "  cópias de segurança do repositório guardadas noutro lugar, e os ficheiros importados\n");
  if (report.exports > 0) {
    text += say(fmt::format("  exports of exact rows: {} so far, see bairro audit list --action export\n", report.exports),
                fmt::format("  exportações de linhas exactas: {} até agora, veja bairro audit list --action export\n", report.exports));
  }
  return text;
}

std::string text_of(const Context& context, const RetentionReport& report, const std::vector<store::HeldRow>& held, bool applied) {
  const auto say = [&](const std::string& en, const std::string& pt) { return context.in_language({en, pt}); };
  std::string text = applied ? say("Done, for good:\n", "Feito, sem retorno:\n")
                             : say("Trial only, nothing was changed; --apply does it:\n", "Só ensaio, nada mudou; --apply fá-lo:\n");
  text += report.rows.empty() ? say("  nothing is too old\n", "  nada é demasiado antigo\n") : table_of(context, report);
  for (const std::string& id : report.results) {
    text += say(fmt::format("Result of an analysis of such rows, removed: {}\n", id),
                fmt::format("Resultado de uma análise dessas linhas, removido: {}\n", id));
  }
  if (!report.cache_files.empty()) {
    text += say(fmt::format("Cached snapshots, removed: {}\n", report.cache_files.size()),
                fmt::format("Instantâneos em cache, removidos: {}\n", report.cache_files.size()));
  }
  for (const store::HeldRow& row : held) {
    text += say(fmt::format("Held: {} {}\n", row.collection, row.fid), fmt::format("Retida: {} {}\n", row.collection, row.fid));
  }
  return text + rest_of(context, report);
}

ExitCode hold(const Context& context, const HoldCommand& command, bool hold) {
  context.open_store()->hold_row(command.row, hold);
  if (context.json) {
    std::string json;
    geo::JsonWriter w(json);
    w.begin_object().member("collection", command.row.collection).member("row", command.row.fid).member("held", hold).end_object();
    print(json + "\n");
  } else if (!context.quiet) {
    print(context.in_language(hold ? geo::Text{"Retention leaves it alone until it is released.\n", "Fica como está até ser libertada.\n"}
                                   : geo::Text{"Released.\n", "Libertada.\n"}));
  }
  return done;
}

}  // namespace

ExitCode run_retention(const Context& context, const RetentionCommand& command) {
  store::RetentionPolicy policy = command.policy;
  policy.text_collections.insert(policy.text_collections.end(), command.also.begin(), command.also.end());
  if (policy.settlement_months < policy.place_months) {
    throw geo::Error(geo::Problem::usage, "--settlement-months must not be less than --place-months",
                     "--settlement-months não pode ser menos do que --place-months");
  }
  const auto store = context.open_store();
  const RetentionReport report = store->retain(policy, command.apply);
  const std::vector<store::HeldRow> held = store->held_rows();
  print(context.json ? json_of(report, held, command.apply) : text_of(context, report, held, command.apply));
  return done;
}

ExitCode run_retention_hold(const Context& context, const HoldCommand& command) { return hold(context, command, true); }
ExitCode run_retention_release(const Context& context, const HoldCommand& command) { return hold(context, command, false); }

}  // namespace app
