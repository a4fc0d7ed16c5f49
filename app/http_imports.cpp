// SPDX-License-Identifier: Apache-2.0
#include "app/http_imports.hpp"

#include "app/import_file.hpp"

#include <utility>

namespace app {
namespace {

FileImport import_of(const Context& context, const api::ImportAsked& asked) {
  FileImport f;
  f.options.map = asked.map;
  f.options.set = asked.set;
  f.options.crs = asked.crs;
  f.options.time_zone = asked.time_zone;
  f.options.home_time_zone = context.config.time_zone.value_or("Africa/Maputo");
  f.options.profile = asked.profile;
  f.options.source = asked.source;
  f.options.dry_run = asked.dry_run;
  f.options.strict = asked.strict;
  f.options.accept_partial = asked.accept_partial;
  f.options.complete = asked.complete;
  f.read.encoding = asked.encoding;
  f.read.layer = asked.layer;
  f.read.crs_is_given = !asked.crs.empty();
  if (!asked.delimiter.empty()) { f.read.delimiter = asked.delimiter == "tab" ? '\t' : asked.delimiter.front(); }
  return f;
}

}  // namespace

api::ImportFile http_import(const Context& context, store::SqliteStore& store) {
  return [&context, &store](const api::ImportAsked& asked, const std::filesystem::path& file, const std::string& operator_name,
                            const geo::Progress& progress) {
    Context in_their_language = context;
    in_their_language.language = asked.language;
    FileImport import = import_of(context, asked);
    import.operator_name = operator_name;
    JobWatch watch;
    watch.terminal = false;
    watch.inside = &progress;
    const ImportResult result = import_file(in_their_language, store, asked.collection, file, import, watch);
    api::ImportOutcome outcome;
    outcome.refusal = result.refusal;
    if (result.report) { outcome.report_json = importers::to_json(*result.report); }
    if (result.already_imported) {
      outcome.counts_json = R"({"already_imported":true})";
    } else if (result.report) {
      outcome.counts_json = import_counts_json(*result.report);
    }
    return outcome;
  };
}

}  // namespace app
