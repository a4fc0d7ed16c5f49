// SPDX-License-Identifier: Apache-2.0
// Every command and option of the program, in the order in which `--help` shows them.
#include "app/cli.hpp"

#include "app/cli_errors.hpp"
#include "app/cli_parts.hpp"
#include "tiles/documents.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <new>

namespace app {
namespace {

constexpr const char* description =
    "Bairro: maps for community policing programmes. Imports incidents, councils and sites, keeps their\n"
    "history, finds hotspots and coverage gaps, serves all of it.\n"
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused (nothing was written).";

/// Options that stand before or after any command, and what they are made into.
struct Globals {
  std::filesystem::path store, config;
  std::string language;
  bool quiet = false, json = false;
};

void add_globals(CLI::App& app, Globals& g) {
  app.add_option("--store", g.store, "Store file (default: $BAIRRO_STORE, else the configuration's, else bairro.db)")->type_name("FILE");
  app.add_option("--config", g.config, "Configuration (default: bairro.toml here, if there is one)")->type_name("FILE");
  app.add_option("--lang", g.language, "Language of messages and reports")->check(CLI::IsMember({"pt", "en"}))->type_name("pt|en");
  app.add_flag("--quiet,-q", g.quiet, "No progress, no remarks");
  app.add_flag("--json", g.json, "Result as one JSON value");
}

void add_import(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("import", "Check files and take their rows in; what cannot be taken is kept aside with the reason");
  auto& o = keep(c, action, run_import);
  c->add_option("collection", o.collection,
                "incidents, cscs, catchments, sites, settlements, admin_areas, outreach, dialogues, issues, trainings, population, roads, "
                "or a layer of your own")
      ->required();
  c->add_option("files", o.files,
                "CSV or GeoJSON, gzip or not; GeoPackage, Shapefile (.zip), KML, KMZ, GPX, FlatGeobuf, XLSX, ODS, tables in a .zip (ODK "
                "Central); GeoTIFF for population; .osm.pbf for roads and settlements")
      ->required()
      ->type_name("FILE");
  c->add_flag("--dry-run", o.dry_run, "Say what would happen, write nothing");
  c->add_flag("--explain", o.explain, "Say which column goes where, why, and what is in doubt, from the first rows; write nothing");
  c->add_flag("--complete", o.complete,
              "The file is the whole of its source: rows of the source that it no longer has are marked withdrawn");
  c->add_flag("--strict", o.strict, "Refuse the file when any row fails");
  c->add_flag("--accept-partial", o.accept_partial, "Take the good rows even when more than half of the rows fail");
  c->add_option("--map", o.map, "Take a field from a column")->type_name("field=column")->allow_extra_args(false);
  c->add_option("--set", o.set, "Value of a field for rows that have none")->type_name("field=value")->allow_extra_args(false);
  c->add_option("--crs", o.crs, "Coordinate reference system of the file, when it does not say")->type_name("EPSG:n");
  c->add_option("--profile", o.profile, "What is known of the source: auto (by its columns), none, an id, or a file of your own")
      ->type_name("ID|FILE.toml");
  c->add_option("--timezone", o.time_zone,
                "Zone of times without an offset (default: the profile's, the configuration's, else Africa/Maputo)")
      ->type_name("ZONE");
  c->add_option("--source", o.source, "Name of the source: within it a row's key is unique (default: from the columns)");
  c->add_option("--columns", o.columns, "Names of the columns of a CSV file that has no header line")->type_name("A,B,…");
  c->add_option("--delimiter", o.delimiter, "Of CSV cells, when the guess is wrong")->type_name("CHAR");
  c->add_option("--encoding", o.encoding, "Of the file, when the guess is wrong (UTF-8, UTF-16LE, windows-1252)");
  c->add_option("--layer", o.layer, "Of a file with several layers or sheets, which one")->type_name("NAME");
  c->add_option("--report", o.report, "Write the full report")->type_name("FILE.json|.csv");
}

template <class Options>
void add_where_and_when(CLI::App* c, Options& o) {
  c->add_option("--bbox", o.bbox, "West,south,east,north in degrees")->type_name("W,S,E,N");
  c->add_option("--datetime", o.datetime, "An instant, a day, or an interval start/end; '..' is open")->type_name("TIME");
}

void add_filters(CLI::App* c, ReadCommand& o) {
  c->add_option("collection", o.collection)->required();
  add_where_and_when(c, o);
  c->add_option("--role", o.role, whose_eyes)->capture_default_str();
}

void add_reading(CLI::App& app, Action& action) {
  CLI::App* count = app.add_subcommand("count", "Number of rows");
  add_filters(count, keep(count, action, run_count));
  CLI::App* query = app.add_subcommand("query", "Rows as GeoJSON");
  auto& o = keep(query, action, run_query);
  add_filters(query, o);
  query->add_option("--limit", o.limit, "Rows at most; 0: all")->capture_default_str();
  keep(app.add_subcommand("info", "What is in the store"), action, run_info);
}

/// For a command that does something by itself and has subcommands too: theirs counts when one of them was given.
template <class Options>
Options& keep_unless_more(CLI::App* command, Action& action, ExitCode (*run)(const Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  command->callback([&action, options, run, command] {
    if (command->get_subcommands().empty()) {
      action = [options, run](const Context& context) { return run(context, *options); };
    }
  });
  return *options;
}

void add_jobs(CLI::App& app, Action& action) {
  CLI::App* jobs = app.add_subcommand("jobs", "Imports and other long work: running, done, failed, interrupted");
  jobs->callback([&action, jobs] {
    if (jobs->get_subcommands().empty()) { action = run_jobs; }
  });
  CLI::App* cancel = jobs->add_subcommand("cancel", "Ask a running job to stop; an import then ends with nothing written");
  cancel->add_option("job", keep(cancel, action, run_jobs_cancel).id, "Its id, or how it begins; see: bairro jobs")->required();
}

void add_batches(CLI::App& app, Action& action) {
  CLI::App* batches = app.add_subcommand("batches", "Imports, edits and undos, newest last");
  batches->add_option("--collection", keep_unless_more(batches, action, run_batches).collection, "Of one collection only");
  CLI::App* show = batches->add_subcommand("show", "What a batch did, and its report again");
  auto& s = keep(show, action, run_batches_show);
  show->add_option("batch", s.batch, "Number of the batch")->required();
  show->add_option("--format", s.format, "text, json, or csv: every finding of the report")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();

  CLI::App* undo = app.add_subcommand("undo", "Take a batch back: its rows get the version they had before, as a new commit");
  auto& u = keep(undo, action, run_undo);
  undo->add_option("batch", u.batch, "Number of the batch; see: bairro batches")->required();
  undo->add_flag("--dry-run", u.dry_run, "Say what would happen, write nothing");

  CLI::App* history = app.add_subcommand("history", "Every version of a row: when, by which batch, what changed");
  auto& h = keep(history, action, run_history);
  history->add_option("collection", h.collection)->required();
  history->add_option("row", h.fid, "Number of the row (its id in query and in the API)");
  history->add_option("--key", h.key, "Instead of the number: the row's source and its key there")->expected(2)->type_name("SOURCE KEY");
  history->add_option("--role", h.role, whose_eyes)->capture_default_str();
}

void add_quarantine(CLI::App& app, Action& action) {
  CLI::App* list = app.add_subcommand("quarantine", "Rows that were refused and wait to be corrected: how many, by rule, which");
  auto& q = keep_unless_more(list, action, run_quarantine);
  list->add_option("collection", q.collection, "Of one collection only");
  list->add_option("--batch", q.batch, "Of one batch only");
  CLI::App* out =
      list->add_subcommand("export", "Give them out as a table with what is wrong beside each; bairro import takes it back corrected");
  auto& o = keep(out, action, run_quarantine_export);
  out->add_option("file", o.file)->required()->type_name("FILE.xlsx|.csv");
  out->add_option("--collection", o.collection, "Of one collection only");
  out->add_option("--batch", o.batch, "Of one batch only");
}

void add_export(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand(
      "export", "Collections as a file for QGIS (.gpkg), Excel (.csv) or the web (.geojson, .fgb); a density as a raster (.tif)");
  auto& o = keep(c, action, run_export);
  c->add_option("words", o.words, "Collections, or all; then the file. Only a .gpkg holds more than one")
      ->required()
      ->expected(2, -1)
      ->type_name("COLLECTION… FILE");
  c->add_option("--role", o.role, whose_eyes)->required();
  c->add_option("--purpose", o.purpose, "What the rows are for, for the audit log; must be said where not everybody may see them")
      ->type_name("TEXT");
  add_where_and_when(c, o);
  c->add_flag("--force", o.force, "Replace the file if it is there");
}

void add_tiles(CLI::App& app, Action& action) {
  CLI::App* tiles = app.add_subcommand("tiles", "Maps to take along: all tiles of collections as one file")->require_subcommand(1);
  CLI::App* c = tiles->add_subcommand("build", "Make the file; the same command goes on with one that was interrupted");
  auto& o = keep(c, action, run_tiles_build);
  c->add_option("collections", o.collections, "Each becomes a layer; all: every one that has places")->required();
  c->add_option("--output,-o", o.output, "For web pages (.pmtiles) or for QGIS (.mbtiles)")->required()->type_name("FILE");
  c->add_option("--role", o.role, whose_eyes)->required();
  c->add_option("--purpose", o.purpose, "What the rows are for, for the audit log; must be said where not everybody may see them")
      ->type_name("TEXT");
  c->add_option("--filter", o.filter, "Only rows for which this is true; in each of the collections")->type_name("CQL2");
  c->add_option("--datetime", o.datetime, "An instant, a day, or an interval start/end; '..' is open")->type_name("TIME");
  const CLI::Range zooms(0, tiles::deepest_advertised_zoom);
  c->add_option("--minzoom", o.min_zoom, "First zoom")->check(zooms)->capture_default_str();
  c->add_option("--maxzoom", o.max_zoom, "Last zoom (default: 12 to 14, the first from which every point is shown)")->check(zooms);
  c->add_flag("--force", o.force, "Replace the file if it is there");
}

void add_release(CLI::App& app, Action& action) {
  CLI::App* release = app.add_subcommand("release", "What everybody may see")->require_subcommand(1);
  CLI::App* c = release->add_subcommand("counts", "Incidents by district and year, in place of the last such release");
  auto& o = keep(c, action, run_release_counts);
  c->add_option("--years", o.years, "So many whole years, up to the last that ended 30 days ago")->capture_default_str();
  c->add_option("--k", o.k, "Fewer incidents than this are shown like none; numbers are rounded down to its multiples")
      ->capture_default_str();
}

void add_serving(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("serve", "Serve the store over HTTP: to people who sign in, or --open on this machine");
  auto& o = keep(c, action, run_serve);
  c->add_option("--listen", o.listen, "Address and port (default 127.0.0.1:8080; port 0: any free one)")->type_name("ADDRESS:PORT");
  CLI::Option* open = c->add_flag("--open", o.open, "Nobody signs in: whoever uses this machine sees what --role sees");
  c->add_option("--role", o.role, whose_eyes)->capture_default_str()->needs(open);
  c->add_flag("--behind-proxy", o.behind_proxy, "A proxy with TLS stands in front and sets X-Forwarded-For; nobody else can connect")
      ->excludes(open);
  c->add_option("--max-upload-mb", o.max_upload_mb, "Largest file that can be sent to /imports, MB")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  c->add_option("--exports", o.exports, "Give out the .pmtiles files in this folder, each to those who may see what is in it")
      ->check(CLI::ExistingDirectory)
      ->type_name("FOLDER");
  c->add_option("--cors", o.cors, "Origin whose pages may read from here, such as https://maps.example.org, or *; may be repeated")
      ->allow_extra_args(false)
      ->type_name("ORIGIN");
}

void add_user_command(CLI::App* user, Action& action, const std::string& name, const std::string& help,
                      ExitCode (*run)(const Context&, const UserCommand&)) {
  CLI::App* c = user->add_subcommand(name, help);
  c->add_option("name", keep(c, action, run).name)->required();
}

void add_users(CLI::App& app, Action& action) {
  CLI::App* user = app.add_subcommand("user", "People who may sign in, their passwords and tokens")->require_subcommand(1);
  const auto with_role = [&](const char* name, const char* help, ExitCode (*run)(const Context&, const UserAddCommand&)) {
    CLI::App* c = user->add_subcommand(name, help);
    auto& o = keep(c, action, run);
    c->add_option("name", o.name, "Small letters, digits, '.', '_' and '-'")->required();
    c->add_option("--role", o.role, whose_eyes)->required();
    c->add_option("--area", o.areas, "P-code of an area to see; may be repeated (default: everywhere)")
        ->allow_extra_args(false)
        ->type_name("PCODE");
  };
  with_role("add", "Let somebody sign in; prints a password, once", run_user_add);
  with_role("role", "Another role or other areas, at once; the areas are those given now", run_user_role);
  keep(user->add_subcommand("list", "Who there is, with role, areas and state"), action, run_user_list);
  add_user_command(user, action, "disable", "Let somebody in no longer; tokens and sessions are dead at once, for good", run_user_disable);
  add_user_command(user, action, "enable", "Let somebody in again, with the old password", run_user_enable);
  add_user_command(user, action, "password", "A new password, printed once; the old one is dead at once", run_user_password);
  CLI::App* token = user->add_subcommand("token", "A secret for a program, such as QGIS, to sign in with; prints it, once");
  auto& t = keep(token, action, run_user_token);
  token->add_option("name", t.name)->required();
  token->add_option("--label", t.label, "Where it is for, such as 'QGIS in Pemba'");
  token->add_option("--days", t.days, "How long it lives")->check(CLI::Range(1, 3650))->capture_default_str();
  CLI::App* tokens = user->add_subcommand("tokens", "Tokens there are, with their state; never their secrets");
  tokens->add_option("name", keep(tokens, action, run_user_tokens).name, "Of one user only");
  CLI::App* revoke = user->add_subcommand("revoke", "Make a token worthless at once");
  revoke->add_option("token", keep(revoke, action, run_user_revoke).token, "Its number; see: bairro user tokens")->required();
}

void add_schema(CLI::App& app, Action& action) {
  CLI::App* field = app.add_subcommand("field", "Fields of collections")->require_subcommand(1);
  CLI::App* c = field->add_subcommand("add", "Add a field to a collection");
  auto& f = keep(c, action, run_field_add);
  c->add_option("collection", f.collection)->required();
  c->add_option("name", f.name, "Small letters, digits and _")->required();
  c->add_option("--type", f.type, "boolean, integer, real, text, code, date, time or json")->capture_default_str();
  c->add_option("--title-en", f.title_en);
  c->add_option("--title-pt", f.title_pt);
  c->add_option("--unit", f.unit, "UCUM, such as m or km2");
  c->add_option("--code-list", f.code_list, "Code list of a field of type code");
  c->add_option("--confidentiality", f.confidentiality, "0 public, 1 internal, 2 restricted, 3 strictly confidential")
      ->check(CLI::Range(0, 3))
      ->capture_default_str();
  c->add_option("--synonym", f.synonyms, "Header name that files use for it; may be repeated")->allow_extra_args(false);

  CLI::App* layer = app.add_subcommand("layer", "Collections of your own")->require_subcommand(1);
  CLI::App* l = layer->add_subcommand("add", "Make a collection from a file's columns, and take its rows in");
  auto& o = keep(l, action, run_layer_add);
  l->add_option("name", o.name, "Small letters, digits and _")->required();
  l->add_option("--from", o.from, "A file as for import")->required()->type_name("FILE");
  l->add_option("--title-en", o.title_en);
  l->add_option("--title-pt", o.title_pt);
  l->add_option("--layer", o.layer, "Of a file with several layers or sheets, which one")->type_name("NAME");
  l->add_option("--crs", o.crs)->type_name("EPSG:n");
  l->add_option("--timezone", o.time_zone)->type_name("ZONE");
  l->add_option("--confidentiality", o.confidentiality, "Of rows that do not say: 0 public … 3 strictly confidential")
      ->check(CLI::Range(0, 3))
      ->capture_default_str();

  CLI::App* area = app.add_subcommand("area", "Area of operation: imports check that points lie in it")->require_subcommand(1);
  CLI::App* set = area->add_subcommand("set", "Take the polygons of a file (GeoJSON, GeoPackage, Shapefile, KML)");
  auto file = std::make_shared<std::filesystem::path>();
  set->add_option("file", *file)->required()->type_name("FILE");
  set->callback([&action, file] { action = [file](const Context& context) { return run_area_set(context, *file); }; });
  keep(area->add_subcommand("clear", "No area: those checks are off"), action, run_area_clear);
  keep(area->add_subcommand("show", "The area as GeoJSON"), action, run_area_show);
}

void add_audit(CLI::App& app, Action& action) {
  CLI::App* audit =
      app.add_subcommand("audit", "Who read, wrote or took out what, and whether the log of it is whole")->require_subcommand(1);
  CLI::App* list = audit->add_subcommand("list", "Entries of the log, newest last");
  auto& l = keep(list, action, run_audit_list);
  list->add_option("--who", l.who, "An account, or cli: and a user of this system");
  list->add_option("--action", l.action, "read, export, import, edit, undo, result, schema, alert, key, …");
  list->add_option("--since", l.since, "A day or a time")->type_name("TIME");
  list->add_option("--limit", l.limit, "The newest so many; 0: all")->check(CLI::NonNegativeNumber)->capture_default_str();
  CLI::App* verify = audit->add_subcommand("verify", "Look for entries that were changed, removed or put in; exit code 1 when there are");
  auto& v = keep(verify, action, run_audit_verify);
  verify->add_option("--key", v.key, "Keys that audit key has shown, one a line; -: from standard input")->type_name("FILE");
  verify->add_option("--head", v.heads, "What audit head has printed; may be repeated")->type_name("SEQ:HASH")->allow_extra_args(false);
  keep(audit->add_subcommand("head", "The end of the log as SEQ:HASH, to be kept elsewhere"), action, run_audit_head);
  keep(audit->add_subcommand("key", "Begin a new key and show it, once, to be kept elsewhere"), action, run_audit_key);
  keep(audit->add_subcommand("rekey", "The same when the key file is lost, or the end of the log: the entry says which"), action,
       run_audit_rekey);
}

void add_retention(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("retention", "Empty and make coarse what is too old to be kept; says what it would do unless --apply");
  auto& o = keep_unless_more(c, action, run_retention);
  const CLI::Range months(1, 1200);
  c->add_option("--text-months", o.policy.text_months, "Narratives, columns without a field, refused rows, reports")
      ->check(months)
      ->capture_default_str();
  c->add_option("--place-months", o.policy.place_months, "Exact places of incidents; then the settlement")
      ->check(months)
      ->capture_default_str();
  c->add_option("--settlement-months", o.policy.settlement_months, "Settlements of incidents; then the district")
      ->check(months)
      ->capture_default_str();
  c->add_option("--also", o.also, "Texts of this collection too, such as issues or dialogues; may be repeated")->allow_extra_args(false);
  CLI::Option* apply = c->add_flag("--apply", o.apply, "Do it: there is no way back");
  c->add_flag("--dry-run", o.dry_run, "Say what would happen, write nothing; so it is unless --apply is given")->excludes(apply);
  const auto add = [&](const char* name, const char* help, ExitCode (*run)(const Context&, const HoldCommand&)) {
    CLI::App* command = c->add_subcommand(name, help);
    auto& h = keep(command, action, run);
    command->add_option("collection", h.row.collection)->required();
    command->add_option("row", h.row.fid, "Number of the row")->required();
  };
  add("hold", "Leave a row alone until it is released: evidence, a complaint", run_retention_hold);
  add("release", "Release it", run_retention_release);
}

void add_care(CLI::App& app, Action& action) {
  CLI::App* inspect = app.add_subcommand("inspect", "Look inside")->require_subcommand(1);
  keep(inspect->add_subcommand("snapshot", "The columns in memory: rows, parts, bytes, by collection"), action, run_inspect_snapshot);
  CLI::App* tile = inspect->add_subcommand("tile", "A vector tile: size, layer, features, counts, keys, and the first features in words");
  auto& t = keep(tile, action, run_inspect_tile);
  tile->add_option("collection", t.collection)->required();
  tile->add_option("tile", t.tile, "As in its address")->required()->type_name("ZOOM/ROW/COLUMN");
  tile->add_option("--role", t.role, whose_eyes)->capture_default_str();
  tile->add_option("--datetime", t.datetime, "As on the tile's address")->type_name("TIME");
  tile->add_option("--first", t.first, "Features told in words")->capture_default_str();
  tile->add_option("--output", t.output, "Write the tile as it is, not compressed")->type_name("FILE.mvt");
}

/// With fallthrough the global options may stand behind any command; its help should say so.
void mention_globals(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands({})) {
    command->footer("For every command: --store FILE, --config FILE, --lang pt|en, --quiet, --json; see bairro --help.");
    mention_globals(*command);
  }
}

/// `words` are those of the command line, in their order.
WrongUsage wrong_usage_of(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
  WrongUsage usage;
  usage.command = app.get_name().empty() ? "bairro" : app.get_name();
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().back();
    usage.command += " " + command->get_name();
  }
  for (const CLI::App* each : command->get_subcommands([](const CLI::App*) { return true; })) {
    usage.subcommands.push_back(each->get_name());
  }
  for (const CLI::Option* option : command->get_options([](const CLI::Option*) { return true; })) {
    for (const std::string& name : option->get_lnames()) { usage.options.push_back("--" + name); }
  }
  const std::vector<std::string> left = app.remaining(true);
  std::copy_if(words.begin(), words.end(), std::back_inserter(usage.unknown),
               [&](const std::string& word) { return std::find(left.begin(), left.end(), word) != left.end(); });
  usage.what = error.what();
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::RequiredError:
      if (!usage.subcommands.empty()) { usage.kind = WrongUsage::Kind::subcommand_missing; }
      break;
    case CLI::ExitCodes::ArgumentMismatch: usage.kind = WrongUsage::Kind::value_missing; break;
    case CLI::ExitCodes::ConversionError: usage.kind = WrongUsage::Kind::not_a_value; break;
    default: break;
  }
  return usage;
}

