// SPDX-License-Identifier: Apache-2.0
// `bairro batches`, `batches show`, `undo`.
#include "app/commands.hpp"
#include "app/table.hpp"
#include "app/trace.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "importers/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

void write(geo::JsonWriter& w, const store::BatchRecord& b) {
  w.member("batch", b.id).member("rev", b.rev).member("kind", b.info.kind).member("collection", b.info.collection);
  w.member("source", b.info.source)
      .member("file", b.info.file_name)
      .member("sha256", b.info.file_sha256)
      .member("at", geo::format_time(b.at));
  w.member("operator", b.info.operator_name).member("complete", b.info.complete);
  w.member("inserted", b.inserted).member("updated", b.updated).member("withdrawn", b.withdrawn).member("quarantined", b.rejected);
  w.member("alive", b.alive);
  if (!b.alive) { w.member("undone_rev", b.undone_rev); }
}

std::string batches_json(const std::vector<store::BatchRecord>& batches) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  for (const store::BatchRecord& b : batches) {
    w.begin_object();
    write(w, b);
    w.end_object();
  }
  w.end_array();
  return json + "\n";
}

std::string batches_text(const Context& context, const std::vector<store::BatchRecord>& batches) {
  const bool pt = context.language == "pt";
  Table table(pt ? std::vector<std::string>{">lote", "quando (UTC)", "tipo", "colecção", ">novas", ">actualizadas", ">retiradas",
                                            ">em quarentena", "fonte", "operador", "ficheiro", "estado"}
                 : std::vector<std::string>{">batch", "when (UTC)", "kind", "collection", ">new", ">updated", ">withdrawn", ">quarantined",
                                            "source", "operator", "file", "state"});
  for (const store::BatchRecord& b : batches) {
    table.add({std::to_string(b.id), geo::format_time(b.at / 1000 * 1000), b.info.kind, b.info.collection, std::to_string(b.inserted),
               std::to_string(b.updated), std::to_string(b.withdrawn), std::to_string(b.rejected), b.info.source, b.info.operator_name,
               b.info.file_name,
               b.alive ? ""
               : pt    ? "anulado"
                       : "undone"});
  }
  return table.text();
}

store::BatchRecord batch_named(const store::Store& store, geo::BatchId id) {
  const std::optional<store::BatchRecord> batch = store.batch(id);
  if (batch) { return *batch; }
  throw geo::Error(geo::Problem::not_found, fmt::format("there is no batch {}; see: bairro batches", id),
                   fmt::format("não existe o lote {}; veja: bairro batches", id));
}

/// How many of the rows that the batch refused wait still.
std::int64_t still_waiting(const store::Store& store, const store::BatchRecord& batch) {
  const auto rows = store.quarantine(batch.info.collection);
  return std::count_if(rows.begin(), rows.end(), [&](const store::QuarantinedRow& row) { return row.ref.batch == batch.id; });
}

std::string facts(const Context& context, const store::Store& store, const store::BatchRecord& b) {
  const auto line = [&](const std::string& en, const std::string& pt) { return context.in_language({en, pt}) + "\n"; };
  const std::string who = b.info.operator_name.empty() ? "-" : b.info.operator_name;
  const std::string when = geo::format_time(b.at);
  std::string text =
      line(fmt::format("Batch {}: {} into '{}', {}, by {} (commit {})", b.id, b.info.kind, b.info.collection, when, who, b.rev),
           fmt::format("Lote {}: {} em '{}', {}, por {} (registo {})", b.id, b.info.kind, b.info.collection, when, who, b.rev));
  if (!b.info.file_sha256.empty()) {
    text += line(fmt::format("File: {} (SHA-256 {}), source '{}'{}", b.info.file_name, b.info.file_sha256, b.info.source,
                             b.info.complete ? ", complete" : ""),
                 fmt::format("Ficheiro: {} (SHA-256 {}), fonte '{}'{}", b.info.file_name, b.info.file_sha256, b.info.source,
                             b.info.complete ? ", completo" : ""));
  }
  text += line(fmt::format("{} rows new, {} updated, {} withdrawn.", b.inserted, b.updated, b.withdrawn),
               fmt::format("{} linhas novas, {} actualizadas, {} retiradas.", b.inserted, b.updated, b.withdrawn));
  if (b.rejected > 0) {
    const std::int64_t waiting = still_waiting(store, b);
    text += line(fmt::format("{} rows went to quarantine; {} of them wait there still.", b.rejected, waiting),
                 fmt::format("{} linhas foram para quarentena; {} delas ainda lá estão.", b.rejected, waiting));
  }
  if (!b.alive) {
    text += line(fmt::format("It was undone by commit {}.", b.undone_rev), fmt::format("Foi anulado pelo registo {}.", b.undone_rev));
  }
  return text;
}

}  // namespace

