// SPDX-License-Identifier: Apache-2.0
#include "app/plain_output.hpp"

#include "geo/base/csv.hpp"
#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "geo/crs/projection.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/geometry.hpp"
#include "importers/read/geojson_crs.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <type_traits>

namespace app {
namespace {

void write(geo::JsonWriter& json, const geo::PlainCell& cell) {
  std::visit(
      [&](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::monostate>) {
          json.null();
        } else if constexpr (std::is_same_v<Value, std::vector<std::string>> || std::is_same_v<Value, std::vector<double>>) {
          json.begin_array();
          for (const auto& one : value) { json.value(one); }
          json.end_array();
        } else {
          json.value(value);
        }
      },
      cell);
}

void write(geo::JsonWriter& json, const geo::NamedCells& cells) {
  json.begin_object();
  for (const auto& [name, cell] : cells) { write(json.key(name), cell); }
  json.end_object();
}

void write(geo::JsonWriter& json, const geo::Text& text) { json.begin_object().member("en", text.en).member("pt", text.pt).end_object(); }

void write_row(geo::JsonWriter& json, const geo::ResultTable& table, std::size_t row) {
  json.begin_object();
  for (const auto& [name, cells] : table.columns) { write(json.key(name), cells[row]); }
  json.end_object();
}

void write_table(geo::JsonWriter& json, const geo::ResultTable& table) {
  json.begin_array();
  for (std::size_t row = 0; row < table.size(); ++row) { write_row(json, table, row); }
  json.end_array();
}

void write_grid(geo::JsonWriter& json, const geo::PlainSurface& grid) {
  json.begin_object();
  json.member("west", grid.south_west.x).member("south", grid.south_west.y);
  json.member("cell_x", grid.cell_x).member("cell_y", grid.cell_y).member("columns", grid.columns).member("rows", grid.rows);
  json.member("order", "rows from the south, in each cells from the west");
  json.key("values").begin_object();
  for (const auto& [name, values] : grid.values) {
    json.key(name).begin_array();
    for (const double value : values) { json.value(value); }
    json.end_array();
  }
  json.end_object().end_object();
}

/// All but the rows, into an object that is open.
void write_about(geo::JsonWriter& json, const geo::PlainResult& result) {
  json.member("method", result.method);
  write(json.key("parameters"), result.parameters);
  json.key("counts").begin_object().member("read", result.read).member("used", result.used).key("excluded").begin_object();
  for (const auto& [reason, number] : result.excluded) { json.member(reason, number); }
  json.end_object().end_object();
  json.member("tests", result.tests);
  write(json.key("summary"), result.summary);
  write(json.key("says"), result.says);
  json.key("warnings").begin_array();
  for (const geo::Text& warning : result.warnings) { write(json, warning); }
  json.end_array();
  for (const auto& [name, table] : result.more) { write_table(json.key(name), table); }
}

std::string text_of(const geo::PlainCell& cell) {
  std::string text;
  if (const auto* number = std::get_if<double>(&cell)) { geo::append_number(text, *number); }
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) { geo::append_integer(text, *whole); }
  if (const auto* yes = std::get_if<bool>(&cell)) { text = *yes ? "true" : "false"; }
  if (const auto* words = std::get_if<std::string>(&cell)) { text = *words; }
  if (const auto* list = std::get_if<std::vector<std::string>>(&cell)) { text = fmt::format("{}", fmt::join(*list, " ")); }
  return text;
}

[[noreturn]] void refuse_planar(const std::string& file) {
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("GeoJSON holds longitude and latitude, which the coordinates of {} are not known to be (--metric geodesic says "
                  "that they are). Write .json or .csv.",
                  file),
      fmt::format("GeoJSON contém longitude e latitude, e não se sabe se as coordenadas de {} o são (--metric geodesic diz que "
                  "sim). Escreva .json ou .csv.",
                  file));
}

[[noreturn]] void refuse_degrees(const geo::PlainTable& table, std::size_t row) {
  throw geo::Error(geo::Problem::input,
                   fmt::format("{}, row {}: the coordinates are no longitude and latitude. Write .json or .csv.", table.file, row + 1),
                   fmt::format("{}, linha {}: as coordenadas não são longitude e latitude. Escreva .json ou .csv.", table.file, row + 1));
}

