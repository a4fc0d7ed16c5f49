// SPDX-License-Identifier: Apache-2.0
#include "api/parameters.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace api {
namespace {

using geo::Error;
using geo::Problem;

std::string joined(const std::vector<std::string_view>& names) {
  std::string list;
  for (const std::string_view name : names) {
    list += list.empty() ? "" : ", ";
    list += name;
  }
  return list;
}

[[noreturn]] void refuse_unknown(std::string_view name, const std::vector<std::string_view>& known) {
  const std::string shown = geo::excerpt(name);
  if (known.empty()) {
    throw Error(Problem::usage, fmt::format("Unknown parameter {}: this resource takes none.", shown),
                fmt::format("Parâmetro desconhecido {}: este recurso não tem nenhum.", shown));
  }
  throw Error(Problem::usage, fmt::format("Unknown parameter {}: this resource takes {}.", shown, joined(known)),
              fmt::format("Parâmetro desconhecido {}: este recurso aceita {}.", shown, joined(known)));
}

[[noreturn]] void refuse_bbox(std::string_view en, std::string_view pt) {
  constexpr std::string_view example = "bbox=40.4,-13.1,40.7,-12.8";
  throw Error(Problem::usage, fmt::format("'bbox' {}; for example {}.", en, example),
              fmt::format("'bbox' {}; por exemplo {}.", pt, example));
}

[[noreturn]] void refuse_bbox(const geo::Reprojection& crs, std::string_view en, std::string_view pt) {
  const auto& names = crs.axes().names;
  const std::string name = crs.crs().short_form();
  throw Error(Problem::usage, fmt::format("'bbox' {}, in the order of the axes of {}: {}, {}.", en, name, names[0], names[1]),
              fmt::format("'bbox' {}, na ordem dos eixos de {}: {}, {}.", pt, name, names[0], names[1]));
}

/// The numbers of a comma separated list; no number at all when one of them is none, or when there are too many.
std::vector<double> numbers(std::string_view list) {
  constexpr std::size_t most = 6;
  std::vector<double> found;
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const auto number = geo::parse_number(list.substr(0, comma));
    if (!number || found.size() == most) { return {}; }
    found.push_back(*number);
    if (comma == list.size()) { return found; }
    list.remove_prefix(comma + 1);
  }
}

/// `limit`, which is given, as a number; the largest there is when it has too many digits. `most_en` and `most_pt`: what it may be.
std::uint64_t limit_of(const Request& request, std::string_view most_en, std::string_view most_pt) {
  const std::string& limit = *request.parameter("limit");
  const bool digits = !limit.empty() && std::all_of(limit.begin(), limit.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t first = digits ? limit.find_first_not_of('0') : std::string::npos;
  if (first == std::string::npos) {
    throw Error(Problem::usage, fmt::format("'limit' must be a whole number from 1 to {}, not {}.", most_en, geo::excerpt(limit)),
                fmt::format("'limit' tem de ser um número inteiro de 1 a {}, não {}.", most_pt, geo::excerpt(limit)));
  }
  const auto number = geo::parse_integer(std::string_view(limit).substr(first));
  return number ? static_cast<std::uint64_t>(*number) : std::numeric_limits<std::uint64_t>::max();
}

bool within(double value, double limit) { return value >= -limit && value <= limit; }

}  // namespace

