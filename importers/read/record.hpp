// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace importers {

/// The name as it stands in the file, cleaned by geo::clean; a second "a" is "a (2)", a nameless third column "column 3".
struct Column {
  std::string name;
  std::string tag = {};  ///< HXL hashtag with its attributes ("#geo+lat"); empty when the file has none
};

/// What a geometry had that its WKB has not.
struct GeometryFacts {
  bool had_heights = false;  ///< a ring's vertex had a third number
  int empty_vertices = 0;    ///< rings that ended in a vertex without numbers, as some forms write them
};

/// One row as the file has it, judged only as far as reading needs. All views are valid until the next call of next().
struct Record {
  std::int64_t line = 0;   ///< physical line or row of the sheet, from 1, on which the record begins
  std::int64_t index = 0;  ///< number of the record in the file, from 1, without header and empty lines

  /// One per column, UTF-8. Absent (JSON null, property missing, cell after the end of a short row) is data() == nullptr;
  /// an empty CSV cell is empty with data() != nullptr.
  std::vector<std::string_view> cells;

  /// Not in tables: ISO WKB, little endian, two-dimensional, in the coordinates of the file. Empty: no geometry.
  std::string_view wkb;
  geo::GeometryKind geometry_kind = geo::GeometryKind::none;
  GeometryFacts geometry_facts;

  /// Not empty: the record cannot be used. Rules of this layer: "columns" (number of cells), "quotes" (text after a closing
  /// quote), "E1" (not UTF-8), "limit", "json" (malformed feature), "feature" (JSON, but no Feature), "crs", "geometry".
  std::string_view rule;
  std::string_view problem;     ///< one sentence, English
  std::string_view problem_pt;  ///< the same, Portuguese
  std::string_view problem_column;
  std::string_view problem_value;  ///< as in the file: not shortened, perhaps not UTF-8; use geo::excerpt

  [[nodiscard]] bool usable() const { return rule.empty(); }
};

/// What a record's number counts, in sentences: lines of the file, features one after the other, or rows of a sheet.
enum class RecordUnit { line, feature, row };

/// What the reader found out about the file. `notes`, `crs`, `empty_lines` and `left_out` may still grow while records are read.
struct SourceInfo {
  std::string format;      ///< "CSV", "GeoJSON", "GeoJSONSeq", or a name of importers/gdal/formats.cpp
  std::string encoding;    ///< "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"
  char delimiter = 0;      ///< CSV only
  bool has_header = true;  ///< CSV: false when nothing names the columns; they are then called "column 1", …
  std::string crs;         ///< "EPSG:32737", "OGC:CRS84" when the file names one, else ""
  bool gzip = false;
  RecordUnit unit = RecordUnit::line;
  std::string source;  ///< name of the source, when the format has but one ("osm"); see source_of()
  std::int64_t empty_lines = 0;
  std::vector<std::pair<std::string, std::int64_t>> left_out = {};  ///< rule ("nodata", "nobody") and how many rows it dropped unseen
  std::optional<std::pair<double, double>> cell = {};               ///< raster: width and height of its cells, in units of the CRS
  bool serials_from_1904 = false;                                   ///< serial numbers of dates count from 1904: the workbook says so
  std::vector<std::string> notes;                                   ///< English sentences for the report
  std::vector<std::string> notes_pt;                                ///< the same sentences, Portuguese
};

/// A file as a stream of records. One thread at a time. Throws geo::Error{input} from next() when the rest of the file
/// cannot be read (truncated, over a limit); nothing after that may be asked but columns() and info().
class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  /// May grow at the end while GeoJSON is read (a property first seen late); never shrinks or changes order.
  [[nodiscard]] virtual const std::vector<Column>& columns() const = 0;
  [[nodiscard]] virtual const SourceInfo& info() const = 0;
  /// False at the end of the file. `record.cells.size() == columns().size()` afterwards, also for problem records.
  virtual bool next(Record& record) = 0;
  /// 0..1, by bytes of the file as it lies on disk.
  [[nodiscard]] virtual double progress() const = 0;
};

}  // namespace importers
