// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/snapshot_view.hpp"

#include "geo/base/hash.hpp"
#include "geo/index/quadkey.hpp"
#include "store/snapshot/page_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace store {
namespace {

using geo::Fid;
using geo::Filter;

std::uint64_t hash_schema(const geo::Collection& schema) {
  std::uint64_t h = geo::hash64(schema.id);
  for (const geo::Field& f : schema.fields) { h = geo::mix64(h ^ geo::hash64(f.name) ^ static_cast<std::uint64_t>(f.type)); }
  return h;
}

bool is_visible(const Bits& visible, std::size_t row) { return visible.empty() || is_set(visible, row); }

/// The visible rows of a zone. Zones begin at whole words.
geo::cql2::Mask visible_of(const Bits& visible, const geo::cql2::Block& block) {
  static_assert(zone_rows == geo::cql2::Block::most_rows && zone_rows % 64 == 0);
  geo::cql2::Mask mask = geo::cql2::Mask::first(block.rows);
  for (std::size_t w = 0; !visible.empty() && w * 64 < block.rows; ++w) { mask.bits[w] &= visible[block.begin / 64 + w]; }
  return mask;
}

}  // namespace

SnapshotView::SnapshotView(std::shared_ptr<const Snapshot> snapshot, const geo::Role& role, const std::vector<geo::CodeList>& code_lists,
                           std::shared_ptr<const ColdReader> cold)
    : m_snapshot(std::move(snapshot)),
      m_cold(std::move(cold)),
      m_schema(geo::visible_schema(m_snapshot->schema, role)),
      m_tier(static_cast<std::size_t>(std::min(geo::grant_of(role, m_snapshot->schema.id).fields, geo::most_confidential))),
      m_version(hash_schema(m_schema)) {
  const geo::RowRule rule(role, m_snapshot->schema, code_lists);
  for (const Part& part : m_snapshot->parts) { survey(part, rule); }
}

/// The version is a sum over the rows: it does not depend on how they are spread over segments, and needs no row that the role may not see.
void SnapshotView::survey(const Part& part, const geo::RowRule& rule) {
  VisiblePart seen{part.segment, {}, 0, std::vector<std::uint64_t>(part.segment->zones().size())};
  const std::size_t rows = part.segment->rows();
  const geo::RowSieve sieve(rule, [&](std::string_view name, geo::FieldType type) { return part.segment->column(name, type); });
  if (part.dead || !rule.admits_all()) { seen.visible.assign((rows + 63) / 64, 0); }
  for (std::size_t i = 0; i < rows; ++i) {
    if (part.dead && is_set(*part.dead, i)) { continue; }
    if (!sieve.admits(i)) { continue; }
    if (!seen.visible.empty()) { seen.visible[i >> 6U] |= std::uint64_t{1} << (i & 63U); }
    ++seen.rows;
    const std::uint64_t stamp = row_stamp(*part.segment, i);
    m_version += stamp;
    if (!part.segment->geometry().is_none(i)) { seen.zone_stamps[i / zone_rows] += stamp; }
  }
  if (seen.rows == 0) { return; }
  add_to_extents(seen);
  m_rows += seen.rows;
  m_parts.push_back(std::move(seen));
}

std::uint64_t SnapshotView::row_stamp(const Segment& segment, std::size_t row) const {
  const auto fid = static_cast<std::uint64_t>(segment.fid().integer(row));
  const auto rev = static_cast<std::uint64_t>(segment.tier_rev(m_tier).integer(row));
  return geo::mix64(geo::mix64(fid) ^ rev);
}

