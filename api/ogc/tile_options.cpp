// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/tile_options.hpp"

#include "api/ogc/row_filter.hpp"
#include "api/parameters.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "tiles/tile_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace api {
namespace {

using geo::Error;
using geo::Problem;

[[noreturn]] void refuse(std::string_view name, const std::string& value, std::string_view choices) {
  throw Error(Problem::usage, fmt::format("'{}' is one of {}; not {}.", name, choices, geo::excerpt(value)),
              fmt::format("'{}' é um de {}; não {}.", name, choices, geo::excerpt(value)));
}

tiles::PointsAs points_parameter(const Request& request) {
  const std::string* text = request.parameter("points");
  if (text == nullptr) { return tiles::PointsAs::counts; }
  const auto as = tiles::points_as(*text);
  if (!as) { refuse("points", *text, "counts, squares, hexagons, clusters, thin"); }
  return *as;
}

std::optional<int> cell_px_parameter(const Request& request) {
  const std::string* text = request.parameter("cell-px");
  if (text == nullptr) { return std::nullopt; }
  const auto px = geo::parse_integer(*text);
  const bool is_right =
      px && *px >= tiles::smallest_cell_px && *px <= tiles::largest_cell_px && std::has_single_bit(static_cast<std::uint64_t>(*px));
  if (!is_right) { refuse("cell-px", *text, "2, 4, 8, 16, 32, 64, 128"); }
  return static_cast<int>(*px);
}

std::optional<std::uint64_t> max_points_parameter(const Request& request) {
  const std::string* text = request.parameter("max-points");
  if (text == nullptr) { return std::nullopt; }
  const auto most = geo::parse_integer(*text);
  if (!most || *most < 0 || static_cast<std::uint64_t>(*most) > tiles::most_points) {
    throw Error(Problem::usage, fmt::format("'max-points' is a number from 0 to {}; not {}.", tiles::most_points, geo::excerpt(*text)),
                fmt::format("'max-points' é um número de 0 a {}; não {}.", tiles::most_points, geo::excerpt(*text)));
  }
  return static_cast<std::uint64_t>(*most);
}

bool has_time(const geo::Collection& schema) {
  const geo::Field* time = schema.time_from.empty() ? nullptr : schema.field(schema.time_from);
  return time != nullptr && time->hot;
}

std::optional<tiles::BinLength> bins_parameter(const Request& request) {
  const std::string* text = request.parameter("time-bins");
  if (text == nullptr) { return std::nullopt; }
  const auto length = tiles::bin_length(*text);
  if (!length) { refuse("time-bins", *text, "year, month, week, day"); }
  return length;
}

bool has_uncertainty(const geo::Collection& schema) { return schema.field("uncertainty_m") != nullptr; }

bool weight_parameter(const Request& request) {
  const std::string* text = request.parameter("weight");
  if (text == nullptr) { return false; }
  if (*text != "uncertainty") { refuse("weight", *text, "uncertainty"); }
  return true;
}

[[noreturn]] void refuse_bins(const std::string& names) {
  throw Error(Problem::usage, fmt::format("'time-bins': '{}' has no time.", names), fmt::format("'time-bins': '{}' não tem tempo.", names));
}

[[noreturn]] void refuse_weight(const std::string& names) {
  throw Error(Problem::usage, fmt::format("'weight': '{}' does not say how certain its places are.", names),
              fmt::format("'weight': '{}' não diz quão certos são os seus lugares.", names));
}

/// What a request says of every collection alike.
tiles::TileOptions common_options(const Call& call) {
  tiles::TileOptions options;
  options.points_as = points_parameter(call.request);
  options.point_budget = max_points_parameter(call.request);
  options.cell_px = cell_px_parameter(call.request);
  options.time_bins = bins_parameter(call.request);
  options.weighted = weight_parameter(call.request);
  options.labelled = flag_parameter(call.request, "labels");
  const std::vector<std::string> properties = list_parameter(call.request, "properties");
  if (!properties.empty()) { options.properties = properties; }
  return options;
}

/// The options without what means nothing for the collection.
tiles::TileOptions fitted(tiles::TileOptions options, const geo::Collection& schema) {
  if (!has_time(schema)) { options.time_bins.reset(); }
  options.weighted = options.weighted && has_uncertainty(schema);
  if (options.properties) {
    std::erase_if(*options.properties, [&](const std::string& name) { return schema.field(name) == nullptr; });
    (void)tiles::chosen_fields(schema, options);  // refuses what is kept on disk
  }
  return options;
}

/// What one tile may hold, divided among its layers of points and lines: many of them are no more than one.
void share_budgets(std::vector<tiles::TileOptions>& all, const std::vector<std::shared_ptr<const geo::View>>& views) {
  const auto has_budget = [](const auto& view) { return view->schema().geometry != geo::GeometryType::polygon; };
  const auto layers = static_cast<std::uint64_t>(std::max<std::ptrdiff_t>(std::count_if(views.begin(), views.end(), has_budget), 1));
  for (tiles::TileOptions& options : all) {
    options.layers = layers;
    options.byte_budget /= layers;
  }
}

/// Where something would mean nothing at all.
void refuse_what_fits_none(const tiles::TileOptions& options, const std::vector<std::shared_ptr<const geo::View>>& views) {
  const auto any = [&](const auto& fits) {
    return std::any_of(views.begin(), views.end(), [&](const auto& view) { return fits(view->schema()); });
  };
  std::string names;
  for (const auto& view : views) { names += (names.empty() ? "" : "', '") + view->schema().id; }
  if (options.time_bins && !any(has_time)) { refuse_bins(names); }
  if (options.weighted && !any(has_uncertainty)) { refuse_weight(names); }
  for (const std::string& name : options.properties.value_or(std::vector<std::string>{})) {
    if (any([&](const geo::Collection& schema) { return schema.field(name) != nullptr; })) { continue; }
    throw Error(Problem::usage, fmt::format("'properties': none of '{}' has a property {}.", names, geo::excerpt(name)),
                fmt::format("'properties': em '{}' não há a propriedade {}.", names, geo::excerpt(name)));
  }
}

}  // namespace

tiles::TileOptions tile_options(const Call& call, const geo::View& view) {
  const geo::Collection& schema = view.schema();
  tiles::TileOptions options = common_options(call);
  options.filter = with_box_as_condition(row_filter(call, view));
  if (options.time_bins && !has_time(schema)) { refuse_bins(schema.id); }
  if (options.weighted && !has_uncertainty(schema)) { refuse_weight(schema.id); }
  if (options.properties) { (void)tiles::chosen_fields(schema, options); }  // refuses what it cannot show, also of an empty tile
  return options;
}

std::vector<tiles::TileOptions> tile_options(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  if (views.size() == 1) { return {tile_options(call, *views.front())}; }
  const tiles::TileOptions common = common_options(call);
  refuse_what_fits_none(common, views);
  std::vector<geo::Filter> filters = row_filters(call, views);
  std::vector<tiles::TileOptions> all;
  for (std::size_t i = 0; i < views.size(); ++i) {
    all.push_back(fitted(common, views[i]->schema()));
    all.back().filter = with_box_as_condition(std::move(filters[i]));
  }
  share_budgets(all, views);
  return all;
}

}  // namespace api
