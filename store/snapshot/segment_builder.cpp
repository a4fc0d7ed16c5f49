// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/segment_builder.hpp"

#include "geo/base/hash.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/index/quadkey.hpp"
#include "store/snapshot/segment_format.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numeric>

namespace store {
namespace {

using Order = std::vector<std::uint32_t>;

/// Grows the segment's bytes; positions are handed out on segment_alignment.
class Layout {
 public:
  explicit Layout(std::size_t head) : m_bytes(std::make_shared<std::string>(head, '\0')) {}

  template <class T>
  std::uint64_t append(const T* data, std::size_t count) {
    const std::uint64_t at = align();
    m_bytes->append(static_cast<const char*>(static_cast<const void*>(data)), count * sizeof(T));
    return at;
  }
  template <class T>
  std::uint64_t append(const std::vector<T>& data) {
    return append(data.data(), data.size());
  }
  std::uint64_t align() {
    // std::string's buffer is 16-byte aligned at best; positions are relative to it, which is enough for every array here.
    m_bytes->resize((m_bytes->size() + segment_alignment - 1) / segment_alignment * segment_alignment);
    return m_bytes->size();
  }
  std::shared_ptr<std::string> bytes() { return m_bytes; }

 private:
  std::shared_ptr<std::string> m_bytes;
};

/// base + step * data: the smallest value, the greatest common divisor, and the narrowest unsigned width that holds the rest.
struct Packing {
  std::int64_t base = 0;
  std::int64_t step = 1;
  std::uint8_t width = 0;
};

Packing packing_of(const Stage& stage) {
  std::int64_t low = INT64_MAX;
  std::int64_t high = INT64_MIN;
  for (std::size_t i = 0; i < stage.size(); ++i) {
    if (stage.is_null(i)) { continue; }
    low = std::min(low, stage.integer(i));
    high = std::max(high, stage.integer(i));
  }
  if (low > high) { return {}; }
  Packing p;
  p.base = low;
  std::uint64_t step = 0;
  for (std::size_t i = 0; i < stage.size() && step != 1; ++i) {
    if (!stage.is_null(i)) { step = std::gcd(step, static_cast<std::uint64_t>(stage.integer(i)) - static_cast<std::uint64_t>(low)); }
  }
  p.step = step == 0 || step > INT64_MAX ? 1 : static_cast<std::int64_t>(step);
  const std::uint64_t largest = (static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low)) / static_cast<std::uint64_t>(p.step);
  p.width = largest == 0 ? 0 : largest <= 0xff ? 1 : largest <= 0xffff ? 2 : largest <= 0xffffffff ? 4 : 8;
  return p;
}

template <class T>
std::uint64_t append_integers(const Stage& stage, const Packing& p, const Order& order, Layout& layout) {
  std::vector<T> data(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (stage.is_null(order[i])) { continue; }
    const std::uint64_t rest = static_cast<std::uint64_t>(stage.integer(order[i])) - static_cast<std::uint64_t>(p.base);
    data[i] = static_cast<T>(rest / static_cast<std::uint64_t>(p.step));
  }
  return layout.append(data);
}

std::uint64_t append_reals(const Stage& stage, const Order& order, Layout& layout) {
  std::vector<double> data(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) { data[i] = stage.real(order[i]); }
  return layout.append(data);
}

void append_present(const Stage& stage, const Order& order, Layout& layout, SegmentColumn& c) {
  c.all_null = stage.all_null() ? 1 : 0;
  if (!stage.has_nulls() || stage.all_null()) { return; }
  std::vector<std::uint64_t> bits((order.size() + 63) / 64);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!stage.is_null(order[i])) { bits[i >> 6U] |= std::uint64_t{1} << (i & 63U); }
  }
  c.present_at = layout.append(bits);
}

void append_strings(const Stage& stage, Layout& layout, SegmentColumn& c) {
  std::vector<std::uint64_t> ends;
  std::string bytes;
  for (const std::string_view s : stage.strings()) {
    bytes += s;
    ends.push_back(bytes.size());
  }
  c.strings = ends.size();
  c.ends_at = layout.append(ends);
  c.bytes_at = layout.append(bytes.data(), bytes.size());
  c.bytes_size = bytes.size();
}

