// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_source.hpp"

#include "tiles/mvt.hpp"
#include "tiles/point_tiles.hpp"
#include "tiles/tile_rows.hpp"

#include <algorithm>
#include <array>
#include <mutex>

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

/// One point in the middle with the number.
std::string tile_that_says(std::uint64_t left_out, std::string_view name) {
  LayerWriter layer(name);
  const Tag tag{layer.key(count_property), layer.value(static_cast<std::int64_t>(left_out))};
  const GridPoint middle{tile_extent / 2, tile_extent / 2};
  layer.add_points(0, {&tag, 1}, {&middle, 1});
  return layer.tile();
}

std::string drawn(TileRows& rows, const geo::Collection& schema) {
  LayerWriter layer(schema.id);
  rows.draw(layer);
  return layer.tile();
}

/// What lines take beside areas is an estimate, with texts that many share or none: the tile says whether it was good.
std::string draw_lines_within(TileRows& rows, const geo::Collection& schema, bool is_ranked, std::size_t budget) {
  // Where one length for all tiles falls a little short, a larger tile is better than ways that end at its border.
  const std::size_t most = is_ranked ? budget * 3 / 2 : budget;
  std::size_t aim = most;
  rows.leave_out_lines(aim);
  std::string bytes = drawn(rows, schema);
  if (bytes.size() <= most) { return bytes; }
  LayerWriter others(schema.id);
  rows.draw_others(others);
  const std::size_t of_others = others.tile().size();
  for (int again = 0; again < 6 && bytes.size() > most + of_others; ++again) {
    aim = static_cast<std::size_t>(0.95 * static_cast<double>(aim) * static_cast<double>(most) /
                                   static_cast<double>(bytes.size() - of_others));
    if (!rows.leave_out_lines(aim)) { continue; }
    bytes = drawn(rows, schema);
  }
  return bytes;
}

std::string draw_shapes(const geo::View& view, TileId tile, const TileOptions& options) {
  TileRows rows(view.schema(), tile, options);
  if (auto shapes = Shapes::of(view, tile.set())) { rows.draw_with(TileShapes(std::move(shapes), tile, options.buffer)); }
  const bool has_lines = may_have_lines(view.schema());
  // With a condition nobody knows beforehand how many there are.
  const bool is_ranked = has_lines && options.filter.is_everything();
  if (has_lines) {
    auto lengths = LineLengths::of(view, tile.set());
    const LineLengths::Rank least = is_ranked ? lengths->least(tile.depth(), options.byte_budget) : LineLengths::Rank{};
    rows.rank_lines(std::move(lengths), least);
  }
  view.scan(filter_around(tile, options, options.buffer), rows.columns(),
            [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
              rows.take(batch, found);
              return true;
            });
  std::string bytes = has_lines ? draw_lines_within(rows, view.schema(), is_ranked, options.byte_budget) : drawn(rows, view.schema());
  if (options.labelled) {
    LayerWriter labels(label_layer(view.schema()));
    rows.draw_labels(labels);
    bytes += labels.tile();
  }
  if (rows.left_out() && options.says_left_out) { bytes += tile_that_says(*rows.left_out(), left_out_layer(view.schema())); }
  return bytes;
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

bool may_have_lines(const geo::Collection& schema) {
  return schema.geometry == geo::GeometryType::line || schema.geometry == geo::GeometryType::any;
}

std::string left_out_layer(const geo::Collection& schema) { return schema.id + "-left-out"; }

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

bool prepare(const geo::View& view, TileId tile) {
  struct Lane {
    mutable std::mutex mutex;
  };
  const auto lane = view.memo().get<Lane>([] { return std::make_shared<const Lane>(); });
  const std::unique_lock lock(lane->mutex, std::try_to_lock);
  if (!lock) { return false; }
  if (const auto shapes = Shapes::of(view, tile.set())) { static_cast<void>(shapes->level(tile.depth())); }
  return true;
}

}  // namespace tiles