// `limit`, `bbox`, `datetime` and those of CRSs have style and explode written out because clients and the OGC's own tests look for them.
// The others must not have `style`: QGIS would take them for properties that one can filter by.
const std::vector<Parameter>& parameters() {
  static const std::string limit = fmt::format(
      R"({{"name":"limit","in":"query","description":"How many features, processes or jobs a page holds at most. More than the maximum is taken as the maximum. HTML pages hold {} unless told otherwise.","required":false,"schema":{{"type":"integer","minimum":1,"maximum":{},"default":{}}},"style":"form","explode":false,"example":10}})",
      default_limit_html, max_limit, default_limit);
  static const std::string offset = fmt::format(
      R"({{"name":"offset","in":"query","description":"How many features to pass over. The links named next go on faster, and do not lose their place when features come and go.","required":false,"schema":{{"type":"integer","minimum":0,"maximum":{},"default":0}},"example":20}})",
      max_offset);
  static const std::string collections =
      R"({"name":"collections","in":"query","description":"The collections that have a layer, in this order. Without it all that one sees, but for results of analyses.","required":false,"schema":{"type":"array","minItems":1,"maxItems":16,"items":{"type":"string"}},"style":"form","explode":false,"example":["sites","cscs"]})";
  static const std::vector<Parameter>
      all{
          {"bbox",
           R"({"name":"bbox","in":"query","description":"Only features that touch this box, or have no location: west,south,east,north in degrees (CRS84), or with heights (which are ignored) west,south,low,east,north,high. West greater than east means that the box crosses the 180th meridian. With bbox-crs: low,low,high,high in the order of its axes.","required":false,"schema":{"type":"array","minItems":4,"maxItems":6,"items":{"type":"number"}},"style":"form","explode":false,"example":[40.3,-13.1,40.7,-12.8]})"},
          {"bbox-crs",
           R"({"name":"bbox-crs","in":"query","description":"The CRS of bbox, by its URI: one of those that the collection lists, or http://www.opengis.net/def/crs/EPSG/0/ and any other EPSG code. Without it CRS84.","required":false,"schema":{"type":"string","format":"uri"},"style":"form","explode":false,"example":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"})"},
          {"crs",
           R"({"name":"crs","in":"query","description":"The CRS of the coordinates in the answer, in the order of its axes, by its URI: one of those that the collection lists, or http://www.opengis.net/def/crs/EPSG/0/ and any other EPSG code. Without it, and in HTML, CRS84. The answer names it in Content-Crs.","required":false,"schema":{"type":"string","format":"uri"},"style":"form","explode":false,"example":"http://www.opengis.net/def/crs/EPSG/0/32737"})"},
          {"datetime",
           R"({"name":"datetime","in":"query","description":"Only features whose time meets this one, or that have no time: an RFC 3339 instant, a date (the whole day, UTC), or an interval start/end, start/duration, ../end, start/... Of jobs: when they were asked for.","required":false,"schema":{"type":"string"},"style":"form","explode":false,"example":"2024-01-01/2024-06-30"})"},
          {"filter",
           R"({"name":"filter","in":"query","description":"Only features for which this is true: an expression in CQL2 over the properties that /queryables lists, for example killed >= 1 AND S_INTERSECTS(geometry,BBOX(40,-13,41,-12)).","required":false,"schema":{"type":"string"},"example":"killed >= 1"})"},
          {"filter-lang",
           R"({"name":"filter-lang","in":"query","description":"The language of the filter.","required":false,"schema":{"type":"string","enum":["cql2-text","cql2-json"],"default":"cql2-text"},"example":"cql2-text"})"},
          {"filter-crs",
           R"({"name":"filter-crs","in":"query","description":"The coordinate reference system of the filter's geometries.","required":false,"schema":{"type":"string","format":"uri","default":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"},"example":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"})"},
          {"q",
           R"({"name":"q","in":"query","description":"Only features in whose texts, or in the meaning of whose codes, one of these terms occurs; case and accents do not matter.","required":false,"schema":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"string"}},"explode":false,"example":["pemba","mocímboa"]})"},
          {"sortby",
           R"({"name":"sortby","in":"query","description":"The order of the features: properties, each with - before it for the other way round. Features without a value come last.","required":false,"schema":{"type":"array","minItems":1,"maxItems":5,"items":{"type":"string","pattern":"^[+-]?[a-z][a-z0-9_]*$"}},"explode":false})"},
          {"properties",
           R"({"name":"properties","in":"query","description":"Only these properties of the features.","required":false,"schema":{"type":"array","minItems":1,"items":{"type":"string"}},"explode":false})"},
          {"collections", collections},
          {"points",
           R"({"name":"points","in":"query","description":"How points are shown where they are too many for a tile: counts (one point in the middle of each square), squares and hexagons (at every zoom; a hexagon on a border stands in both tiles with its whole count, under one id), clusters (one point in the mean of each square; representative is the id of the most severe), thin (the most severe of each square). Each has count; without it a feature is one row.","required":false,"schema":{"type":"string","enum":["counts","squares","hexagons","clusters","thin"],"default":"counts"},"example":"squares"})"},
          {"max-points",
           R"({"name":"max-points","in":"query","description":"More points than this in one tile are shown as points says; 0: always. Without it 2000, of squares 0; hexagons are always shown.","required":false,"schema":{"type":"integer","minimum":0,"maximum":20000},"example":500})"},
          {"cell-px",
           R"({"name":"cell-px","in":"query","description":"Sides of squares and widths of hexagons, in pixels of a tile 512 wide. Without it 8 (counts), 16 (squares, hexagons), 32 (clusters), as many as max-points allows (thin).","required":false,"schema":{"type":"integer","enum":[2,4,8,16,32,64,128]},"example":32})"},
          {"time-bins",
           R"({"name":"time-bins","in":"query","description":"Cells also say how many of their rows begin in each year (2024), month (2024-03), week or day (the date of the first day), under its name, by the clock of the place; points in which one they begin.","required":false,"schema":{"type":"string","enum":["year","month","week","day"]},"example":"month"})"},
          {"weight",
           R"({"name":"weight","in":"query","description":"Cells also say weighted_count: a row whose place is less certain than the cell is wide counts for the share of the circle of its uncertainty that the cell could cover.","required":false,"schema":{"type":"string","enum":["uncertainty"]},"example":"uncertainty"})"},
          {"labels",
           R"({"name":"labels","in":"query","description":"Also a layer {collectionId}-labels: areas that have a name, as a point each, in one tile of a zoom alone.","required":false,"schema":{"type":"boolean","default":false},"example":true})"},
          {"detail",
           R"({"name":"detail","in":"query","description":"Of a density: exact, or a sketch of it from part of the rows in coarse cells, which is there at once and is to be shown as such until the exact one is.","required":false,"schema":{"type":"string","enum":["sketch","exact"],"default":"exact"},"example":"sketch"})"},
          {"skipGeometry",
           R"({"name":"skipGeometry","in":"query","description":"Features without their geometry.","required":false,"schema":{"type":"boolean","default":false},"example":true})"},
          {"limit", limit},
          {"offset", offset},
          {"next",
           R"({"name":"next","in":"query","description":"Where the page starts: given by the links named next, to be passed on unchanged.","required":false,"schema":{"type":"string"}})"},
          {"type",
           R"({"name":"type","in":"query","description":"Only jobs of these kinds; there is one.","required":false,"schema":{"type":"array","items":{"type":"string","enum":["process"]}},"style":"form","explode":false,"example":["process"]})"},
          {"processID",
           R"({"name":"processID","in":"query","description":"Only jobs of these processes.","required":false,"schema":{"type":"array","items":{"type":"string"}},"style":"form","explode":false,"example":["kde","gi-star"]})"},
          {"status",
           R"({"name":"status","in":"query","description":"Only jobs that stand so.","required":false,"schema":{"type":"array","items":{"type":"string","enum":["accepted","running","successful","failed","dismissed"]}},"style":"form","explode":false,"example":["running","successful"]})"},
          {"minDuration",
           R"({"name":"minDuration","in":"query","description":"Only jobs that took at least so many seconds; of one that runs, so far.","required":false,"schema":{"type":"array","maxItems":1,"items":{"type":"integer"}},"style":"form","explode":false,"example":[1]})"},
          {"maxDuration",
           R"({"name":"maxDuration","in":"query","description":"Only jobs that took at most so many seconds.","required":false,"schema":{"type":"array","maxItems":1,"items":{"type":"integer"}},"style":"form","explode":false,"example":[3600]})"},
          {"collection",
           R"({"name":"collection","in":"query","description":"The collection that the rows of the file go into","required":false,"schema":{"type":"string"}})"},
          {"file-name",
           R"({"name":"file-name","in":"query","description":"The name of the file, which says what it is","required":false,"schema":{"type":"string"},"example":"incidentes.xlsx"})"},
          {"profile",
           R"({"name":"profile","in":"query","description":"How the columns of the source are read; without it the file decides","required":false,"schema":{"type":"string"}})"},
          {"layer",
           R"({"name":"layer","in":"query","description":"The layer or sheet, of a file with several","required":false,"schema":{"type":"string"}})"},
          {"file-crs",
           R"({"name":"file-crs","in":"query","description":"The CRS of the file, when it does not say","required":false,"schema":{"type":"string"},"example":"EPSG:32737"})"},
          {"time-zone", R"({"name":"time-zone","in":"query","description":"Of times without an offset: an IANA name","required":false,"schema":{"type":"string"},"example":"Africa/Maputo"})"},
          {"source",
           R"({"name":"source","in":"query","description":"Whose rows these are; keys are compared within a source","required":false,"schema":{"type":"string"}})"},
          {"encoding",
           R"({"name":"encoding","in":"query","description":"Of texts, when the file does not say","required":false,"schema":{"type":"string"},"example":"windows-1252"})"},
          {"delimiter",
           R"({"name":"delimiter","in":"query","description":"Of a CSV file, when it is not plain","required":false,"schema":{"type":"string"}})"},
          {"dry-run",
           R"({"name":"dry-run","in":"query","description":"Only try: nothing is written","required":false,"schema":{"type":"boolean"}})"},
          {"strict",
           R"({"name":"strict","in":"query","description":"Refuse the file when any row is refused","required":false,"schema":{"type":"boolean"}})"},
          {"accept-partial",
           R"({"name":"accept-partial","in":"query","description":"Take the good rows of a file of which many are bad","required":false,"schema":{"type":"boolean"}})"},
          {"complete",
           R"({"name":"complete","in":"query","description":"Withdraw the rows of this source that the file does not have","required":false,"schema":{"type":"boolean"}})"},
          {"map",
           R"({"name":"map","in":"query","description":"field=column, several joined by semicolons","required":false,"schema":{"type":"string"}})"},
          {"set",
           R"({"name":"set","in":"query","description":"field=value, several joined by semicolons","required":false,"schema":{"type":"string"}})"},
          {"lang",
           R"({"name":"lang","in":"query","description":"The language of titles; without it the Accept-Language field decides.","required":false,"schema":{"type":"string","enum":["pt","en"]}})"},
          {"authcfg",
           R"({"name":"authcfg","in":"query","description":"The id of an authentication configuration in the QGIS that will open the file: seven letters and digits. It is no secret; what it stands for never leaves that QGIS.","required":false,"schema":{"type":"string","pattern":"^[a-z0-9]{7}$"},"example":"abc1234"})"},
          {"f",
           R"({"name":"f","in":"query","description":"The form of the answer; without it the Accept field decides.","required":false,"schema":{"type":"string","enum":["json","html"]},"example":"json"})"},
      };
  return all;
}

void check_parameters(const Request& request, const std::vector<std::string_view>& known) {
  for (auto it = request.query.begin(); it != request.query.end(); ++it) {
    const std::string& name = it->first;
    if (std::find(known.begin(), known.end(), name) == known.end()) { refuse_unknown(name, known); }
    const bool repeated = std::any_of(request.query.begin(), it, [&](const auto& earlier) { return earlier.first == name; });
    if (repeated) {
      throw Error(Problem::usage, fmt::format("The parameter '{}' is given more than once.", name),
                  fmt::format("O parâmetro '{}' está repetido.", name));
    }
  }
}

Format format_parameter(const Request& request, std::string_view only, bool with_files, const std::vector<std::string_view>& more) {
  const std::string* f = request.parameter("f");
  if (f == nullptr) {
    const std::string* accept = request.header("Accept");
    return accept == nullptr ? Format::json : preferred_format(*accept, with_files);
  }
  if (!only.empty()) {
    if (*f == only) { return only == "html" ? Format::html : Format::json; }
    throw Error(Problem::usage, fmt::format("'f' must be {} here, not {}.", only, geo::excerpt(*f)),
                fmt::format("'f' tem de ser {} aqui, não {}.", only, geo::excerpt(*f)));
  }
  if (*f == "json") { return Format::json; }
  if (*f == "html") { return Format::html; }
  for (const FileFormat& file : file_formats) {
    if (with_files && *f == name_of(file.format)) { return file.format; }
  }
  if (std::find(more.begin(), more.end(), *f) != more.end()) { return Format::json; }
  std::string others = more.empty() ? "" : ", " + joined(more);
  if (with_files) { others += ", csv, gpkg"; }
  const std::string_view last = with_files ? "fgb" : "html";
  if (with_files) { others = ", html" + others; }
  throw Error(Problem::usage, fmt::format("'f' must be json{} or {}, not {}.", others, last, geo::excerpt(*f)),
              fmt::format("'f' tem de ser json{} ou {}, não {}.", others, last, geo::excerpt(*f)));
}

Language language_parameter(const Request& request, Language otherwise) {
  const std::string* lang = request.parameter("lang");
  if (lang == nullptr) { return otherwise; }
  if (*lang == "pt") { return Language::pt; }
  if (*lang == "en") { return Language::en; }
  throw Error(Problem::usage, fmt::format("'lang' must be pt or en, not {}.", geo::excerpt(*lang)),
              fmt::format("'lang' tem de ser pt ou en, não {}.", geo::excerpt(*lang)));
}

std::uint32_t limit_parameter(const Request& request, std::uint32_t default_value) {
  if (request.parameter("limit") == nullptr) { return default_value; }
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(limit_of(request, std::to_string(max_limit), std::to_string(max_limit)), max_limit));
}

std::uint64_t most_rows_parameter(const Request& request) {
  if (request.parameter("limit") == nullptr) { return std::numeric_limits<std::uint64_t>::max(); }
  return limit_of(request, "as many as there are", "quantos houver");
}

std::uint64_t offset_parameter(const Request& request) {
  const std::string* offset = request.parameter("offset");
  if (offset == nullptr) { return 0; }
  const auto number = geo::parse_integer(*offset);
  if (number && *number >= 0 && static_cast<std::uint64_t>(*number) <= max_offset) { return static_cast<std::uint64_t>(*number); }
  throw Error(
      Problem::usage,
      fmt::format("'offset' must be a whole number from 0 to {}, not {}; links named next go further.", max_offset, geo::excerpt(*offset)),
      fmt::format("'offset' tem de ser um número inteiro de 0 a {}, não {}; as ligações com o nome next vão mais longe.", max_offset,
                  geo::excerpt(*offset)));
}

bool flag_parameter(const Request& request, std::string_view name) {
  const std::string* flag = request.parameter(name);
  if (flag == nullptr || *flag == "false") { return false; }
  if (*flag == "true") { return true; }
  throw Error(Problem::usage, fmt::format("'{}' must be true or false, not {}.", name, geo::excerpt(*flag)),
              fmt::format("'{}' tem de ser true ou false, não {}.", name, geo::excerpt(*flag)));
}

std::vector<std::string> list_parameter(const Request& request, std::string_view name) {
  std::vector<std::string> found;
  const std::string* list = request.parameter(name);
  if (list == nullptr) { return found; }
  for (std::string_view rest = *list;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (comma == 0) {
      throw Error(Problem::usage, fmt::format("'{}' must be names with commas between them, not {}.", name, geo::excerpt(*list)),
                  fmt::format("'{}' tem de ser nomes com vírgulas entre eles, não {}.", name, geo::excerpt(*list)));
    }
    found.emplace_back(rest.substr(0, comma));
    if (comma == rest.size()) { return found; }
    rest.remove_prefix(comma + 1);
  }
}

geo::BBox bbox_of(const std::vector<double>& n) {
  if (n.size() != 4 && n.size() != 6) {
    refuse_bbox("must be west,south,east,north or west,south,low,east,north,high, all of them numbers",
                "tem de ser oeste,sul,este,norte ou oeste,sul,baixo,este,norte,alto, tudo números");
  }
  const bool heights = n.size() == 6;
  const geo::BBox box{n[0], n[1], n[heights ? 3 : 2], n[heights ? 4 : 3]};
  if (!within(box.west, 180) || !within(box.east, 180) || !within(box.south, 90) || !within(box.north, 90)) {
    refuse_bbox("must lie within -180,-90,180,90: degrees, longitude first",
                "tem de ficar dentro de -180,-90,180,90: graus, longitude primeiro");
  }
  if (box.is_empty() || (heights && n[2] > n[5])) {
    refuse_bbox("has its south above its north, or its low above its high", "tem o sul acima do norte, ou o baixo acima do alto");
  }
  return box;
}

std::optional<geo::BBox> bbox_parameter(const Request& request) {
  const std::string* text = request.parameter("bbox");
  return text == nullptr ? std::nullopt : std::optional(bbox_of(numbers(*text)));
}

std::optional<geo::AxisBox> bbox_parameter(const Request& request, const geo::Reprojection& crs) {
  const std::string* text = request.parameter("bbox");
  if (text == nullptr) { return std::nullopt; }
  const std::vector<double> n = numbers(*text);
  if (n.size() != 4 && n.size() != 6) {
    refuse_bbox(crs, "must be low,low,high,high, or low,low,low,high,high,high with heights: all of them numbers",
                "tem de ser baixo,baixo,alto,alto, ou baixo,baixo,baixo,alto,alto,alto com alturas: tudo números");
  }
  const bool heights = n.size() == 6;
  const geo::AxisBox box{{n[0], n[1]}, {n[heights ? 3 : 2], n[heights ? 4 : 3]}};
  const auto is_place = [&](geo::AxisPair p) { return !crs.is_exact() || crs.to_lonlat(p).has_value(); };
  if (!is_place(box.low) || !is_place(box.high)) { refuse_bbox(crs, "lies outside of the earth", "fica fora da terra"); }
  const int around = crs.axes().around;
  if ((box.low.first > box.high.first && around != 0) || (box.low.second > box.high.second && around != 1) || (heights && n[2] > n[5])) {
    refuse_bbox(crs, "has a low number above its high one", "tem um número baixo acima do alto");
  }
  return box;
}

std::optional<geo::TimeInterval> datetime_parameter(const Request& request) {
  const std::string* text = request.parameter("datetime");
  if (text == nullptr) { return std::nullopt; }
  return geo::parse_datetime_parameter(*text);
}

}  // namespace api