SegmentColumn append_column(std::string_view name, const Stage& stage, const Order& order, Layout& layout) {
  SegmentColumn c{};
  assert(name.size() < column_name_bytes);
  std::memcpy(c.name, name.data(), name.size());
  c.type = static_cast<std::uint8_t>(stage.type());
  c.step = 1;
  append_present(stage, order, layout, c);
  if (stage.all_null()) { return c; }
  if (stage.type() == geo::FieldType::real) {
    c.width = 8;
    c.data_at = append_reals(stage, order, layout);
    return c;
  }
  const Packing p = packing_of(stage);
  c.base = p.base;
  c.step = p.step;
  c.width = p.width;
  switch (p.width) {
    case 0: break;
    case 1: c.data_at = append_integers<std::uint8_t>(stage, p, order, layout); break;
    case 2: c.data_at = append_integers<std::uint16_t>(stage, p, order, layout); break;
    case 4: c.data_at = append_integers<std::uint32_t>(stage, p, order, layout); break;
    default: c.data_at = append_integers<std::uint64_t>(stage, p, order, layout);
  }
  if (!stage.strings().empty()) { append_strings(stage, layout, c); }
  return c;
}

template <class T>
std::vector<T> permuted(const std::vector<T>& from, const Order& order) {
  std::vector<T> to(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) { to[i] = from[order[i]]; }
  return to;
}

std::int32_t outward(double degrees, bool up) {
  const double steps = degrees * geo::lattice_per_degree;
  return static_cast<std::int32_t>(std::clamp(up ? std::ceil(steps) : std::floor(steps), -2147483647.0, 2147483647.0));
}

constexpr Zone empty_zone{INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN, 0, 0, INT64_MAX, INT64_MIN};

void extend(Zone& z, std::int32_t west, std::int32_t south, std::int32_t east, std::int32_t north) {
  z.west = std::min(z.west, west);
  z.south = std::min(z.south, south);
  z.east = std::max(z.east, east);
  z.north = std::max(z.north, north);
}

/// Times straight from the stages, by the rules of TimeColumns.
geo::TimeInterval staged_interval(const Stage& from, const Stage* to, std::size_t i) {
  const bool is_date = from.type() == geo::FieldType::date;
  const std::int64_t unit = is_date ? 86'400'000 : 1;
  const std::int64_t begin = from.integer(i) * unit;
  if (to == nullptr) { return {begin, begin + unit - 1}; }
  return {begin, to->is_null(i) ? INT64_MAX : std::max(begin, to->integer(i) * unit) + unit - 1};
}

}  // namespace

SegmentBuilder::SegmentBuilder(const geo::Collection& schema) : m_schema(schema), m_tiers(tiers, Stage(geo::FieldType::integer)) {
  for (const geo::Field& field : schema.fields) {
    if (!field.hot) { continue; }
    m_hot.push_back(field);
    m_columns.emplace_back(field.type);
  }
}

void SegmentBuilder::add(geo::Fid fid, const std::array<geo::Rev, tiers>& tier_rev, std::int32_t lon, std::int32_t lat,
                         std::string_view wkb) {
  m_fid.push_integer(fid);
  for (std::size_t t = 0; t < tiers; ++t) { m_tiers[t].push_integer(tier_rev[t]); }
  m_lon.push_back(lon);
  m_lat.push_back(lat);
  if (m_schema.geometry == geo::GeometryType::point) { return; }
  m_boxes.push_back(wkb.empty() ? geo::BBox::empty() : geo::summarise_wkb(wkb).box);
  m_wkb += wkb;
  m_ends.push_back(m_wkb.size());
}

void SegmentBuilder::add_from(const Segment& segment, std::size_t row) {
  std::array<geo::Rev, tiers> revs{};
  for (std::size_t t = 0; t < tiers; ++t) { revs[t] = segment.tier_rev(t).integer(row); }
  const geo::GeometryColumn& g = segment.geometry();
  add(segment.fid().integer(row), revs, g.lon[row], g.lat[row], g.ends == nullptr ? std::string_view() : g.wkb_of(row));
  for (std::size_t k = 0; k < m_hot.size(); ++k) { m_columns[k].push_from(segment.column(m_hot[k].name, m_hot[k].type), row); }
}

Order SegmentBuilder::spatial_order() const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool none = m_lon[i] == geo::GeometryColumn::no_point;
    keys[i] = {none ? UINT64_MAX : geo::quadkey(m_lon[i], m_lat[i]), static_cast<std::uint32_t>(i)};
  }
  // Ties go by fid, so that the layout does not depend on the order of arrival.
  std::sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : m_fid.integer(a.second) < m_fid.integer(b.second);
  });
  Order order(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) { order[i] = keys[i].second; }
  return order;
}