void write_geometry(std::string& out, const geo::PlainTable& table, std::uint32_t row) {
  const auto x = table.columns.find("x");
  const auto y = table.columns.find("y");
  if (x != table.columns.end() && y != table.columns.end()) {
    if (x->second.states[row] != geo::CellState::number || y->second.states[row] != geo::CellState::number) {
      out += "null";
      return;
    }
    const double lon = x->second.numbers[row];
    const double lat = y->second.numbers[row];
    if (!(std::fabs(lon) <= 180) || !(std::fabs(lat) <= 90)) { refuse_degrees(table, row); }
    out += R"({"type":"Point","coordinates":[)";
    geo::append_number(out, lon);
    out += ',';
    geo::append_number(out, lat);
    out += "]}";
    return;
  }
  if (table.shapes.empty() || table.shapes[row].empty()) {
    out += "null";
    return;
  }
  try {
    geo::summarise_wkb(table.shapes[row]);
  } catch (const geo::Error&) { refuse_degrees(table, row); }
  geo::append_geojson(out, table.shapes[row]);
}

/// A row for each cell: its centre in the plane, on earth where that is known, and its values.
std::string grid_csv(const geo::PlainSurface& grid) {
  std::optional<geo::Projection> plane;
  if (grid.centre) { plane.emplace(*grid.centre); }
  std::string out = plane ? "x,y,lon,lat" : "x,y";
  for (const auto& [name, values] : grid.values) { out += "," + name; }
  out += "\r\n";
  constexpr int degrees_decimals = 7;
  for (std::size_t cell = 0; cell < grid.size(); ++cell) {
    const geo::Metric at = grid.at(cell);
    geo::append_number(out, at.x);
    out += ',';
    geo::append_number(out, at.y);
    if (plane) {
      const auto on_earth = plane->inverse(at);
      out += ',';
      if (on_earth) { geo::append_rounded(out, on_earth->lon, degrees_decimals); }
      out += ',';
      if (on_earth) { geo::append_rounded(out, on_earth->lat, degrees_decimals); }
    }
    for (const auto& [name, values] : grid.values) {
      out += ',';
      if (!std::isnan(values[cell])) { geo::append_number(out, values[cell]); }
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

PlainFormat plain_format(const std::filesystem::path& output) {
  const std::string extension = output.extension().string();
  if (output == "-" || extension == ".json") { return PlainFormat::json; }
  if (extension == ".geojson") { return PlainFormat::geojson; }
  if (extension == ".csv") { return PlainFormat::csv; }
  if (extension == ".tif") { return PlainFormat::geotiff; }
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("'{}': with --input a result becomes a .json, .geojson or .csv, a surface also a .tif, or - for JSON.", output.string()),
      fmt::format("'{}': com --input um resultado torna-se um .json, .geojson ou .csv, uma superfície também um .tif, ou - para JSON.",
                  output.string()));
}

void check_geojson(const geo::PlainInput& input) {
  const auto metric = input.given.find("metric");
  const bool by_columns = input.given.contains("x");
  const bool is_geodesic = metric != input.given.end() ? metric->second == "geodesic" : !by_columns && !input.table.shapes.empty();
  if (!is_geodesic || (!by_columns && !importers::is_crs84(input.table.crs))) { refuse_planar(input.table.file); }
}

std::string plain_json(const geo::PlainResult& result) {
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object();
  write_about(json, result);
  if (result.grid) { write_grid(json.key("grid"), *result.grid); }
  write_table(json.key("rows"), result.rows);
  json.end_object();
  return out + "\n";
}

std::string plain_geojson(const geo::PlainResult& result, const geo::PlainTable& table) {
  if (result.file_rows.empty()) {
    throw geo::Error(geo::Problem::usage, fmt::format("the rows of {} are no places: write .json or .csv", result.method),
                     fmt::format("as linhas de {} não são lugares: escreva .json ou .csv", result.method));
  }
  std::string out;
  geo::JsonWriter json(out);
  json.begin_object().member("type", "FeatureCollection").key("bairro").begin_object();
  write_about(json, result);
  json.end_object().key("features").begin_array();
  std::string geometry;
  for (std::size_t row = 0; row < result.rows.size(); ++row) {
    geometry.clear();
    write_geometry(geometry, table, result.file_rows[row]);
    json.begin_object().member("type", "Feature").key("geometry").raw(geometry).key("properties");
    write_row(json, result.rows, row);
    json.end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string plain_csv(const geo::PlainResult& result) {
  if (result.grid) { return grid_csv(*result.grid); }
  std::string out;
  const auto& columns = result.rows.columns;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (c > 0) { out += ','; }
    geo::append_csv_cell(out, columns[c].first);
  }
  out += "\r\n";
  for (std::size_t row = 0; row < result.rows.size(); ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (c > 0) { out += ','; }
      geo::append_csv_cell(out, text_of(columns[c].second[row]));
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace app
