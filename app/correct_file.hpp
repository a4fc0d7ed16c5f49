// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/import.hpp"
#include "importers/quarantine/correction.hpp"
#include "importers/quarantine/layout.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>

namespace app {

/// What it takes to import a file of corrected rows as their first file was imported.
struct Correction {
  importers::Corrections rows;
  importers::ImportOptions options;
};

/// `reader`: open on the file, is read to its end. Throws Error{input} for a file that was not made from this store's quarantine,
/// or mixes rows that cannot be read in one way; Error{usage} for options that contradict how the rows were read at first.
Correction prepare_correction(const store::Store& store, const std::string& collection, importers::Reader& reader,
                              const importers::ImportOptions& given);

/// How the file of a batch was read. Throws Error{damaged}.
importers::Layout layout_of_batch(const store::BatchRecord& batch);

}  // namespace app