/// Like the version a sum; of zones that lie in the box it is known.
std::uint64_t SnapshotView::stamp(const geo::BBox& box) const {
  std::uint64_t sum = hash_schema(m_schema);
  for (const VisiblePart& part : m_parts) {
    const geo::GeometryColumn& places = part.segment->geometry();
    const auto meets = [&](std::size_t i) { return places.boxes == nullptr || box.intersects(places.boxes[i]); };
    const Matcher matcher({box, {}, nullptr}, m_schema, *part.segment);
    const auto zones = part.segment->zones();
    for (std::size_t z = 0; z < zones.size(); ++z) {
      const Matcher::Verdict verdict = zones[z].west > zones[z].east ? Matcher::Verdict::none : matcher.zone(zones[z]);
      if (verdict == Matcher::Verdict::all) { sum += part.zone_stamps[z]; }
      if (verdict != Matcher::Verdict::some) { continue; }
      const geo::cql2::Block block{z * zone_rows, std::min(zone_rows, part.segment->rows() - z * zone_rows)};
      const geo::cql2::Mask seen = visible_of(part.visible, block);
      // Of shapes their boxes: to ask where exactly they run would cost more than to draw a tile again.
      const geo::cql2::Mask asked = places.boxes == nullptr ? matcher.rows(block, verdict, seen) : seen;
      asked.for_each([&](std::size_t i) {
        const std::size_t row = block.begin + i;
        if (!places.is_none(row) && meets(row)) { sum += row_stamp(*part.segment, row); }
      });
    }
  }
  return sum;
}

void SnapshotView::add_to_extents(const VisiblePart& part) {
  const geo::GeometryColumn& g = part.segment->geometry();
  const TimeColumns time = part.segment->time(m_schema);
  for (std::size_t i = 0; i < part.segment->rows(); ++i) {
    if (!is_visible(part.visible, i)) { continue; }
    if (!g.is_none(i)) {
      if (g.boxes == nullptr) {
        m_extent.extend(g.anchor(i));
      } else {
        m_extent.extend(g.boxes[i]);
      }
    }
    if (time.is_null(i)) { continue; }
    const geo::TimeInterval t = time.interval(i);
    if (!m_time_extent) { m_time_extent = t; }
    m_time_extent->from = std::min(m_time_extent->from, t.from);
    m_time_extent->to = std::max(m_time_extent->to, t.to);
  }
}

/// Calls visit(begin, mask) for the zones that may hold matching rows, with the visible rows among them that do.
template <class Visit>
void SnapshotView::for_each_zone(const VisiblePart& part, const Filter& filter, Visit visit) const {
  const Matcher matcher(filter, m_schema, *part.segment);
  const auto zones = part.segment->zones();
  for (std::size_t z = 0; z < zones.size(); ++z) {
    const Matcher::Verdict verdict = matcher.zone(zones[z]);
    if (verdict == Matcher::Verdict::none) { continue; }
    const std::size_t begin = z * zone_rows;
    const geo::cql2::Block block{begin, std::min(zone_rows, part.segment->rows() - begin)};
    visit(begin, matcher.rows(block, verdict, visible_of(part.visible, block)));
  }
}

template <class Visit>
void SnapshotView::for_each_row(const VisiblePart& part, const Filter& filter, Visit visit) const {
  for_each_zone(part, filter,
                [&](std::size_t begin, const geo::cql2::Mask& rows) { rows.for_each([&](std::size_t i) { visit(begin + i); }); });
}

std::uint64_t SnapshotView::count(const Filter& filter) const {
  if (filter.is_everything()) { return m_rows; }
  std::uint64_t n = 0;
  for (const VisiblePart& part : m_parts) {
    for_each_zone(part, filter, [&](std::size_t, const geo::cql2::Mask& rows) { n += rows.count(); });
  }
  return n;
}

std::vector<geo::Field> SnapshotView::fields_named(std::span<const std::string> names) const {
  if (names.empty()) { return m_schema.fields; }
  std::vector<geo::Field> fields;
  for (const std::string& name : names) {
    const geo::Field* field = m_schema.field(name);
    if (field == nullptr) {
      throw geo::Error(geo::Problem::usage, fmt::format("'{}' has no field '{}'", m_schema.id, name),
                       fmt::format("'{}' não tem o campo '{}'", m_schema.id, name));
    }
    fields.push_back(*field);
  }
  return fields;
}

