// SPDX-License-Identifier: Apache-2.0
#include "store/memory/owned_batch.hpp"

#include "geo/geometry/area.hpp"
#include "geo/geometry/wkb.hpp"

#include <string>

namespace store::memory {

/// One column as it is given away.
struct OwnedBatch::Cells {
  std::vector<std::int64_t> whole;
  std::vector<double> reals;
  std::vector<std::uint64_t> present;
  std::vector<std::uint64_t> text_ends;
  std::string text;

  Cells(std::size_t rows) : present((rows + 63) / 64) {}

  void add(const geo::Value& value, std::size_t row) {
    if (!geo::is_null(value)) { present[row / 64] |= std::uint64_t{1} << (row % 64); }
    reals.push_back(0);
    if (const auto* real = std::get_if<double>(&value)) { reals.back() = *real; }
    if (const auto* string = std::get_if<std::string>(&value)) { text += *string; }
    text_ends.push_back(text.size());
    whole.push_back(static_cast<std::int64_t>(row));  // position in the dictionary: every row has a string of its own
    if (const auto* number = std::get_if<std::int64_t>(&value)) { whole.back() = *number; }
    if (const auto* yes = std::get_if<bool>(&value)) { whole.back() = *yes ? 1 : 0; }
  }

  [[nodiscard]] geo::ColumnView view(geo::FieldType type) const {
    geo::ColumnView column;
    column.type = type;
    column.width = 8;
    column.data = type == geo::FieldType::real ? static_cast<const void*>(reals.data()) : whole.data();
    column.present = present.data();
    column.strings = {text_ends.data(), text.data(), static_cast<std::uint32_t>(text_ends.size())};
    return column;
  }
};

OwnedBatch::OwnedBatch(const geo::Collection& schema, const std::vector<const geo::Feature*>& rows,
                       const std::vector<std::size_t>& columns) {
  for (std::size_t k = 0; k < columns.size() + 2; ++k) { m_cells.push_back(std::make_unique<Cells>(rows.size())); }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const geo::Feature& feature = *rows[i];
    m_cells[0]->add(feature.fid, i);
    m_cells[1]->add(feature.rev, i);
    for (std::size_t k = 0; k < columns.size(); ++k) { m_cells[k + 2]->add(feature.row.values[columns[k]], i); }
    add_geometry(feature.row.geometry);
  }
  for (std::size_t k = 0; k < columns.size(); ++k) { m_columns.push_back(m_cells[k + 2]->view(schema.fields[columns[k]].type)); }

  m_view.rows = rows.size();
  m_view.fid = m_cells[0]->view(geo::FieldType::integer);
  m_view.rev = m_cells[1]->view(geo::FieldType::integer);
  m_view.columns = m_columns;
  m_view.geometry.lon = m_lon.data();
  m_view.geometry.lat = m_lat.data();
  if (schema.geometry != geo::GeometryType::point) {
    m_view.geometry.ends = m_wkb_ends.data();
    m_view.geometry.wkb = m_wkb.data();
    m_view.geometry.boxes = m_boxes.data();
  }
}

OwnedBatch::~OwnedBatch() = default;

void OwnedBatch::add_geometry(const geo::Geometry& geometry) {
  const Anchor anchor = geometry.is_none() ? Anchor{geo::GeometryColumn::no_point, geo::GeometryColumn::no_point} : anchor_of(geometry);
  m_lon.push_back(anchor.lon);
  m_lat.push_back(anchor.lat);
  m_wkb += geo::to_wkb(geometry);
  m_wkb_ends.push_back(m_wkb.size());
  m_boxes.push_back(geometry.box());
}

Anchor anchor_of(const geo::Geometry& geometry) {
  const geo::LonLat p = geo::point_on_surface(geometry);
  return {geo::to_lattice(p.lon), geo::to_lattice(p.lat)};
}

}  // namespace store::memory
