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

/// What a request says of rows, whichever collection they are of.
struct Asked {
  std::optional<geo::TimeInterval> datetime;
  std::optional<ReadFilter> filter;
  const std::string* q = nullptr;
  std::optional<geo::BoxImage> box;
};

Asked asked_of(const Call& call) {
  return {datetime_parameter(call.request), filter_parameter(call), call.request.parameter("q"), bbox_in_crs(call)};
}

/// How often parts of conditions are looked at.
class Looks {
 public:
  void add(const Call& call, const geo::View& view, const geo::Expression& condition) {
    const std::uint64_t rows = std::max<std::uint64_t>(call.site.count(view, {}), 1);
    const std::size_t parts = geo::cql2::parts_by_row(condition);
    m_rows += rows;
    m_parts += parts;
    m_looks += rows * parts;  // a filter has some thousands of parts at most
  }

  /// A request must not hold a worker for longer than some seconds: a part takes 1 to 20 ns a row.
  void refuse_too_many(std::size_t views) const {
    constexpr std::uint64_t most = 100'000'000;
    constexpr std::uint64_t few_parts = 20;
    if (m_looks <= most || m_parts <= few_parts) { return; }
    if (views > 1) {
      throw Error(Problem::too_large,
                  fmt::format("The condition has {} parts that must be looked at for each row of {} collections with {} rows: that is too "
                              "much. 'collections' names those that are asked for.",
                              m_parts / views, views, m_rows),
                  fmt::format("A condição tem {} partes a ver em cada linha de {} colecções com {} linhas: é demasiado. 'collections' diz "
                              "quais se pedem.",
                              m_parts / views, views, m_rows));
    }
    const std::uint64_t taken = std::max(most / m_rows, few_parts);
    throw Error(
        Problem::too_large,
        fmt::format("The condition has {} parts that must be looked at for each of {} rows: at most {} are taken here.", m_parts, m_rows,
                    taken),
        fmt::format("A condição tem {} partes a ver em cada uma das {} linhas: aqui aceitam-se no máximo {}.", m_parts, m_rows, taken));
  }

 private:
  std::uint64_t m_rows = 0, m_parts = 0, m_looks = 0;
};

/// A box along the axes of another CRS has curved sides: its hull says where to look, its outline what lies in it. Rows without a
/// place match every box.
void require_box(const std::optional<geo::BoxImage>& box, const geo::Collection& schema, geo::Filter& filter) {
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

/// The part of the request that fits or does not fit the collection.
geo::Filter with_condition(const Asked& asked, const geo::Collection& schema) {
  geo::Filter filter;
  filter.datetime = asked.datetime;
  if (asked.filter) { filter.where = condition_for(*asked.filter, schema); }
  return filter;
}

/// What is added here is asked of dictionaries, or of one shape.
void require_the_rest(const Call& call, const Asked& asked, const geo::Collection& schema, geo::Filter& filter) {
  if (asked.q != nullptr) { require(filter, text_search(*asked.q, schema, call.site.code_lists())); }
  require_box(asked.box, schema, filter);
}

}  // namespace

geo::Filter row_filter(const Call& call, const geo::View& view) {
  const Asked asked = asked_of(call);
  geo::Filter filter = with_condition(asked, view.schema());
  Looks looks;
  if (filter.where != nullptr) { looks.add(call, view, *filter.where); }
  looks.refuse_too_many(1);
  require_the_rest(call, asked, view.schema(), filter);
  return filter;
}

std::vector<geo::Filter> row_filters(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  if (views.size() == 1) { return {row_filter(call, *views.front())}; }
  const Asked asked = asked_of(call);
  std::vector<geo::Filter> filters;
  Looks looks;
  for (const auto& view : views) {
    const geo::Collection& schema = view->schema();
    try {
      filters.push_back(with_condition(asked, schema));
    } catch (const Error& error) {
      throw Error(error.problem(), fmt::format("In '{}': {} 'collections' names those that are asked for.", schema.id, error.text().en),
                  fmt::format("Em '{}': {} 'collections' diz quais se pedem.", schema.id, error.text().pt));
    }
    if (filters.back().where != nullptr) { looks.add(call, *view, *filters.back().where); }
  }
  looks.refuse_too_many(views.size());
  for (std::size_t i = 0; i < views.size(); ++i) { require_the_rest(call, asked, views[i]->schema(), filters[i]); }
  return filters;
}

geo::Filter with_box_as_condition(geo::Filter filter) {
  if (!filter.bbox) { return filter; }
  const geo::BBox box = *std::exchange(filter.bbox, std::nullopt);
  geo::Expression outline = make_literal(geo::Expression::Kind::geometry, shape_of(box));
  require(filter, make_call("s_intersects", {make_property(geo::cql2::geometry_names[0]), std::move(outline)}));
  return filter;
}

}  // namespace api
