// SPDX-License-Identifier: Apache-2.0
#include "tests/tiles/mosaic.hpp"

#include "geo/geometry/wkb.hpp"
#include "store/memory/memory_store.hpp"

#include <algorithm>
#include <cmath>

namespace tiles_tests {
namespace {

using geo::LonLat;

// The chains of the finest grid, by the nodes they join; each node and chain is made once.
class Borders {
 public:
  Borders(std::mt19937_64& random, const geo::BBox& box, int side, int winding)
      : m_random(random), m_box(box), m_side(side), m_winding(winding) {}

  // From one node to the next, without the last vertex.
  std::vector<LonLat> chain(int ax, int ay, int bx, int by) {
    const bool is_turned = std::pair(bx, by) < std::pair(ax, ay);
    if (is_turned) { std::swap(ax, bx), std::swap(ay, by); }
    auto& kept = m_chains[{ax, ay, bx, by}];
    if (kept.empty()) { kept = wound(node(ax, ay), node(bx, by)); }
    std::vector<LonLat> chain = kept;
    if (is_turned) { std::reverse(chain.begin(), chain.end()); }
    chain.pop_back();
    return chain;
  }

 private:
  LonLat node(int x, int y) {
    const auto [found, is_new] = m_nodes.try_emplace({x, y});
    if (is_new) {
      std::uniform_real_distribution<double> jitter(-0.12, 0.12);
      found->second = {m_box.west + (x + jitter(m_random)) * (m_box.east - m_box.west) / m_side,
                       m_box.south + (y + jitter(m_random)) * (m_box.north - m_box.south) / m_side};
    }
    return found->second;
  }
  // Midpoints moved aside, again and again, within a lens that no other chain reaches into.
  std::vector<LonLat> wound(LonLat a, LonLat b) {
    std::vector<double> aside(static_cast<std::size_t>(m_winding) + 1);
    std::uniform_real_distribution<double> roughly(-1, 1);
    for (std::size_t step = static_cast<std::size_t>(m_winding) / 2; step > 0; step /= 2) {
      for (std::size_t i = step; i < aside.size(); i += 2 * step) {
        aside[i] = (aside[i - step] + aside[i + step]) / 2 + 0.5 * roughly(m_random) * static_cast<double>(step) / m_winding;
      }
    }
    std::vector<LonLat> chain;
    for (std::size_t i = 0; i < aside.size(); ++i) {
      const double t = static_cast<double>(i) / m_winding;
      const double most = 0.2 * std::min(t, 1 - t);
      const double h = std::clamp(aside[i], -most, most);
      chain.push_back({a.lon + (b.lon - a.lon) * t - (b.lat - a.lat) * h, a.lat + (b.lat - a.lat) * t + (b.lon - a.lon) * h});
    }
    chain.back() = b;
    return chain;
  }

  std::mt19937_64& m_random;
  geo::BBox m_box;
  int m_side, m_winding;
  std::map<std::pair<int, int>, LonLat> m_nodes;
  std::map<std::array<int, 4>, std::vector<LonLat>> m_chains;
};

using Ring = std::vector<LonLat>;

std::string polygon(const std::vector<Ring>& rings) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::polygon);
  for (const Ring& ring : rings) {
    wkb.begin_ring();
    for (const LonLat p : ring) { wkb.vertex(p); }
    wkb.vertex(ring.front());
    wkb.end_ring();
  }
  wkb.end();
  return std::string(wkb.bytes());
}

Ring around(Borders& borders, int x, int y, int size) {
  Ring ring;
  const auto walk = [&](int dx, int dy, int from_x, int from_y) {
    for (int i = 0; i < size; ++i) {
      const auto part = borders.chain(from_x + i * dx, from_y + i * dy, from_x + (i + 1) * dx, from_y + (i + 1) * dy);
      ring.insert(ring.end(), part.begin(), part.end());
    }
  };
  walk(1, 0, x, y), walk(0, 1, x + size, y), walk(-1, 0, x + size, y + size), walk(0, -1, x, y + size);
  return ring;
}

// Rings begin anywhere and run either way.
Ring shuffled(std::mt19937_64& random, Ring ring) {
  std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(random() % ring.size()), ring.end());
  if (random() % 2 == 0) { std::reverse(ring.begin(), ring.end()); }
  return ring;
}

Ring enclave(std::mt19937_64& random, LonLat middle, double radius) {
  Ring ring;
  std::uniform_real_distribution<double> share(0.3, 1);
  const int corners = 3 + static_cast<int>(random() % 40);
  for (int i = 0; i < corners; ++i) {
    const double angle = 6.283185307 * i / corners;
    const double r = radius * share(random);
    ring.push_back({middle.lon + r * std::cos(angle), middle.lat + r * std::sin(angle)});
  }
  return ring;
}

void divide(std::mt19937_64& random, Borders& borders, Mosaic& mosaic, int side, int x, int y, int size) {
  if (size > 1 && random() % 8 != 0) {
    for (int i = 0; i < 4; ++i) { divide(random, borders, mosaic, side, x + i % 2 * size / 2, y + i / 2 * size / 2, size / 2); }
    return;
  }
  std::vector<Ring> rings{shuffled(random, around(borders, x, y, size))};
  if (random() % 3 == 0) {
    const double across = (mosaic.box.east - mosaic.box.west) / side;
    const double up = (mosaic.box.north - mosaic.box.south) / side;
    const LonLat middle{mosaic.box.west + (x + size / 2.0) * across, mosaic.box.south + (y + size / 2.0) * up};
    const std::uniform_real_distribution<double>::param_type range(0.01, 0.2);
    const Ring hole = enclave(random, middle, size * std::min(across, up) * std::uniform_real_distribution<double>()(random, range));
    mosaic.districts.push_back(polygon({shuffled(random, hole)}));
    rings.push_back(shuffled(random, hole));
  }
  mosaic.districts.push_back(polygon(rings));
}

}  // namespace

Mosaic make_mosaic(std::mt19937_64& random, const geo::BBox& box, int side, int winding) {
  Borders borders(random, box, side, winding);
  Mosaic mosaic{box, {}, {}};
  divide(random, borders, mosaic, side, 0, 0, side);
  mosaic.outline = polygon({shuffled(random, around(borders, 0, 0, side))});
  return mosaic;
}

std::shared_ptr<const geo::View> view_of_areas(const std::vector<std::string>& wkb) {
  geo::Collection areas;
  areas.id = "areas";
  areas.title = areas.description = {"Areas", "Áreas"};
  areas.geometry = geo::GeometryType::any;
  areas.default_confidentiality = 0;
  areas.builtin = false;
  geo::Field people;
  people.name = "people";
  people.type = geo::FieldType::integer;
  people.title = {"People", "Pessoas"};
  areas.fields = {people};
  store::MemoryStore memory("0123456789abcdef", [] { return geo::TimeMs{0}; });
  memory.add_collection(areas);
  std::vector<geo::Edit> edits;
  for (std::size_t i = 0; i < wkb.size(); ++i) {
    geo::Row row;
    row.geometry = geo::Geometry::from_wkb(wkb[i]);
    row.values.resize(memory.catalog().collection("areas")->fields.size());
    row.values.front() = static_cast<std::int64_t>(i);
    edits.push_back({0, false, std::move(row)});
  }
  geo::BatchInfo info;
  info.collection = "areas";
  memory.edit(info, edits);
  return memory.view("areas", geo::role_named("programme"));
}

}  // namespace tiles_tests
