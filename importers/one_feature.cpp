// SPDX-License-Identifier: Apache-2.0
#include "importers/one_feature.hpp"

#include "geo/base/error.hpp"
#include "geo/base/json.hpp"
#include "geo/base/text.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/read/open.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <memory>
#include <optional>
#include <utility>

namespace importers {
namespace {

namespace dom = simdjson::dom;

[[noreturn]] void refuse(const std::string& en, const std::string& pt) { throw geo::Error(geo::Problem::input, en, pt); }

std::string text_of(const dom::element& json) { return simdjson::minify(json); }

/// Where one row goes that is to be looked at before anything is written.
class OneRow final : public geo::BatchWriter {
 public:
  void add(const geo::StagedRow& row) override { m_row = row.row; }
  void reject(const geo::RejectedRow& row) override { m_rejected = row; }
  geo::BatchOutcome resolve() override { return {}; }
  geo::BatchOutcome commit(const std::string&) override { return {}; }

  std::optional<geo::Row> m_row;
  std::optional<geo::RejectedRow> m_rejected;
};

/// Passes on records with their geometry in longitude and latitude.
class InLonLat final : public Reader {
 public:
  InLonLat(std::unique_ptr<Reader> inner, const ToLonLat& to_lonlat) : m_inner(std::move(inner)), m_to_lonlat(to_lonlat) {}
  [[nodiscard]] const std::vector<Column>& columns() const override { return m_inner->columns(); }
  [[nodiscard]] const SourceInfo& info() const override { return m_inner->info(); }
  [[nodiscard]] double progress() const override { return m_inner->progress(); }
  bool next(Record& record) override {
    if (!m_inner->next(record)) { return false; }
    if (!record.wkb.empty()) {
      m_wkb = geo::map_wkb(record.wkb, m_to_lonlat);
      record.wkb = m_wkb;
    }
    return true;
  }

 private:
  std::unique_ptr<Reader> m_inner;
  const ToLonLat& m_to_lonlat;
  std::string m_wkb;
};

/// What an import guesses at and says in its report: a category that nobody knows, which would hide what class it is of; axes exchanged, a
/// sign missing, degrees misread; day and month either way round.
constexpr std::array<std::string_view, 5> guesses{"C1", "G1", "G2", "G4", "T1"};

/// In a file a value that cannot be read is left out and said in the report. Somebody who sends one feature is there to be asked.
void refuse_what_was_lost(const Report& report) {
  for (const Finding& finding : report.findings) {
    const bool is_lost = finding.action == Action::fixed && !finding.value.empty() && finding.new_value.empty() && !finding.column.empty();
    const bool is_guess = std::find(guesses.begin(), guesses.end(), finding.rule) != guesses.end();
    if (is_guess || (is_lost && finding.column != "geometry")) {
      refuse(finding.column + ": " + finding.message.en, finding.column + ": " + finding.message.pt);
    }
  }
}

/// As a file with one feature.
std::string as_file(const SentFeature& feature) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("type", "FeatureCollection").key("features").begin_array();
  w.begin_object().member("type", "Feature").key("geometry").raw(feature.geometry).key("properties").begin_object();
  for (const auto& [name, value] : feature.properties) { w.key(name).raw(value); }
  w.end_object().end_object().end_array().end_object();
  return json;
}

void take_properties(SentFeature& feature, const dom::element& properties, const geo::Collection& fields) {
  if (properties.is_null()) { return; }
  dom::object object;
  if (properties.get(object) != simdjson::SUCCESS) { refuse("'properties' must be an object.", "'properties' tem de ser um objecto."); }
  for (const auto& [key, value] : object) {
    const std::string name(key);
    const geo::Field* field = fields.field(name);
    if (field == nullptr) {
      refuse(fmt::format("'{}' has no property {}.", fields.id, geo::excerpt(name)),
             fmt::format("'{}' não tem a propriedade {}.", fields.id, geo::excerpt(name)));
    }
    if (!field->system) { feature.properties[name] = text_of(value); }
  }
}

/// Members that say nothing of the feature itself.
bool is_passed_over(std::string_view member) {
  return member == "id" || member == "links" || member == "bbox" || member == "conformsTo" || member == "coordRefSys" || member == "time" ||
         member == "place" || member == "featureType";
}

}  // namespace

SentFeature read_feature(std::string_view body, const geo::Collection& fields, bool is_patch) {
  dom::parser parser;
  dom::element document;
  if (parser.parse(body.data(), body.size()).get(document) != simdjson::SUCCESS) { refuse("The body is not JSON.", "O corpo não é JSON."); }
  dom::object object;
  if (document.get(object) != simdjson::SUCCESS) { refuse("The body must be a JSON object.", "O corpo tem de ser um objecto JSON."); }
  SentFeature feature;
  bool has_type = false;
  bool has_properties = false;
  for (const auto& [key, value] : object) {
    if (key == "type") {
      has_type = true;
      if (text_of(value) != "\"Feature\"") { refuse("'type' must be \"Feature\".", "'type' tem de ser \"Feature\"."); }
    } else if (key == "geometry") {
      feature.has_geometry = true;
      feature.geometry = text_of(value);
    } else if (key == "properties") {
      has_properties = true;
      take_properties(feature, value, fields);
    } else if (!is_passed_over(key)) {
      const std::string shown = geo::excerpt(key);
      refuse(fmt::format("A feature has no member {} here.", shown), fmt::format("Aqui um elemento não tem o membro {}.", shown));
    }
  }
  if (!is_patch && (!has_type || !has_properties || !feature.has_geometry)) {
    refuse("A feature needs the members 'type', 'geometry' (which may be null) and 'properties'.",
           "Um elemento precisa dos membros 'type', 'geometry' (que pode ser null) e 'properties'.");
  }
  return feature;
}

SentFeature merged(SentFeature feature, const SentFeature& patch) {
  if (patch.has_geometry) {
    feature.has_geometry = true;
    feature.geometry = patch.geometry;
  }
  for (const auto& [name, value] : patch.properties) { feature.properties[name] = value; }
  return feature;
}

geo::Row make_row(const SentFeature& feature, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options,
                  const ToLonLat& to_lonlat) {
  ReadOptions read;
  read.format = "geojson";
  read.collection = collection.id;
  std::unique_ptr<Reader> reader = open_source(memory_source(as_file(feature)), "feature.geojson", read);
  if (to_lonlat) { reader = std::make_unique<InLonLat>(std::move(reader), to_lonlat); }
  ImportOptions of_one = options;
  of_one.profile = "none";
  of_one.accept_partial = true;  // a row that is refused is spoken of below
  OneRow writer;
  const Report report = import(*reader, collection, catalog, of_one, writer, {});
  refuse_what_was_lost(report);
  if (writer.m_row) { return *std::move(writer.m_row); }
  if (!writer.m_rejected) { refuse("The feature says nothing.", "O elemento não diz nada."); }
  const geo::RejectedRow& rejected = *writer.m_rejected;
  std::string where = rejected.column.empty() ? std::string() : rejected.column + ": ";
  if (!rejected.value.empty()) { where += geo::excerpt(rejected.value) + " "; }
  refuse(where + rejected.message.en, where + rejected.message.pt);
}

}  // namespace importers
