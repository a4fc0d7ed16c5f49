// SPDX-License-Identifier: Apache-2.0
// Files of tiles for maps that work without this service: which there are, and parts of them as map pages ask for.
#include "api/exports.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/links.hpp"
#include "api/range.hpp"
#include "geo/base/json.hpp"

#include <cmath>

namespace api {
namespace {

constexpr std::string_view pmtiles = "application/vnd.pmtiles";

/// A part of a file shows its share of the rows.
std::uint64_t rows_shown(const Response& response, const TileExport& file) {
  if (response.status == 416 || file.file->size() == 0) { return 0; }
  const double share = static_cast<double>(response.part.size) / static_cast<double>(file.file->size());
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(file.rows) * share));
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) { all += (all.empty() ? "" : ",") + word; }
  return all;
}

}  // namespace

Response export_files(const Call& call) {
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().key("exports").begin_array();
  for (const Exports::FilePtr& file : call.site.exports().list(call.site.role())) {
    json.begin_object().member("id", file->name).member("title", file->title).member("bytes", file->file->size());
    json.member("role", geo::role_text(file->role)).member("minzoom", file->min_zoom).member("maxzoom", file->max_zoom);
    json.key("collections").begin_array();
    for (const std::string& layer : file->layers) { json.value(layer); }
    json.end_array();
    write_links(json, {{url(call, "/exports/" + file->name), "enclosure", pmtiles, file->title}});
    json.end_object();
  }
  json.end_array();
  write_links(json, {{own_url(call, Format::json), "self", "application/json", call.say("This document", "Este documento")}});
  json.end_object();
  return document(call, std::move(body));
}

Response export_file(const Call& call) {
  const Exports::FilePtr file = call.site.exports().get(call.path[0], call.site.role());
  if (!file) { throw geo::Error(geo::Problem::not_found, "There is no such file.", "Não existe tal ficheiro."); }
  if (auto unchanged = not_modified(call, file->etag)) { return *std::move(unchanged); }
  Response response;
  response.headers.push_back({"Content-Type", std::string(pmtiles)});
  response.headers.push_back({"ETag", file->etag});
  response.part = {file->file, 0, file->file->size()};
  serve_range(call.request, call.language, response);
  if (call.request.method != "HEAD" && !geo::is_public(file->role)) {
    response.rows = rows_shown(response, *file);
    response.rows_of = joined(file->layers);
    response.export_id = file->export_id;
  }
  return response;
}

}  // namespace api
