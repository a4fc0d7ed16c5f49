// SPDX-License-Identifier: Apache-2.0
// GPX: waypoints, tracks and routes. Read here, since GDAL's driver puts "-12,97" at latitude -12, leaves out a point that lacks a
// coordinate, and empties a time it does not know.
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"
#include "importers/child/values.hpp"
#include "importers/child/xml_parser.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace importers::child {
namespace {

struct Kind {
  std::string_view element;
  std::string_view layer;
};
constexpr std::array<Kind, 3> kinds{{{"wpt", "waypoints"}, {"trk", "tracks"}, {"rte", "routes"}}};

/// Counts what the file holds.
class Counter final : public XmlHandler {
 public:
  void start(std::string_view name, const XmlAttributes&) override {
    if (++m_depth == 1) { m_root = name; }
    if (m_depth != 2) { return; }
    for (std::size_t i = 0; i < kinds.size(); ++i) { m_counts[i] += name == kinds[i].element ? 1 : 0; }
  }
  void end(std::string_view) override { --m_depth; }
  void text(std::string_view) override {}

  [[nodiscard]] const std::string& root() const { return m_root; }
  [[nodiscard]] std::int64_t count(std::size_t kind) const { return m_counts[kind]; }

 private:
  int m_depth = 0;
  std::string m_root;
  std::array<std::int64_t, kinds.size()> m_counts{};
};

void append_coordinate(std::string& out, std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n+"), text.size());
  text = text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
  // No degrees are so many; digits without end are no number to every reader of JSON.
  if (const auto number = geo::parse_number(text); number && std::abs(*number) < 1e6) {
    geo::append_number(out, *number);
  } else {
    out += "null";  // the reader finds the row bad
  }
}

/// Writes each waypoint, track or route as a Feature.
class GpxRows final : public XmlHandler {
 public:
  GpxRows(const Kind& kind, Output& output) : m_kind(kind), m_output(output) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    ++m_depth;
    m_text.clear();
    m_has_children = false;
    if (m_depth == 2 && name == m_kind.element) {
      m_inside = true;
      m_properties.clear();
      m_lines.clear();
      if (name == "wpt") { m_point = position(attributes); }
      if (name == "rte") { m_lines.emplace_back(); }
    }
    if (!m_inside) { return; }
    if (name == "trkseg") { m_lines.emplace_back(); }
    if (name == "trkpt" || name == "rtept") {
      m_in_point = true;
      if (m_lines.empty()) { m_lines.emplace_back(); }
      m_lines.back().push_back(position(attributes));
    }
    if (name == "link" && !m_in_point) { add("link", std::string(attributes["href"])); }
  }

  void text(std::string_view piece) override {
    if (m_inside) { m_text += piece; }
  }

  void end(std::string_view name) override {
    if (m_inside) { end_inside(name); }
    m_has_children = true;
    --m_depth;
  }

 private:
  struct Property {
    std::string name;
    std::string value;
  };

  void end_inside(std::string_view name) {
    const bool leaf = !m_has_children && m_depth > 2;
    if (name == "trkpt" || name == "rtept") {
      m_in_point = false;
    } else if (m_in_point) {
      // Of all that is said of the points of a way, the first and the last moment are kept.
      if (name == "time") { take_time(geo::clean(m_text)); }
    } else if (m_depth == 2) {
      write();
      m_inside = false;
    } else if (leaf && name != "link" && name != "trkseg") {
      add(name == "text" ? "link_text" : std::string(name), geo::clean(m_text));
    }
    m_text.clear();
  }

  static std::string position(const XmlAttributes& attributes) {
    std::string json = "[";
    append_coordinate(json, attributes["lon"]);
    json += ',';
    append_coordinate(json, attributes["lat"]);
    return json + ']';
  }

  void take_time(const std::string& moment) {
    if (moment.empty()) { return; }
    const auto begin = std::find_if(m_properties.begin(), m_properties.end(), [](const Property& p) { return p.name == "begin"; });
    if (begin == m_properties.end()) { add("begin", moment); }
    set("end", moment);
  }

