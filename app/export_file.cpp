// SPDX-License-Identifier: Apache-2.0
#include "app/export_file.hpp"

#include "api/json/feature_writer.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "store/export/csv_rows.hpp"
#include "store/export/geopackage.hpp"
#include "store/export/pages.hpp"
#include "store/export/pending_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace app {
namespace {

using Views = std::vector<std::shared_ptr<const geo::View>>;

enum class Kind { geopackage, geojson, csv };

Kind kind_of(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension == ".gpkg") { return Kind::geopackage; }
  if (extension == ".geojson") { return Kind::geojson; }
  if (extension == ".csv") { return Kind::csv; }
  throw geo::Error(geo::Problem::usage, fmt::format("'{}' must end in .gpkg, .geojson or .csv", file.filename().string()),
                   fmt::format("'{}' tem de terminar em .gpkg, .geojson ou .csv", file.filename().string()));
}

/// Kept with the file in both languages: it may end up with anybody.
const geo::Text& warning() {
  static const geo::Text text{
      "Contains exact locations: protect this file. Keep it on encrypted disks, give it to nobody who does not need it, delete it after "
      "use.",
      "Contém localizações exactas: proteja este ficheiro. Guarde-o em discos cifrados, não o dê a quem dele não precisa, apague-o depois "
      "de o usar."};
  return text;
}

/// One end of an interval; ".." when it is open.
std::string end_of(geo::TimeMs end) { return end == INT64_MIN || end == INT64_MAX ? ".." : geo::format_time(end); }

std::string provenance_json(const geo::Provenance& result) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("method", result.method).key("parameters").raw(result.parameters).key("summary").raw(result.summary);
  w.key("inputs").begin_array();
  for (const std::string& input : result.inputs) { w.value(input); }
  w.end_array().member("role", result.role).member("rev", result.rev).member("made_at", geo::format_time(result.made_at)).end_object();
  return json;
}

/// To a role that does not see everything a commit number would tell of writes that it may not know of.
bool may_know_commit(const geo::Role& role) {
  return role.row_clearance == geo::most_confidential && role.field_clearance == geo::most_confidential && role.areas.empty();
}

/// What the file says of itself, by name.
store::Facts facts_of(const Views& views, const ExportNote& note, const geo::Filter& filter) {
  store::Facts facts{{"exported_at", geo::format_time(note.at)}, {"role", geo::role_text(note.role)}};
  if (may_know_commit(note.role)) { facts.emplace_back("commit", std::to_string(note.rev)); }
  if (!note.store_id.empty()) { facts.emplace_back("store", note.store_id); }
  if (!note.export_id.empty()) { facts.emplace_back("export", note.export_id); }
  if (filter.bbox) {
    facts.emplace_back("bbox", fmt::format("{},{},{},{}", filter.bbox->west, filter.bbox->south, filter.bbox->east, filter.bbox->north));
  }
  if (filter.datetime) { facts.emplace_back("datetime", end_of(filter.datetime->from) + "/" + end_of(filter.datetime->to)); }
  facts.emplace_back("warning_pt", warning().pt);
  facts.emplace_back("warning_en", warning().en);
  for (const auto& view : views) {
    const auto& result = view->schema().result;
    if (result) { facts.emplace_back("result " + view->schema().id, provenance_json(*result)); }
  }
  return facts;
}

store::ExportPace pace_of(const Views& views, const ExportOptions& options) {
  store::ExportPace pace{options.progress};
  for (const auto& view : views) { pace.total += static_cast<std::int64_t>(view->count(options.filter)); }
  return pace;
}

void write_geopackage(const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportNote& note,
                      const ExportOptions& options) {
  const bool pt = note.language == "pt";
  const std::string remark = fmt::format("{} {}, {} {}. {}", pt ? "Exportado em" : "Exported", geo::format_time(note.at),
                                         pt ? "papel" : "role", geo::role_text(note.role), pt ? warning().pt : warning().en);
  store::ExportPace pace = pace_of(views, options);
  store::GeoPackage package(pending.path(), file, note.at);
  const geo::LayerWords words{options.code_lists, pt ? &geo::Text::pt : &geo::Text::en};
  for (const auto& view : views) { package.add(*view, options.filter, words, remark, pace); }
  store::Facts facts;
  for (const auto& [name, value] : facts_of(views, note, options.filter)) { facts.emplace_back("bairro " + name, value); }
  package.finish(facts);
}

/// Text files: `row` appends one row, `head` stands before the first.
template <class Row>
void write_text(const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportOptions& options,
                std::string head, Row row, std::string_view tail) {
  store::ExportPace pace = pace_of(views, options);
  store::PrivateWriter out(pending.path(), file);
  std::string& text = head;
  store::for_each_page(*views.front(), options.filter, pace, [&](const geo::BatchView& batch) {
    for (std::size_t i = 0; i < batch.rows; ++i) { row(text, batch, i); }
    out.write(text);
    text.clear();
  });
  out.write(tail);
  out.close();
}

void write_csv(const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportOptions& options) {
  const store::CsvRows rows(views.front()->schema());
  std::string head;
  rows.append_header(head);
  write_text(
      views, pending, file, options, std::move(head),
      [&](std::string& text, const geo::BatchView& batch, std::size_t i) { rows.append_row(text, batch, i); }, "");
}

/// RFC 7946, with a member of our own that says what it is. Features are those of the API's items.
void write_geojson(const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportNote& note,
                   const ExportOptions& options) {
  const geo::Collection& schema = views.front()->schema();
  const api::FeatureWriter writer(schema);
  std::string head;
  geo::append_json_string(head, note.language == "pt" ? schema.title.pt : schema.title.en);
  head = R"({"type":"FeatureCollection","title":)" + head + R"(,"bairro":)";
  geo::JsonWriter json(head);
  json.begin_object();
  for (const auto& [name, value] : facts_of(views, note, options.filter)) { json.member(name, value); }
  json.end_object();
  head += R"(,"features":[)";
  bool first = true;
  write_text(
      views, pending, file, options, std::move(head),
      [&](std::string& text, const geo::BatchView& batch, std::size_t i) {
        text += first ? "\n{" : ",\n{";
        first = false;
        writer.append_members(text, batch, i);
        text += '}';
      },
      "\n]}\n");
}

}  // namespace

void check_export_name(const std::filesystem::path& file, std::size_t collections) {
  if (kind_of(file) == Kind::geopackage ? collections > 0 : collections == 1) { return; }
  throw geo::Error(geo::Problem::usage,
                   fmt::format("'{}' holds one collection and not {}; a .gpkg holds several", file.filename().string(), collections),
                   fmt::format("'{}' contém uma colecção e não {}; um .gpkg contém várias", file.filename().string(), collections));
}

void export_views(const Views& views, const std::filesystem::path& file, const ExportNote& note, const ExportOptions& options) {
  check_export_name(file, views.size());
  store::PendingFile pending(file);
  switch (kind_of(file)) {
    case Kind::geopackage: write_geopackage(views, pending, file, note, options); break;
    case Kind::geojson: write_geojson(views, pending, file, note, options); break;
    case Kind::csv: write_csv(views, pending, file, options); break;
  }
  if (options.before_name) { options.before_name(); }
  pending.publish();
}

}  // namespace app
