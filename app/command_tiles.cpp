// SPDX-License-Identifier: Apache-2.0
// `bairro tiles build`: all tiles of what a role may see, as a file to take along.
#include "app/commands.hpp"
#include "app/filter.hpp"
#include "app/job_entry.hpp"
#include "app/tile_file.hpp"
#include "app/trace.hpp"
#include "app/workers.hpp"
#include "geo/base/json.hpp"
#include "geo/cql2/parse.hpp"
#include "store/export/note.hpp"
#include "store/views.hpp"
#include "tiles/filtered_view.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

namespace fs = std::filesystem;
using Views = std::vector<std::shared_ptr<const geo::View>>;

bool has_places(const geo::Collection& c) { return c.geometry != geo::GeometryType::none; }

/// `all` is every collection that has a row with a place which the role sees; results of analyses are named.
std::vector<std::string> ids_of(store::SqliteStore& store, const geo::Role& role, const std::vector<std::string>& wanted) {
  std::vector<std::string> ids;
  if (wanted == std::vector<std::string>{"all"}) {
    for (const std::string& id : store::collections_seen_by(store, role)) {
      const auto view = store.view(id, role);
      if (has_places(view->schema()) && !view->extent().is_empty()) { ids.push_back(id); }
    }
    if (!ids.empty()) { return ids; }
    throw geo::Error(geo::Problem::not_found, "the role sees no row that has a place: there is nothing to draw, and no file was written",
                     "o papel não vê nenhum registo com lugar: não há nada a desenhar, e não foi escrito nenhum ficheiro");
  }
  for (const std::string& id : wanted) {
    if (std::count(wanted.begin(), wanted.end(), id) > 1) {
      throw geo::Error(geo::Problem::usage, fmt::format("'{}' stands twice", id), fmt::format("'{}' está repetido", id));
    }
  }
  return wanted;
}

void check(const TilesBuildCommand& command, const Views& views) {
  std::error_code ignored;
  if (!command.force && fs::exists(command.output, ignored)) {
    throw geo::Error(geo::Problem::usage, fmt::format("'{}' is there already; --force replaces it", command.output.string()),
                     fmt::format("'{}' já existe; --force substitui-o", command.output.string()));
  }
  for (const auto& view : views) {
    if (has_places(view->schema())) { continue; }
    throw geo::Error(geo::Problem::usage, fmt::format("'{}' has no places, and so no tiles", view->schema().id),
                     fmt::format("'{}' não tem lugares e, por isso, não tem mosaicos", view->schema().id));
  }
  if (views.size() > tiles::most_pyramid_layers) {
    throw geo::Error(geo::Problem::usage, fmt::format("a file holds {} collections at most", tiles::most_pyramid_layers),
                     fmt::format("um ficheiro contém no máximo {} colecções", tiles::most_pyramid_layers));
  }
}

tiles::PyramidPlan plan_of(const TilesBuildCommand& command, const Views& views) {
  tiles::PyramidPlan plan{views, command.min_zoom, 0};
  for (const auto& view : views) { plan.max_zoom = std::max(plan.max_zoom, tiles::deepest_zoom_of(*view)); }
  plan.max_zoom = std::max(plan.max_zoom, command.min_zoom);
  if (command.max_zoom) { plan.max_zoom = *command.max_zoom; }
  if (plan.min_zoom <= plan.max_zoom) { return plan; }
  throw geo::Error(geo::Problem::usage, "--minzoom is larger than --maxzoom", "--minzoom é maior do que --maxzoom");
}

/// The commit is left out: it may change without a change in what the role sees, whose versions are here.
geo::Hash128 fingerprint_of(const TilesBuildCommand& command, const store::ExportNote& note, const tiles::PyramidPlan& plan) {
  std::string all = fmt::format("{} {} {} {} {} {}-{} {} {} {}", BAIRRO_VERSION, tiles::drawing_edition, note.store_id,
                                geo::role_text(note.role), note.language, plan.min_zoom, plan.max_zoom, plan.level,
                                geo::hash128(command.datetime).hex(), geo::hash128(command.filter).hex());
  for (const auto& view : plan.views) { all += fmt::format(" {} {:016x}", view->schema().id, view->version()); }
  return geo::hash128(all);
}

std::uint64_t rows_of(const Views& views) {
  std::uint64_t rows = 0;
  for (const auto& view : views) { rows += view->count({}); }
  return rows;
}

/// Without the time and the commit: the same rows, asked for alike, are the same file.
store::Facts lasting_facts(const Views& views, const store::ExportNote& note, const geo::Filter& filter) {
  store::Facts facts = store::facts_of(views, note, filter);
  std::erase_if(facts, [](const auto& fact) { return fact.first == "exported_at"; });
  facts.emplace_back("rows", std::to_string(rows_of(views)));
  return facts;
}