/// Those of fields that are in memory.
std::vector<geo::Field> SnapshotView::hot_fields_named(std::span<const std::string> names) const {
  std::vector<geo::Field> fields = names.empty() ? std::vector<geo::Field>() : fields_named(names);
  for (const geo::Field& field : fields) {
    if (!field.hot) {
      throw geo::Error(geo::Problem::usage, fmt::format("field '{}' is kept on disk and cannot be scanned", field.name),
                       fmt::format("o campo '{}' está guardado em disco e não pode ser percorrido", field.name));
    }
  }
  return fields;
}

void SnapshotView::scan(const Filter& filter, std::span<const std::string> names, const geo::BatchVisitor& visit) const {
  const std::vector<geo::Field> fields = hot_fields_named(names);
  constexpr std::size_t batch_rows = 1U << 16U;
  std::vector<std::uint32_t> rows;
  for (const VisiblePart& part : m_parts) {
    std::vector<geo::ColumnView> columns;
    for (const geo::Field& field : fields) { columns.push_back(part.segment->column(field.name, field.type)); }
    const geo::BatchView batch{part.segment->rows(), part.segment->fid(), part.segment->tier_rev(m_tier), part.segment->geometry(),
                               columns};
    bool go_on = true;
    for_each_row(part, filter, [&](std::size_t row) {
      if (!go_on) { return; }
      rows.push_back(static_cast<std::uint32_t>(row));
      if (rows.size() < batch_rows) { return; }
      go_on = visit(batch, rows);
      rows.clear();
    });
    if (go_on && !rows.empty()) { go_on = visit(batch, rows); }
    rows.clear();
    if (!go_on) { return; }
  }
}

/// Rows come in order of quadkey: one looks for the end of each cell, in steps that double, instead of at each row.
template <class Add>
void SnapshotView::count_cells(const geo::GeometryColumn& places, std::size_t begin, std::size_t rows, const geo::cql2::Mask& asked,
                               int zoom, Add add) {
  const auto cell_at = [&](std::size_t i) { return geo::cell_of(geo::quadkey(places.lon[begin + i], places.lat[begin + i]), zoom); };
  std::size_t at = asked.next(0);
  while (at < rows) {
    const std::uint64_t cell = cell_at(at);
    std::size_t inside = at;  // surely in the cell
    std::size_t outside = rows;
    for (std::size_t step = 1; inside + step < rows; step *= 2) {
      if (cell_at(inside + step) != cell) {
        outside = inside + step;
        break;
      }
      inside += step;
    }
    while (outside - inside > 1) {
      const std::size_t middle = inside + (outside - inside) / 2;
      (cell_at(middle) == cell ? inside : outside) = middle;
    }
    add(cell, asked.count(at, outside));
    at = asked.next(outside);
  }
}

geo::Aggregate SnapshotView::aggregate(const Filter& filter, geo::Grid grid) const {
  assert(grid.zoom >= 0 && grid.zoom <= 30);
  geo::Aggregate result;
  std::vector<geo::CellCount>& cells = result.cells;
  for (const VisiblePart& part : m_parts) {
    const geo::GeometryColumn& g = part.segment->geometry();
    for_each_zone(part, filter, [&](std::size_t begin, const geo::cql2::Mask& asked) {
      const std::size_t rows = std::min(zone_rows, part.segment->rows() - begin);
      const std::size_t placed = rows - part.segment->zones()[begin / zone_rows].without_geometry;  // those without come last
      result.without_geometry += asked.count(placed, rows);
      count_cells(g, begin, placed, asked, grid.zoom, [&](std::uint64_t cell, std::size_t count) {
        // A cell's rows are neighbours, also over the end of a zone.
        if (cells.empty() || cells.back().cell != cell) { cells.push_back({cell, 0}); }
        cells.back().count += count;
      });
    });
  }
  std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) { return a.cell < b.cell; });
  std::size_t last = 0;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    if (cells[i].cell == cells[last].cell) {
      cells[last].count += cells[i].count;
    } else {
      cells[++last] = cells[i];
    }
  }
  if (!cells.empty()) { cells.resize(last + 1); }
  return result;
}

