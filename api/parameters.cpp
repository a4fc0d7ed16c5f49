// SPDX-License-Identifier: Apache-2.0
#include "api/parameters.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

bool within(double value, double limit) { return value >= -limit && value <= limit; }

}  // namespace

// `limit`, `bbox` and `datetime` have style and explode written out because clients and the OGC's own tests look for them.
// `f` and `next` must not have: QGIS would take them for properties that one can filter by.
const std::vector<Parameter>& parameters() {
  static const std::string limit = fmt::format(
      R"({{"name":"limit","in":"query","description":"How many features a page holds at most. More than the maximum is taken as the maximum. HTML pages hold {} unless told otherwise.","required":false,"schema":{{"type":"integer","minimum":1,"maximum":{},"default":{}}},"style":"form","explode":false}})",
      default_limit_html, max_limit, default_limit);
  static const std::vector<Parameter> all{
      {"bbox",
       R"({"name":"bbox","in":"query","description":"Only features that touch this box, or have no location: west,south,east,north in degrees (CRS84), or with heights (which are ignored) west,south,low,east,north,high. West greater than east means that the box crosses the 180th meridian.","required":false,"schema":{"type":"array","minItems":4,"maxItems":6,"items":{"type":"number"}},"style":"form","explode":false})"},
      {"datetime",
       R"({"name":"datetime","in":"query","description":"Only features whose time meets this one, or that have no time: an RFC 3339 instant, a date (the whole day, UTC), or an interval start/end, start/duration, ../end, start/..","required":false,"schema":{"type":"string"},"style":"form","explode":false})"},
      {"limit", limit},
      {"next",
       R"({"name":"next","in":"query","description":"Where the page starts: given by the links named next, to be passed on unchanged.","required":false,"schema":{"type":"string"}})"},
      {"f",
       R"({"name":"f","in":"query","description":"The form of the answer; without it the Accept field decides.","required":false,"schema":{"type":"string","enum":["json","html"]}})"},
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

Format format_parameter(const Request& request, std::string_view only) {
  const std::string* f = request.parameter("f");
  if (f == nullptr) {
    const std::string* accept = request.header("Accept");
    return accept == nullptr ? Format::json : preferred_format(*accept);
  }
  if (!only.empty()) {
    if (*f == only) { return only == "html" ? Format::html : Format::json; }
    throw Error(Problem::usage, fmt::format("'f' must be {} here, not {}.", only, geo::excerpt(*f)),
                fmt::format("'f' tem de ser {} aqui, não {}.", only, geo::excerpt(*f)));
  }
  if (*f == "json") { return Format::json; }
  if (*f == "html") { return Format::html; }
  throw Error(Problem::usage, fmt::format("'f' must be json or html, not {}.", geo::excerpt(*f)),
              fmt::format("'f' tem de ser json ou html, não {}.", geo::excerpt(*f)));
}

std::uint32_t limit_parameter(const Request& request, std::uint32_t default_value) {
  const std::string* limit = request.parameter("limit");
  if (limit == nullptr) { return default_value; }
  const bool digits = !limit->empty() && std::all_of(limit->begin(), limit->end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t first = digits ? limit->find_first_not_of('0') : std::string::npos;
  if (first == std::string::npos) {
    throw Error(Problem::usage, fmt::format("'limit' must be a whole number from 1 to {}, not {}.", max_limit, geo::excerpt(*limit)),
                fmt::format("'limit' tem de ser um número inteiro de 1 a {}, não {}.", max_limit, geo::excerpt(*limit)));
  }
  // A number too long for 64 bits is larger than the maximum too.
  const auto number = geo::parse_integer(std::string_view(*limit).substr(first));
  return number ? static_cast<std::uint32_t>(std::min<std::int64_t>(*number, max_limit)) : max_limit;
}

std::optional<geo::BBox> bbox_parameter(const Request& request) {
  const std::string* text = request.parameter("bbox");
  if (text == nullptr) { return std::nullopt; }
  const std::vector<double> n = numbers(*text);
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

std::optional<geo::TimeInterval> datetime_parameter(const Request& request) {
  const std::string* text = request.parameter("datetime");
  if (text == nullptr) { return std::nullopt; }
  return geo::parse_datetime_parameter(*text);
}

}  // namespace api
