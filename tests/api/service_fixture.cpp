// SPDX-License-Identifier: Apache-2.0
#include "tests/api/service_fixture.hpp"

#include "api/http/target.hpp"
#include "api/routes.hpp"

#include <gtest/gtest.h>

namespace api_tests {
namespace {

geo::Field make_field(geo::FieldType type, std::string name, std::string en, std::string pt) {
  geo::Field field;
  field.name = std::move(name);
  field.type = type;
  field.title = {std::move(en), std::move(pt)};
  return field;
}

void set(const geo::Collection& schema, geo::Row& row, std::string_view name, geo::Value value) {
  const int i = schema.index_of(name);
  ASSERT_GE(i, 0) << name;
  row.values[static_cast<std::size_t>(i)] = std::move(value);
}

}  // namespace

geo::Collection notes_collection() {
  geo::Collection notes;
  notes.id = "notes";
  notes.title = {"Notes", "Notas"};
  notes.description = {"What people noted", "O que as pessoas anotaram"};
  notes.time_from = notes.time_to = "at";
  notes.default_confidentiality = 0;
  notes.builtin = false;
  using geo::FieldType;
  notes.fields = {make_field(FieldType::text, "title", "Title", "Título"),
                  make_field(FieldType::integer, "people", "People", "Pessoas"),
                  make_field(FieldType::real, "weight", "Weight", "Peso"),
                  make_field(FieldType::boolean, "done", "Done", "Feito"),
                  make_field(FieldType::code, "precision", "Precision", "Precisão"),
                  make_field(FieldType::date, "day", "Day", "Dia"),
                  make_field(FieldType::time, "at", "At", "Em"),
                  make_field(FieldType::integer, "utc_offset_min", "UTC offset", "Desvio UTC"),
                  make_field(FieldType::json, "more", "More", "Mais"),
                  make_field(FieldType::text, "secret", "Secret", "Segredo")};
  notes.fields[4].code_list = "time_precision";
  notes.fields[9].confidentiality = 2;
  return notes;
}

geo::Row note_row(const geo::Collection& schema, const Note& note) {
  geo::Row row;
  row.values.resize(schema.fields.size());
  if (note.has_location) { row.geometry = geo::Geometry::point({note.lon, note.lat}); }
  set(schema, row, "title", note.title);
  set(schema, row, "at", note.at);
  if (!note.secret.empty()) { set(schema, row, "secret", note.secret); }
  if (schema.index_of("confidentiality") >= 0) { set(schema, row, "confidentiality", std::int64_t{note.confidentiality}); }
  return row;
}

api::Request make_request(std::string_view target, std::vector<api::Header> headers, std::string method) {
  api::Request request;
  request.method = std::move(method);
  std::string authority;
  EXPECT_EQ(api::parse_target(target, request, authority), nullptr) << target;
  request.headers = std::move(headers);
  if (request.header("Host") == nullptr) { request.headers.push_back({"Host", "localhost:8080"}); }
  request.id = "r-1";
  return request;
}

NotesService::NotesService(std::string_view role, api::ServiceOptions options) {
  store.add_collection(notes_collection());
  options.role = geo::role_named(role);
  options.stamp = [this] { return stamp.load(); };
  service = std::make_unique<api::Service>(store, std::move(options));
}

void NotesService::add(const std::vector<Note>& notes) {
  const geo::Catalog catalog = store.catalog();
  const geo::Collection* schema = catalog.collection("notes");
  ASSERT_NE(schema, nullptr);
  std::vector<geo::Edit> edits;
  for (const Note& note : notes) { edits.push_back({0, false, note_row(*schema, note)}); }
  geo::BatchInfo info;
  info.collection = "notes";
  store.edit(info, edits);
  ++stamp;
}

std::vector<std::string> tile_values(std::string_view path_template, const std::string& collection) {
  if (path_template.find("{tileMatrix") == std::string_view::npos) { return {}; }
  return api::path_values(path_template, [&](std::string_view name) -> std::string {
    if (name == "tileMatrixSetId") { return "WebMercatorQuad"; }
    return name == "collectionId" ? collection : "0";
  });
}

std::string_view body(const api::Response& response) { return response.body ? std::string_view(*response.body) : std::string_view(); }

std::string header(const api::Response& response, std::string_view name) {
  const std::string* value = response.header(name);
  return value == nullptr ? "" : *value;
}

std::string target_of(std::string_view url) {
  constexpr std::string_view base = "http://localhost:8080";
  EXPECT_EQ(url.substr(0, base.size()), base) << url;
  return std::string(url.substr(base.size()));
}

}  // namespace api_tests
