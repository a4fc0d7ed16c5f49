// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "store/sqlite/database.hpp"

#include <string>
#include <vector>

namespace store {

geo::Catalog load_catalog(Database& database);

/// Adds whatever `wanted` has and the store lacks — collections, fields, code lists, codes — with their tables and columns,
/// and brings titles, synonyms, bounds and confidentiality of built-in ones up to date. Removes nothing. The caller holds a transaction.
void merge_catalog(Database& database, const geo::Catalog& wanted);

/// Whether merge_catalog() would change anything.
bool needs_merge(Database& database, const geo::Catalog& wanted);

/// Behind every collection there is.
int next_position(Database& database);
/// Several texts in one column; none of them holds a line break.
std::string joined(const std::vector<std::string>& parts);
void insert_collection(Database& database, const geo::Collection& collection, int position);
void insert_field(Database& database, const std::string& collection, const geo::Field& field, int position);

}  // namespace store
