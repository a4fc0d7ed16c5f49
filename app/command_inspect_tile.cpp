// SPDX-License-Identifier: Apache-2.0
// `bairro inspect tile`: what a client gets at a tile's address, in words.
#include "api/http/compression.hpp"
#include "api/http/message.hpp"
#include "app/commands.hpp"
#include "app/filter.hpp"
#include "app/trace.hpp"
#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "store/export/pending_file.hpp"
#include "tiles/mvt_decoder.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace app {
namespace {

using tiles::FeatureKind;
using tiles::TileFeature;
using tiles::TileId;
using tiles::TileLayer;

TileId tile_named(const std::string& text) {
  const std::size_t first = text.find('/');
  const std::size_t second = text.find('/', first + 1);
  if (first != std::string::npos && second != std::string::npos) {
    const std::string_view all = text;
    if (const auto id = TileId::parse(all.substr(0, first), all.substr(first + 1, second - first - 1), all.substr(second + 1))) {
      return *id;
    }
  }
  throw geo::Error(geo::Problem::usage, fmt::format("'{}' is no tile: write zoom/row/column as in its address, such as 8/134/157", text),
                   fmt::format("'{}' não é um mosaico: escreva zoom/linha/coluna como no endereço, por exemplo 8/134/157", text));
}

/// Bytes on the way to a client that takes gzip: the server leaves small ones as they are.
std::size_t sent_bytes(const std::string& tile) {
  api::Request request;
  request.headers.push_back({"Accept-Encoding", "gzip"});
  api::Response response;
  response.headers.push_back({"Content-Type", "application/vnd.mapbox-vector-tile"});
  response.body = std::make_shared<const std::string>(tile);
  api::negotiate_encoding(request, response);
  return response.body->size();
}

std::string text_of(const tiles::TileValue& value) {
  std::string out;
  switch (value.index()) {
    case 0: return std::get<bool>(value) ? "true" : "false";
    case 1: geo::append_integer(out, std::get<std::int64_t>(value)); return out;
    case 2: geo::append_number(out, std::get<double>(value)); return out;
    default: return std::get<std::string>(value);
  }
}

/// Degrees of a grid point of the tile.
geo::LonLat place_of(tiles::GridPoint p, TileId tile, std::uint32_t extent) {
  const double side = std::ldexp(1.0, -tile.zoom());
  return tiles::from_unit_square(
      {(tile.column() + static_cast<double>(p.x) / extent) * side, (tile.row() + static_cast<double>(p.y) / extent) * side});
}

/// What the features of one layer come to.
struct Tally {
  std::map<FeatureKind, std::size_t> kinds;
  std::size_t vertices = 0;
  std::size_t squares = 0;            ///< features that say how many rows they stand for
  std::int64_t rows = 0;              ///< that the points and squares stand for
  std::vector<std::size_t> distinct;  ///< values of each key
};

Tally tally_of(const TileLayer& layer) {
  Tally tally;
  std::vector<std::set<std::uint32_t>> values(layer.keys.size());
  for (const TileFeature& f : layer.features) {
    ++tally.kinds[f.kind];
    for (const auto& part : f.parts) { tally.vertices += part.size(); }
    std::int64_t count = 1;
    for (const tiles::Tag& tag : f.tags) {
      values[tag.key].insert(tag.value);
      if (layer.keys[tag.key] != tiles::count_property) { continue; }
      ++tally.squares;
      if (const auto* n = std::get_if<std::int64_t>(&layer.values[tag.value])) { count = *n; }
    }
    if (f.kind == FeatureKind::point) { tally.rows += count; }  // shapes stand in every tile that they reach into
  }
  for (const auto& v : values) { tally.distinct.push_back(v.size()); }
  return tally;
}

struct Words {
  const Context& context;
  TileId tile;

  [[nodiscard]] std::string say(const char* en, const char* pt) const { return context.language == "pt" ? pt : en; }

