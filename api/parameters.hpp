// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/negotiation.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace api {

inline constexpr std::uint32_t default_limit = 1000;
inline constexpr std::uint32_t default_limit_html = 50;  ///< a page for people, over slow links
inline constexpr std::uint32_t max_limit = 10000;

/// A query parameter as /api describes it.
struct Parameter {
  std::string_view name;
  std::string_view openapi;  ///< a Parameter Object of OpenAPI 3.0
};
/// Every query parameter there is; one line here and one function below make one.
const std::vector<Parameter>& parameters();

// All of these throw Error{usage}, saying what would be right.

/// Refuses parameters that are not in `known` or given twice.
void check_parameters(const Request& request, const std::vector<std::string_view>& known);

/// `f`, else what Accept prefers. `only`: the one form there is, if it is one.
Format format_parameter(const Request& request, std::string_view only = {});
/// `limit`: at least 1; more than max_limit is taken as max_limit (OGC API Features Part 1, 7.15.2).
std::uint32_t limit_parameter(const Request& request, std::uint32_t default_value);
/// `bbox`: four numbers, or six of which the heights are ignored. West may lie east of east: then it crosses 180°.
std::optional<geo::BBox> bbox_parameter(const Request& request);
std::optional<geo::TimeInterval> datetime_parameter(const Request& request);

}  // namespace api
