// SPDX-License-Identifier: Apache-2.0
// `bairro info`, `inspect snapshot`.
#include "app/commands.hpp"
#include "geo/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace app {
namespace {

std::string quarantine_line(const Context& context, const std::map<std::string, std::int64_t>& quarantine) {
  if (quarantine.empty()) { return ""; }
  std::string counts;
  for (const auto& [id, rows] : quarantine) { counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", id, rows); }
  return context.in_language(
      {fmt::format("\nIn quarantine: {} (bairro quarantine)\n", counts), fmt::format("\nEm quarentena: {} (bairro quarantine)\n", counts)});
}

}  // namespace

ExitCode run_info(const Context& context) {
  const auto store = context.open_store();
  const store::StoreInfo info = store->info();
  const geo::Role role = geo::role_named("protection");
  const geo::Catalog catalog = store->catalog();
  std::size_t width = 14;
  for (const geo::Collection& c : catalog.collections) { width = std::max(width, c.id.size()); }
  const bool has_area = store->area_of_operation().has_value();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("store", context.store.string()).member("id", info.id).member("format", info.format).member("rev", info.rev);
  w.member("area_of_operation", has_area).key("collections").begin_array();
  std::string text = context.in_language(
      {fmt::format("Store {} (format {}), commit {}\nArea of operation: {}\n\n{:<{}} {:>10}  {}\n", context.store.string(), info.format,
                   info.rev, has_area ? "set" : "not set", "collection", width, "rows", "title"),
       fmt::format("Repositório {} (formato {}), registo {}\nÁrea de operação: {}\n\n{:<{}} {:>10}  {}\n", context.store.string(),
                   info.format, info.rev, has_area ? "definida" : "não definida", "colecção", width, "linhas", "título")});
  const std::map<std::string, std::int64_t> quarantine = store->quarantine_counts();
  for (const geo::Collection& c : catalog.collections) {
    const std::uint64_t rows = store->view(c.id, role)->count({});
    text += fmt::format("{:<{}} {:>10}  {}\n", c.id, width, rows, context.in_language(c.title));
    w.begin_object().member("id", c.id).member("rows", rows).member("fields", c.fields.size()).member("builtin", c.builtin);
    const auto waiting = quarantine.find(c.id);
    w.member("quarantine", waiting == quarantine.end() ? 0 : waiting->second).end_object();
  }
  text += quarantine_line(context, quarantine);
  w.end_array().end_object();
  print(context.json ? json + "\n" : text);
  return done;
}

ExitCode run_inspect_snapshot(const Context& context) {
  const auto store = context.open_store();
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  std::string text = fmt::format("{:<14} {:>10} {:>9} {:>10} {:>6} {:>12} {:>10}\n", "collection", "rows", "deleted", "versions", "parts",
                                 "bytes", "bytes/row");
  for (const auto& s : store->stats()) {
    text += fmt::format("{:<14} {:>10} {:>9} {:>10} {:>6} {:>12} {:>10.1f}\n", s.id, s.rows, s.deleted, s.versions, s.parts, s.bytes,
                        s.rows == 0 ? 0.0 : static_cast<double>(s.bytes) / static_cast<double>(s.rows));
    w.begin_object()
        .member("collection", s.id)
        .member("rows", s.rows)
        .member("deleted", s.deleted)
        .member("superseded_versions", s.versions);
    w.member("parts", s.parts).member("bytes", s.bytes).end_object();
  }
  w.end_array();
  print(context.json ? json + "\n" : text);
  return done;
}

}  // namespace app