std::string job_parameters(const TileFile& wanted, const std::string& export_id) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().key("collections").begin_array();
  for (const auto& view : wanted.plan.views) { w.value(view->schema().id); }
  w.end_array().member("minzoom", wanted.plan.min_zoom).member("maxzoom", wanted.plan.max_zoom);
  w.member("file", wanted.file.filename().string()).member("export", export_id).end_object();
  return json;
}

std::string result_json(const TileFile& wanted, const TileFileMade& made) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("file", wanted.file.string()).member("bytes", fs::file_size(wanted.file)).member("tiles", made.tiles);
  w.member("taken_up", made.taken_up).member("minzoom", wanted.plan.min_zoom).member("maxzoom", wanted.plan.max_zoom);
  w.key("collections").begin_array();
  for (const auto& view : wanted.plan.views) {
    w.begin_object().member("id", view->schema().id).member("rows", view->count({})).end_object();
  }
  w.end_array().end_object();
  return json;
}

std::string describe(const Context& context, const TileFile& wanted, const TileFileMade& made, const geo::Role& role) {
  std::string text = wanted.file.string() + "\n";
  for (const auto& view : wanted.plan.views) {
    text += fmt::format("{:>10}  {} ({})\n", view->count({}), context.in_language(view->schema().title), view->schema().id);
  }
  text += fmt::format("{:>10}  {}, {} {}-{}\n", made.tiles, context.in_language({"tiles", "mosaicos"}),
                      context.in_language({"zooms", "níveis"}), wanted.plan.min_zoom, wanted.plan.max_zoom);
  for (const auto& view : wanted.plan.views) {
    const int from = tiles::all_lines_from(*view);
    if (from <= wanted.plan.min_zoom) { continue; }
    const geo::Text& title = view->schema().title;
    const bool comes = from <= wanted.plan.max_zoom;
    text += context.in_language({fmt::format("{}: {}.\n", title.en,
                                             comes ? fmt::format("at zooms below {} only the longest lines fit", from)
                                                   : std::string("only the longest lines fit, at every zoom of the file")),
                                 fmt::format("{}: {}.\n", title.pt,
                                             comes ? fmt::format("em níveis abaixo de {} só cabem as linhas mais longas", from)
                                                   : std::string("só cabem as linhas mais longas, em todos os níveis do ficheiro"))});
  }
  return text + context.in_language(store::keeping_of(wanted.plan.views, role)) + "\n";
}

/// Without the values of the filter, and without the file's name, which could be that of a person.
store::AuditDetails details_of(const TilesBuildCommand& command, const geo::Role& role) {
  store::AuditDetails details;
  if (!command.purpose.empty() || !geo::is_public(role)) { details.purpose(command.purpose); }
  std::string by = command.filter.empty() ? "" : "filter";
  if (!command.datetime.empty()) { by += by.empty() ? "datetime" : ",datetime"; }
  if (!by.empty()) { details.word("by", by); }
  return details;
}

}  // namespace

ExitCode run_tiles_build(const Context& context, const TilesBuildCommand& command) {
  check_tile_file_name(command.output);
  const geo::Role role = geo::role_named(command.role);
  store::AuditDetails details = details_of(command, role);
  geo::Filter filter = filter_of("", command.datetime);
  const auto store = context.open_store();
  const store::Views seen(*store, ids_of(*store, role, command.collections), role);
  check(command, seen.all());
  Views views;
  for (const auto& view : seen.all()) {
    filter.where = where_of(command.filter, view->schema());
    views.push_back(tiles::filtered(view, filter));  // what is drawn, counted and walked through is what matches
  }
  TileFile wanted{command.output, plan_of(command, views), {}, {}};
  store::ExportNote note{role, std::nullopt, 0, context.language, store->info().id, {}};
  wanted.fingerprint = fingerprint_of(command, note, wanted.plan);
  note.export_id = wanted.fingerprint.hex().substr(0, 16);
  wanted.words = {views, wanted.plan.min_zoom, wanted.plan.max_zoom, context.language == "pt" ? &geo::Text::pt : &geo::Text::en,
                  lasting_facts(views, note, filter)};
  details.word("export", note.export_id).word("format", wanted.file.extension().string());
  // Before the first tile is on the disk, where it stays when the work is interrupted.
  trace_export(*store, role, fmt::format("{}", fmt::join(command.collections, ",")), rows_of(views), details);
  TileFileMade made;
  std::string result;
  run_as_job(context, {"tiles", geo::role_text(role), job_parameters(wanted, note.export_id), wanted.file.filename().string()},
             [&](const geo::Progress& progress) {
               made = make_tile_file(wanted, all_workers(), progress);
               return result = result_json(wanted, made);
             });
  if (context.json) {
    print(result + "\n");
  } else if (!context.quiet) {
    print(describe(context, wanted, made, role));
  }
  return done;
}

}  // namespace app
