// SPDX-License-Identifier: Apache-2.0
#include "app/filter.hpp"

#include "api/http/message.hpp"
#include "api/parameters.hpp"
#include "geo/base/error.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/parse.hpp"

#include <fmt/format.h>

#include <utility>

namespace app {

geo::Filter filter_of(const std::string& bbox, const std::string& datetime) {
  api::Request request;
  if (!bbox.empty()) { request.query.emplace_back("bbox", bbox); }
  if (!datetime.empty()) { request.query.emplace_back("datetime", datetime); }
  return {api::bbox_parameter(request), api::datetime_parameter(request)};
}

std::shared_ptr<const geo::Expression> where_of(const std::string& filter, const geo::Collection& schema) {
  if (filter.empty()) { return nullptr; }
  const std::size_t begin = filter.find_first_not_of(" \t\r\n");
  const bool json = begin != std::string::npos && filter[begin] == '{';
  try {
    geo::Expression expression = json ? geo::cql2::parse_json(filter) : geo::cql2::parse_text(filter);
    geo::cql2::check(expression, schema);
    return std::make_shared<const geo::Expression>(std::move(expression));
  } catch (const geo::Error& error) {
    throw geo::Error(error.problem(), fmt::format("--filter, for {}, {}", schema.id, error.text().en),
                     fmt::format("--filter, para {}, {}", schema.id, error.text().pt));
  }
}

}  // namespace app
