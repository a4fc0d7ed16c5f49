// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/page_builder.hpp"

namespace store {
namespace {

bool is_text(geo::FieldType type) { return type == geo::FieldType::text || type == geo::FieldType::code || type == geo::FieldType::json; }

}  // namespace

PageBuilder::PageBuilder(const std::vector<geo::Field>& fields, geo::GeometryType geometry, std::size_t rows)
    : m_owner(std::make_shared<Owner>()), m_points(geometry == geo::GeometryType::point) {
  m_owner->fids.reserve(rows);
  for (const geo::Field& field : fields) {
    Cells cells{field.type, {}, {}, std::vector<std::uint64_t>((rows + 63) / 64), {}, {}};
    if (field.type == geo::FieldType::real) {
      cells.reals.resize(rows);
    } else {
      cells.integers.resize(rows);
    }
    m_owner->cells.push_back(std::move(cells));
  }
}

void PageBuilder::add_row(geo::Fid fid, geo::Rev rev, const geo::GeometryColumn& geometry, std::size_t row) {
  Owner& o = *m_owner;
  o.fids.push_back(fid);
  o.revs.push_back(rev);
  o.lon.push_back(geometry.lon[row]);
  o.lat.push_back(geometry.lat[row]);
  if (m_points) { return; }
  o.wkb += geometry.wkb_of(row);
  o.ends.push_back(o.wkb.size());
  o.boxes.push_back(geometry.boxes[row]);
}

void PageBuilder::set_text(Cells& cells, std::size_t i, std::string_view text) {
  cells.integers[i] = static_cast<std::int64_t>(cells.ends.size());
  cells.bytes += text;
  cells.ends.push_back(cells.bytes.size());
}

void PageBuilder::set(std::size_t k, std::size_t i, const geo::ColumnView& column, std::size_t row) {
  if (column.is_null(row)) { return; }
  Cells& cells = m_owner->cells[k];
  cells.present[i >> 6U] |= std::uint64_t{1} << (i & 63U);
  if (cells.type == geo::FieldType::real) {
    cells.reals[i] = column.real(row);
  } else if (is_text(cells.type)) {
    set_text(cells, i, column.text(row));
  } else {
    cells.integers[i] = column.integer(row);
  }
}

void PageBuilder::set(std::size_t k, std::size_t i, const geo::Value& value) {
  if (geo::is_null(value)) { return; }
  Cells& cells = m_owner->cells[k];
  cells.present[i >> 6U] |= std::uint64_t{1} << (i & 63U);
  switch (value.index()) {
    case 1: cells.integers[i] = std::get<bool>(value) ? 1 : 0; break;
    case 2: cells.integers[i] = std::get<std::int64_t>(value); break;
    case 3: cells.reals[i] = std::get<double>(value); break;
    default: set_text(cells, i, std::get<std::string>(value));
  }
}

geo::ColumnView PageBuilder::whole(const std::vector<std::int64_t>& values, geo::FieldType type) {
  geo::ColumnView v;
  v.type = type;
  v.width = 8;
  v.data = values.data();
  v.all_null = false;
  return v;
}

geo::Page PageBuilder::take(bool more) {
  Owner& o = *m_owner;
  for (const Cells& cells : o.cells) {
    geo::ColumnView v = whole(cells.integers, cells.type);
    if (cells.type == geo::FieldType::real) { v.data = cells.reals.data(); }
    v.present = cells.present.data();
    v.strings = {cells.ends.data(), cells.bytes.data(), static_cast<std::uint32_t>(cells.ends.size())};
    o.columns.push_back(v);
  }
  geo::Page page;
  page.more = more;
  page.batch.rows = o.fids.size();
  page.batch.fid = whole(o.fids, geo::FieldType::integer);
  page.batch.rev = whole(o.revs, geo::FieldType::integer);
  page.batch.geometry = {o.lon.data(), o.lat.data(), m_points ? nullptr : o.ends.data(), o.wkb.data(), m_points ? nullptr : o.boxes.data()};
  page.batch.columns = o.columns;
  page.owner = m_owner;
  return page;
}

}  // namespace store
