// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/negotiation.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/base/time.hpp"
#include "geo/crs/box_image.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

inline constexpr std::uint32_t default_limit = 1000;
inline constexpr std::uint32_t default_limit_html = 50;  ///< a page for people, over slow links
inline constexpr std::uint32_t max_limit = 10000;
inline constexpr std::uint64_t max_offset = 1'000'000;  ///< links named next go on without end, and for less

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

/// `f`, else what Accept prefers. `only`: the one form there is, if it is one. `with_files`: csv, fgb and gpkg are among them. `more`:
/// forms beside json and html, which the handler tells apart; they count as json here.
Format format_parameter(const Request& request, std::string_view only = {}, bool with_files = false,
                        const std::vector<std::string_view>& more = {});
/// `lang`: pt or en; else `otherwise`.
Language language_parameter(const Request& request, Language otherwise);
/// `limit`: at least 1; more than max_limit is taken as max_limit (OGC API Features Part 1, 7.15.2).
std::uint32_t limit_parameter(const Request& request, std::uint32_t default_value);
/// `limit` of a file: at least 1, and no maximum; without it all.
std::uint64_t most_rows_parameter(const Request& request);
/// The box of four numbers, or of six; see bbox_parameter().
geo::BBox bbox_of(const std::vector<double>& numbers);
/// `bbox`: four numbers, or six of which the heights are ignored. West may lie east of east: then it crosses 180°.
std::optional<geo::BBox> bbox_parameter(const Request& request);
/// The same along the axes of another CRS: low, low, high, high in their order.
std::optional<geo::AxisBox> bbox_parameter(const Request& request, const geo::Reprojection& crs);
std::optional<geo::TimeInterval> datetime_parameter(const Request& request);
/// `offset`: rows to pass over, max_offset at most.
std::uint64_t offset_parameter(const Request& request);
/// true or false; false when it is not given.
bool flag_parameter(const Request& request, std::string_view name);
/// What stands between the commas, none of it empty; nothing when the parameter is not given.
std::vector<std::string> list_parameter(const Request& request, std::string_view name);

}  // namespace api
