// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.hpp"
#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

namespace app {

/// Removes the results whose time is over, for commands that have other work to do: says nothing but why it could not.
void sweep_quietly(const Context& context, store::Store& store);

/// "until 2026-12-25", "for good".
geo::Text keeping_text(const geo::Provenance& result);
/// `"id":…,"method":…,"title":…,"rows":…,"role":…,"rev":…,"made_at":…,"expires_at":…`
void write_result(geo::JsonWriter& json, const Context& context, const geo::Collection& collection, std::uint64_t rows);

}  // namespace app
