// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "importers/quarantine/layout.hpp"
#include "importers/read/record.hpp"

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace importers {

/// Whether a file is one that make_sheet() wrote and somebody has filled in: it has the column bairro_ref.
bool is_correction(const std::vector<Column>& columns);

/// Which rows in quarantine the rows of such a file correct. A row without a reference is a new one; a row in which nothing is
/// written has not been corrected yet.
struct Corrections {
  std::unordered_map<std::int64_t, geo::QuarantineRef> by_line;  ///< lines as StagedRow counts them
  std::set<geo::BatchId> batches;
  std::int64_t rows = 0;  ///< that have something in them
  std::int64_t empty = 0;
};

/// Reads the whole file. Throws Error{input} for a row that cannot be read, a reference that this store did not write, and a
/// file in which nothing is corrected.
Corrections read_corrections(Reader& reader, std::string_view store_id);

/// The same file as if it were the first one again: without the service columns and the rows not corrected yet, cells unguarded,
/// geometries in their place.
std::unique_ptr<Reader> correction_reader(std::unique_ptr<Reader> reader);

/// Hands rows on to `writer`, which must outlive it, with the reference of the row they correct.
std::unique_ptr<geo::BatchWriter> correction_writer(geo::BatchWriter& writer, Corrections corrections);

}  // namespace importers