std::vector<Zone> SegmentBuilder::zones(const Order& order) const {
  const auto stage_of = [&](const std::string& name) -> const Stage* {
    for (std::size_t k = 0; k < m_hot.size(); ++k) {
      if (m_hot[k].name == name) { return &m_columns[k]; }
    }
    return nullptr;
  };
  const Stage* from = stage_of(m_schema.time_from);
  const Stage* to = m_schema.time_to == m_schema.time_from ? nullptr : stage_of(m_schema.time_to);
  std::vector<Zone> zones((order.size() + zone_rows - 1) / zone_rows, empty_zone);
  for (std::size_t i = 0; i < order.size(); ++i) {
    Zone& z = zones[i / zone_rows];
    const std::size_t row = order[i];
    if (m_lon[row] == geo::GeometryColumn::no_point) {
      ++z.without_geometry;
    } else if (m_boxes.empty()) {
      extend(z, m_lon[row], m_lat[row], m_lon[row], m_lat[row]);
    } else {
      const geo::BBox& b = m_boxes[row];
      extend(z, outward(b.west, false), outward(b.south, false), outward(b.east, true), outward(b.north, true));
    }
    if (from == nullptr || from->is_null(row)) {
      ++z.without_time;
    } else {
      const geo::TimeInterval t = staged_interval(*from, to, row);
      z.from = std::min(z.from, t.from);
      z.to = std::max(z.to, t.to);
    }
  }
  return zones;
}

std::shared_ptr<const Segment> SegmentBuilder::build() const {
  assert(size() > 0 && size() <= max_segment_rows);
  const Order order = spatial_order();
  const std::size_t columns = 1 + tiers + m_columns.size();
  Layout layout(sizeof(SegmentHeader) + columns * sizeof(SegmentColumn));
  SegmentHeader h{};
  h.magic = segment_magic;
  h.rows = size();
  h.columns = columns;
  h.lon_at = layout.append(permuted(m_lon, order));
  h.lat_at = layout.append(permuted(m_lat, order));
  if (m_schema.geometry != geo::GeometryType::point) {
    std::string wkb;
    std::vector<std::uint64_t> ends;
    for (const std::uint32_t row : order) {
      const std::uint64_t begin = row == 0 ? 0 : m_ends[row - 1];
      wkb.append(m_wkb, begin, m_ends[row] - begin);
      ends.push_back(wkb.size());
    }
    h.ends_at = layout.append(ends);
    h.wkb_at = layout.append(wkb.data(), wkb.size());
    h.wkb_size = wkb.size();
    h.boxes_at = layout.append(permuted(m_boxes, order));
  }
  Order by_fid(size());
  std::iota(by_fid.begin(), by_fid.end(), 0U);
  std::sort(by_fid.begin(), by_fid.end(),
            [&](std::uint32_t a, std::uint32_t b) { return m_fid.integer(order[a]) < m_fid.integer(order[b]); });
  h.by_fid_at = layout.append(by_fid);
  h.zones_at = layout.append(zones(order));

  std::vector<SegmentColumn> directory;
  directory.push_back(append_column("fid", m_fid, order, layout));
  for (std::size_t t = 0; t < tiers; ++t) { directory.push_back(append_column("rev", m_tiers[t], order, layout)); }
  for (std::size_t k = 0; k < m_columns.size(); ++k) { directory.push_back(append_column(m_hot[k].name, m_columns[k], order, layout)); }
  h.size = layout.align();

  const std::shared_ptr<std::string> bytes = layout.bytes();
  bytes->shrink_to_fit();
  constexpr std::size_t unchecked = offsetof(SegmentHeader, size);
  std::memcpy(bytes->data() + sizeof h, directory.data(), directory.size() * sizeof(SegmentColumn));
  std::memcpy(bytes->data(), &h, sizeof h);
  h.checksum = geo::hash64(std::string_view(*bytes).substr(unchecked, sizeof h - unchecked + directory.size() * sizeof(SegmentColumn)));
  std::memcpy(bytes->data(), &h, sizeof h);
  std::shared_ptr<const Segment> segment = Segment::open(*bytes, bytes);
  assert(segment);
  return segment;
}

}  // namespace store
