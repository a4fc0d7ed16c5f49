// SPDX-License-Identifier: Apache-2.0
// `bairro quarantine`: rows that were refused, listed by what is wrong with them and given out to be corrected.
#include "app/commands.hpp"
#include "app/private_file.hpp"
#include "app/quarantine_rows.hpp"
#include "app/table.hpp"
#include "geo/base/json.hpp"
#include "geo/base/text.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/rules/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
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

[[noreturn]] void refuse_several(const std::vector<std::string>& ids) {
  const std::string names = fmt::format("{}", fmt::join(ids, ", "));
  throw geo::Error(geo::Problem::usage, fmt::format("rows of {} are in quarantine; say which with --collection", names),
                   fmt::format("há linhas de {} em quarentena; diga quais com --collection", names));
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

void write_group(const Context& context, const CorrectionGroup& group, const std::string& store_id, const std::filesystem::path& file) {
  const importers::Sheet sheet = importers::make_sheet(group.layout.columns, group.rows, store_id, context.language);
  const Kind kind = kind_of(file);
  write_private_file(file, [&](const std::filesystem::path& temporary) {
    if (kind == Kind::xlsx) {
      importers::write_xlsx(sheet, temporary, context.language);
      return;
    }
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << importers::to_csv(sheet, context.language);
    out.close();
    if (!out) {
      throw geo::Error(geo::Problem::failed, fmt::format("cannot write '{}'", file.string()),
                       fmt::format("não é possível escrever '{}'", file.string()));
    }
  });
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
    for (const WaitingRow& row : rows) { write(w, store_id, id, row); }
    if (rows.empty()) { continue; }
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
  const std::vector<std::string> ids = collections_with_rows(*store, command.collection);
  if (ids.size() > 1) { refuse_several(ids); }
  const std::vector<CorrectionGroup> groups =
      ids.empty() ? std::vector<CorrectionGroup>() : grouped(*store, waiting_rows(*store, ids.front(), command.batch));
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::filesystem::path file = numbered(command.file, i + 1, groups.size());
    write_group(context, groups[i], store->info().id, file);
    w.begin_object().member("file", file.string()).member("collection", ids.front()).member("rows", groups[i].rows.size()).end_object();
    if (context.json || context.quiet) { continue; }
    print(context.in_language({fmt::format("{}: {} rows. When they are corrected: bairro import {} {}\n", file.string(),
                                           groups[i].rows.size(), ids.front(), file.string()),
                               fmt::format("{}: {} linhas. Depois de corrigidas: bairro import {} {}\n", file.string(),
                                           groups[i].rows.size(), ids.front(), file.string())}));
  }
  w.end_array();
  if (context.json) { print(json + "\n"); }
  if (groups.empty() && !context.json) { say_nothing_waits(context); }
  return done;
}

}  // namespace app
