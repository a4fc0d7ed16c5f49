// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/filter.hpp"

#include "api/ogc/crs.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/parse.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace api {
namespace {

using geo::Error;
using geo::Problem;

/// Which of the two languages the filter is written in.
bool is_json(const Request& request) {
  const std::string* language = request.parameter("filter-lang");
  if (language == nullptr || *language == "cql2-text") { return false; }
  if (*language == "cql2-json") { return true; }
  throw Error(Problem::usage, fmt::format("'filter-lang' must be cql2-text or cql2-json, not {}.", geo::excerpt(*language)),
              fmt::format("'filter-lang' tem de ser cql2-text ou cql2-json, não {}.", geo::excerpt(*language)));
}

/// Geometries as they were written, in `crs`, to CRS84.
void to_crs84(geo::Expression& expression, const geo::Reprojection& crs) {
  if (expression.kind == geo::Expression::Kind::geometry) { expression.value = crs.to_crs84(std::get<std::string>(expression.value)); }
  for (geo::Expression& argument : expression.arguments) { to_crs84(argument, crs); }
}

/// JSON sent as text is the likeliest mistake, and the message about its first brace would help nobody.
geo::Text hint(const std::string& filter, bool json) {
  if (json || filter.find_first_not_of(" \t\r\n") == std::string::npos) { return {}; }
  if (filter[filter.find_first_not_of(" \t\r\n")] != '{') { return {}; }
  return {" JSON needs filter-lang=cql2-json.", " JSON precisa de filter-lang=cql2-json."};
}

[[noreturn]] void refuse(const Error& error, const std::string& filter, bool json) {
  const geo::Text more = hint(filter, json);
  throw Error(error.problem(), fmt::format("'filter', {}.{}", error.text().en, more.en),
              fmt::format("'filter', {}.{}", error.text().pt, more.pt));
}

}  // namespace

std::optional<ReadFilter> filter_parameter(const Call& call) {
  const bool json = is_json(call.request);
  const CrsPool::Lease crs = crs_parameter(call, "filter-crs");
  const std::string* filter = call.request.parameter("filter");
  if (filter == nullptr) { return std::nullopt; }
  try {
    geo::Expression expression = json ? geo::cql2::parse_json(*filter) : geo::cql2::parse_text(*filter);
    if (crs) { to_crs84(expression, *crs); }
    return ReadFilter{std::move(expression), *filter, json};
  } catch (const Error& error) { refuse(error, *filter, json); }
}

std::shared_ptr<const geo::Expression> condition_for(const ReadFilter& filter, const geo::Collection& schema) {
  try {
    geo::Expression expression = filter.expression;
    geo::cql2::check(expression, schema, filter.is_json ? std::string_view() : std::string_view(filter.text));
    return std::make_shared<const geo::Expression>(std::move(expression));
  } catch (const Error& error) { refuse(error, filter.text, filter.is_json); }
}

}  // namespace api
