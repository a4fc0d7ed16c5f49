// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "store/sqlite_store.hpp"

#include <cstdint>
#include <string>

namespace app {

/// Puts on record what the user of this system does.
void trace_act(store::SqliteStore& store, std::string action, std::string object, std::int64_t rows,
               const store::AuditDetails& details = {});

/// Puts on record that the user of this system reads rows of a collection, before they are shown. Nothing for roles that see what is
/// public only. Throws what AuditLog::append() throws; then nothing must be shown.
void trace_read(store::SqliteStore& store, const geo::Role& role, const std::string& collection, std::uint64_t rows,
                const std::string& command);

/// The same of a file that is given out, `details` with its purpose.
void trace_export(store::SqliteStore& store, const geo::Role& role, const std::string& object, std::uint64_t rows,
                  const store::AuditDetails& details);

}  // namespace app
