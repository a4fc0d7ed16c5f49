// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/table/view.hpp"

#include <string>
#include <string_view>

namespace api {

/// What a query parameter means, for people. A test holds that each parameter there is has one.
struct ParameterText {
  std::string_view name;
  geo::Text meaning;
};
/// Null when nobody has written it.
const ParameterText* parameter_text(std::string_view name);

/// A condition that has a meaning for the collection, to begin with.
std::string filter_example(const geo::Collection& schema);
/// A value to try the parameter with, on that collection; empty when there is none that always works.
std::string parameter_example(std::string_view name, const geo::View& view);

}  // namespace api
