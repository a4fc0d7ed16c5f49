// SPDX-License-Identifier: Apache-2.0
#include "app/export_file.hpp"

#include "api/json/feature_writer.hpp"
#include "api/raster/geotiff.hpp"
#include "geo/analysis/density_surface.hpp"
#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "store/export/csv_file.hpp"
#include "store/export/flatgeobuf.hpp"
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

enum class Kind { geopackage, geojson, csv, flatgeobuf, geotiff };

Kind kind_of(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension == ".gpkg") { return Kind::geopackage; }
  if (extension == ".geojson") { return Kind::geojson; }
  if (extension == ".csv") { return Kind::csv; }
  if (extension == ".fgb") { return Kind::flatgeobuf; }
  if (extension == ".tif") { return Kind::geotiff; }
  throw geo::Error(geo::Problem::usage, fmt::format("'{}' must end in .gpkg, .geojson, .fgb, .csv or .tif", file.filename().string()),
                   fmt::format("'{}' tem de terminar em .gpkg, .geojson, .fgb, .csv ou .tif", file.filename().string()));
}

store::ExportPace pace_of(const Views& views, const ExportOptions& options) {
  store::ExportPace pace{options.progress};
  for (const auto& view : views) { pace.total += static_cast<std::int64_t>(view->count(options.filter)); }
  return pace;
}

geo::LayerWords words_of(const ExportNote& note, const ExportOptions& options) {
  return {options.code_lists, note.language == "pt" ? &geo::Text::pt : &geo::Text::en};
}

void write_geopackage(const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportNote& note,
                      const ExportOptions& options) {
  store::ExportPace pace = pace_of(views, options);
  store::GeoPackage package(pending.path(), file, note.at);
  const geo::LayerWords words = words_of(note, options);
  for (const auto& view : views) { package.add(*view, store::Extract(*view, options.filter), words, store::remark_of(note, *view), pace); }
  store::Facts facts;
  for (const auto& [name, value] : store::facts_of(views, note, options.filter)) { facts.emplace_back("bairro " + name, value); }
  package.finish(facts);
}

/// One collection, from its first byte to its last.
void write_flat(Kind kind, const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportNote& note,
                const ExportOptions& options) {
  const geo::View& view = *views.front();
  const store::Extract extract(view, options.filter);
  store::ExportPace pace = pace_of(views, options);
  store::PrivateWriter out(pending.path(), file);
  if (kind == Kind::csv) {
    store::write_csv(view, extract, out, pace);
  } else {
    store::write_flatgeobuf(view, extract, words_of(note, options), store::facts_of(views, note, options.filter), out, pace);
  }
  out.close();
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
  for (const auto& [name, value] : store::facts_of(views, note, options.filter)) { json.member(name, value); }
  json.end_object();
  head += R"(,"features":[)";
  bool first = true;
  store::ExportPace pace = pace_of(views, options);
  store::PrivateWriter out(pending.path(), file);
  std::string& text = head;
  store::for_each_page(*views.front(), store::Extract(*views.front(), options.filter), pace, [&](const geo::BatchView& batch) {
    for (std::size_t i = 0; i < batch.rows; ++i) {
      text += first ? "\n{" : ",\n{";
      first = false;
      writer.append_members(text, batch, i);
      text += '}';
    }
    out.write(text);
    text.clear();
  });
  out.write("\n]}\n");
  out.close();
}

/// A surface as a raster: all of it, since a part of one would say 0 where there is something.
void write_geotiff(const Views& views, const store::PendingFile& pending, const std::filesystem::path& file, const ExportNote& note,
                   const ExportOptions& options) {
  const geo::View& view = *views.front();
  const auto surface = geo::DensitySurface::of(view);
  if (surface == nullptr) {
    throw geo::Error(geo::Problem::usage, fmt::format("'{}' is no continuous surface: only results of kde become a .tif", view.schema().id),
                     fmt::format("'{}' não é uma superfície contínua: só resultados de kde se tornam um .tif", view.schema().id));
  }
  if (!options.filter.is_everything()) {
    throw geo::Error(geo::Problem::usage, "a .tif holds the whole result; leave out --bbox and --datetime",
                     "um .tif contém o resultado inteiro; omita --bbox e --datetime");
  }
  store::PrivateWriter out(pending.path(), file);
  out.write(api::geotiff(view, *surface, store::facts_of(views, note, options.filter)));
  out.close();
}

}  // namespace

void check_export_name(const std::filesystem::path& file, std::size_t collections) {
  if (kind_of(file) == Kind::geopackage ? collections > 0 : collections == 1) { return; }
  throw geo::Error(geo::Problem::usage,
                   fmt::format("'{}' holds one collection and not {}; a .gpkg holds several", file.filename().string(), collections),
                   fmt::format("'{}' contém uma colecção e não {}; um .gpkg contém várias", file.filename().string(), collections));
}

bool is_raster(const std::filesystem::path& file) { return kind_of(file) == Kind::geotiff; }

void export_views(const Views& views, const std::filesystem::path& file, const ExportNote& note, const ExportOptions& options) {
  check_export_name(file, views.size());
  store::PendingFile pending(file);
  switch (kind_of(file)) {
    case Kind::geopackage: write_geopackage(views, pending, file, note, options); break;
    case Kind::geojson: write_geojson(views, pending, file, note, options); break;
    case Kind::geotiff: write_geotiff(views, pending, file, note, options); break;
    case Kind::csv:
    case Kind::flatgeobuf: write_flat(kind_of(file), views, pending, file, note, options); break;
  }
  if (options.before_name) { options.before_name(); }
  pending.publish();
}

}  // namespace app
