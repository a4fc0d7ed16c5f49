// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/read/record.hpp"

#include <string>

namespace importers {

/// A collection after a file's columns, for a layer that an administrator adds. The whole file is read: a column is boolean,
/// integer, real, date or time when every cell that is not empty is, else text. Field names are the folded column names
/// (numbered when two fold alike or the name is reserved), with the column's own name as title and as synonym, so that the
/// same file then maps by itself. Columns that identify people get no field. Coordinates become the geometry: point when
/// there are latitude and longitude, else what the features are (`any` when they are mixed).
/// Throws Error{input} when there is no column to keep.
geo::Collection infer_collection(Reader& reader, const std::string& id);

}  // namespace importers
