// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/row_filter.hpp"

#include "api/ogc/crs.hpp"
#include "api/ogc/filter.hpp"
#include "api/ogc/text_search.hpp"
#include "api/parameters.hpp"
#include "geo/base/error.hpp"
#include "geo/cql2/box.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/make.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace api {
namespace {

using geo::Error;
using geo::Problem;
using geo::cql2::make_call;
using geo::cql2::make_literal;
using geo::cql2::make_property;

void require(geo::Filter& filter, geo::Expression condition) {
  if (filter.where == nullptr) {
    filter.where = std::make_shared<const geo::Expression>(std::move(condition));
  } else {
    filter.where = std::make_shared<const geo::Expression>(make_call("and", {*filter.where, std::move(condition)}));
  }
}

/// A condition must not hold a worker for longer than some seconds: a part of it takes 1 to 20 ns a row.
void refuse_too_much(const Call& call, const geo::View& view, const geo::Filter& filter) {
  constexpr std::uint64_t most = 300'000'000;
  if (filter.where == nullptr) { return; }
  const std::uint64_t rows = std::max<std::uint64_t>(call.site.count(view, {}), 1);
  const std::size_t parts = geo::cql2::parts_by_row(*filter.where);
  if (parts <= most / rows || parts <= 20) { return; }
  throw Error(Problem::too_large,
              fmt::format("The condition has {} parts that must be looked at for each of {} rows: at most {} are taken here.", parts, rows,
                          std::max<std::uint64_t>(most / rows, 20)),
              fmt::format("A condição tem {} partes a ver em cada uma das {} linhas: aqui aceitam-se no máximo {}.", parts, rows,
                          std::max<std::uint64_t>(most / rows, 20)));
}

/// A box along the axes of another CRS has curved sides: its hull says where to look, its outline what lies in it. Rows without a
/// place match every box.
void require_box(const Call& call, const geo::Collection& schema, geo::Filter& filter) {
  const auto box = bbox_in_crs(call);
  if (!box) { return; }
  filter.bbox = box->hull;
  if (box->hull_is_all || box->outline.empty() || schema.geometry == geo::GeometryType::none) { return; }
  const geo::Expression place = make_property(geo::cql2::geometry_names[0]);
  const geo::Repair valid = geo::repair_polygon(geo::Geometry::from_wkb(box->outline));
  if (valid.unusable) { return; }
  geo::Expression outline = make_literal(geo::Expression::Kind::geometry, valid.geometry.wkb());
  require(filter, make_call("or", {make_call("isNull", {place}), make_call("s_intersects", {place, std::move(outline)})}));
}

/// A box, or the line or point that is left of it where it has no width: those would be no valid polygons.
std::string shape_of(const geo::BBox& box) {
  if (box.west != box.east && box.south != box.north) { return geo::cql2::box_wkb({box.west, box.south, box.east, box.north}); }
  if (box.west == box.east && box.south == box.north) { return geo::to_wkb(geo::Geometry::point({box.west, box.south})); }
  geo::WkbBuilder wkb;
  const auto line = [&](double west, double east) {
    wkb.begin(geo::WkbType::line);
    wkb.vertex({west, box.south});
    wkb.vertex({east, box.north});
    wkb.end();
    return wkb.bytes();
  };
  if (box.west <= box.east) { return line(box.west, box.east); }
  // Over the antimeridian, without height: from the smallest latitude there is above it, so that one polygon says it.
  return geo::cql2::box_wkb({box.west, box.south, box.east, std::nextafter(box.north, 91.0)});
}

}  // namespace

geo::Filter row_filter(const Call& call, const geo::View& view) {
  const geo::Collection& schema = view.schema();
  geo::Filter filter;
  filter.datetime = datetime_parameter(call.request);
  filter.where = filter_parameter(call, schema);
  refuse_too_much(call, view, filter);  // what is added below is asked of dictionaries, or of one shape
  if (const std::string* q = call.request.parameter("q")) { require(filter, text_search(*q, schema, call.site.code_lists())); }
  require_box(call, schema, filter);
  return filter;
}

geo::Filter with_box_as_condition(geo::Filter filter) {
  if (!filter.bbox) { return filter; }
  const geo::BBox box = *std::exchange(filter.bbox, std::nullopt);
  geo::Expression outline = make_literal(geo::Expression::Kind::geometry, shape_of(box));
  require(filter, make_call("s_intersects", {make_property(geo::cql2::geometry_names[0]), std::move(outline)}));
  return filter;
}

}  // namespace api
