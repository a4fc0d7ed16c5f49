// SPDX-License-Identifier: Apache-2.0
// `bairro info`, `inspect snapshot`, `batches`, `jobs`, `undo`.
#include "app/commands.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "store/jobs/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {

ExitCode run_info(const Context& context) {
  const auto store = context.open_store();
  const store::StoreInfo info = store->info();
  const geo::Role& role = geo::role_named("programme");
  const geo::Catalog catalog = store->catalog();
  std::size_t width = 14;
  for (const geo::Collection& c : catalog.collections) { width = std::max(width, c.id.size()); }
  const bool has_area = store->area_of_operation().has_value();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("store", context.store.string()).member("id", info.id).member("format", info.format).member("rev", info.rev);
  w.member("area_of_operation", has_area).key("collections").begin_array();
  std::string text = context.in_language(
      {fmt::format("Store {} (format {}), commit {}\nArea of operation: {}\n\n{:<{}} {:>10}  {}\n", context.store.string(), info.format, info.rev,
                   has_area ? "set" : "not set", "collection", width, "rows", "title"),
       fmt::format("Repositório {} (formato {}), registo {}\nÁrea de operação: {}\n\n{:<{}} {:>10}  {}\n", context.store.string(), info.format,
                   info.rev, has_area ? "definida" : "não definida", "colecção", width, "linhas", "título")});
  for (const geo::Collection& c : catalog.collections) {
    const std::uint64_t rows = store->view(c.id, role)->count({});
    text += fmt::format("{:<{}} {:>10}  {}\n", c.id, width, rows, context.in_language(c.title));
    w.begin_object().member("id", c.id).member("rows", rows).member("fields", c.fields.size()).member("builtin", c.builtin).end_object();
  }
  w.end_array().end_object();
  print(context.json ? json + "\n" : text);
  return done;
}

ExitCode run_inspect_snapshot(const Context& context) {
  const auto store = context.open_store();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  std::string text = fmt::format("{:<14} {:>10} {:>9} {:>10} {:>6} {:>12} {:>10}\n", "collection", "rows", "deleted", "versions", "parts", "bytes", "bytes/row");
  for (const auto& s : store->stats()) {
    text += fmt::format("{:<14} {:>10} {:>9} {:>10} {:>6} {:>12} {:>10.1f}\n", s.id, s.rows, s.deleted, s.versions, s.parts, s.bytes,
                        s.rows == 0 ? 0.0 : static_cast<double>(s.bytes) / static_cast<double>(s.rows));
    w.begin_object().member("collection", s.id).member("rows", s.rows).member("deleted", s.deleted).member("superseded_versions", s.versions);
    w.member("parts", s.parts).member("bytes", s.bytes).end_object();
  }
  w.end_array();
  print(context.json ? json + "\n" : text);
  return done;
}

ExitCode run_batches(const Context& context) {
  const auto store = context.open_store();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  std::string text;
  for (const store::BatchRecord& b : store->batches()) {
    const char* undone = b.alive ? "" : context.language == "pt" ? "  (anulado)" : "  (undone)";
    text += fmt::format("{:>5}  {}  {:<7} {:<12} +{} ~{} !{}  {}{}\n", b.id, geo::format_time(b.at), b.info.kind, b.info.collection, b.inserted,
                        b.updated, b.rejected, b.info.file_name, undone);
    w.begin_object().member("batch", b.id).member("rev", b.rev).member("kind", b.info.kind).member("collection", b.info.collection);
    w.member("source", b.info.source).member("file", b.info.file_name).member("sha256", b.info.file_sha256).member("at", geo::format_time(b.at));
    w.member("inserted", b.inserted).member("updated", b.updated).member("quarantined", b.rejected).member("alive", b.alive).end_object();
  }
  w.end_array();
  print(context.json ? json + "\n" : text);
  return done;
}

ExitCode run_jobs(const Context& context) {
  const auto store = context.open_store();
  const store::JobRegistry registry(context.store, now_ms);
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  std::string text;
  for (const store::JobRecord& job : registry.list()) {
    text += fmt::format("{}  {}  {:<11} {:>3.0f} %  {} {} {}\n", job.id.substr(0, 8), geo::format_time(job.started_at), to_string(job.state),
                        job.progress * 100, job.kind, job.parameters_json, job.message);
    w.begin_object().member("job", job.id).member("kind", job.kind).member("state", to_string(job.state)).member("progress", job.progress);
    w.member("started_at", geo::format_time(job.started_at)).key("parameters").raw(job.parameters_json);
    w.member("message", job.message).end_object();
  }
  w.end_array();
  print(context.json ? json + "\n" : text);
  return done;
}

ExitCode run_undo(const Context& context, std::int64_t batch) {
  const auto store = context.open_store();
  const geo::BatchOutcome outcome = store->undo(batch);
  const geo::Text text{fmt::format("Batch {} undone: {} rows have the version they had before, or are gone.\n", batch, outcome.updated),
                       fmt::format("Lote {} anulado: {} linhas voltaram à versão anterior ou saíram.\n", batch, outcome.updated)};
  print(context.json ? fmt::format("{{\"undone\":{},\"batch\":{},\"rev\":{},\"rows\":{}}}\n", batch, outcome.batch, outcome.rev, outcome.updated)
                     : context.in_language(text));
  return done;
}

}  // namespace app
