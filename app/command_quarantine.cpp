// SPDX-License-Identifier: Apache-2.0
// `bairro quarantine`: rows that were refused, listed by what is wrong with them and given out to be corrected.
#include "app/commands.hpp"
#include "app/private_file.hpp"
#include "app/quarantine_rows.hpp"
#include "app/table.hpp"
#include "app/trace.hpp"
#include "geo/base/json.hpp"
#include "geo/base/text.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/rules/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>

namespace app {
namespace {

using importers::WaitingRow;

constexpr std::size_t rows_shown = 50;

/// The collections to speak of: the one that was asked for, or all that have rows waiting.
std::vector<std::string> collections_with_rows(const store::Store& store, const std::string& asked) {
  if (!asked.empty()) { return {asked}; }
  std::vector<std::string> ids;
  for (const auto& [id, rows] : store.quarantine_counts()) { ids.push_back(id); }
  return ids;
}

std::string rules_text(const Context& context, const std::vector<WaitingRow>& rows) {
  const bool pt = context.language == "pt";
  std::map<std::string, std::int64_t> counts;
  for (const WaitingRow& row : rows) { ++counts[row.row.rule]; }
  std::vector<std::pair<std::string, std::int64_t>> by_count(counts.begin(), counts.end());
  std::stable_sort(by_count.begin(), by_count.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  Table table(pt ? std::vector<std::string>{">linhas", "regra", "motivo", "o que fazer"}
                 : std::vector<std::string>{">rows", "rule", "reason", "what to do"});
  for (const auto& [id, count] : by_count) {
    const importers::Rule& rule = importers::rule(id);
    table.add({std::to_string(count), id, std::string(pt ? rule.pt : rule.en), std::string(pt ? rule.advice_pt : rule.advice_en)});
  }
  return table.text();
}

std::string rows_text(const Context& context, const std::vector<WaitingRow>& rows) {
  const bool pt = context.language == "pt";
  Table table(pt ? std::vector<std::string>{">lote", "ficheiro", ">linha", "coluna", "valor", "regra", "motivo"}
                 : std::vector<std::string>{">batch", "file", ">line", "column", "value", "rule", "reason"});
  for (std::size_t i = 0; i < std::min(rows.size(), rows_shown); ++i) {
    const WaitingRow& w = rows[i];
    table.add({std::to_string(w.ref.batch), w.file, std::to_string(w.line), w.row.column,
               w.row.value.empty() ? "" : geo::excerpt(w.row.value), w.row.rule, pt ? w.row.message.pt : w.row.message.en});
  }
  std::string text = table.text();
  if (rows.size() > rows_shown) {
    const std::size_t more = rows.size() - rows_shown;
    text += context.in_language({fmt::format("… and {} more; --json shows all, bairro quarantine export gives them out\n", more),
                                 fmt::format("… e mais {}; --json mostra todas, bairro quarantine export dá-as num ficheiro\n", more)});
  }
  return text;
}

void write(geo::JsonWriter& w, const std::string& store_id, const std::string& collection, const WaitingRow& row) {
  w.begin_object().member("ref", importers::ref_text(store_id, row.ref)).member("collection", collection).member("batch", row.ref.batch);
  w.member("file", row.file).member("line", row.line).member("column", row.row.column).member("value", row.row.value);
  w.member("rule", row.row.rule)
      .key("message")
      .begin_object()
      .member("en", row.row.message.en)
      .member("pt", row.row.message.pt)
      .end_object();
  w.member("key", row.row.source_key).member("whole", row.row.whole).key("row");
  row.row.raw_json.empty() ? w.null() : w.raw(row.row.raw_json);
  w.end_object();
}

enum class Kind { csv, xlsx };

Kind kind_of(const std::filesystem::path& file) {
  const std::string extension = file.extension().string();
  if (extension == ".csv") { return Kind::csv; }
  if (extension == ".xlsx") { return Kind::xlsx; }
  throw geo::Error(geo::Problem::usage, fmt::format("'{}' must end in .csv or .xlsx", file.string()),
                   fmt::format("'{}' tem de terminar em .csv ou .xlsx", file.string()));
}

/// week.csv, or week-1.csv, week-2.csv when the rows are of files that cannot stand in one.
std::filesystem::path numbered(const std::filesystem::path& file, std::size_t number, std::size_t of) {
  if (of == 1) { return file; }
  std::filesystem::path path = file;
  path.replace_filename(fmt::format("{}-{}{}", file.stem().string(), number, file.extension().string()));
  return path;
}

/// `before_name` is called when the file is whole.
void write_group(const Context& context, const CorrectionGroup& group, const std::string& store_id, const std::filesystem::path& file,
                 const std::function<void()>& before_name) {
  const importers::Sheet sheet = importers::make_sheet(group.layout.columns, group.rows, store_id, context.language);
  const Kind kind = kind_of(file);
  write_private_file(file, [&](const std::filesystem::path& temporary) {
    if (kind == Kind::xlsx) {
      importers::write_xlsx(sheet, temporary, context.language);
      return before_name();
    }
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << importers::to_csv(sheet, context.language);
    out.close();
    if (!out) {
      throw geo::Error(geo::Problem::failed, fmt::format("cannot write '{}'", file.string()),
                       fmt::format("não é possível escrever '{}'", file.string()));
    }
    before_name();
  });
}

/// A group of rows that wait, and of which collection.
struct Waiting {
  std::string collection;
  CorrectionGroup group;
};

/// Of all collections, unless one is asked for; a batch is of one by itself.
std::vector<Waiting> groups_of(const store::Store& store, const QuarantineExportCommand& command) {
  if (command.batch && !store.batch(*command.batch)) {
    throw geo::Error(geo::Problem::not_found, fmt::format("there is no batch {}", *command.batch),
                     fmt::format("não existe o lote {}", *command.batch));
  }
  std::vector<Waiting> all;
  for (const std::string& id : collections_with_rows(store, command.collection)) {
    for (CorrectionGroup& group : grouped(store, waiting_rows(store, id, command.batch))) { all.push_back({id, std::move(group)}); }
  }
  return all;
}

/// The files that the rows came in, the first few.
std::string files_of(const CorrectionGroup& group) {
  constexpr std::size_t names_shown = 3;
  std::vector<std::string> names;
  for (const WaitingRow& row : group.rows) {
    if (std::find(names.begin(), names.end(), row.file) == names.end()) { names.push_back(row.file); }
  }
  const bool more = names.size() > names_shown;
  if (more) { names.resize(names_shown); }
  return fmt::format("{}{}", fmt::join(names, ", "), more ? ", …" : "");
}

std::string written_text(const Context& context, const Waiting& w, const std::filesystem::path& file, bool one_of_several) {
  const std::size_t rows = w.group.rows.size();
  const std::string from = files_of(w.group);
  const geo::Text of = one_of_several ? geo::Text{fmt::format(" of {}, source '{}' ({})", w.collection, w.group.layout.source, from),
                                                  fmt::format(" de {}, fonte '{}' ({})", w.collection, w.group.layout.source, from)}
                                      : geo::Text{};
  return context.in_language({fmt::format("{}: {} {}{}. When corrected: bairro import {} {}\n", file.string(), rows,
                                          rows == 1 ? "row" : "rows", of.en, w.collection, file.string()),
                              fmt::format("{}: {} {}{}. Depois de corrigidas: bairro import {} {}\n", file.string(), rows,
                                          rows == 1 ? "linha" : "linhas", of.pt, w.collection, file.string())});
}

std::string why_several(const Context& context, std::size_t files) {
  return context.in_language(
      {fmt::format(
           "Rows that were read in different ways (collection, source, columns, way of writing dates) cannot stand in one table: {} "
           "files.\n",
           files),
       fmt::format("Linhas que foram lidas de modos diferentes (colecção, fonte, colunas, forma das datas) não cabem numa só tabela: {} "
                   "ficheiros.\n",
                   files)});
}

void say_nothing_waits(const Context& context) {
  if (context.quiet) { return; }
  print(context.in_language({"No row waits in quarantine.\n", "Nenhuma linha está em quarentena.\n"}));
}

}  // namespace

ExitCode run_quarantine(const Context& context, const QuarantineCommand& command) {
  const auto store = context.open_store();
  const std::string store_id = store->info().id;
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  std::string text;
  for (const std::string& id : collections_with_rows(*store, command.collection)) {
    const std::vector<WaitingRow> rows = waiting_rows(*store, id, command.batch);
    if (rows.empty()) { continue; }
    trace_read(*store, geo::role_named("programme"), id, rows.size(), "quarantine");
    for (const WaitingRow& row : rows) { write(w, store_id, id, row); }
    if (!text.empty()) { text += "\n"; }
    text += context.in_language(
        {fmt::format("{}: {} rows in quarantine\n", id, rows.size()), fmt::format("{}: {} linhas em quarentena\n", id, rows.size())});
    text += rules_text(context, rows) + "\n" + rows_text(context, rows);
  }
  w.end_array();
  if (context.json) {
    print(json + "\n");
  } else if (text.empty()) {
    say_nothing_waits(context);
  } else {
    print(text);
  }
  return done;
}

ExitCode run_quarantine_export(const Context& context, const QuarantineExportCommand& command) {
  (void)kind_of(command.file);
  const auto store = context.open_store();
  const std::vector<Waiting> all = groups_of(*store, command);
  const bool speaks = !context.json && !context.quiet;
  if (speaks && all.size() > 1) { print(why_several(context, all.size())); }
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::filesystem::path file = numbered(command.file, i + 1, all.size());
    write_group(context, all[i].group, store->info().id, file, [&] {
      store::AuditDetails details;
      details.word("what", "quarantine").word("format", file.extension().string());
      trace_export(*store, geo::role_named("programme"), all[i].collection, all[i].group.rows.size(), details);
    });
    w.begin_object().member("file", file.string()).member("collection", all[i].collection);
    w.member("source", all[i].group.layout.source).member("rows", all[i].group.rows.size()).end_object();
    if (speaks) { print(written_text(context, all[i], file, all.size() > 1)); }
  }
  w.end_array();
  if (context.json) { print(json + "\n"); }
  if (all.empty() && !context.json) { say_nothing_waits(context); }
  return done;
}

}  // namespace app
