// SPDX-License-Identifier: Apache-2.0
// `bairro history`: every version of one row, and what changed from one to the next.
#include "app/commands.hpp"
#include "app/trace.hpp"
#include "app/value_text.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/table/changes.hpp"

#include <fmt/format.h>

namespace app {
namespace {

geo::Fid row_of(const store::Store& store, const HistoryCommand& command, const geo::Role& role) {
  const bool by_key = !command.key.empty();
  if (by_key == (command.fid != 0)) {
    throw geo::Error(geo::Problem::usage, "give the number of the row, or --key SOURCE KEY",
                     "indique o número da linha, ou --key FONTE CHAVE");
  }
  if (!by_key) { return command.fid; }
  const auto fid = store.find_row(command.collection, command.key[0], command.key[1], role);
  if (fid) { return *fid; }
  throw geo::Error(geo::Problem::not_found,
                   fmt::format("the source '{}' has no row '{}' in '{}'", command.key[0], command.key[1], command.collection),
                   fmt::format("a fonte '{}' não tem a linha '{}' em '{}'", command.key[0], command.key[1], command.collection));
}

/// What a version says that the one before it did not; of the first one, all that it says.
std::vector<geo::Change> news(const std::vector<store::RowVersion>& versions, std::size_t i) {
  if (i > 0) { return geo::changes(versions[i - 1].row, versions[i].row); }
  const geo::Row nothing{{}, std::vector<geo::Value>(versions[i].row.values.size())};
  return geo::changes(nothing, versions[i].row);
}

const geo::Geometry& geometry_before(const std::vector<store::RowVersion>& versions, std::size_t i) {
  static const geo::Geometry none;
  return i == 0 ? none : versions[i - 1].row.geometry;
}

bool is_removal(const std::vector<store::RowVersion>& versions, std::size_t i) {
  return versions[i].deleted && (i == 0 || !versions[i - 1].deleted);
}
bool is_return(const std::vector<store::RowVersion>& versions, std::size_t i) {
  return i > 0 && !versions[i].deleted && versions[i - 1].deleted;
}

std::string heading(const Context& context, const store::RowVersion& version) {
  const bool pt = context.language == "pt";
  std::string text = fmt::format(fmt::runtime(pt ? "registo {}" : "commit {}"), version.rev);
  if (!version.commit) { return text; }
  const store::CommitNote& c = *version.commit;
  text += fmt::format(fmt::runtime(pt ? "  {}  {} (lote {})" : "  {}  {} (batch {})"), geo::format_time(c.at), c.kind, c.batch);
  for (const std::string& more : {c.operator_name, c.file_name}) {
    if (!more.empty()) { text += "  " + more; }
  }
  if (c.undone) { text += pt ? "  [anulado depois]" : "  [undone since]"; }
  if (c.content_of != c.batch && c.kind == "undo" && !version.deleted) {
    text += fmt::format(fmt::runtime(pt ? "  [de novo o que disse o lote {}]" : "  [again what batch {} said]"), c.content_of);
  }
  return text;
}

std::string text_of(const Context& context, const geo::Collection& schema, const std::vector<store::RowVersion>& versions) {
  const bool pt = context.language == "pt";
  std::string text;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    text += heading(context, versions[i]) + "\n";
    if (is_removal(versions, i)) { text += pt ? "  removida\n" : "  removed\n"; }
    if (is_return(versions, i)) { text += pt ? "  de volta\n" : "  back again\n"; }
    for (const geo::Change& change : news(versions, i)) {
      const std::string name =
          change.field < 0 ? (pt ? "geometria" : "geometry") : schema.fields[static_cast<std::size_t>(change.field)].name;
      const auto type = change.field < 0 ? geo::FieldType::text : schema.fields[static_cast<std::size_t>(change.field)].type;
      const std::string before = change.field < 0 ? geometry_text(geometry_before(versions, i), context.language)
                                                  : value_text(change.before, type, context.language);
      const std::string after =
          change.field < 0 ? geometry_text(versions[i].row.geometry, context.language) : value_text(change.after, type, context.language);
      text += i == 0 ? fmt::format("  {}: {}\n", name, after) : fmt::format("  {}: {} -> {}\n", name, before, after);
    }
  }
  return text;
}

void write_geometry(geo::JsonWriter& w, const geo::Geometry& geometry) {
  std::string json;
  geo::append_geojson(json, geometry);
  w.raw(json);
}

void write_changes(geo::JsonWriter& w, const geo::Collection& schema, const std::vector<store::RowVersion>& versions, std::size_t i) {
  w.key("changes").begin_array();
  for (const geo::Change& change : news(versions, i)) {
    if (change.field < 0) {
      w.begin_object().member("field", "geometry").key("before");
      write_geometry(w, geometry_before(versions, i));
      w.key("after");
      write_geometry(w, versions[i].row.geometry);
    } else {
      const geo::Field& field = schema.fields[static_cast<std::size_t>(change.field)];
      w.begin_object().member("field", field.name).key("before");
      write_value(w, change.before, field.type);
      w.key("after");
      write_value(w, change.after, field.type);
    }
    w.end_object();
  }
  w.end_array();
}

std::string json_of(const geo::Collection& schema, const std::vector<store::RowVersion>& versions) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_array();
  for (std::size_t i = 0; i < versions.size(); ++i) {
    w.begin_object().member("rev", versions[i].rev).member("deleted", versions[i].deleted);
    if (versions[i].commit) {
      const store::CommitNote& c = *versions[i].commit;
      w.member("at", geo::format_time(c.at)).member("batch", c.batch).member("kind", c.kind).member("undone", c.undone);
      w.member("content_of", c.content_of).member("operator", c.operator_name).member("file", c.file_name);
    }
    write_changes(w, schema, versions, i);
    w.end_object();
  }
  w.end_array();
  return json + "\n";
}

}  // namespace

ExitCode run_history(const Context& context, const HistoryCommand& command) {
  const auto store = context.open_store();
  const geo::Role role = geo::role_named(command.role);
  const geo::Fid fid = row_of(*store, command, role);
  const std::vector<store::RowVersion> versions = store->history(command.collection, fid, role);
  const geo::Collection schema = geo::visible_schema(*store->catalog().collection(command.collection), role);
  trace_read(*store, role, command.collection, 1, "history");
  if (context.json) {
    print(json_of(schema, versions));
  } else {
    print(fmt::format("{} {}\n", command.collection, fid) + text_of(context, schema, versions));
  }
  return done;
}

}  // namespace app