/// Without a filter: walks the segments side by side in order of fid.
std::vector<SnapshotView::Found> SnapshotView::first_by_fid(const geo::Query& query, std::size_t wanted) const {
  std::vector<Found> found;
  std::vector<std::size_t> at;
  for (const VisiblePart& part : m_parts) { at.push_back(part.segment->after(query.after)); }
  while (found.size() < wanted) {
    Found next{INT64_MAX, 0, 0};
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
      const Segment& s = *m_parts[p].segment;
      while (at[p] < s.rows() && !is_visible(m_parts[p].visible, s.by_fid()[at[p]])) { ++at[p]; }
      if (at[p] == s.rows()) { continue; }
      const std::uint32_t row = s.by_fid()[at[p]];
      const Fid fid = s.fid().integer(row);
      if (fid < next.fid) { next = {fid, static_cast<std::uint32_t>(p), row}; }
    }
    if (next.fid == INT64_MAX) { break; }
    found.push_back(next);
    ++at[next.part];
  }
  return found;
}

/// With a filter: keeps the smallest fids seen so far, and forgets the others now and then.
std::vector<SnapshotView::Found> SnapshotView::first_matching(const geo::Query& query, std::size_t wanted) const {
  std::vector<Found> found;
  Fid bound = INT64_MAX;
  const auto by_fid = [](const Found& a, const Found& b) { return a.fid < b.fid; };
  const std::size_t room = std::max<std::size_t>(2 * wanted, 1024);
  for (std::size_t p = 0; p < m_parts.size(); ++p) {
    const geo::ColumnView& fids = m_parts[p].segment->fid();
    for_each_row(m_parts[p], query.filter, [&](std::size_t row) {
      const Fid fid = fids.integer(row);
      if (fid <= query.after || fid >= bound) { return; }
      found.push_back({fid, static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(row)});
      if (found.size() < room) { return; }
      std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(wanted), found.end(), by_fid);
      bound = found[wanted].fid;
      found.resize(wanted);
    });
  }
  std::sort(found.begin(), found.end(), by_fid);
  if (found.size() > wanted) { found.resize(wanted); }
  return found;
}

/// Keeps the first in order seen so far; a look at the worst of them spares most rows more than one comparison.
std::vector<SnapshotView::Found> SnapshotView::first_sorted(const geo::Query& query, std::size_t wanted) const {
  std::vector<std::string> names;
  for (const geo::SortKey& key : query.sort) { names.push_back(key.field); }
  const std::vector<geo::Field> fields = hot_fields_named(names);
  std::vector<std::vector<geo::ColumnView>> columns(m_parts.size());
  for (std::size_t p = 0; p < m_parts.size(); ++p) {
    for (const geo::Field& field : fields) { columns[p].push_back(m_parts[p].segment->column(field.name, field.type)); }
  }
  const auto cell = [&](const Found& f, std::size_t k) { return geo::sort_cell(columns[f.part][k], f.row); };
  const auto in_order = [&](const Found& a, const Found& b) {
    for (std::size_t k = 0; k < fields.size(); ++k) {
      const int order = geo::compare(cell(a, k), cell(b, k), query.sort[k].descending);
      if (order != 0) { return order < 0; }
    }
    return a.fid < b.fid;
  };
  const auto is_after = [&](const Found& f) {
    for (std::size_t k = 0; k < query.after_keys.size(); ++k) {
      const int order = geo::compare(geo::sort_cell(query.after_keys[k]), cell(f, k), query.sort[k].descending);
      if (order != 0) { return order < 0; }
    }
    return query.after_keys.empty() || f.fid > query.after;
  };
  std::vector<Found> found;
  std::optional<Found> worst;
  const std::size_t room = std::max<std::size_t>(2 * wanted, 1024);
  for (std::size_t p = 0; p < m_parts.size(); ++p) {
    const geo::ColumnView& fids = m_parts[p].segment->fid();
    for_each_row(m_parts[p], query.filter, [&](std::size_t row) {
      const Found next{fids.integer(row), static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(row)};
      if ((worst && !in_order(next, *worst)) || !is_after(next)) { return; }
      found.push_back(next);
      if (found.size() < room) { return; }
      std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(wanted), found.end(), in_order);
      worst = found[wanted];
      found.resize(wanted);
    });
  }
  std::sort(found.begin(), found.end(), in_order);
  if (found.size() > wanted) { found.resize(wanted); }
  return found;
}

