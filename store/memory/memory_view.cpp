// SPDX-License-Identifier: Apache-2.0
#include "store/memory/memory_view.hpp"

#include "geo/base/hash.hpp"
#include "geo/cql2/evaluate.hpp"
#include "geo/geometry/intersects.hpp"
#include "geo/index/quadkey.hpp"
#include "store/memory/owned_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace store::memory {
namespace {

constexpr geo::TimeMs day_ms = 86'400'000;

class MemoryView final : public geo::View {
 public:
  MemoryView(geo::Collection schema, std::vector<geo::Feature> rows) : m_schema(std::move(schema)), m_rows(std::move(rows)) {}

  [[nodiscard]] const geo::Collection& schema() const override { return m_schema; }
  [[nodiscard]] std::uint64_t version() const override;
  [[nodiscard]] std::uint64_t stamp(const geo::BBox& box) const override;
  [[nodiscard]] geo::BBox extent() const override;
  [[nodiscard]] std::optional<geo::TimeInterval> time_extent() const override;
  [[nodiscard]] geo::Page find(const geo::Query& query) const override;
  [[nodiscard]] std::uint64_t count(const geo::Filter& filter) const override;
  void scan(const geo::Filter& filter, std::span<const std::string> columns, const geo::BatchVisitor& visit) const override;
  [[nodiscard]] geo::Aggregate aggregate(const geo::Filter& filter, geo::Grid grid) const override;

 private:
  /// Of the schema and the rows that count.
  template <class Counts>
  [[nodiscard]] std::uint64_t sum_of(const Counts& counts) const;
  [[nodiscard]] bool matches(const geo::Feature& row, const geo::Filter& filter) const;
  [[nodiscard]] bool meets(const geo::Feature& row, const geo::Expression& condition) const;
  /// When the row was; nothing when nobody knows.
  [[nodiscard]] std::optional<geo::TimeInterval> time_of(const geo::Feature& row) const;
  /// The first and the last instant of a cell of type time or date.
  [[nodiscard]] std::optional<geo::TimeInterval> instant(const geo::Feature& row, int field) const;
  [[nodiscard]] std::vector<std::size_t> positions(std::span<const std::string> columns) const;
  [[nodiscard]] std::vector<std::size_t> hot_positions(std::span<const std::string> columns) const;
  [[nodiscard]] int order(const geo::Feature& a, const geo::Value& b, const geo::SortKey& key) const;
  [[nodiscard]] bool is_after(const geo::Feature& row, const geo::Query& query) const;
  void sort(std::vector<const geo::Feature*>& rows, const std::vector<geo::SortKey>& keys) const;

  geo::Collection m_schema;
  std::vector<geo::Feature> m_rows;
};

template <class Counts>
std::uint64_t MemoryView::sum_of(const Counts& counts) const {
  std::string names = m_schema.id;
  for (const geo::Field& field : m_schema.fields) { names += " " + field.name; }
  std::uint64_t sum = geo::hash64(names);
  for (const geo::Feature& row : m_rows) {
    if (counts(row)) { sum += geo::mix64(geo::mix64(static_cast<std::uint64_t>(row.fid)) ^ static_cast<std::uint64_t>(row.rev)); }
  }
  return sum;
}

std::uint64_t MemoryView::version() const {
  return sum_of([](const geo::Feature&) { return true; });
}

std::uint64_t MemoryView::stamp(const geo::BBox& box) const {
  return sum_of([&](const geo::Feature& row) { return !row.row.geometry.is_none() && box.intersects(row.row.geometry.box()); });
}

geo::BBox MemoryView::extent() const {
  geo::BBox box = geo::BBox::empty();
  for (const geo::Feature& row : m_rows) { box.extend(row.row.geometry.box()); }
  return box;
}

std::optional<geo::TimeInterval> MemoryView::time_extent() const {
  std::optional<geo::TimeInterval> extent;
  for (const geo::Feature& row : m_rows) {
    const auto time = time_of(row);
    if (!time) { continue; }
    extent = extent ? geo::TimeInterval{std::min(extent->from, time->from), std::max(extent->to, time->to)} : *time;
  }
  return extent;
}

std::optional<geo::TimeInterval> MemoryView::instant(const geo::Feature& row, int field) const {
  if (field < 0) { return std::nullopt; }
  const auto* value = std::get_if<std::int64_t>(&row.row.values[static_cast<std::size_t>(field)]);
  if (value == nullptr) { return std::nullopt; }
  if (m_schema.fields[static_cast<std::size_t>(field)].type == geo::FieldType::time) { return geo::TimeInterval{*value, *value}; }
  return geo::TimeInterval{*value * day_ms, *value * day_ms + day_ms - 1};
}

std::optional<geo::TimeInterval> MemoryView::time_of(const geo::Feature& row) const {
  const int from = m_schema.index_of(m_schema.time_from);
  const int to = m_schema.index_of(m_schema.time_to);
  const auto begin = instant(row, from);
  if (!begin) { return std::nullopt; }
  if (to < 0 || to == from) { return begin; }
  const auto end = instant(row, to);
  return geo::TimeInterval{begin->from, end ? std::max(begin->to, end->to) : INT64_MAX};  // never ends before it begins
}

bool MemoryView::matches(const geo::Feature& row, const geo::Filter& filter) const {
  if (filter.bbox && !row.row.geometry.is_none() && !geo::intersects_box(row.row.geometry, *filter.bbox)) { return false; }
  const auto time = time_of(row);
  if (filter.datetime && time && !filter.datetime->intersects(*time)) { return false; }
  return !filter.where || meets(row, *filter.where);
}

/// The condition is asked about this row alone, in columns of one cell.
bool MemoryView::meets(const geo::Feature& row, const geo::Expression& condition) const {
  std::vector<std::size_t> all(m_schema.fields.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const OwnedBatch batch(m_schema, {&row}, all);
  const auto column = [&](const geo::Field& field) {
    return batch.view().columns[static_cast<std::size_t>(m_schema.index_of(field.name))];
  };
  geo::cql2::Evaluation evaluation(condition, {m_schema, batch.view().geometry, column});
  return evaluation.matching({0, 1}, geo::cql2::Mask::first(1)).has(0);
}

std::vector<std::size_t> MemoryView::positions(std::span<const std::string> columns) const {
  std::vector<std::size_t> found;
  for (const std::string& name : columns) {
    const int i = m_schema.index_of(name);
    if (i < 0) {
      throw geo::Error(geo::Problem::usage, fmt::format("'{}' has no field '{}'", m_schema.id, name),
                       fmt::format("'{}' não tem o campo '{}'", m_schema.id, name));
    }
    found.push_back(static_cast<std::size_t>(i));
  }
  return found;
}

std::vector<std::size_t> MemoryView::hot_positions(std::span<const std::string> columns) const {
  std::vector<std::size_t> at = positions(columns);
  for (const std::size_t i : at) {
    const geo::Field& field = m_schema.fields[i];
    if (!field.hot) {
      throw geo::Error(geo::Problem::usage, fmt::format("field '{}' is not kept in memory and cannot be scanned", field.name),
                       fmt::format("o campo '{}' não está em memória e não pode ser percorrido", field.name));
    }
  }
  return at;
}

int MemoryView::order(const geo::Feature& a, const geo::Value& b, const geo::SortKey& key) const {
  const std::size_t field = hot_positions(std::array{key.field}).front();
  return geo::compare(geo::sort_cell(a.row.values[field]), geo::sort_cell(b), key.descending);
}

bool MemoryView::is_after(const geo::Feature& row, const geo::Query& query) const {
  if (query.sort.empty()) { return row.fid > query.after; }
  for (std::size_t k = 0; k < query.after_keys.size(); ++k) {
    const int found = order(row, query.after_keys[k], query.sort[k]);
    if (found != 0) { return found > 0; }
  }
  return query.after_keys.empty() || row.fid > query.after;
}

/// Rows come in order of fid, and keep it where the keys say nothing.
void MemoryView::sort(std::vector<const geo::Feature*>& rows, const std::vector<geo::SortKey>& keys) const {
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    const std::size_t field = hot_positions(std::array{key->field}).front();
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const geo::Feature* a, const geo::Feature* b) { return order(*a, b->row.values[field], *key) < 0; });
  }
}

