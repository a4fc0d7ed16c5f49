// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/items_query.hpp"

#include "api/ogc/row_filter.hpp"
#include "api/page_token.hpp"
#include "api/parameters.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/table/utc_offset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace api {
namespace {

using geo::Error;
using geo::Problem;

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
  query.filter = row_filter(call, view);
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