  [[nodiscard]] std::string kind(FeatureKind kind, std::size_t n) const {
    switch (kind) {
      case FeatureKind::point: return n == 1 ? say("point", "ponto") : say("points", "pontos");
      case FeatureKind::line: return n == 1 ? say("line", "linha") : say("lines", "linhas");
      case FeatureKind::polygon: return n == 1 ? say("polygon", "polígono") : say("polygons", "polígonos");
      case FeatureKind::unknown: break;
    }
    return say("of unknown kind", "de tipo desconhecido");
  }

  [[nodiscard]] std::string feature(const TileFeature& f, const TileLayer& layer) const {
    std::string out = fmt::format("  {} {}", kind(f.kind, 1), f.id);
    if (!f.parts.empty() && !f.parts.front().empty()) {
      const geo::LonLat p = place_of(f.parts.front().front(), tile, layer.extent);
      out += fmt::format(" {} {:.5f}, {:.5f}", f.kind == FeatureKind::point ? say("at", "em") : say("from", "desde"), p.lon, p.lat);
    }
    if (f.kind != FeatureKind::point) {
      std::size_t vertices = 0;
      for (const auto& part : f.parts) { vertices += part.size(); }
      out += fmt::format(", {} {}, {} {}", f.parts.size(), f.parts.size() == 1 ? say("part", "parte") : say("parts", "partes"), vertices,
                         say("vertices", "vértices"));
    }
    for (const tiles::Tag& tag : f.tags) { out += fmt::format("  {}={}", layer.keys[tag.key], text_of(layer.values[tag.value])); }
    return out + "\n";
  }

  [[nodiscard]] std::string layer(const TileLayer& l, std::uint32_t first) const {
    const Tally tally = tally_of(l);
    std::string out = fmt::format("{} {}: {} {}, {} {}\n", say("Layer", "Camada"), l.name, say("version", "versão"), l.version,
                                  say("extent", "extensão"), l.extent);
    out += fmt::format("{} {}:", l.features.size(), l.features.size() == 1 ? say("feature", "elemento") : say("features", "elementos"));
    for (const auto& [k, n] : tally.kinds) { out += fmt::format(" {} {}", n, kind(k, n)); }
    out += fmt::format(", {} {}\n", tally.vertices, say("vertices", "vértices"));
    if (tally.kinds.count(FeatureKind::point) != 0) {
      out += fmt::format("{} {}, {} {}\n", say("Counted squares:", "Quadrados contados:"), tally.squares,
                         say("sum of counts:", "soma das contagens:"), tally.rows);
    }
    out += say("Keys (distinct values):", "Chaves (valores distintos):");
    for (std::size_t i = 0; i < l.keys.size(); ++i) { out += fmt::format(" {} ({})", l.keys[i], tally.distinct[i]); }
    out += l.keys.empty() ? say(" none\n", " nenhuma\n") : "\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(first, l.features.size()); ++i) { out += feature(l.features[i], l); }
    return out;
  }
};

void write_feature(geo::JsonWriter& w, const TileFeature& f, const TileLayer& layer) {
  constexpr const char* kinds[] = {"unknown", "point", "line", "polygon"};
  w.begin_object().member("id", f.id).member("kind", kinds[static_cast<std::size_t>(f.kind)]).key("parts").begin_array();
  for (const auto& part : f.parts) {
    w.begin_array();
    for (const tiles::GridPoint p : part) { w.begin_array().value(p.x).value(p.y).end_array(); }
    w.end_array();
  }
  w.end_array().key("properties").begin_object();
  for (const tiles::Tag& tag : f.tags) {
    w.key(layer.keys[tag.key]);
    std::visit([&](const auto& value) { w.value(value); }, layer.values[tag.value]);
  }
  w.end_object().end_object();
}

void write_layer(geo::JsonWriter& w, const TileLayer& layer, std::uint32_t first) {
  const Tally tally = tally_of(layer);
  const auto number_of = [&](FeatureKind kind) { return tally.kinds.count(kind) == 0 ? 0 : tally.kinds.at(kind); };
  w.begin_object().member("name", layer.name).member("version", layer.version).member("extent", layer.extent);
  w.member("features", layer.features.size()).member("points", number_of(FeatureKind::point));
  w.member("lines", number_of(FeatureKind::line)).member("polygons", number_of(FeatureKind::polygon));
  w.member("vertices", tally.vertices).member("squares", tally.squares).member("sum_of_counts", tally.rows).key("keys").begin_array();
  for (std::size_t i = 0; i < layer.keys.size(); ++i) {
    w.begin_object().member("name", layer.keys[i]).member("distinct_values", tally.distinct[i]).end_object();
  }
  w.end_array().key("first").begin_array();
  for (std::size_t i = 0; i < std::min<std::size_t>(first, layer.features.size()); ++i) { write_feature(w, layer.features[i], layer); }
  w.end_array().end_object();
}

/// It shows what its role may see: for its owner only.
void write_file(const std::filesystem::path& file, const std::string& tile) {
  store::PendingFile pending(file);
  store::PrivateWriter out(pending.path(), file);
  out.write(tile);
  out.close();
  pending.publish();
}

/// Rows whose anchor lies in the tile, by the view's own counting.
std::uint64_t rows_in(const geo::View& view, TileId tile, const std::optional<geo::TimeInterval>& datetime) {
  std::uint64_t rows = 0;
  for (const geo::CellCount& cell : view.aggregate({tile.search_box(), datetime}, {tile.zoom()}).cells) {
    if (cell.cell == tile.cell()) { rows += cell.count; }
  }
  return rows;
}

}  // namespace

