// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/segment.hpp"

#include "geo/base/hash.hpp"
#include "store/snapshot/segment_format.hpp"

#include <algorithm>
#include <cstring>

namespace store {
namespace {

using geo::ColumnView;

/// Hands out parts of the bytes, and remembers whether any of them was not there.
class Parts {
 public:
  explicit Parts(std::span<const char> bytes) : m_bytes(bytes) {}

  template <class T>
  const T* array(std::uint64_t at, std::uint64_t count) {
    if (at == 0) { return nullptr; }
    const bool inside = at <= m_bytes.size() && count <= (m_bytes.size() - at) / sizeof(T) && at % alignof(T) == 0;
    if (!inside) {
      m_ok = false;
      return nullptr;
    }
    return static_cast<const T*>(static_cast<const void*>(m_bytes.data() + at));
  }
  [[nodiscard]] bool ok() const { return m_ok; }

 private:
  std::span<const char> m_bytes;
  bool m_ok = true;
};

ColumnView view_of(const SegmentColumn& c, std::uint64_t rows, Parts& parts) {
  ColumnView v;
  v.type = static_cast<geo::FieldType>(c.type);
  v.width = c.width;
  v.base = c.base;
  v.step = c.step;
  v.all_null = c.all_null != 0;
  v.data = parts.array<char>(c.data_at, rows * c.width);
  v.present = parts.array<std::uint64_t>(c.present_at, (rows + 63) / 64);
  v.strings.ends = parts.array<std::uint64_t>(c.ends_at, c.strings);
  v.strings.bytes = parts.array<char>(c.bytes_at, c.bytes_size);
  v.strings.size = static_cast<std::uint32_t>(c.strings);
  return v;
}

}  // namespace

geo::TimeInterval TimeColumns::interval(std::size_t i) const {
  constexpr std::int64_t day_ms = 86'400'000;
  const std::int64_t unit = from.type == geo::FieldType::date ? day_ms : 1;
  const std::int64_t length = from.type == geo::FieldType::date ? day_ms - 1 : 0;
  const std::int64_t begin = from.integer(i) * unit;
  if (same_field) { return {begin, begin + length}; }
  return {begin, to.is_null(i) ? INT64_MAX : std::max(begin, to.integer(i) * unit) + length};  // never ends before it begins
}

std::shared_ptr<const Segment> Segment::open(std::span<const char> bytes, std::shared_ptr<const void> owner) {
  SegmentHeader h{};
  if (bytes.size() < sizeof h) { return nullptr; }
  std::memcpy(&h, bytes.data(), sizeof h);
  constexpr std::size_t unchecked = offsetof(SegmentHeader, size);
  const bool sane = h.magic == segment_magic && h.size <= bytes.size() && h.rows <= max_segment_rows && h.columns < 4096 &&
                    sizeof h + h.columns * sizeof(SegmentColumn) <= h.size;
  if (!sane) { return nullptr; }
  const std::string_view head(bytes.data() + unchecked, sizeof h - unchecked + h.columns * sizeof(SegmentColumn));
  if (geo::hash64(head) != h.checksum) { return nullptr; }

  auto segment = std::make_shared<Segment>();
  Segment& s = *segment;
  s.m_bytes = bytes.first(h.size);
  s.m_owner = std::move(owner);
  s.m_rows = h.rows;
  Parts parts(s.m_bytes);
  s.m_geometry.lon = parts.array<std::int32_t>(h.lon_at, h.rows);
  s.m_geometry.lat = parts.array<std::int32_t>(h.lat_at, h.rows);
  s.m_geometry.ends = parts.array<std::uint64_t>(h.ends_at, h.rows);
  s.m_geometry.wkb = parts.array<char>(h.wkb_at, h.wkb_size);
  s.m_geometry.boxes = parts.array<geo::BBox>(h.boxes_at, h.rows);
  s.m_by_fid = {parts.array<std::uint32_t>(h.by_fid_at, h.rows), h.rows};
  const std::size_t zones = (h.rows + zone_rows - 1) / zone_rows;
  s.m_zones = {parts.array<Zone>(h.zones_at, zones), zones};
  std::vector<SegmentColumn> columns(h.columns);
  std::memcpy(columns.data(), bytes.data() + sizeof h, h.columns * sizeof(SegmentColumn));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ColumnView view = view_of(columns[i], h.rows, parts);
    if (i == 0) {
      s.m_fid = view;
    } else if (i <= tiers) {
      s.m_tier[i - 1] = view;
    } else {
      s.m_columns.emplace_back(columns[i].name, view);
    }
  }
  return parts.ok() && columns.size() > tiers ? segment : nullptr;
}

bool Segment::has_column(std::string_view field) const {
  return std::any_of(m_columns.begin(), m_columns.end(), [&](const auto& c) { return c.first == field; });
}

ColumnView Segment::column(std::string_view field, geo::FieldType type) const {
  for (const auto& [name, view] : m_columns) {
    if (name == field) { return view; }
  }
  ColumnView none;
  none.type = type;
  return none;
}

TimeColumns Segment::time(const geo::Collection& schema) const {
  TimeColumns t;
  const geo::Field* from = schema.field(schema.time_from);
  const geo::Field* to = schema.field(schema.time_to);
  t.has_time = from != nullptr;
  t.same_field = to == nullptr || from == to;
  if (from != nullptr) { t.from = column(from->name, from->type); }
  if (!t.same_field) { t.to = column(to->name, to->type); }
  return t;
}

std::size_t Segment::after(geo::Fid after) const {
  const auto at =
      std::upper_bound(m_by_fid.begin(), m_by_fid.end(), after, [&](geo::Fid f, std::uint32_t row) { return f < m_fid.integer(row); });
  return static_cast<std::size_t>(at - m_by_fid.begin());
}

std::size_t Segment::find(geo::Fid fid) const {
  const std::size_t at = after(fid - 1);
  return at < m_rows && m_fid.integer(m_by_fid[at]) == fid ? m_by_fid[at] : m_rows;
}

}  // namespace store
