// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/refusal.hpp"

#include <optional>

namespace importers::child {

/// SQLite, which PROJ reads its database with, asks for the size of an open file in a way that would also tell of files by their
/// names; from now on it asks by descriptor alone. Before the doors close.
void ask_sizes_by_descriptor();

/// From now on every SQLite connection of this process, GDAL's own included, is guarded before its opener gets it: the schema must
/// be that of a GeoPackage of plain tables (no view, no virtual table but the R*Trees of its layers, no trigger but those that
/// keep these and the row counts), its pages whole, and nothing may be done but reading plain tables: no writing, attaching,
/// recursion, view, trigger or extension. A connection that fails cannot be opened.
void guard_sqlite();

/// Why a connection was refused, if one was.
const std::optional<Refusal>& sqlite_refusal();

}  // namespace importers::child
