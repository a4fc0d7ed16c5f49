// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

namespace api {

/// `"method":…,"parameters":{…},"summary":{…},"inputs":[…],"role":…,"rev":…,"made_at":…,"expires_at":…`, with the summary or without.
void write_provenance(geo::JsonWriter& json, const geo::Provenance& made, bool with_summary);

}  // namespace api
