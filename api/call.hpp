// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/negotiation.hpp"
#include "api/routes.hpp"
#include "api/site.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// The answer to the request at hand that has this entity tag, finished, if it has been given before.
using KeptAnswer = std::function<std::optional<Response>(const std::string& etag)>;

/// One request that has found its route, with all that was settled about it before the handler: host checked, parameters
/// known and given once, form and language chosen. Valid during the request.
struct Call {
  const Request& request;
  const Site& site;  ///< as the one who asks may see it
  const Route& route;
  std::vector<std::string> path;  ///< values of the route's placeholders, in order
  Format format = Format::json;
  Language language = Language::en;
  std::string base;      ///< what absolute links begin with, no slash at the end
  KeptAnswer kept = {};  ///< empty where answers are not kept

  [[nodiscard]] const std::string& say(const geo::Text& text) const { return in(language, text); }
  [[nodiscard]] std::string_view say(std::string_view en, std::string_view pt) const { return language == Language::pt ? pt : en; }
};

}  // namespace api
