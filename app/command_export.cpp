// SPDX-License-Identifier: Apache-2.0
// `bairro export`: what a role may see, as a file for QGIS, Excel and their like.
#include "app/commands.hpp"
#include "app/export_file.hpp"
#include "app/filter.hpp"
#include "app/job_entry.hpp"
#include "app/stop_request.hpp"
#include "app/trace.hpp"
#include "geo/base/json.hpp"
#include "store/export/note.hpp"
#include "store/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace app {
namespace {

namespace fs = std::filesystem;

/// The command line, taken apart.
struct Wish {
  std::vector<std::string> collections;
  fs::path file;
};

Wish wish_of(const ExportCommand& command) {
  Wish wish{command.words, command.words.back()};
  wish.collections.pop_back();
  for (const std::string& id : wish.collections) {
    if (std::count(wish.collections.begin(), wish.collections.end(), id) == 1) { continue; }
    throw geo::Error(geo::Problem::usage, fmt::format("'{}' stands twice", id), fmt::format("'{}' está repetido", id));
  }
  return wish;
}

/// A file may have been worked on since it was exported.
void check_free(const ExportCommand& command, const fs::path& file) {
  std::error_code ignored;
  if (command.force || !fs::exists(file, ignored)) { return; }
  throw geo::Error(geo::Problem::usage, fmt::format("'{}' is there already; --force replaces it", file.string()),
                   fmt::format("'{}' já existe; --force substitui-o", file.string()));
}

/// `all` is every collection that the role sees; results of analyses are exported by name.
std::vector<std::string> ids_of(store::SqliteStore& store, const geo::Role& role, const std::vector<std::string>& wanted) {
  return wanted == std::vector<std::string>{"all"} ? store::collections_seen_by(store, role) : wanted;
}

/// Stands in the file and in the list of jobs, so that a file that turns up somewhere can be traced.
std::string random_id() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

std::string job_parameters(const std::vector<std::string>& ids, const fs::path& file, const std::string& export_id) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().key("collections").begin_array();
  for (const std::string& id : ids) { w.value(id); }
  w.end_array().member("file", file.filename().string()).member("export", export_id).end_object();
  return json;
}

/// What was written: for the list of jobs, and for programs.
std::string result_json(const std::vector<std::shared_ptr<const geo::View>>& views, const fs::path& file, const geo::Filter& filter) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("file", file.string()).member("bytes", fs::file_size(file)).key("collections").begin_array();
  for (const auto& view : views) { w.begin_object().member("id", view->schema().id).member("rows", view->count(filter)).end_object(); }
  w.end_array().end_object();
  return json;
}

std::string describe(const Context& context, const std::vector<std::shared_ptr<const geo::View>>& views, const fs::path& file,
                     const geo::Filter& filter, const geo::Role& role) {
  std::string text = file.string() + "\n";
  for (const auto& view : views) {
    text += fmt::format("{:>10}  {} ({})\n", view->count(filter), context.in_language(view->schema().title), view->schema().id);
  }
  return text + context.in_language(store::keeping_of(views, role)) + "\n";
}

std::uint64_t rows_of(const std::vector<std::shared_ptr<const geo::View>>& views, const geo::Filter& filter) {
  std::uint64_t rows = 0;
  for (const auto& view : views) { rows += view->count(filter); }
  return rows;
}

/// Without the values of the filter, and without the file's name, which could be that of a person.
store::AuditDetails details_of(const ExportCommand& command, const geo::Role& role) {
  store::AuditDetails details;
  if (!command.purpose.empty() || !geo::is_public(role)) { details.purpose(command.purpose); }
  if (!command.bbox.empty()) { details.word("by", command.datetime.empty() ? "bbox" : "bbox,datetime"); }
  if (command.bbox.empty() && !command.datetime.empty()) { details.word("by", "datetime"); }
  return details;
}

}  // namespace

ExitCode run_export(const Context& context, const ExportCommand& command) {
  const Wish wish = wish_of(command);
  ExportOptions options;
  options.filter = filter_of(command.bbox, command.datetime);
  const geo::Role role = geo::role_named(command.role);
  store::AuditDetails details = details_of(command, role);
  check_free(command, wish.file);
  const auto store = context.open_store();
  const std::vector<std::string> ids = ids_of(*store, role, wish.collections);
  check_export_name(wish.file, ids.size());
  const store::Views views(*store, ids, role);
  options.code_lists = store->catalog().code_lists;
  const ExportNote note{role, views.rev(), now_ms(), context.language, store->info().id, random_id()};
  details.word("export", note.export_id).word("format", wish.file.extension().string());
  options.before_name = [&] {
    trace_export(*store, role, fmt::format("{}", fmt::join(wish.collections, ",")), rows_of(views.all(), options.filter), details);
  };
  std::string result;
  const StopRequest stop;
  run_as_job(context, {"export", geo::role_text(role), job_parameters(ids, wish.file, note.export_id), wish.file.filename().string()},
             [&](const geo::Progress& progress) {
               options.progress = stop.progress(progress);
               export_views(views.all(), wish.file, note, options);
               return result = result_json(views.all(), wish.file, options.filter);
             });
  if (context.json) {
    print(result + "\n");
  } else if (!context.quiet) {
    print(describe(context, views.all(), wish.file, options.filter, role));
  }
  return done;
}

}  // namespace app
