// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/byte_source.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace importers {

struct ReadOptions {
  std::string format;                     ///< "csv", "geojson" or "" (by content and name)
  std::string encoding;                   ///< a name as in encoding_named(), or "" (by content); text and Shapefile only
  std::optional<char> delimiter;          ///< CSV; else sniffed
  bool has_header = true;                 ///< CSV
  std::vector<std::string> columns = {};  ///< CSV without a header: names of its columns; then has_header counts as false
  std::string collection;                 ///< for which the file is read: an OpenStreetMap file holds things for several
  ReadLimits limits;

  // Of files that GDAL reads (importers/gdal).
  std::string layer;                      ///< which, of a file with several
  bool crs_is_given = false;              ///< the caller knows the CRS: one without a number in the file is no reason to refuse
  std::filesystem::path reading_program;  ///< "": where it is installed
  std::chrono::milliseconds patience = std::chrono::minutes(2);  ///< how long, in all, the reading process may keep us waiting
};

/// Opens a file by its content and its name, which must not contradict each other; gzip is seen by its content. The formats of
/// importers/gdal/formats.cpp are read in a locked-down process of their own: see gdal_reader() for what that may throw.
/// Throws geo::Error: {not_found} no such file, {failed} not readable, {usage} an option without meaning, {input} with one
/// sentence for everything that is wrong with the file: a directory or pipe, empty, binary, a format known but not read
/// here, a name and content that disagree, an unknown kind of file, and whatever csv_reader and geojson_reader refuse.
/// Reads the header or the first features; the rest streams.
std::unique_ptr<Reader> open(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same for bytes from anywhere, under the name `name`; formats that need a process of their own are refused.
std::unique_ptr<Reader> open_source(std::unique_ptr<ByteSource> source, const std::string& name, const ReadOptions& options = {});

}  // namespace importers
