// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/reference.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/number.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/table/view.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace importers {
namespace {

/// Columns of a view by name; those that it has not, or keeps on disk, are null in every row.
class Scan {
 public:
  Scan(const geo::View& view, std::vector<std::string> columns) : m_view(view) {
    for (std::string& name : columns) {
      const geo::Field* field = view.schema().field(name);
      m_at.push_back(field != nullptr && field->hot ? static_cast<int>(m_asked.size()) : -1);
      if (m_at.back() >= 0) { m_asked.push_back(std::move(name)); }
    }
  }

  /// One row: its cells by the position their columns were given in.
  class Row {
   public:
    Row(const Scan& scan, const geo::BatchView& batch, std::size_t row) : m_scan(scan), m_batch(batch), m_row(row) {}
    [[nodiscard]] std::string text(std::size_t column) const {
      const geo::ColumnView* c = at(column);
      return c == nullptr ? std::string() : std::string(c->text(m_row));
    }
    [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
      const geo::ColumnView* c = at(column);
      return c == nullptr ? std::nullopt : std::optional(c->integer(m_row));
    }
    [[nodiscard]] const geo::GeometryColumn& geometry() const { return m_batch.geometry; }
    [[nodiscard]] std::size_t number() const { return m_row; }

   private:
    [[nodiscard]] const geo::ColumnView* at(std::size_t column) const {
      const int position = m_scan.m_at[column];
      if (position < 0) { return nullptr; }
      const geo::ColumnView& c = m_batch.columns[static_cast<std::size_t>(position)];
      return c.is_null(m_row) ? nullptr : &c;
    }

    const Scan& m_scan;
    const geo::BatchView& m_batch;
    std::size_t m_row;
  };

  void run(const std::function<void(const Row&)>& each) const {
    m_view.scan({}, m_asked, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
      for (const std::uint32_t row : rows) { each(Row(*this, batch, row)); }
      return true;
    });
  }

 private:
  const geo::View& m_view;
  std::vector<std::string> m_asked;
  std::vector<int> m_at;
};

std::vector<AdminAreaRow> read_areas(const geo::View& view, geo::DayNumber today) {
  std::vector<AdminAreaRow> rows;
  Scan(view, {"pcode", "name", "alt_names", "level", "parent_pcode", "admin1_pcode", "admin2_pcode", "valid_to"})
      .run([&](const Scan::Row& row) {
        if (const auto valid_to = row.integer(7); valid_to && *valid_to < today) { return; }
        if (row.geometry().is_none(row.number())) { return; }
        AdminAreaRow area{row.text(0), row.text(1), row.text(2), std::nullopt, {}, row.geometry().geometry(row.number())};
        if (const auto level = row.integer(3)) { area.level = static_cast<int>(*level); }
        area.above[1] = row.text(5);
        area.above[2] = row.text(6);
        if (area.level && *area.level > 0 && *area.level < admin_levels) {
          for (std::size_t l = static_cast<std::size_t>(*area.level); l < admin_levels; ++l) { area.above[l].clear(); }
          std::string& parent = area.above[static_cast<std::size_t>(*area.level - 1)];
          if (parent.empty()) { parent = row.text(4); }
        }
        rows.push_back(std::move(area));
      });
  return rows;
}

std::vector<PlaceRow> read_places(const geo::View& view) {
  std::vector<PlaceRow> rows;
  Scan(view, {"name", "alt_names", "admin1_name", "admin2_name", "admin3_name", "admin1_pcode", "admin2_pcode", "admin3_pcode"})
      .run([&](const Scan::Row& row) {
        if (row.geometry().is_none(row.number())) { return; }
        PlaceRow place{row.text(0), row.text(1), {}, {}, row.geometry().anchor(row.number())};
        for (std::size_t level = 1; level < admin_levels; ++level) {
          place.admin_names[level] = row.text(1 + level);
          place.admin_codes[level] = row.text(4 + level);
        }
        if (!place.name.empty()) { rows.push_back(std::move(place)); }
      });
  return rows;
}

/// Puts rows into the order that `less` gives: places are heavy to move, so only their numbers are sorted.
template <class Row, class Less>
void sort_rows(std::vector<Row>& rows, Less less) {
  std::vector<std::size_t> order(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = i; }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return less(rows[a], rows[b]); });
  std::vector<Row> sorted;
  sorted.reserve(rows.size());
  for (const std::size_t i : order) { sorted.push_back(std::move(rows[i])); }
  rows = std::move(sorted);
}

/// Rows in an order of their own, so that the same rows always give the same rules, and a hash of them.
std::string sort_and_hash(std::vector<AdminAreaRow>& areas, std::vector<PlaceRow>& places) {
  if (areas.empty() && places.empty()) { return {}; }
  sort_rows(areas, [](const AdminAreaRow& a, const AdminAreaRow& b) {
    return std::tie(a.pcode, a.name, a.alt_names, a.shape.wkb()) < std::tie(b.pcode, b.name, b.alt_names, b.shape.wkb());
  });
  sort_rows(places, [](const PlaceRow& a, const PlaceRow& b) {
    return std::tie(a.name, a.at.lon, a.at.lat, a.alt_names, a.admin_names, a.admin_codes) <
           std::tie(b.name, b.at.lon, b.at.lat, b.alt_names, b.admin_names, b.admin_codes);
  });
  std::string all;
  const auto put = [&all](std::string_view text) { (all += text) += '\n'; };
  for (const AdminAreaRow& a : areas) {
    for (const std::string* text : {&a.pcode, &a.name, &a.alt_names}) { put(*text); }
    put(std::to_string(a.level.value_or(-1)));
    for (const std::string& code : a.above) { put(code); }
    put(geo::hash128(a.shape.wkb()).hex());
  }
  for (const PlaceRow& p : places) {
    put(p.name);
    put(p.alt_names);
    for (const std::string& name : p.admin_names) { put(name); }
    for (const std::string& code : p.admin_codes) { put(code); }
    geo::append_number(all, p.at.lon);
    all += ' ';
    geo::append_number(all, p.at.lat);
    all += '\n';
  }
  return geo::hash128(all).hex();
}

}  // namespace

Reference::Reference(std::vector<AdminAreaRow> areas, std::vector<PlaceRow> places)
    : m_fingerprint(sort_and_hash(areas, places)),
      m_areas(std::move(areas)),
      m_places(std::move(places), m_areas),
      m_stand_ins(m_areas, m_places) {}

std::shared_ptr<const Reference> read_reference(const geo::View* admin_areas, const geo::View* settlements, geo::DayNumber today) {
  return std::make_shared<const Reference>(admin_areas == nullptr ? std::vector<AdminAreaRow>() : read_areas(*admin_areas, today),
                                           settlements == nullptr ? std::vector<PlaceRow>() : read_places(*settlements));
}

}  // namespace importers
