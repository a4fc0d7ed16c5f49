// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/items_query.hpp"

#include "api/ogc/crs.hpp"
#include "api/ogc/filter.hpp"
#include "api/ogc/text_search.hpp"
#include "api/page_token.hpp"
#include "api/parameters.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/make.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/table/utc_offset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace api {
namespace {

using geo::Error;
using geo::Problem;
using geo::cql2::make_call;
using geo::cql2::make_literal;
using geo::cql2::make_property;

/// A field of the schema, or an error that names the parameter.
const geo::Field& field_named(const geo::Collection& schema, std::string_view parameter, const std::string& name) {
  if (const geo::Field* field = schema.field(name)) { return *field; }
  throw Error(Problem::usage, fmt::format("'{}': '{}' has no property {}.", parameter, schema.id, geo::excerpt(name)),
              fmt::format("'{}': '{}' não tem a propriedade {}.", parameter, schema.id, geo::excerpt(name)));
}

geo::SortKey sort_key(const geo::Collection& schema, std::string name) {
  geo::SortKey key;
  key.descending = name.starts_with('-');
  // A plus sign in a query may have been meant as one, and is a space then.
  if (key.descending || name.starts_with('+') || name.starts_with(' ')) { name.erase(0, 1); }
  const geo::Field& field = field_named(schema, "sortby", name);
  if (!is_sortable(field)) {
    throw Error(Problem::usage, fmt::format("'sortby': one cannot sort by '{}'.", name),
                fmt::format("'sortby': não se pode ordenar por '{}'.", name));
  }
  key.field = name;
  return key;
}

std::vector<geo::SortKey> sort_parameter(const Request& request, const geo::Collection& schema) {
  constexpr std::size_t most_keys = 5;
  std::vector<geo::SortKey> keys;
  for (std::string& name : list_parameter(request, "sortby")) { keys.push_back(sort_key(schema, std::move(name))); }
  if (keys.size() > most_keys) {
    throw Error(Problem::usage, "'sortby' takes 5 properties at most.", "'sortby' aceita no máximo 5 propriedades.");
  }
  return keys;
}

/// The schema with the properties that were asked for, in its own order.
geo::Collection shown_fields(const Request& request, const geo::Collection& schema) {
  const std::vector<std::string> names = list_parameter(request, "properties");
  geo::Collection shown = schema;
  if (names.empty()) { return shown; }
  for (const std::string& name : names) { (void)field_named(schema, "properties", name); }
  std::erase_if(shown.fields, [&](const geo::Field& f) { return std::find(names.begin(), names.end(), f.name) == names.end(); });
  return shown;
}

/// Nothing means all of them; else those shown, and behind them those that are needed to write times, and to name the next page.
std::vector<std::string> columns_for(const geo::Collection& shown, const geo::Collection& schema, const std::vector<geo::SortKey>& sort) {
  std::vector<std::string> columns;
  if (shown.fields.size() == schema.fields.size()) { return columns; }
  for (const geo::Field& field : shown.fields) { columns.push_back(field.name); }
  // Times are those of the place, whether its offset is shown or not.
  const int offset = geo::utc_offset_column(schema);
  const bool has_time =
      std::any_of(shown.fields.begin(), shown.fields.end(), [](const geo::Field& f) { return f.type == geo::FieldType::time; });
  if (offset >= 0 && has_time && shown.index_of("utc_offset_min") < 0) { columns.emplace_back("utc_offset_min"); }
  for (const geo::SortKey& key : sort) {
    if (std::find(columns.begin(), columns.end(), key.field) == columns.end()) { columns.push_back(key.field); }
  }
  return columns;
}

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

void read_place(const Request& request, const geo::Collection& schema, geo::Query& query) {
  query.offset = offset_parameter(request);
  const std::string* token = request.parameter("next");
  if (token == nullptr) { return; }
  if (request.parameter("offset") != nullptr) {
    throw Error(Problem::usage, "'next' and 'offset' cannot be given together.", "'next' e 'offset' não podem ser dados juntos.");
  }
  PlaceInOrder place = read_page_token(schema.id, query.sort, *token);
  query.after = place.fid;
  query.after_keys = std::move(place.keys);
}

}  // namespace

bool is_sortable(const geo::Field& field) { return field.hot && field.type != geo::FieldType::json; }

ItemsQuery items_query(const Call& call, const geo::View& view) {
  const geo::Collection& schema = view.schema();
  const Request& request = call.request;
  ItemsQuery asked{{}, shown_fields(request, schema), flag_parameter(request, "skipGeometry")};
  geo::Query& query = asked.query;
  query.filter.datetime = datetime_parameter(request);
  query.filter.where = filter_parameter(call, schema);
  refuse_too_much(call, view, query.filter);  // what is added below is asked of dictionaries, or of one shape
  if (const std::string* q = request.parameter("q")) { require(query.filter, text_search(*q, schema, call.site.code_lists())); }
  require_box(call, schema, query.filter);
  query.sort = sort_parameter(request, schema);
  query.columns = columns_for(asked.shown, schema, query.sort);
  query.limit = limit_parameter(request, call.format == Format::html ? default_limit_html : default_limit);
  read_place(request, schema, query);
  return asked;
}

std::string next_mark(const geo::View& view, const geo::Query& query, const geo::BatchView& batch, std::size_t row) {
  const geo::Collection& schema = view.schema();
  PlaceInOrder last{batch.fid.integer(row), {}};
  for (const geo::SortKey& key : query.sort) {
    const auto named = std::find(query.columns.begin(), query.columns.end(), key.field);
    const std::size_t column = query.columns.empty() ? static_cast<std::size_t>(schema.index_of(key.field))
                                                     : static_cast<std::size_t>(named - query.columns.begin());
    last.keys.push_back(geo::sort_value(batch.columns[column], row));
  }
  return page_token(schema.id, query.sort, last);
}

}  // namespace api
