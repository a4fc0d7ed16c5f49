// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/gdal/formats.hpp"
#include "importers/read/open.hpp"

#include <filesystem>
#include <memory>

namespace importers {

/// Reads a file of a format of the table in a process of its own, which is locked down before it looks at it. Throws
/// geo::Error{input} for everything that is wrong with the file, also when it makes that process fail: then nothing that was read
/// before counts, as with any reader that throws. {unsupported} when the process cannot be locked down here, {failed} when it
/// cannot be started.
std::unique_ptr<Reader> gdal_reader(const std::filesystem::path& path, const GdalFormat& format, const ReadOptions& options);

/// Where the reading program lies: beside this one, or in ../lib/bairro.
std::filesystem::path installed_reading_program();

}  // namespace importers
