// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.hpp"
#include "geo/analysis/method.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
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
  std::string crs, time_zone, source, delimiter, encoding, layer, profile;
  std::string columns;  ///< of a file without a header, joined by commas
  bool dry_run = false, strict = false, accept_partial = false, complete = false, explain = false;
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

/// `bairro export COLLECTION…|all --role ROLE FILE`
struct ExportCommand {
  std::vector<std::string> words;  ///< the collections, then the file
  std::string bbox, datetime, role;
  std::string purpose;  ///< what the rows are for; must be said when they are exact
  bool force = false;   ///< replace a file that is there
};
ExitCode run_export(const Context& context, const ExportCommand& command);

/// `bairro tiles build COLLECTION…|all --role ROLE -o FILE`
struct TilesBuildCommand {
  std::vector<std::string> collections;
  std::filesystem::path output;  ///< .pmtiles or .mbtiles
  std::string filter, datetime, role;
  std::string purpose;  ///< what the rows are for; must be said when they are exact
  int min_zoom = 0;
  std::optional<int> max_zoom;  ///< none: see tiles::deepest_zoom_of()
  bool force = false;           ///< replace a file that is there
};
ExitCode run_tiles_build(const Context& context, const TilesBuildCommand& command);

ExitCode run_info(const Context& context);
ExitCode run_inspect_snapshot(const Context& context);
/// `bairro inspect tile COLLECTION ZOOM/ROW/COLUMN`
struct InspectTileCommand {
  std::string collection, tile, datetime;
  std::string role = "programme";
  std::uint32_t first = 5;       ///< features told in words
  std::filesystem::path output;  ///< .mvt; empty: none
};
ExitCode run_inspect_tile(const Context& context, const InspectTileCommand& command);

/// `bairro batches`
struct BatchesCommand {
  std::string collection;  ///< empty: all
};
ExitCode run_batches(const Context& context, const BatchesCommand& command);
/// `bairro batches show BATCH`
struct BatchShowCommand {
  std::int64_t batch = 0;
  std::string format = "text";  ///< text, json or csv
};
ExitCode run_batches_show(const Context& context, const BatchShowCommand& command);
/// `bairro undo BATCH`
struct UndoCommand {
  std::int64_t batch = 0;
  bool dry_run = false;
};
ExitCode run_undo(const Context& context, const UndoCommand& command);

/// `bairro history COLLECTION ROW`
struct HistoryCommand {
  std::string collection;
  std::int64_t fid = 0;
  std::vector<std::string> key;  ///< source and key, instead of fid
  std::string role = "programme";
};
ExitCode run_history(const Context& context, const HistoryCommand& command);

/// `bairro quarantine [COLLECTION]`
struct QuarantineCommand {
  std::string collection;  ///< empty: all
  std::optional<std::int64_t> batch;
};
ExitCode run_quarantine(const Context& context, const QuarantineCommand& command);
/// `bairro quarantine export FILE`
struct QuarantineExportCommand {
  std::filesystem::path file;
  std::string collection;  ///< empty: all, each in files of its own
  std::optional<std::int64_t> batch;
};
ExitCode run_quarantine_export(const Context& context, const QuarantineExportCommand& command);

/// `bairro jobs`
ExitCode run_jobs(const Context& context);
/// `bairro jobs cancel ID`
struct JobCommand {
  std::string id;  ///< or how it begins
};
ExitCode run_jobs_cancel(const Context& context, const JobCommand& command);

/// `bairro analyse METHOD`: of the store (kde, gi-star, coverage-gaps), or with `--input FILE` of a file
struct AnalyseCommand {
  std::string method;
  geo::Arguments given;  ///< of the method's parameters; boxes as they were typed
  std::string role = "programme";
  bool pin = false;
  std::filesystem::path output;  ///< .geojson, .csv or .gpkg; with --input .json, .geojson, .csv or -; empty: none

  std::filesystem::path input;                                   ///< empty: the store
  std::map<std::string, std::string, std::less<>> file_options;  ///< that files can be asked with, as they were typed
  std::vector<std::string> store_options;                        ///< "--bbox" and others that were given and only stores know
};
ExitCode run_analyse(const Context& context, const AnalyseCommand& command);
/// The second kind; \pre there is an input
ExitCode run_analyse_file(const Context& context, const AnalyseCommand& command);

