// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/crs.hpp"

#include "api/parameters.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

namespace api {
namespace {

[[noreturn]] void refuse_crs(std::string_view parameter, std::string_view value) {
  throw geo::Error(
      geo::Problem::usage,
      fmt::format(
          "'{}' must name a coordinate reference system by its URI, not {}; for example {}, or another one that the collection lists.",
          parameter, geo::excerpt(value), listed_crs[1]),
      fmt::format("'{}' tem de indicar um sistema de coordenadas pelo seu URI, não {}; por exemplo {}, ou outro que a colecção indica.",
                  parameter, geo::excerpt(value), listed_crs[1]));
}

}  // namespace

CrsPool::Lease crs_parameter(const Call& call, std::string_view name) {
  const std::string* value = call.request.parameter(name);
  if (value == nullptr) { return {}; }
  const auto crs = geo::parse_crs_name(*value);
  if (!crs) { refuse_crs(name, *value); }
  if (crs->is_crs84()) { return {}; }
  try {
    return call.site.crs(*crs);
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::usage) { throw; }
    throw geo::Error(geo::Problem::usage, fmt::format("'{}': {}", name, error.text().en), fmt::format("'{}': {}", name, error.text().pt));
  }
}

std::optional<geo::BoxImage> bbox_in_crs(const Call& call) {
  const CrsPool::Lease crs = crs_parameter(call, "bbox-crs");
  if (!crs) {
    const auto box = bbox_parameter(call.request);
    return box ? std::optional(geo::BoxImage{*box, {}, true}) : std::nullopt;
  }
  const auto box = bbox_parameter(call.request, *crs);
  return box ? std::optional(geo::image_of(*crs, *box)) : std::nullopt;
}

Header content_crs(const geo::Reprojection* crs) {
  return {"Content-Crs", "<" + (crs == nullptr ? std::string(crs84) : crs->crs().uri()) + ">"};
}

}  // namespace api
