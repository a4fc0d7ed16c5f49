// SPDX-License-Identifier: Apache-2.0
// `bairro analyse kde|gi-star|coverage-gaps`: one question, one result in the store. Files are asked in command_analyse_file.cpp.
#include "app/commands.hpp"
#include "app/export_file.hpp"
#include "app/filter.hpp"
#include "app/job_entry.hpp"
#include "app/results.hpp"
#include "app/trace.hpp"
#include "app/workers.hpp"
#include "geo/analysis/request.hpp"
#include "store/analysis_run.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

constexpr geo::TimeMs day_ms = 86'400'000;

geo::AnalysisRequest request_of(const Context& context, const AnalyseCommand& command) {
  const geo::AnalysisMethod& method = *geo::analysis_method(command.method);
  geo::Arguments given;
  for (const auto& [name, value] : command.given) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && text->empty()) { continue; }
    const bool is_box = method.parameter(name)->type == geo::ParameterType::bbox;
    given.emplace(name, is_box ? geo::Argument(*filter_of(*text, "").bbox) : value);
  }
  return geo::analysis_request(method, given, today(context));
}

/// Names no place and nobody: the list of jobs is read by whoever may read the store's folder.
std::string job_parameters(const geo::AnalysisRequest& request) {
  std::string json;
  geo::JsonWriter(json).begin_object().member("method", request.method).member("collection", request.incidents).end_object();
  return json;
}

std::string job_result(const geo::Analysis& analysis) {
  std::string json;
  geo::JsonWriter(json).begin_object().member("result", analysis.collection.id).member("rows", analysis.rows.size()).end_object();
  return json;
}

struct Answer {
  geo::Analysis analysis;
  bool is_new = false;
};

Answer find_and_keep(const geo::AnalysisRequest& request, const AnalyseCommand& command, store::SqliteStore& store,
                     const geo::Progress& progress) {
  Answer answer{store::analyse(store, request, geo::role_named(command.role), progress, all_workers())};
  geo::Provenance& result = *answer.analysis.collection.result;
  result.made_at = now_ms();
  if (!command.pin) { result.expires_at = result.made_at + request.days * day_ms; }
  answer.is_new = store::keep(store, answer.analysis);
  if (!answer.is_new && command.pin) { store.keep_result(answer.analysis.collection.id, std::nullopt); }
  return answer;
}

std::string sentences(const Context& context, const geo::Analysis& analysis, const geo::Collection& kept, bool is_new) {
  std::string text = context.in_language(kept.title) + "\n";
  const geo::Text keeping = keeping_text(*kept.result);
  const geo::Text where =
      is_new ? geo::Text{fmt::format("Result {}: {} rows, {}.\n", kept.id, analysis.rows.size(), keeping.en),
                         fmt::format("Resultado {}: {} linhas, {}.\n", kept.id, analysis.rows.size(), keeping.pt)}
             : geo::Text{fmt::format("Result {} is there already ({}): the same question over the same data.\n", kept.id, keeping.en),
                         fmt::format("O resultado {} já existe ({}): a mesma pergunta sobre os mesmos dados.\n", kept.id, keeping.pt)};
  text += context.in_language(where);
  for (const geo::Text& finding : analysis.findings) { text += "  " + context.in_language(finding) + "\n"; }
  for (const geo::Text& caveat : analysis.caveats) {
    text += context.in_language({"  Note: ", "  Nota: "}) + context.in_language(caveat) + "\n";
  }
  return text;
}

std::string json_of(const Context& context, const geo::Analysis& analysis, const geo::Collection& kept, bool is_new,
                    const AnalyseCommand& command) {
  const geo::Provenance& result = *kept.result;
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object();
  write_result(json, context, kept, analysis.rows.size());
  json.member("new", is_new).key("parameters").raw(result.parameters).key("summary").raw(result.summary).key("inputs").begin_array();
  for (const std::string& input : result.inputs) { json.value(input); }
  json.end_array().key("output");
  if (command.output.empty()) {
    json.null();
  } else {
    json.value(command.output.string());
  }
  json.end_object();
  return out;
}

/// Before anything is worked out, and kept, that could not be written.
void check_output(const AnalyseCommand& command) {
  if (command.output.empty()) { return; }
  check_export_name(command.output, 1);
  if (command.method == "kde" || !is_raster(command.output)) { return; }
  throw geo::Error(geo::Problem::usage,
                   fmt::format("what {} finds is no continuous surface: only results of kde become a .tif", command.method),
                   fmt::format("o que {} encontra não é uma superfície contínua: só resultados de kde se tornam um .tif", command.method));
}

/// A method that only files can be asked for, or an option that means nothing for the store.
void check_options(const AnalyseCommand& command) {
  if (geo::analysis_method(command.method) == nullptr) {
    throw geo::Error(
        geo::Problem::usage,
        fmt::format("{} works on files so far, not on the store: say --input FILE.csv or --input FILE.geojson", command.method),
        fmt::format("{} funciona por enquanto com ficheiros, não com o repositório: indique --input FICHEIRO.csv ou --input "
                    "FICHEIRO.geojson",
                    command.method));
  }
  for (const auto& [name, value] : command.file_options) {
    std::string parameter = name;
    std::replace(parameter.begin(), parameter.end(), '-', '_');
    if (command.given.contains(parameter)) { continue; }
    throw geo::Error(geo::Problem::usage, fmt::format("--{} is for files: say --input FILE, or leave it away", name),
                     fmt::format("--{} é para ficheiros: indique --input FICHEIRO, ou retire-o", name));
  }
}

}  // namespace

ExitCode run_analyse(const Context& context, const AnalyseCommand& command) {
  if (!command.input.empty()) { return run_analyse_file(context, command); }
  check_options(command);
  check_output(command);
  const geo::Role role = geo::role_named(command.role);
  const geo::AnalysisRequest request = request_of(context, command);
  const auto store = context.open_store();
  sweep_quietly(context, *store);
  Answer answer;
  run_as_job(context, {"analyse", command.role, job_parameters(request), command.method}, [&](const geo::Progress& progress) {
    answer = find_and_keep(request, command, *store, progress);
    return job_result(answer.analysis);
  });
  const auto view = store->view(answer.analysis.collection.id, role);
  const geo::Collection& kept = view->schema();
  if (!context.json) { print(sentences(context, answer.analysis, kept, answer.is_new)); }  // it is there, whatever becomes of the file
  if (!command.output.empty()) {
    ExportOptions options;
    options.before_name = [&] {
      store::AuditDetails details;
      details.word("what", "result").word("format", command.output.extension().string());
      trace_export(*store, role, kept.id, view->count({}), details);
    };
    export_views({view}, command.output, {role, kept.result->rev, now_ms(), context.language, store->info().id}, options);
  }
  if (context.json) { print(json_of(context, answer.analysis, kept, answer.is_new, command) + "\n"); }
  return done;
}

}  // namespace app
