// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/byte_source.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace importers {

struct ReadOptions {
  std::string format;             ///< "csv", "geojson" or "" (by content and name)
  std::string encoding;           ///< a name as in encoding_named(), or "" (by content)
  std::optional<char> delimiter;  ///< CSV; else sniffed
  bool has_header = true;         ///< CSV
  std::vector<std::string> columns = {};  ///< CSV without a header: names of its columns; then has_header counts as false
  ReadLimits limits;
};

/// Opens a file by its content and its name, which must not contradict each other; gzip is seen by its content.
/// Throws geo::Error: {not_found} no such file, {failed} not readable, {usage} an option without meaning, {input} with one
/// sentence for everything that is wrong with the file: a directory or pipe, empty, binary, a format known but not read
/// here, a name and content that disagree, an unknown kind of file, and whatever csv_reader and geojson_reader refuse.
/// Reads the header or the first features; the rest streams.
std::unique_ptr<Reader> open(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same for bytes from anywhere, under the name `name`.
std::unique_ptr<Reader> open_source(std::unique_ptr<ByteSource> source, const std::string& name, const ReadOptions& options = {});

}  // namespace importers
