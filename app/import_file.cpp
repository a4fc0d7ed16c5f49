// SPDX-License-Identifier: Apache-2.0
#include "app/import_file.hpp"

#include "app/correct_file.hpp"
#include "app/job_entry.hpp"
#include "app/quarantine_rows.hpp"
#include "app/room.hpp"
#include "app/workers.hpp"
#include "geo/base/json.hpp"
#include "geo/table/builtin.hpp"
#include "importers/explain.hpp"
#include "importers/mapping/keys.hpp"
#include "importers/quarantine/service_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// What the store knows of the country. Layers of reference are not judged by themselves.
std::shared_ptr<const importers::Reference> reference_for(store::SqliteStore& store, const std::string& collection, geo::TimeMs now) {
  constexpr geo::TimeMs ms_per_day = 86'400'000;
  if (collection == "admin_areas") { return nullptr; }
  const geo::Role role = geo::role_named("protection");
  const auto areas = store.view("admin_areas", role);
  const auto places = collection == "settlements" ? nullptr : store.view("settlements", role);
  return importers::read_reference(areas.get(), places.get(), static_cast<geo::DayNumber>(now / ms_per_day));
}

/// The rows that a new file is compared with, where there are any: loading them has its price.
std::shared_ptr<const geo::View> rows_to_compare(store::SqliteStore& store, const geo::BatchInfo& info) {
  const std::vector<store::BatchRecord> batches = store.batches();
  const bool is_pairs = info.collection == "catchments";
  const bool any = std::any_of(batches.begin(), batches.end(), [&](const store::BatchRecord& batch) {
    return batch.alive && batch.info.collection == info.collection && (is_pairs || batch.info.source != info.source);
  });
  return any ? store.view(info.collection, geo::role_named("protection")) : nullptr;
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
                          const importers::ImportOptions& options, const std::string& layer) {
  geo::BatchInfo info;
  info.collection = collection.id;
  info.source = importers::source_of(reader, collection, options);
  info.file_name = file.filename().string();
  info.file_sha256 = store::sha256_of_file(file);
  info.options = importers::canonical(options, layer);
  info.operator_name = operator_name();
  info.complete = options.complete;
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

}  // namespace

/// Counts only: the report, which quotes rows, stays with the batch.
std::string import_counts_json(const importers::Report& report) {
  const geo::BatchOutcome& o = report.outcome;
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("batch", o.batch).member("rev", o.rev).member("dry_run", report.dry_run).member("read", report.rows.read);
  w.member("inserted", o.inserted).member("updated", o.updated).member("unchanged", o.unchanged).member("withdrawn", o.withdrawn);
  w.member("quarantined", report.rows.quarantined).member("resolved", o.resolved).end_object();
  return json;
}

namespace {

importers::Report import_as_job(const Context& context, importers::Reader& reader, const geo::BatchInfo& info,
                                const store::SqliteStore& store, const importers::ImportOptions& options, geo::BatchWriter& writer,
                                const JobWatch& watch) {
  importers::Report report;
  const auto work = [&](const geo::Progress& progress) {
    const geo::Catalog catalog = store.catalog();
    report = importers::import(reader, *catalog.collection(info.collection), catalog, options, writer, progress);
    return import_counts_json(report);
  };
  run_as_job(context, {"import", "programme", job_parameters(info, options), info.file_name}, work, watch);
  return report;
}

/// Rows without a key are known by all that they say: a file that was corrected and sent again adds to what it was to replace.
/// Only said where the name is the same; other files without a key have nothing to do with each other.
std::optional<geo::Text> about_earlier_file(const std::vector<store::BatchRecord>& before, const geo::BatchInfo& info,
                                            const importers::Report& report) {
  if (info.source != importers::nameless_source || report.outcome.inserted == 0) { return std::nullopt; }
  const auto earlier = std::find_if(before.rbegin(), before.rend(), [&](const store::BatchRecord& batch) {
    return batch.alive && batch.info.kind == "import" && batch.info.collection == info.collection && batch.info.source == info.source &&
           batch.info.file_name == info.file_name;
  });
  if (earlier == before.rend() || earlier->inserted <= report.outcome.unchanged) { return std::nullopt; }
  const std::int64_t rows = earlier->inserted - report.outcome.unchanged;
  return geo::Text{
      fmt::format("No key: at least {} of the {} rows of the earlier file {} are not in this one, and stay. If this corrects it, "
                  "undo that batch first: bairro undo {}\n",
                  rows, earlier->inserted, info.file_name, earlier->id),
      fmt::format("Sem chave: pelo menos {} das {} linhas do ficheiro anterior {} não estão neste, e ficam. Se este o corrige, "
                  "anule antes esse lote: bairro undo {}\n",
                  rows, earlier->inserted, info.file_name, earlier->id)};
}

/// A file on its way into the store: its rows, and how they are to be read.
struct Source {
  std::unique_ptr<importers::Reader> reader;
  importers::ImportOptions options;
  std::optional<importers::Corrections> corrections;  ///< when its rows come back from quarantine
};

Source open_source(const store::SqliteStore& store, const std::string& collection, const std::filesystem::path& file,
                   const importers::ReadOptions& read, const importers::ImportOptions& options) {
  Source source{importers::open(file, read), options, std::nullopt};
  if (!importers::is_correction(source.reader->columns())) { return source; }
  Correction correction = prepare_correction(store, collection, *source.reader, options);
  source.reader = importers::correction_reader(importers::open(file, read));
  source.options = std::move(correction.options);
  source.corrections = std::move(correction.rows);
  return source;
}

/// What a table for correction says of itself: nobody sees that from its columns.
std::string about_correction(const Context& context, const store::SqliteStore& store, const std::string& collection,
                             const importers::Corrections& rows) {
  const std::size_t waiting = waiting_rows(store, collection, {}).size();
  return context.in_language(
      {fmt::format("A table of corrections: {} rows are filled in, {} of them name the row they correct, {} are still empty. In '{}' {} "
                   "rows wait in quarantine.\n",
                   rows.rows, rows.by_line.size(), rows.empty, collection, waiting),
       fmt::format("Uma tabela de correcção: {} linhas preenchidas, {} delas indicam a linha que corrigem, {} ainda vazias. Em '{}' há {} "
                   "linhas à espera em quarentena.\n",
                   rows.rows, rows.by_line.size(), rows.empty, collection, waiting)});
}

/// One whose references were taken out would go in beside what it corrects.
bool lost_its_references(const importers::Reader& reader) {
  const std::vector<importers::Column>& columns = reader.columns();
  const bool any = std::any_of(columns.begin(), columns.end(), [](const importers::Column& c) { return importers::service_of(c.name); });
  return any && !importers::is_correction(columns);
}

}  // namespace

