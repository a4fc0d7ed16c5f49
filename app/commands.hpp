// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace app {

// One struct of options and one function a command; app/cli.cpp fills the structs. Each returns when all is done and throws
// geo::Error otherwise.

/// `bairro import COLLECTION FILE…`
struct ImportCommand {
  std::string collection;
  std::vector<std::filesystem::path> files;
  std::vector<std::string> map;  ///< "field=column"
  std::vector<std::string> set;  ///< "field=value"
  std::string crs, time_zone, source, delimiter, encoding, profile;
  std::string columns;  ///< of a file without a header, joined by commas
  bool dry_run = false, strict = false, accept_partial = false, explain = false;
  std::filesystem::path report;  ///< .json or .csv; empty: none
};
ExitCode run_import(const Context& context, const ImportCommand& command);

/// `bairro count|query COLLECTION`
struct ReadCommand {
  std::string collection;
  std::string bbox, datetime;
  std::string role = "programme";
  std::uint32_t limit = 10;  ///< query: rows at most; 0: all
};
ExitCode run_count(const Context& context, const ReadCommand& command);
ExitCode run_query(const Context& context, const ReadCommand& command);

ExitCode run_info(const Context& context);
ExitCode run_inspect_snapshot(const Context& context);
ExitCode run_batches(const Context& context);
/// `bairro jobs`
ExitCode run_jobs(const Context& context);

/// `bairro undo BATCH`
ExitCode run_undo(const Context& context, std::int64_t batch);

/// `bairro serve`
struct ServeCommand {
  std::string listen;  ///< "address:port"; empty: the configuration's, else 127.0.0.1:8080
  std::string role = "programme";
};
ExitCode run_serve(const Context& context, const ServeCommand& command);

/// `bairro field add COLLECTION NAME`
struct FieldCommand {
  std::string collection, name, type = "text", title_en, title_pt, unit, code_list;
  int confidentiality = 1;
  std::vector<std::string> synonyms;
};
ExitCode run_field_add(const Context& context, const FieldCommand& command);

/// `bairro layer add NAME --from FILE`
struct LayerCommand {
  std::string name, title_en, title_pt, crs, time_zone;
  std::filesystem::path from;
  int confidentiality = 1;
};
ExitCode run_layer_add(const Context& context, const LayerCommand& command);

/// `bairro area set FILE | clear | show`: the area of operation.
ExitCode run_area_set(const Context& context, const std::filesystem::path& file);
ExitCode run_area_clear(const Context& context);
ExitCode run_area_show(const Context& context);

}  // namespace app
