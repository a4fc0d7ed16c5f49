// SPDX-License-Identifier: Apache-2.0
// Settlements out of an OpenStreetMap file: nodes with a name and a place=* where people live.
#include "geo/base/number.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/osm/object_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace importers::osm {
namespace {

/// Not those that are regions (state, district …), water or land without people (sea, island …), or parts of streets. A `locality` should
/// be an uninhabited spot, but many in Mozambique are villages that nobody has looked at twice.
constexpr std::array<std::string_view, 12> inhabited{"city",   "town",    "village",       "hamlet", "isolated_dwelling", "borough",
                                                     "suburb", "quarter", "neighbourhood", "farm",   "allotments",        "locality"};

constexpr std::array<std::string_view, 6> other_names{"name:pt", "official_name", "alt_name", "old_name", "loc_name", "name:en"};

const std::vector<std::string_view> column_names{"@id", "name", "alt_name", "place", "population", "population_year", "population_source"};

bool is_inhabited(std::string_view place) { return std::find(inhabited.begin(), inhabited.end(), place) != inhabited.end(); }

/// The names a place has besides the one on signs, each once.
std::string join_other_names(const Object& node, std::string_view name) {
  std::vector<std::string_view> found;
  for (const std::string_view key : other_names) {
    const std::string_view value = node.tag(key);
    if (!value.empty() && value != name && std::find(found.begin(), found.end(), value) == found.end()) { found.push_back(value); }
  }
  return fmt::format("{}", fmt::join(found, "; "));
}

/// "2017", "2017-08-01" -> "2017".
std::string_view year_of(std::string_view date) {
  const std::string_view year = date.substr(0, 4);
  const bool alone = date.size() == 4 || (date.size() > 4 && date[4] == '-');
  return alone && geo::parse_integer(year) ? year : std::string_view();
}

class PlacesReader final : public ObjectReader {
 public:
  PlacesReader(Blobs blobs, const ReadLimits& limits)
      : ObjectReader(std::move(blobs), limits, column_names), m_walk(file(), {true, true, false}, file().begin(), file().size()) {}

  bool next(Record& record) override {
    while (m_walk.next(m_node) != Kind::none) {
      if (!is_inhabited(m_node.tag("place"))) { continue; }
      if (name().empty()) {
        ++m_nameless;
        continue;
      }
      make(record);
      return true;
    }
    finish();
    return false;
  }

  [[nodiscard]] double progress() const override {
    return m_ended ? 1.0 : static_cast<double>(m_walk.offset()) / static_cast<double>(file().size());
  }

 private:
  [[nodiscard]] std::string_view name() const {
    const std::string_view on_signs = m_node.tag("name");
    return on_signs.empty() ? m_node.tag("name:pt") : on_signs;
  }

  void make(Record& record) {
    m_id = fmt::format("n{}", m_node.id);
    m_other_names = join_other_names(m_node, name());
    const auto cell = [](std::string_view text) { return text.empty() ? std::string_view() : text; };
    const std::string_view population = m_node.tag("population");
    fill(record, {m_id, name(), cell(m_other_names), m_node.tag("place"), cell(population),
                  population.empty() ? std::string_view() : cell(year_of(m_node.tag("population:date"))),
                  population.empty() ? std::string_view() : cell(m_node.tag("source:population"))});
    if (!record.usable()) { return; }
    if (!m_node.place.is_known()) {
      record.rule = "geometry";
      record.problem = "The node has no position on earth.";
      record.problem_pt = "O nó não tem uma posição na Terra.";
      return;
    }
    m_wkb.clear();
    m_wkb.begin(geo::WkbType::point);
    m_wkb.vertex({geo::from_lattice(m_node.place.lon), geo::from_lattice(m_node.place.lat)});
    m_wkb.end();
    record.wkb = m_wkb.bytes();
    record.geometry_kind = geo::GeometryKind::point;
  }

  void finish() {
    if (std::exchange(m_ended, true) || m_nameless == 0) { return; }
    note(fmt::format("{} places without a name were left out", m_nameless), fmt::format("{} lugares sem nome ficaram de fora", m_nameless));
  }

  Walk m_walk;
  Object m_node;
  std::string m_id;
  std::string m_other_names;
  geo::WkbBuilder m_wkb;
  std::int64_t m_nameless = 0;
  bool m_ended = false;
};

}  // namespace

std::unique_ptr<Reader> places_reader(Blobs blobs, const ReadLimits& limits) {
  return std::make_unique<PlacesReader>(std::move(blobs), limits);
}

}  // namespace importers::osm
