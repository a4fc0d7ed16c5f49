// SPDX-License-Identifier: Apache-2.0
// `bairro import`: one file is one batch, all of it or nothing.
#include "app/commands.hpp"
#include "app/import_file.hpp"
#include "store/sqlite/database.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace app {
namespace {

importers::NamePairs pairs_of(const std::vector<std::string>& given, const char* option) {
  importers::NamePairs pairs;
  for (const std::string& text : given) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw geo::Error(geo::Problem::usage, fmt::format("{} '{}' must have the form name=value", option, text),
                       fmt::format("{} '{}' tem de ter a forma nome=valor", option, text));
    }
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

/// A name that ends in .toml is a file; its text decides, wherever it lies.
void set_profile(importers::ImportOptions& options, const std::string& profile) {
  if (!profile.ends_with(".toml")) {
    options.profile = profile;
    return;
  }
  std::ifstream in(profile, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    throw geo::Error(geo::Problem::usage, fmt::format("the profile '{}' cannot be read", profile),
                     fmt::format("não é possível ler o perfil '{}'", profile));
  }
  options.own_profile = importers::parse_profile(text, profile);
}

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  for (std::size_t from = 0; !list.empty() && from <= list.size();) {
    const std::size_t to = std::min(list.find(',', from), list.size());
    names.push_back(list.substr(from, to - from));
    from = to + 1;
  }
  return names;
}

ExitCode explain_files(const Context& context, const ImportCommand& command, const FileImport& import) {
  std::error_code ignored;
  const bool has_store = std::filesystem::exists(context.store, ignored);
  const auto store = has_store ? context.open_store() : nullptr;
  ExitCode worst = done;
  for (const std::filesystem::path& file : command.files) {
    const ExplainResult result = explain_file(context, store.get(), command.collection, file, import);
    worst = std::max(worst, result.code);
    print(result.text);
  }
  return worst;
}

FileImport options_of(const Context& context, const ImportCommand& command) {
  FileImport f;
  f.options.map = pairs_of(command.map, "--map");
  f.options.set = pairs_of(command.set, "--set");
  f.options.crs = command.crs;
  f.options.time_zone = command.time_zone;
  f.options.home_time_zone = context.config.time_zone.value_or("Africa/Maputo");
  set_profile(f.options, command.profile);
  f.options.strict = command.strict;
  f.options.accept_partial = command.accept_partial;
  f.options.complete = command.complete;
  f.options.dry_run = command.dry_run;
  f.options.source = command.source;
  f.read.encoding = command.encoding;
  f.read.columns = names_in(command.columns);
  f.options.columns = command.columns;
  f.read.layer = command.layer;
  f.read.crs_is_given = !command.crs.empty();
  if (command.delimiter == "\\t" || command.delimiter == "tab") {
    f.read.delimiter = '\t';
  } else if (!command.delimiter.empty()) {
    f.read.delimiter = command.delimiter.front();
  }
  return f;
}

/// A report that was asked for must not silently be of another kind.
void check_report_name(const std::filesystem::path& file) {
  const std::string kind = file.extension().string();
  if (!file.empty() && kind != ".json" && kind != ".csv") {
    throw geo::Error(geo::Problem::usage, fmt::format("--report '{}' must end in .json or .csv", file.string()),
                     fmt::format("--report '{}' tem de terminar em .json ou .csv", file.string()));
  }
}

void write_report(const Context& context, const ImportCommand& command,
                  const std::vector<std::pair<std::string, importers::Report>>& reports) {
  // Of a file that was imported before there is nothing to say, and an earlier report must not be lost.
  if (command.report.empty() || reports.empty()) { return; }
  // It quotes rows: for its owner only, like the store.
  store::make_private_file(command.report);
  std::ofstream out(command.report, std::ios::binary | std::ios::trunc);
  if (command.report.extension() == ".csv") {
    bool header = true;
    for (const auto& [name, report] : reports) {
      const std::string csv = importers::to_csv(report, name, context.language);
      out << (header ? csv : csv.substr(csv.find("\r\n") + 2));
      header = false;
    }
  } else {
    out << reports_json(reports);
  }
  out.flush();
  if (!out) {
    throw geo::Error(geo::Problem::failed, fmt::format("cannot write the report '{}'", command.report.string()),
                     fmt::format("não é possível escrever o relatório '{}'", command.report.string()));
  }
}

}  // namespace

ExitCode run_import(const Context& context, const ImportCommand& command) {
  check_report_name(command.report);
  const FileImport import = options_of(context, command);
  if (command.explain) { return explain_files(context, command, import); }
  ExitCode worst = done;
  std::vector<std::pair<std::string, importers::Report>> reports;
  const auto store = context.open_or_create_store();
  for (const std::filesystem::path& file : command.files) {
    const ImportResult result = import_file(context, *store, command.collection, file, import);
    worst = std::max(worst, result.code);
    if (result.report) { reports.emplace_back(file.filename().string(), *result.report); }
    if (context.json) {
      if (result.refusal) { print_error(context, *result.refusal); }
    } else {
      print(describe(context, file, result));
    }
  }
  if (context.json) { print(reports_json(reports) + "\n"); }
  write_report(context, command, reports);
  return worst;
}

}  // namespace app