geo::Page MemoryView::find(const geo::Query& query) const {
  std::vector<std::size_t> columns = positions(query.columns);
  if (columns.empty()) {
    columns.resize(m_schema.fields.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
  }
  std::vector<const geo::Feature*> found;
  for (const geo::Feature& row : m_rows) {
    const bool is_asked_for = query.fid ? *query.fid == row.fid && row.fid > query.after : is_after(row, query);
    if (is_asked_for && matches(row, query.filter)) { found.push_back(&row); }
  }
  if (!query.fid) { sort(found, query.sort); }
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(query.offset, found.size())));
  geo::Page page;
  page.more = found.size() > query.limit;
  if (page.more) { found.resize(query.limit); }
  const auto batch = std::make_shared<const OwnedBatch>(m_schema, found, columns);
  page.batch = batch->view();
  page.owner = batch;
  return page;
}

std::uint64_t MemoryView::count(const geo::Filter& filter) const {
  const auto n = std::count_if(m_rows.begin(), m_rows.end(), [&](const geo::Feature& row) { return matches(row, filter); });
  return static_cast<std::uint64_t>(n);
}

void MemoryView::scan(const geo::Filter& filter, std::span<const std::string> columns, const geo::BatchVisitor& visit) const {
  const std::vector<std::size_t> at = hot_positions(columns);
  std::vector<const geo::Feature*> rows;
  std::vector<std::uint32_t> found;
  for (const geo::Feature& row : m_rows) {
    if (matches(row, filter)) { found.push_back(static_cast<std::uint32_t>(rows.size())); }
    rows.push_back(&row);
  }
  const OwnedBatch batch(m_schema, rows, at);
  if (!found.empty()) { visit(batch.view(), found); }
}

geo::Aggregate MemoryView::aggregate(const geo::Filter& filter, geo::Grid grid) const {
  geo::Aggregate result;
  std::map<std::uint64_t, std::uint64_t> cells;
  for (const geo::Feature& row : m_rows) {
    if (!matches(row, filter)) { continue; }
    if (row.row.geometry.is_none()) {
      ++result.without_geometry;
    } else {
      const Anchor anchor = anchor_of(row.row.geometry);
      ++cells[geo::cell_of(geo::quadkey(anchor.lon, anchor.lat), grid.zoom)];
    }
  }
  for (const auto& [cell, count] : cells) { result.cells.push_back({cell, count}); }
  return result;
}

}  // namespace

std::shared_ptr<const geo::View> make_memory_view(geo::Collection schema, std::vector<geo::Feature> rows) {
  return std::make_shared<MemoryView>(std::move(schema), std::move(rows));
}

}  // namespace store::memory
