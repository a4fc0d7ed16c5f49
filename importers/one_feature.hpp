// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/table/row.hpp"
#include "importers/import.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace importers {

/// One GeoJSON feature as a client sent it, or as the service would write it: JSON texts, not judged yet.
struct SentFeature {
  bool has_geometry = false;  ///< the member is there, if only as null
  std::string geometry = "null";
  std::map<std::string, std::string> properties = {};  ///< by name, only those that can be written

  bool operator==(const SentFeature&) const = default;
};

/// A whole feature, or with `is_patch` a JSON merge patch of one (RFC 7396): then any member may be missing. `fields`: the properties
/// that the one who sends it knows; those that the store fills itself are passed over, as clients send back what they were given.
/// Throws Error{input} for anything but a feature, with the member or property that is wrong.
SentFeature read_feature(std::string_view body, const geo::Collection& fields, bool is_patch);

/// `patch` over `feature`; a property that is null there is taken away.
SentFeature merged(SentFeature feature, const SentFeature& patch);

/// Coordinates as they were sent to longitude and latitude; null: they are that.
using ToLonLat = std::function<geo::LonLat(geo::LonLat)>;

/// The row that an import makes of the feature: every rule holds that holds for files. Throws Error{input} with what is wrong,
/// where, and what to do.
geo::Row make_row(const SentFeature& feature, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options,
                  const ToLonLat& to_lonlat = {});

}  // namespace importers
