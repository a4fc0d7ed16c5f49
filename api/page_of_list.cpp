// SPDX-License-Identifier: Apache-2.0
#include "api/page_of_list.hpp"

#include "api/parameters.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {
namespace {

std::size_t start(const Request& request) {
  const std::string* next = request.parameter("next");
  if (next == nullptr) { return 0; }
  const auto number = geo::parse_integer(*next);
  if (!number || *number < 0) {
    throw geo::Error(geo::Problem::usage, fmt::format("'next' must come from a link of this list, not {}.", geo::excerpt(*next)),
                     fmt::format("'next' tem de vir de uma ligação desta lista, não {}.", geo::excerpt(*next)));
  }
  return static_cast<std::size_t>(*number);
}

}  // namespace

PageOfList page_of_list(const Call& call, std::size_t size) {
  const std::size_t limit = limit_parameter(call.request, default_limit);
  PageOfList page;
  page.from = std::min(start(call.request), size);
  page.to = std::min(page.from + limit, size);
  page.links = own_links(call);
  if (page.to < size) {
    page.links.push_back({own_url(call, call.format, {{"next", std::to_string(page.to)}}), "next", media_type(call, call.format),
                          call.say("Next page", "Página seguinte")});
  }
  return page;
}

}  // namespace api