ImportResult import_file(const Context& context, store::SqliteStore& store, const std::string& collection_id,
                         const std::filesystem::path& file, const FileImport& import, const JobWatch& watch) {
  store.refresh();  // another process may have added a field
  const geo::Collection collection = collection_named(store.catalog(), collection_id);
  importers::ImportOptions options = import.options;
  options.language = context.language;
  options.now = now_ms();
  options.area_of_operation = store.area_of_operation();
  options.workers = thread_workers(2);
  options.reference = reference_for(store, collection_id, options.now);
  ImportResult result;
  try {
    importers::ReadOptions read = import.read;
    read.collection = collection_id;
    Source source = open_source(store, collection_id, file, read, options);
    require_room(context.store, file);
    geo::BatchInfo info = batch_info(*source.reader, collection, file, source.options, read.layer);
    if (!import.operator_name.empty()) { info.operator_name = import.operator_name; }
    if (store.find_import(info)) {
      result.already_imported = true;
      return result;
    }
    source.options.existing = rows_to_compare(store, info);
    const std::vector<store::BatchRecord> before = store.batches();
    std::unique_ptr<geo::BatchWriter> writer = store.begin(info);
    std::unique_ptr<geo::BatchWriter> with_refs;
    if (source.corrections) { with_refs = importers::correction_writer(*writer, *source.corrections); }
    result.report = import_as_job(context, *source.reader, info, store, source.options, with_refs ? *with_refs : *writer, watch);
    if (!source.corrections) { result.advice = about_earlier_file(before, info, *result.report); }
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

ExplainResult explain_file(const Context& context, store::SqliteStore* store, const std::string& collection_id,
                           const std::filesystem::path& file, const FileImport& import) {
  const geo::Catalog catalog = store == nullptr ? geo::builtin_catalog() : store->catalog();
  const geo::Collection collection = collection_named(catalog, collection_id);
  importers::ImportOptions options = import.options;
  options.language = context.language;
  options.now = now_ms();
  if (store != nullptr) {
    options.area_of_operation = store->area_of_operation();
    options.workers = thread_workers(2);
    options.reference = reference_for(*store, collection_id, options.now);
  }
  importers::ReadOptions read = import.read;
  read.collection = collection_id;
  const std::string name = file.filename().string();
  try {
    Source source{importers::open(file, read), options, std::nullopt};
    std::string text = name + "\n";
    if (importers::is_correction(source.reader->columns()) && store != nullptr) {
      source = open_source(*store, collection_id, file, read, options);
      text += about_correction(context, *store, collection_id, *source.corrections);
    } else if (lost_its_references(*source.reader)) {
      text += context.in_language(
          {"A table of corrections, but bairro_ref is missing: export the table again, or its rows go in as new ones.\n",
           "Uma tabela de correcção, mas falta bairro_ref: exporte a tabela de novo, ou as suas linhas entram como "
           "novas.\n"});
    }
    return {done, text + importers::to_text(importers::explain(*source.reader, collection, catalog, source.options), collection,
                                            context.language)};
  } catch (const geo::Error& error) {
    if (!refuses_file(error.problem())) { throw; }
    return {input_refused, context.in_language({fmt::format("{}: would be refused: {}\n", name, error.text().en),
                                                fmt::format("{}: seria recusado: {}\n", name, error.text().pt)})};
  }
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
  if (result.advice && !context.quiet) { text += context.in_language(*result.advice); }
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
