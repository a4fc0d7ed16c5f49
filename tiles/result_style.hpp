// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

namespace tiles {

/// Layers for the result of an analysis, by its method; false, and nothing written, for any other collection.
/// Density: nine steps from light to dark. Gi*: red for hot, blue for cold, next to nothing between, grey where there is no
/// statistic. Coverage: by kind. The ramps are YlOrRd and RdBu of Brewer (colorbrewer2.org), which are told apart with any kind of
/// colour vision; the kinds have colours of Okabe and Ito.
bool write_result_layers(geo::JsonWriter& json, const geo::Collection& schema);

}  // namespace tiles