ExitCode run_batches(const Context& context, const BatchesCommand& command) {
  const auto store = context.open_store();
  std::vector<store::BatchRecord> batches = store->batches();
  if (!command.collection.empty()) {
    if (store->catalog().collection(command.collection) == nullptr) {
      throw geo::Error(geo::Problem::not_found, fmt::format("there is no collection '{}'", command.collection),
                       fmt::format("não existe a colecção '{}'", command.collection));
    }
    batches.erase(std::remove_if(batches.begin(), batches.end(), [&](const auto& b) { return b.info.collection != command.collection; }),
                  batches.end());
  }
  print(context.json ? batches_json(batches) : batches_text(context, batches));
  return done;
}

ExitCode run_batches_show(const Context& context, const BatchShowCommand& command) {
  const auto store = context.open_store();
  const store::BatchRecord batch = batch_named(*store, command.batch);
  const std::string& format = context.json ? "json" : command.format;
  // A report quotes what it found wrong.
  if (!batch.report_json.empty()) {
    trace_read(*store, geo::role_named("programme"), batch.info.collection, static_cast<std::uint64_t>(batch.rejected), "batches-show");
  }
  if (format == "json") {
    std::string json;
    geo::JsonWriter w(json);
    w.begin_object();
    write(w, batch);
    w.member("waiting", still_waiting(*store, batch)).key("report");
    batch.report_json.empty() ? w.null() : w.raw(batch.report_json);
    w.end_object();
    print(json + "\n");
    return done;
  }
  if (batch.report_json.empty() && format == "csv") {
    throw geo::Error(geo::Problem::usage, fmt::format("batch {} has no report: it is no import", batch.id),
                     fmt::format("o lote {} não tem relatório: não é uma importação", batch.id));
  }
  if (format == "csv") {
    print(importers::to_csv(importers::report_from_json(batch.report_json), batch.info.file_name, context.language));
    return done;
  }
  std::string text = facts(context, *store, batch);
  if (!batch.report_json.empty()) { text += "\n" + importers::to_text(importers::report_from_json(batch.report_json), context.language); }
  print(text);
  return done;
}

ExitCode run_undo(const Context& context, const UndoCommand& command) {
  const auto store = context.open_store();
  const geo::BatchOutcome o = command.dry_run ? store->plan_undo(command.batch) : store->undo(command.batch);
  if (context.json) {
    std::string json;
    geo::JsonWriter w(json);
    w.begin_object().member("undone", command.batch).member("dry_run", command.dry_run).member("batch", o.batch).member("rev", o.rev);
    w.member("rows", o.updated).member("removed", o.removed).member("kept", o.kept).end_object();
    print(json + "\n");
    return done;
  }
  const std::int64_t restored = o.updated - o.removed;
  const geo::Text what =
      command.dry_run
          ? geo::Text{fmt::format(
                          "Trial only, batch {} stays: {} rows would get the version they had before, {} would be removed, {} would "
                          "stay because they were changed since.\n",
                          command.batch, restored, o.removed, o.kept),
                      fmt::format("Só ensaio, o lote {} fica: {} linhas voltariam à versão anterior, {} sairiam, {} ficariam porque foram "
                                  "alteradas depois.\n",
                                  command.batch, restored, o.removed, o.kept)}
          : geo::Text{fmt::format("Batch {} undone: {} rows have the version they had before, {} are removed, {} stay because they were "
                                  "changed since.\n",
                                  command.batch, restored, o.removed, o.kept),
                      fmt::format("Lote {} anulado: {} linhas voltaram à versão anterior, {} saíram, {} ficaram porque foram alteradas "
                                  "depois.\n",
                                  command.batch, restored, o.removed, o.kept)};
  print(context.in_language(what));
  return done;
}

}  // namespace app