std::vector<SnapshotView::Found> SnapshotView::only(Fid fid, const Filter& filter) const {
  for (std::size_t p = 0; p < m_parts.size(); ++p) {
    const VisiblePart& part = m_parts[p];
    const std::size_t row = part.segment->find(fid);
    if (row == part.segment->rows() || !is_visible(part.visible, row)) { continue; }
    if (!Matcher(filter, m_schema, *part.segment).row(row)) { continue; }
    return {{fid, static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(row)}};
  }
  return {};
}

geo::Page SnapshotView::find(const geo::Query& query) const {
  const std::vector<geo::Field> fields = fields_named(query.columns);
  const std::size_t passed_over = std::min<std::uint64_t>(query.offset, m_rows);
  const std::size_t wanted = passed_over + query.limit + 1;
  std::vector<Found> found;
  if (query.fid) {
    found = *query.fid > query.after ? only(*query.fid, query.filter) : std::vector<Found>{};
  } else if (!query.sort.empty()) {
    found = first_sorted(query, wanted);
  } else if (query.filter.is_everything()) {
    found = first_by_fid(query, wanted);
  } else {
    found = first_matching(query, wanted);
  }
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min(passed_over, found.size())));
  const bool more = found.size() > query.limit;
  if (more) { found.resize(query.limit); }
  return gather(found, fields, more);
}

geo::Page SnapshotView::gather(const std::vector<Found>& found, const std::vector<geo::Field>& fields, bool more) const {
  PageBuilder page(fields, m_snapshot->schema.geometry, found.size());
  // One pass a column, with the columns of every segment at hand.
  std::vector<std::vector<geo::ColumnView>> columns(m_parts.size());
  for (std::size_t p = 0; p < m_parts.size(); ++p) {
    for (const geo::Field& field : fields) { columns[p].push_back(m_parts[p].segment->column(field.name, field.type)); }
  }
  for (const Found& f : found) {
    const Segment& s = *m_parts[f.part].segment;
    page.add_row(f.fid, s.tier_rev(m_tier).integer(f.row), s.geometry(), f.row);
  }
  std::vector<geo::Field> cold;
  std::vector<std::size_t> cold_at;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (!fields[k].hot) {
      cold.push_back(fields[k]);
      cold_at.push_back(k);
      continue;
    }
    const bool empty = std::all_of(columns.begin(), columns.end(), [&](const auto& part) { return part[k].is_all_null(); });
    for (std::size_t i = 0; !empty && i < found.size(); ++i) { page.set(k, i, columns[found[i].part][k], found[i].row); }
  }
  if (!cold.empty() && !found.empty()) {
    std::vector<ColdReader::Version> versions;
    for (const Found& f : found) { versions.push_back({f.fid, m_parts[f.part].segment->tier_rev(tiers - 1).integer(f.row)}); }
    m_cold->read(m_schema.id, cold, versions,
                 [&](std::size_t i, std::size_t k, const geo::Value& value) { page.set(cold_at[k], i, value); });
  }
  return page.take(more);
}

}  // namespace store