ExitCode run_inspect_tile(const Context& context, const InspectTileCommand& command) {
  const TileId id = tile_named(command.tile);
  tiles::TileOptions options;
  options.filter.datetime = filter_of("", command.datetime).datetime;
  const geo::Role role = geo::role_named(command.role);
  const auto store = context.open_store();
  const auto view = store->view(command.collection, role);
  const std::string tile = tiles::make_tile(*view, id, options);
  const std::vector<TileLayer> layers = tiles::decode_tile(tile);
  const std::uint64_t rows = rows_in(*view, id, options.filter.datetime);
  trace_read(*store, role, command.collection, rows, command.output.empty() ? "inspect-tile" : "inspect-tile-to-file");
  if (!command.output.empty()) { write_file(command.output, tile); }
  if (context.json) {
    std::string json;
    geo::JsonWriter w(json);
    w.begin_object().member("collection", command.collection).member("role", geo::role_text(role)).member("tile", command.tile);
    w.member("bytes", tile.size()).member("sent_bytes", sent_bytes(tile)).member("rows_anchored_here", rows).key("layers").begin_array();
    for (const TileLayer& layer : layers) { write_layer(w, layer, command.first); }
    w.end_array().end_object();
    print(json + "\n");
    return done;
  }
  const Words words{context, id};
  const geo::BBox box = id.bounds_crs84();
  std::string text =
      fmt::format("{} {}, {} {}: {:.5f} {:.5f} {} {:.5f} {:.5f}\n", words.say("Tile", "Mosaico"), command.tile, words.say("role", "papel"),
                  geo::role_text(role), box.west, box.south, words.say("to", "a"), box.east, box.north);
  text += fmt::format("{} bytes, {} {}\n", tile.size(), sent_bytes(tile),
                      words.say("as the server sends it (gzip above 1 KB)", "como o servidor o envia (gzip acima de 1 KB)"));
  text +=
      fmt::format("{} {}\n", words.say("Rows anchored here, counted by the view:", "Linhas ancoradas aqui, contadas pela vista:"), rows);
  if (layers.empty()) { text += words.say("Nothing is drawn here.\n", "Nada se desenha aqui.\n"); }
  for (const TileLayer& layer : layers) { text += words.layer(layer, command.first); }
  print(text);
  return done;
}

}  // namespace app
