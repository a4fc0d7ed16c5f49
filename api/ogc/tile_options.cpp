// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/tile_options.hpp"

#include "api/ogc/row_filter.hpp"
#include "api/parameters.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "tiles/tile_rows.hpp"

#include <fmt/format.h>

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

std::optional<tiles::BinLength> bins_parameter(const Request& request, const geo::Collection& schema) {
  const std::string* text = request.parameter("time-bins");
  if (text == nullptr) { return std::nullopt; }
  const auto length = tiles::bin_length(*text);
  if (!length) { refuse("time-bins", *text, "year, month, week, day"); }
  const geo::Field* time = schema.time_from.empty() ? nullptr : schema.field(schema.time_from);
  if (time == nullptr || !time->hot) {
    throw Error(Problem::usage, fmt::format("'time-bins': '{}' has no time.", schema.id),
                fmt::format("'time-bins': '{}' não tem tempo.", schema.id));
  }
  return length;
}

bool weight_parameter(const Request& request, const geo::Collection& schema) {
  const std::string* text = request.parameter("weight");
  if (text == nullptr) { return false; }
  if (*text != "uncertainty") { refuse("weight", *text, "uncertainty"); }
  if (schema.field("uncertainty_m") == nullptr) {
    throw Error(Problem::usage, fmt::format("'weight': '{}' does not say how certain its places are.", schema.id),
                fmt::format("'weight': '{}' não diz quão certos são os seus lugares.", schema.id));
  }
  return true;
}

}  // namespace

tiles::TileOptions tile_options(const Call& call, const geo::View& view) {
  const geo::Collection& schema = view.schema();
  tiles::TileOptions options;
  options.filter = with_box_as_condition(row_filter(call, view));
  options.points_as = points_parameter(call.request);
  options.point_budget = max_points_parameter(call.request);
  options.cell_px = cell_px_parameter(call.request);
  options.time_bins = bins_parameter(call.request, schema);
  options.weighted = weight_parameter(call.request, schema);
  options.labelled = flag_parameter(call.request, "labels");
  const std::vector<std::string> properties = list_parameter(call.request, "properties");
  if (!properties.empty()) {
    options.properties = properties;
    (void)tiles::chosen_fields(schema, options);  // refuses what it cannot show, also of an empty tile
  }
  return options;
}

}  // namespace api
