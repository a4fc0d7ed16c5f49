// SPDX-License-Identifier: Apache-2.0
#include "app/filter.hpp"

#include "api/http/message.hpp"
#include "api/parameters.hpp"

namespace app {

geo::Filter filter_of(const std::string& bbox, const std::string& datetime) {
  api::Request request;
  if (!bbox.empty()) { request.query.emplace_back("bbox", bbox); }
  if (!datetime.empty()) { request.query.emplace_back("datetime", datetime); }
  return {api::bbox_parameter(request), api::datetime_parameter(request)};
}

}  // namespace app