  void set(std::string_view name, std::string value) {
    const auto found = std::find_if(m_properties.begin(), m_properties.end(), [&](const Property& p) { return p.name == name; });
    if (found == m_properties.end()) {
      m_properties.push_back({std::string(name), std::move(value)});
    } else {
      found->value = std::move(value);
    }
  }

  /// A second value of one name stands behind the first.
  void add(std::string_view name, const std::string& value) {
    if (value.empty()) { return; }
    const auto found = std::find_if(m_properties.begin(), m_properties.end(), [&](const Property& p) { return p.name == name; });
    if (found == m_properties.end()) {
      m_properties.push_back({std::string(name), value});
    } else {
      found->value += "; " + value;
    }
  }

  void append_line(std::string& out, const std::vector<std::string>& line) {
    out += '[';
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0) { out += ','; }
      out += line[i];
    }
    out += ']';
  }

  void append_geometry(std::string& out) {
    if (m_kind.element == "wpt") {
      out += R"({"type":"Point","coordinates":)" + m_point + "}";
      return;
    }
    // A device that was switched on and off again leaves parts of one point, or of none.
    const auto is_short = [](const std::vector<std::string>& line) { return line.size() < 2; };
    if (!std::all_of(m_lines.begin(), m_lines.end(), is_short)) {
      m_lines.erase(std::remove_if(m_lines.begin(), m_lines.end(), is_short), m_lines.end());
    }
    m_lines.erase(std::remove_if(m_lines.begin(), m_lines.end(), [](const auto& line) { return line.empty(); }), m_lines.end());
    if (m_lines.empty()) {
      out += "null";
      return;
    }
    const bool one = m_lines.size() == 1;
    out += one ? R"({"type":"LineString","coordinates":)" : R"({"type":"MultiLineString","coordinates":[)";
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
      if (i > 0) { out += ','; }
      append_line(out, m_lines[i]);
    }
    out += one ? "}" : "]}";
  }

  void write() {
    std::string& out = m_output.rows();
    out += R"({"type":"Feature","properties":{)";
    for (std::size_t i = 0; i < m_properties.size(); ++i) {
      if (i > 0) { out += ','; }
      append_text(out, m_properties[i].name);
      out += ':';
      append_text(out, m_properties[i].value);
    }
    out += R"(},"geometry":)";
    append_geometry(out);
    out += "}\n";
    m_output.row_done();
  }

  const Kind& m_kind;
  Output& m_output;
  int m_depth = 0;
  bool m_inside = false;    ///< a waypoint, track or route
  bool m_in_point = false;  ///< of a track or route
  bool m_has_children = false;
  std::string m_text;
  std::string m_point;
  std::vector<std::vector<std::string>> m_lines;  ///< positions as JSON
  std::vector<Property> m_properties;
};

}  // namespace

void open_gpx(const Request& request, const Input& input, Source& source) {
  source.contents.push_back(input.bytes(0, input.size()));
  Counter counter;
  parse_xml(source.contents.back(), counter);
  if (counter.root() != "gpx") { refuse("xml-root", counter.root()); }
  std::vector<std::string> names;
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (counter.count(i) == 0) { continue; }
    names.emplace_back(kinds[i].layer);
    found.push_back(i);
  }
  // Places are what most files are for; ways are read when they are asked for, or alone.
  const bool places = request.layer.empty() && !found.empty() && found.front() == 0;
  const std::size_t at = places ? 0 : choose(names, request.layer);
  const std::size_t kind = found[at];
  source.layer_name = names[at];
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
  source.others = names;
  source.rows = counter.count(kind);
  source.crs = "OGC:CRS84";
  source.write = [kind, &document = source.contents.back()](Output& output) {
    GpxRows rows(kinds[kind], output);
    parse_xml(document, rows);
    return Tail{};
  };
}

}  // namespace importers::child
