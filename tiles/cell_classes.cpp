// SPDX-License-Identifier: Apache-2.0
#include "tiles/cell_classes.hpp"

#include "tiles/tile_options.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

namespace tiles {
namespace {

/// Of the quadtree, 300 m wide at the equator: nearer cells have the classes of these, since nearly all hold one row or two.
constexpr int deepest_cell_zoom = 17;

/// By zoom of the quadtree.
using Begins = std::array<std::vector<std::uint64_t>, deepest_cell_zoom + 1>;

std::uint64_t to_one_digit(std::uint64_t number) {
  std::uint64_t unit = 1;
  while (number / unit >= 10) { unit *= 10; }
  return (number + unit / 2) / unit * unit;
}

/// The four cells of each cell above are neighbours in the order of quadkeys.
void merge_to_parents(std::vector<geo::CellCount>& cells) {
  std::size_t used = 0;
  for (const geo::CellCount& cell : cells) {
    const std::uint64_t parent = cell.cell >> 2;
    if (used > 0 && cells[used - 1].cell == parent) {
      cells[used - 1].count += cell.count;
    } else {
      cells[used++] = {parent, cell.count};
    }
  }
  cells.resize(used);
}

std::shared_ptr<const Begins> begins_of(const geo::View& view) {
  auto begins = std::make_shared<Begins>();
  std::vector<geo::CellCount> cells = view.aggregate({}, {deepest_cell_zoom}).cells;
  std::vector<std::uint64_t> counts;
  for (int zoom = deepest_cell_zoom; zoom >= 0; --zoom) {
    counts.clear();
    for (const geo::CellCount& cell : cells) { counts.push_back(cell.count); }
    (*begins)[static_cast<std::size_t>(zoom)] = class_begins(counts);
    merge_to_parents(cells);
  }
  return begins;
}

}  // namespace

std::vector<std::uint64_t> class_begins(std::vector<std::uint64_t>& counts) {
  std::vector<std::uint64_t> begins{1};
  if (counts.empty()) { return begins; }
  const std::uint64_t most = *std::max_element(counts.begin(), counts.end());
  for (const std::size_t percent : {40, 70, 90, 98}) {
    const auto at = counts.begin() + static_cast<std::ptrdiff_t>((counts.size() - 1) * percent / 100);
    std::nth_element(counts.begin(), at, counts.end());
    const std::uint64_t begin = to_one_digit(*at + 1);
    if (begin > begins.back() && begin <= most) { begins.push_back(begin); }
  }
  return begins;
}

geo::CellLook cell_look(const geo::View& view, geo::CellShape shape) {
  const auto begins = view.memo().get<Begins>([&] { return begins_of(view); });
  const int cell_px = default_cell_px(*points_as(geo::to_string(shape)));
  const int step = std::bit_width(static_cast<unsigned>(tile_px / cell_px)) - 1;
  geo::CellLook look{shape, {}};
  for (int zoom = 0; zoom + step <= deepest_cell_zoom; ++zoom) {
    const auto& here = (*begins)[static_cast<std::size_t>(zoom + step)];
    if (!look.zooms.empty() && look.zooms.back().begins == here) { continue; }
    if (!look.zooms.empty()) { look.zooms.back().to_zoom = zoom; }
    look.zooms.push_back({zoom, 0, here});
  }
  return look;
}

}  // namespace tiles
