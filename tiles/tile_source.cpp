// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_source.hpp"

#include "tiles/mvt.hpp"
#include "tiles/point_tiles.hpp"
#include "tiles/tile_rows.hpp"

#include <algorithm>
#include <array>

namespace tiles {
namespace {

bool is_tile_field(const geo::Field& field) {
  constexpr std::array<std::string_view, 3> dull{"confidentiality", "utc_offset_min", count_property};
  if (!field.hot || field.system || std::find(dull.begin(), dull.end(), field.name) != dull.end()) { return false; }
  switch (field.type) {
    case geo::FieldType::boolean:
    case geo::FieldType::integer:
    case geo::FieldType::real:
    case geo::FieldType::code:
    case geo::FieldType::date: return true;
    case geo::FieldType::text:
      return field.name == "name" || field.name == "code" || field.name == "kind" || field.name.ends_with("pcode") ||
             field.name.ends_with("_code");
    case geo::FieldType::time:
    case geo::FieldType::json: return false;
  }
  return false;
}

std::string draw_shapes(const geo::View& view, TileId tile, const TileOptions& options) {
  TileRows rows(view.schema(), tile, options);
  if (auto shapes = Shapes::of(view, tile.set())) { rows.draw_with(TileShapes(std::move(shapes), tile, options.buffer)); }
  view.scan(filter_around(tile, options, options.buffer), rows.columns(),
            [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
              rows.take(batch, found);
              return true;
            });
  LayerWriter layer(view.schema().id);
  rows.draw(layer);
  if (!options.labelled) { return layer.tile(); }
  LayerWriter labels(label_layer(view.schema()));
  rows.draw_labels(labels);
  return layer.tile() + labels.tile();  // layers of a tile follow each other
}

}  // namespace

std::vector<const geo::Field*> tile_fields(const geo::Collection& schema) {
  std::vector<const geo::Field*> fields;
  for (const geo::Field& field : schema.fields) {
    if (is_tile_field(field)) { fields.push_back(&field); }
  }
  return fields;
}

bool has_labels(const geo::Collection& schema) {
  const bool may_be_area = schema.geometry == geo::GeometryType::polygon || schema.geometry == geo::GeometryType::any;
  const std::vector<const geo::Field*> fields = tile_fields(schema);
  return may_be_area && std::any_of(fields.begin(), fields.end(), [](const geo::Field* field) { return field->name == name_property; });
}

std::string label_layer(const geo::Collection& schema) { return schema.id + "-labels"; }

std::string make_tile(const geo::View& view, TileId tile, const TileOptions& options) {
  if (view.schema().geometry == geo::GeometryType::none) { return {}; }
  if (view.schema().geometry == geo::GeometryType::point) { return make_point_tile(view, tile, options); }
  return draw_shapes(view, tile, options);
}

double tile_reach(const geo::View& view, TileId tile, const TileOptions& options) {
  return view.schema().geometry == geo::GeometryType::point ? points_reach(tile, options) : options.buffer;
}

std::uint64_t tile_stamp(const geo::View& view, TileId tile, const TileOptions& options) {
  if (view.schema().geometry != geo::GeometryType::point) { return view.version(); }
  return view.stamp(tile.search_box(tile_reach(view, tile, options)));
}

bool needs_preparation(const geo::View& view, TileId tile) {
  const geo::GeometryType type = view.schema().geometry;
  return type != geo::GeometryType::none && type != geo::GeometryType::point && !Shapes::are_made(view, tile.depth(), tile.set());
}

}  // namespace tiles