/// `bairro results [remove ID | pin ID | sweep]`
struct ResultsCommand {
  std::string role = "programme";
};
ExitCode run_results(const Context& context, const ResultsCommand& command);
ExitCode run_result_remove(const Context& context, const std::string& id);
ExitCode run_result_pin(const Context& context, const std::string& id);
ExitCode run_results_sweep(const Context& context);

/// `bairro audit list`
struct AuditListCommand {
  std::string who, action, since;
  std::int64_t limit = 50;  ///< 0: all
};
ExitCode run_audit_list(const Context& context, const AuditListCommand& command);
/// `bairro audit verify`
struct AuditVerifyCommand {
  std::filesystem::path key;       ///< "-": standard input; empty: none
  std::vector<std::string> heads;  ///< SEQ:HASH
};
ExitCode run_audit_verify(const Context& context, const AuditVerifyCommand& command);
ExitCode run_audit_head(const Context& context);
ExitCode run_audit_key(const Context& context);
ExitCode run_audit_rekey(const Context& context);

/// `bairro retention [hold|release COLLECTION ROW]`
struct RetentionCommand {
  store::RetentionPolicy policy;
  std::vector<std::string> also;  ///< collections whose texts are emptied, besides incidents
  bool apply = false;
  bool dry_run = false;  ///< the same as not `apply`
};
ExitCode run_retention(const Context& context, const RetentionCommand& command);
struct HoldCommand {
  store::HeldRow row;
};
ExitCode run_retention_hold(const Context& context, const HoldCommand& command);
ExitCode run_retention_release(const Context& context, const HoldCommand& command);

/// `bairro release counts`
struct ReleaseCommand {
  int years = 5;
  std::int64_t k = 5;
};
ExitCode run_release_counts(const Context& context, const ReleaseCommand& command);

/// `bairro serve`
struct ServeCommand {
  std::string listen;  ///< "address:port"; empty: the configuration's, else 127.0.0.1:8080
  bool open = false;   ///< nobody signs in: everybody has `role`
  std::string role = "programme";
  bool behind_proxy = false;
  std::vector<std::string> cors;  ///< origins; empty: the configuration's
  std::uint32_t max_upload_mb = 256;
  std::filesystem::path exports;  ///< folder of .pmtiles files to give out; empty: none
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
  std::string name, title_en, title_pt, crs, time_zone, layer;
  std::filesystem::path from;
  int confidentiality = 1;
};
ExitCode run_layer_add(const Context& context, const LayerCommand& command);

/// `bairro user add|role NAME --role ROLE`: people who may sign in, their passwords and tokens.
struct UserAddCommand {
  std::string name, role;
  std::vector<std::string> areas;  ///< P-codes; none: everywhere
};
ExitCode run_user_add(const Context& context, const UserAddCommand& command);
ExitCode run_user_role(const Context& context, const UserAddCommand& command);
ExitCode run_user_list(const Context& context);
/// `bairro user disable|enable|password NAME`
struct UserCommand {
  std::string name;
};
ExitCode run_user_disable(const Context& context, const UserCommand& command);
ExitCode run_user_enable(const Context& context, const UserCommand& command);
ExitCode run_user_password(const Context& context, const UserCommand& command);
/// `bairro user token NAME`
struct UserTokenCommand {
  std::string name, label;
  int days = 90;
};
ExitCode run_user_token(const Context& context, const UserTokenCommand& command);
/// `bairro user tokens [NAME]`
struct UserTokensCommand {
  std::string name;  ///< empty: of all
};
ExitCode run_user_tokens(const Context& context, const UserTokensCommand& command);
/// `bairro user revoke TOKEN`
struct UserRevokeCommand {
  std::int64_t token = 0;
};
ExitCode run_user_revoke(const Context& context, const UserRevokeCommand& command);

/// `bairro area set FILE | clear | show`: the area of operation.
ExitCode run_area_set(const Context& context, const std::filesystem::path& file);
ExitCode run_area_clear(const Context& context);
ExitCode run_area_show(const Context& context);

}  // namespace app
