// SPDX-License-Identifier: Apache-2.0
// `bairro field add`, `layer add`, `area …`: what an administrator changes at run time.
#include "app/commands.hpp"
#include "app/import_file.hpp"
#include "geo/base/text.hpp"
#include "geo/crs/transform.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/table/builtin.hpp"
#include "importers/infer/infer.hpp"

#include <fmt/format.h>

namespace app {
namespace {

/// Counts, and keeps nothing: for finding out whether a file would be taken before there is a collection for it.
class TrialWriter final : public geo::BatchWriter {
 public:
  void add(const geo::StagedRow&) override { ++m_outcome.inserted; }
  void reject(const geo::RejectedRow&) override {}
  geo::BatchOutcome resolve() override { return m_outcome; }
  geo::BatchOutcome commit(const std::string&) override { return m_outcome; }

 private:
  geo::BatchOutcome m_outcome;
};

geo::Collection layer_of(const LayerCommand& command, const importers::ReadOptions& read) {
  geo::Collection layer = importers::infer_collection(*importers::open(command.from, read), command.name);
  layer.title = {command.title_en.empty() ? command.name : command.title_en, command.title_pt.empty() ? command.name : command.title_pt};
  layer.default_confidentiality = static_cast<geo::Confidentiality>(command.confidentiality);
  // Nobody has judged these columns yet: they are as secret as the rows.
  for (geo::Field& field : layer.fields) { field.confidentiality = layer.default_confidentiality; }
  for (geo::Field& field : geo::fields_of_every_collection()) { layer.fields.push_back(std::move(field)); }
  return layer;
}

/// What would be said if the file were imported into a collection that is not there yet; nothing when it would be taken.
std::optional<ImportResult> trial_refusal(const geo::Collection& layer, const geo::Catalog& catalog, const std::filesystem::path& file,
                                          const FileImport& import, const std::optional<geo::Geometry>& area) {
  TrialWriter writer;
  importers::ImportOptions options = import.options;
  options.now = now_ms();
  options.area_of_operation = area;
  ImportResult result;
  result.code = input_refused;
  try {
    const auto reader = importers::open(file, import.read);
    importers::import(*reader, layer, catalog, options, writer, {});
    return std::nullopt;
  } catch (const importers::Refused& refused) {
    result.report = refused.report();
    result.refusal = refused.text();
  } catch (const geo::Error& error) {
    if (error.problem() == geo::Problem::failed) { throw; }
    result.refusal = error.text();
  }
  return result;
}

/// All polygons of a file as one valid area in CRS84.
geo::Geometry area_from(const std::filesystem::path& file) {
  const auto reader = importers::open(file);
  geo::Transform transform(reader->info().crs.empty() ? "CRS84" : reader->info().crs);
  std::vector<geo::Polygon> polygons;
  importers::Record record;
  while (reader->next(record)) {
    const std::optional<geo::Geometry> geometry = record.usable() && !record.wkb.empty() ? transform.to_lonlat(record.wkb) : std::nullopt;
    if (!geometry) { continue; }
    for (geo::Polygon& polygon : geo::polygons_of(*geometry)) { polygons.push_back(std::move(polygon)); }
  }
  const geo::Repair area = polygons.empty() ? geo::Repair{{}, {}, 0, false, true} : geo::repair_polygon(geo::from_polygons(polygons));
  if (area.unusable) {
    throw geo::Error(geo::Problem::input, fmt::format("'{}' has no polygon that could be the area of operation", file.string()),
                     fmt::format("'{}' não tem polígonos que possam ser a área de operação", file.string()));
  }
  return area.geometry;
}

}  // namespace

ExitCode run_field_add(const Context& context, const FieldCommand& command) {
  const std::optional<geo::FieldType> type = geo::field_type(command.type);
  if (!type) {
    throw geo::Error(geo::Problem::usage,
                     fmt::format("'{}' is no type; take boolean, integer, real, text, code, date, time or json", command.type),
                     fmt::format("'{}' não é um tipo; use boolean, integer, real, text, code, date, time ou json", command.type));
  }
  geo::Field field;
  field.name = command.name;
  field.type = *type;
  field.title = {command.title_en.empty() ? command.name : command.title_en, command.title_pt.empty() ? command.name : command.title_pt};
  field.unit = command.unit;
  field.code_list = command.code_list;
  field.confidentiality = static_cast<geo::Confidentiality>(command.confidentiality);
  for (const std::string& synonym : command.synonyms) { field.synonyms.push_back(geo::fold_name(synonym)); }
  context.open_or_create_store()->add_field(command.collection, field);
  if (!context.quiet) {
    print(context.in_language({fmt::format("Field '{}' added to '{}'.\n", field.name, command.collection),
                               fmt::format("Campo '{}' acrescentado a '{}'.\n", field.name, command.collection)}));
  }
  return done;
}

ExitCode run_layer_add(const Context& context, const LayerCommand& command) {
  FileImport import;
  import.read.layer = command.layer;
  import.read.crs_is_given = !command.crs.empty();
  const geo::Collection layer = layer_of(command, import.read);
  const auto store = context.open_or_create_store();
  import.options.crs = command.crs;
  import.options.time_zone = command.time_zone;
  import.options.home_time_zone = context.config.time_zone.value_or("Africa/Maputo");
  if (store->catalog().collection(command.name) != nullptr) {
    throw geo::Error(geo::Problem::conflict,
                     fmt::format("there is a collection '{}' already; add rows to it with: bairro import", command.name),
                     fmt::format("já existe uma colecção '{}'; acrescente linhas com: bairro import", command.name));
  }
  // Tried first: a file that is refused must not leave an empty layer behind.
  if (const auto refusal = trial_refusal(layer, store->catalog(), command.from, import, store->area_of_operation())) {
    print(describe(context, command.from, *refusal));
    return refusal->code;
  }
  store->add_collection(layer);
  const ImportResult result = import_file(context, *store, command.name, command.from, import);
  print(describe(context, command.from, result));
  return result.code;
}

ExitCode run_area_set(const Context& context, const std::filesystem::path& file) {
  const geo::Geometry area = area_from(file);
  context.open_or_create_store()->set_area_of_operation(area);
  if (!context.quiet) {
    print(context.in_language({"Area of operation set: imports now check that points lie in it.\n",
                               "Área de operação definida: as importações passam a verificar se os pontos estão dentro dela.\n"}));
  }
  return done;
}

ExitCode run_area_clear(const Context& context) {
  context.open_store()->set_area_of_operation(std::nullopt);
  return done;
}

ExitCode run_area_show(const Context& context) {
  const std::optional<geo::Geometry> area = context.open_store()->area_of_operation();
  std::string text;
  geo::append_geojson(text, area.value_or(geo::Geometry()));
  print(text + "\n");
  return done;
}

}  // namespace app
