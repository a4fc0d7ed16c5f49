// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"
#include "store/sqlite/writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace store {

// One commit each; see Store. A result belongs to no batch: it is not undone but removed.
void add_result(Writer& writer, const geo::Collection& collection, const std::vector<geo::Row>& rows);
void keep_result(Writer& writer, const std::string& id, std::optional<geo::TimeMs> expires_at);
void remove_result(Writer& writer, const std::string& id);
/// The same in a transaction of the caller's, who puts the entry on record.
AuditEntry drop_result(Writer& writer, const std::string& id);

}  // namespace store
