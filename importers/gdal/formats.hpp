// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace importers {

/// A format that is read in a process of its own (importers/child), by GDAL or beside it. formats.cpp is the only place to add one; what
/// its bytes need before GDAL may see them stands in importers/child/open_*.cpp.
struct GdalFormat {
  std::string_view id;               ///< how the two processes call it: "gpkg"
  std::string_view name;             ///< how people call it: "GeoPackage"; SourceInfo::format
  std::string_view extension;        ///< small letters, without the dot
  std::string_view magic;            ///< what the file begins with; white space and a byte order mark before a '<' do not count
  std::string_view driver;           ///< the one GDAL driver that is registered for it; "": none, it is read without GDAL
  std::uint64_t file_bytes;          ///< the largest file taken
  std::size_t entries = 0;           ///< of an archive: how many it may hold
  std::uint64_t unpacked_bytes = 0;  ///< of an archive: what its parts may grow to, together
};

std::span<const GdalFormat> gdal_formats();

/// By its id; nullptr for another one.
const GdalFormat* gdal_format_with_id(std::string_view id);

/// The format whose extension `name` has and whose magic `first_bytes` begin with; nullptr when no extension of the table fits.
/// Throws geo::Error{input} when the name says one thing and the content another.
const GdalFormat* gdal_format(std::string_view first_bytes, std::string_view name);

}  // namespace importers
