// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/time.hpp"
#include "geo/base/workers.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/table/batch.hpp"
#include "geo/table/view.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/profile/source_profile.hpp"
#include "importers/read/record.hpp"
#include "importers/reference/reference.hpp"
#include "importers/report/report.hpp"

#include <memory>
#include <optional>
#include <string>

namespace importers {

/// How one file is to be imported.
struct ImportOptions {
  NamePairs map;                                   ///< --map field=column; also latitude, longitude, geopoint, wkt and key
  NamePairs set;                                   ///< --set field=value: constants for every row that has no value of its own
  std::string crs;                                 ///< --crs EPSG:n, for files that do not say; else longitude and latitude are assumed
  std::string profile;                             ///< --profile: "" or auto, none, or an id; see choose_profile()
  std::string columns;                             ///< --columns as given; it decides what the file says
  ProfilePointer own_profile;                      ///< one that the user wrote
  std::string time_zone;                           ///< of times without an offset; empty: the profile's, else home_time_zone
  std::string home_time_zone = "Africa/Maputo";
  bool strict = false;                             ///< refuse the file when one row cannot go in
  bool accept_partial = false;                     ///< take the good rows also when they are the smaller half
  bool complete = false;                           ///< --complete: rows of the source that are not in the file are marked withdrawn
  bool dry_run = false;                            ///< find out what would happen, write nothing
  std::string source;                              ///< --source; else see source_of()
  std::string language;                            ///< of the sentences for people: pt or en
  std::optional<geo::Geometry> area_of_operation;  ///< a setting of the store; unset: rules about the area are off
  std::shared_ptr<const Reference> reference;      ///< areas and settlements of the store; none: rules that need them are off
  std::shared_ptr<const geo::View> existing;       ///< the collection as it is: for rows that tell of the same, and neighbours; none: empty
  geo::TimeMs now = 0;                             ///< what is later than this plus a day lies in the future
  geo::Workers workers = geo::one_by_one;          ///< two, and rows are checked while those before them are compared and handed on
  std::optional<FileFacts> like;                   ///< dates and numbers are written as in this file, of which the rows are
};

/// The options that decide what a file becomes, in one form whatever order they were given in: for BatchInfo::options. Left
/// out are those that only decide whether or how it is said: strict, accept_partial, dry_run, language, now.
/// Of a file with several layers each is a content of its own.
std::string canonical(const ImportOptions& options, const std::string& layer = "");

/// Name of the source for BatchInfo::source: the option, or derived from the columns (see derived_source). Ask it as soon as
/// the file is open. Throws Error{input} as import() for options that do not fit.
std::string source_of(const Reader& reader, const geo::Collection& collection, const ImportOptions& options);

/// Reads every record, maps it, checks it, hands it to `writer`; then resolves and (unless dry_run) commits, and says all
/// there is to say. Memory is bounded by the first 10,000 records (or 16 MB), which decide how dates and numbers are read.
///
/// Throws Error{input}, with nothing committed, when the file as a whole cannot be accepted: it has no row, no way to find a
/// location, no time in a file of incidents; or an option fits neither file nor collection: unknown field or column, CRS,
/// time zone or constant. Throws Refused, an Error{input} that carries the report, when more than half of the rows fail
/// (without accept_partial), when any does (with strict), or when a complete file lacks more than half of the rows of its source
/// (without accept_partial) or has rows of which nobody can tell which they are. What reader and writer throw passes through. Cancelled by
/// `progress`: Error{failed}. A polygon of a million vertices takes seconds; all else is linear.
Report import(Reader& reader, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options,
              geo::BatchWriter& writer, const geo::Progress& progress);

}  // namespace importers