Context make_context(const Globals& g) {
  Context context;
  const std::filesystem::path usual = "bairro.toml";
  if (!g.config.empty()) {
    context.config = read_config(g.config);
  } else if (std::filesystem::exists(usual)) {
    context.config = read_config(usual);
  }
  const char* environment = std::getenv("BAIRRO_STORE");
  if (!g.store.empty()) {
    context.store = g.store;
  } else if (environment != nullptr && *environment != '\0') {
    context.store = environment;
  } else {
    context.store = context.config.store.value_or("bairro.db");
  }
  context.language = choose_language(g.language, context.config);
  context.quiet = g.quiet;
  context.json = g.json;
  return context;
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app(description, "bairro");
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", BAIRRO_VERSION);
  Globals globals;
  Action action;
  add_globals(app, globals);
  add_import(app, action);
  add_reading(app, action);
  add_export(app, action);
  add_tiles(app, action);
  add_analyses(app, action);
  add_release(app, action);
  add_serving(app, action);
  add_users(app, action);
  add_schema(app, action);
  add_batches(app, action);
  add_quarantine(app, action);
  add_jobs(app, action);
  add_audit(app, action);
  add_retention(app, action);
  add_care(app, action);
  mention_globals(app);
  Context context;
  try {
    context.language = choose_language("", {});
    app.parse(argc, argv);
    context.language = choose_language(globals.language, {});
    context = make_context(globals);
    return action(context);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) { return app.exit(error); }  // help was asked for
    const std::vector<std::string> words(argv + 1, argv + argc);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == "--lang" && i + 1 < words.size()) { context.language = choose_language(words[i + 1], {}); }
      if (words[i].rfind("--lang=", 0) == 0) { context.language = choose_language(words[i].substr(7), {}); }
    }
    print_error(context, usage_fault(wrong_usage_of(app, error, words)));
    return wrong_usage;
  } catch (const geo::Error& error) {
    print_error(context, error.text());
    return exit_code(error.problem());
  } catch (const std::bad_alloc&) { print_error(context, {"out of memory", "memória insuficiente"}); } catch (const std::exception& error) {
    print_error(context, {fmt::format("internal error: {}", error.what()), fmt::format("erro interno: {}", error.what())});
  }
  return failed;
}

}  // namespace app
