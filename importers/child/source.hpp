// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/gdal_errors.hpp"
#include "importers/child/input.hpp"
#include "importers/child/output.hpp"
#include "importers/gdal/formats.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class GDALDataset;
class OGRLayer;
class OGRSpatialReference;

namespace importers::child {

struct DatasetCloser {
  void operator()(GDALDataset* dataset) const;
};
using Dataset = std::unique_ptr<GDALDataset, DatasetCloser>;

/// A column of the layer as it is handed out.
struct Column {
  int field = 0;     ///< of the layer; row_id: the number that names the row
  std::string name;  ///< UTF-8
};
inline constexpr int row_id = -1;

struct Request {
  const GdalFormat* format = nullptr;
  std::string layer;     ///< "": the only one
  std::string encoding;  ///< "", "UTF-8" or "windows-1252"; of a shapefile's table, when it says something else or nothing
};

/// What is known of the rows only when all are written.
struct Tail {
  std::int64_t empty_rows = 0;
  std::vector<std::pair<std::string, std::int64_t>> left_out = {};  ///< rule of importers/rules/catalogue.cpp, rows
  std::vector<std::pair<std::string, std::string>> notes = {};      ///< as Source::notes
};

/// One opened layer, and all that the header says of it.
struct Source {
  std::deque<std::string> contents;  ///< what GDAL sees as files in memory; goes after the data set
  Dataset dataset;
  OGRLayer* layer = nullptr;           ///< whose rows are written; or, without one:
  std::function<Tail(Output&)> write;  ///< writes them: Features, each on a line, or the bytes of a text
  bool text = false;                   ///< a table of text, called layer_name; nothing below but `others` says anything of it
  std::int64_t rows = -1;              ///< with `write`: how many, when that is known
  bool exact_rows = false;             ///< the layer says how many rows it has, and another number is a damaged file
  std::function<void()> check_end;     ///< called when all rows of `layer` are written; may throw Refusal
  std::string layer_name;
  std::vector<std::string> others;                ///< further layers of the file, by name
  std::string crs;                                ///< "EPSG:32737"; "" when the file does not say, or not with a number
  std::string crs_name;                           ///< what the file calls it
  bool sheet = false;                             ///< its rows have numbers
  std::vector<std::string> tags;                  ///< HXL hashtags, by column
  std::optional<std::pair<double, double>> cell;  ///< of a raster: width and height of its cells
  bool serials_from_1904 = false;                 ///< of a workbook
  bool cp1252 = false;                            ///< text must be decoded
  bool encoding_guessed = false;
  std::vector<Column> columns;
  std::vector<std::pair<std::string, std::string>> notes;  ///< code of importers/gdal/refusals.cpp, detail
};

/// Loads what GDAL needs for the format: its one driver, PROJ's database. Before the doors close.
void prepare(const GdalFormat& format);

/// After they have closed. Throws Refusal.
Source open_source(const Request& request, const Input& input);

// One a format; open_source() chooses.
void open_geopackage(const Request& request, const Input& input, Source& source);
void open_kml(const Request& request, const Input& input, Source& source);
void open_zip(const Request& request, const Input& input, Source& source);
void open_xlsx(const Request& request, const Input& input, Source& source);
void open_ods(const Request& request, const Input& input, Source& source);
void open_gpx(const Request& request, const Input& input, Source& source);
void open_flatgeobuf(const Request& request, const Input& input, Source& source);
void open_geotiff(const Request& request, const Input& input, Source& source);

// What they share.

/// Keeps `content` and shows it to GDAL as /vsimem/`name`.
void keep(Source& source, std::string content, const std::string& name);
/// Opens `path` with the format's driver alone. Throws Refusal{"unreadable"} with what GDAL said.
Dataset open_dataset(const GdalFormat& format, const std::string& path, const std::vector<std::string>& options = {}, bool raster = false);
/// Gives each a name of its own, as in a table of text: a nameless third column is "column 3", a second "a" is "a (2)".
void name_columns(std::vector<Column>& columns);
/// The place in `names` of the layer wanted, or of the only one. Throws Refusal{"no-layers"}, {"layers"}, {"no-such-layer"}.
std::size_t choose(const std::vector<std::string>& names, const std::string& wanted);
/// Sets layer, layer_name and others.
void take_layer(Source& source, std::vector<OGRLayer*> layers, std::vector<std::string> names, const std::string& wanted);
/// A CRS by its number; `crs` stays "" when there is none.
void take_crs(Source& source, const OGRSpatialReference* given);

}  // namespace importers::child
