// SPDX-License-Identifier: Apache-2.0
#include "api/http/preference.hpp"

#include "api/http/chars.hpp"
#include "geo/base/number.hpp"

#include <algorithm>

namespace api {
namespace {

double weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find(';'), parameters.size());
    const std::string_view parameter = trim(parameters.substr(0, end));
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
    if (parameter.size() < 2 || to_lower(parameter[0]) != 'q' || parameter[1] != '=') { continue; }
    const auto q = geo::parse_number(parameter.substr(2));
    return q ? std::clamp(*q, 0.0, 1.0) : 1;
  }
  return 1;
}

}  // namespace

Preference next_preference(std::string_view& list) {
  const std::string_view element = next_element(list);
  const std::size_t semicolon = std::min(element.find(';'), element.size());
  const std::string_view rest = element.substr(semicolon);
  return {trim(element.substr(0, semicolon)), weight_of(rest.empty() ? rest : rest.substr(1))};
}

}  // namespace api
