// SPDX-License-Identifier: Apache-2.0
#include "app/import_file.hpp"

#include "app/progress_line.hpp"
#include "geo/base/json.hpp"
#include "importers/explain.hpp"
#include "store/jobs/jobs.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace app {
namespace {

geo::Collection collection_named(const geo::Catalog& catalog, const std::string& id) {
  if (const geo::Collection* found = catalog.collection(id)) { return *found; }
  std::string names;
  for (const geo::Collection& c : catalog.collections) { names += (names.empty() ? "" : ", ") + c.id; }
  throw geo::Error(geo::Problem::not_found, fmt::format("there is no collection '{}'; there are {}", id, names),
                   fmt::format("não existe a colecção '{}'; há {}", id, names));
}

std::string operator_name() {
  const char* user = std::getenv("USER");
  return user == nullptr ? "" : user;
}

/// Whatever is wrong with the file, or with what was said about it, refuses the file; the rest is trouble of our own.
bool refuses_file(geo::Problem problem) {
  return problem != geo::Problem::busy && problem != geo::Problem::damaged && problem != geo::Problem::failed;
}

geo::BatchInfo batch_info(const importers::Reader& reader, const geo::Collection& collection, const std::filesystem::path& file,
                          const importers::ImportOptions& options) {
  geo::BatchInfo info;
  info.collection = collection.id;
  info.source = importers::source_of(reader, collection, options);
  info.file_name = file.filename().string();
  info.file_sha256 = store::sha256_of_file(file);
  info.options = importers::canonical(options);
  info.operator_name = operator_name();
  return info;
}

std::string job_parameters(const geo::BatchInfo& info, const importers::ImportOptions& options) {
  std::string json;
  geo::JsonWriter(json)
      .begin_object()
      .member("collection", info.collection)
      .member("file", info.file_name)
      .member("dry_run", options.dry_run)
      .end_object();
  return json;
}

/// Counts only: the report, which quotes rows, stays with the batch.
std::string job_result(const geo::BatchOutcome& outcome) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("batch", outcome.batch).member("rev", outcome.rev).member("inserted", outcome.inserted);
  w.member("updated", outcome.updated).member("unchanged", outcome.unchanged).end_object();
  return json;
}

/// A place in the list of jobs; none, with a word of warning, when the list cannot be written.
std::unique_ptr<store::Job> enter_job(const Context& context, const geo::BatchInfo& info, const importers::ImportOptions& options) {
  try {
    return store::JobRegistry(context.store, now_ms).start("import", "programme", job_parameters(info, options));
  } catch (const geo::Error& error) {
    print_error(context, {fmt::format("the list of jobs cannot be written ({}); the import goes on", error.text().en),
                          fmt::format("não é possível escrever a lista de trabalhos ({}); a importação continua", error.text().pt)});
    return nullptr;
  }
}

/// The import as a job of the registry, so that others can see how far it is, and stop it.
importers::Report run_as_job(const Context& context, importers::Reader& reader, const geo::BatchInfo& info, const store::SqliteStore& store,
                             const importers::ImportOptions& options, geo::BatchWriter& writer) {
  const std::unique_ptr<store::Job> job = enter_job(context, info, options);
  ProgressLine line(info.file_name, context.quiet || context.json);
  const geo::Progress progress = job ? job->progress(line.progress()) : line.progress();
  try {
    const geo::Catalog catalog = store.catalog();
    importers::Report report = importers::import(reader, *catalog.collection(info.collection), catalog, options, writer, progress);
    if (job) { job->succeed(job_result(report.outcome)); }
    return report;
  } catch (const geo::Error& error) {
    if (job && progress.cancelled()) {
      job->end_cancelled();
    } else if (job) {
      job->fail(error.text().en);
    }
    throw;
  }
}

}  // namespace

ImportResult import_file(const Context& context, store::SqliteStore& store, const std::string& collection_id,
                         const std::filesystem::path& file, const FileImport& import) {
  store.refresh();  // another process may have added a field
  const geo::Collection collection = collection_named(store.catalog(), collection_id);
  importers::ImportOptions options = import.options;
  options.language = context.language;
  options.now = now_ms();
  options.area_of_operation = store.area_of_operation();
  ImportResult result;
  try {
    const std::unique_ptr<importers::Reader> reader = importers::open(file, import.read);
    const geo::BatchInfo info = batch_info(*reader, collection, file, options);
    if (store.find_import(info)) {
      result.already_imported = true;
      return result;
    }
    const std::unique_ptr<geo::BatchWriter> writer = store.begin(info);
    result.report = run_as_job(context, *reader, info, store, options, *writer);
  } catch (const importers::Refused& refused) {
    result.code = input_refused;
    result.report = refused.report();
    result.refusal = refused.text();
  } catch (const geo::Error& error) {
    if (!refuses_file(error.problem())) { throw; }
    result.code = input_refused;
    result.refusal = error.text();
  }
  return result;
}

std::string explain_file(const Context& context, const geo::Catalog& catalog, const std::string& collection_id,
                         const std::filesystem::path& file, const FileImport& import) {
  const geo::Collection collection = collection_named(catalog, collection_id);
  importers::ImportOptions options = import.options;
  options.language = context.language;
  options.now = now_ms();
  const std::unique_ptr<importers::Reader> reader = importers::open(file, import.read);
  return importers::to_text(importers::explain(*reader, collection, catalog, options), collection, context.language);
}

std::string describe(const Context& context, const std::filesystem::path& file, const ImportResult& result) {
  const std::string name = file.filename().string();
  if (result.already_imported) {
    if (context.quiet) { return ""; }
    return context.in_language({fmt::format("{}: imported before with the same options; nothing to do.\n", name),
                                fmt::format("{}: já importado com as mesmas opções; nada a fazer.\n", name)});
  }
  std::string text;
  if (result.report && !(context.quiet && !result.refusal)) { text = name + "\n" + importers::to_text(*result.report, context.language); }
  if (result.refusal) {
    text += context.in_language({fmt::format("{}: refused, nothing was written: {}\n", name, result.refusal->en),
                                 fmt::format("{}: recusado, nada foi escrito: {}\n", name, result.refusal->pt)});
  }
  return text;
}

std::string reports_json(const std::vector<std::pair<std::string, importers::Report>>& reports) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  for (const auto& [name, report] : reports) {
    w.begin_object().member("file", name).key("report").raw(importers::to_json(report)).end_object();
  }
  w.end_array();
  return json;
}

}  // namespace app
