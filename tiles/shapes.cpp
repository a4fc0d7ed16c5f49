// SPDX-License-Identifier: Apache-2.0
#include "tiles/shapes.hpp"

#include "geo/mosaic/importance.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace tiles {
namespace {

/// Where the world is cut open: vertices there stay, so that both sides of a shape across longitude 180 meet.
std::vector<bool> on_seam(const std::vector<geo::mosaic::Point>& places) {
  std::vector<bool> is_on_seam(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) { is_on_seam[i] = places[i].x == 0 || places[i].x == shape_world; }
  return is_on_seam;
}

/// So that a view whose shapes are too many is not read again for every tile. A type for each set, since a view keeps one of each type.
template <MatrixSet set>
struct MadeShapes {
  std::shared_ptr<const Shapes> shapes;
};

/// Whether they are there, for those who would rather do without than wait for whoever makes them.
template <MatrixSet set>
struct AreMade {
  mutable std::atomic<bool> yes = false;
};

template <MatrixSet set>
std::shared_ptr<const AreMade<set>> are_made_on(const geo::View& view) {
  return view.memo().get<AreMade<set>>([] { return std::make_shared<const AreMade<set>>(); });
}

template <MatrixSet set>
std::shared_ptr<const Shapes> kept_shapes(const geo::View& view) {
  using Made = MadeShapes<set>;
  auto levels = view.memo().get<KeptLevels>([] { return std::make_shared<const KeptLevels>(Shapes::level_budget); });
  const auto kept = view.memo().get<Made>([&] {
    const auto parts = read_shapes(view, Shapes::most_vertices, set);
    if (!parts) { return std::make_shared<const Made>(); }
    try {
      return std::make_shared<const Made>(Made{std::make_shared<const Shapes>(*parts, std::move(levels), set)});
    } catch (const geo::Error& error) {
      if (error.problem() != geo::Problem::too_large) { throw; }
      return std::make_shared<const Made>();  // drawn one by one, as where there are too many vertices
    }
  });
  are_made_on<set>(view)->yes = true;
  return kept->shapes;
}

}  // namespace

std::shared_ptr<const Shapes> Shapes::of(const geo::View& view, MatrixSet set) {
  return set == MatrixSet::web_mercator_quad ? kept_shapes<MatrixSet::web_mercator_quad>(view)
                                             : kept_shapes<MatrixSet::world_crs84_quad>(view);
}

bool Shapes::are_made(const geo::View& view, int depth, MatrixSet set) {
  const bool is_mercator = set == MatrixSet::web_mercator_quad;
  const bool is_made = is_mercator ? are_made_on<MatrixSet::web_mercator_quad>(view)->yes.load()
                                   : are_made_on<MatrixSet::world_crs84_quad>(view)->yes.load();
  if (!is_made) { return false; }
  const auto shapes = of(view, set);
  return !shapes || shapes->has_level(depth);
}

Shapes::Shapes(const ShapeParts& parts, std::size_t budget)
    : Shapes(parts, std::make_shared<const KeptLevels>(budget), MatrixSet::web_mercator_quad) {}

Shapes::Shapes(const ShapeParts& parts, std::shared_ptr<const KeptLevels> levels, MatrixSet set) : m_levels(std::move(levels)), m_set(set) {
  const geo::mosaic::Chains chains = geo::mosaic::snap(parts.chains, fine_shift);
  geo::mosaic::Arcs arcs = geo::mosaic::find_arcs(chains, parts.is_ring, on_seam(chains.places));
  m_arcs =
      std::make_unique<const ShapeArcs>(chains.places, arcs, geo::mosaic::importance(chains.places, arcs, ShapeArcs::most_importance()));
  m_uses = std::move(arcs.uses);
  for (std::size_t i = 0; i < parts.is_ring.size(); ++i) {
    m_parts.push_back({i == 0 ? 0 : arcs.use_ends[i - 1], arcs.use_ends[i], parts.is_ring[i], parts.is_turned[i]});
  }
  std::uint32_t begin = 0;
  for (const ShapeParts::Row& row : parts.rows) {
    m_rows.push_back({row.fid, begin, row.part_end, row.has_points});
    begin = row.part_end;
  }
  std::sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) { return a.fid < b.fid; });
}

const Shapes::Row* Shapes::row(geo::Fid fid) const {
  const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), fid, [](const Row& row, geo::Fid f) { return row.fid < f; });
  return found == m_rows.end() || found->fid != fid ? nullptr : &*found;
}

std::shared_ptr<const ShapeLevel> Shapes::level(int depth) const {
  depth = std::min(depth, shape_depth);
  return m_levels->get(m_set, depth, [&] { return std::make_unique<const ShapeLevel>(*m_arcs, depth); });
}

bool Shapes::has_level(int depth) const {
  // Of points alone none has anything in it.
  return m_uses.empty() || m_levels->has(m_set, std::min(depth, shape_depth));
}

}  // namespace tiles
