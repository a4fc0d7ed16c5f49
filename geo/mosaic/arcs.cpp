// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/arcs.hpp"

#include <algorithm>
#include <cassert>

namespace geo::mosaic {
namespace {

/// A closed chain without its last vertex and without the edges it walks to and fro, also around its beginning.
std::vector<std::uint32_t> without_spikes(std::span<const std::uint32_t> closed) {
  std::vector<std::uint32_t> kept;
  for (const std::uint32_t v : closed) {
    if (!kept.empty() && kept.back() == v) { continue; }
    if (kept.size() >= 2 && kept[kept.size() - 2] == v) {
      kept.pop_back();
    } else {
      kept.push_back(v);
    }
  }
  std::size_t begin = 0;
  if (kept.size() > 1 && kept.front() == kept.back()) { kept.pop_back(); }
  while (kept.size() - begin > 2 && kept[begin + 1] == kept.back()) {
    ++begin;
    kept.pop_back();
  }
  kept.erase(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(begin));
  if (kept.size() < 3) { kept.clear(); }
  return kept;
}

/// Edges in both directions, by the place they leave; each once.
struct Graph {
  std::vector<std::uint32_t> begin;  ///< one more than there are places
  std::vector<std::uint32_t> to;     ///< ascending for each place

  [[nodiscard]] std::uint32_t degree(std::uint32_t v) const { return begin[v + 1] - begin[v]; }
  [[nodiscard]] std::uint32_t edge(std::uint32_t from, std::uint32_t target) const {
    const auto first = to.begin() + begin[from];
    return static_cast<std::uint32_t>(std::lower_bound(first, to.begin() + begin[from + 1], target) - to.begin());
  }
};

class Finder {
 public:
  Finder(const Chains& chains, const std::vector<bool>& is_ring, const std::vector<bool>& is_fixed)
      : m_is_ring(is_ring), m_is_stop(is_fixed) {
    take(chains);
    connect(chains.places.size());
  }

  Arcs run() {
    const auto places = static_cast<std::uint32_t>(m_is_stop.size());
    for (std::uint32_t v = 0; v < places; ++v) {
      if (m_graph.degree(v) != 2) { m_is_stop[v] = true; }
    }
    m_is_passed.assign(places, false);
    m_use.assign(m_graph.to.size(), ArcUse());
    for (std::uint32_t v = 0; v < places; ++v) {
      if (m_is_stop[v]) { walk_all_from(v); }
    }
    for (std::uint32_t v = 0; v < places; ++v) {  // rings that meet nothing
      if (m_is_stop[v] || m_is_passed[v]) { continue; }
      m_is_stop[v] = true;
      walk_all_from(v);
    }
    for (std::size_t i = 0; i < m_is_ring.size(); ++i) { use_arcs(i); }
    return std::move(m_arcs);
  }

 private:
  /// The chains, closed where they are rings, and what ends arcs because of lines.
  void take(const Chains& chains) {
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < m_is_ring.size(); ++i) {
      const std::span<const std::uint32_t> chain = std::span(chains.at).subspan(begin, chains.ends[i] - begin);
      begin = chains.ends[i];
      if (m_is_ring[i]) {
        const std::vector<std::uint32_t> ring = without_spikes(chain);
        m_at.insert(m_at.end(), ring.begin(), ring.end());
        if (!ring.empty()) { m_at.push_back(ring.front()); }
      } else if (chain.size() > 1) {
        m_at.insert(m_at.end(), chain.begin(), chain.end());
        m_is_stop[chain.front()] = m_is_stop[chain.back()] = true;
        for (std::size_t k = 1; k + 1 < chain.size(); ++k) {
          if (chain[k - 1] == chain[k + 1]) { m_is_stop[chain[k]] = true; }
        }
      }
      m_ends.push_back(static_cast<std::uint32_t>(m_at.size()));
    }
  }

  template <class Visit>
  void for_each_edge(const Visit& visit) const {
    std::uint32_t i = 0;
    for (const std::uint32_t end : m_ends) {
      for (; i + 1 < end; ++i) { visit(m_at[i], m_at[i + 1]); }
      i = end;
    }
  }

  void connect(std::size_t places) {
    std::vector<std::uint32_t> begin(places + 1);
    for_each_edge([&](std::uint32_t a, std::uint32_t b) { ++begin[a], ++begin[b]; });
    std::uint32_t sum = 0;
    for (std::uint32_t& b : begin) { sum += b, b = sum - b; }
    std::vector<std::uint32_t> to(sum);
    std::vector<std::uint32_t> next(begin);
    for_each_edge([&](std::uint32_t a, std::uint32_t b) { to[next[a]++] = b, to[next[b]++] = a; });
    m_graph.begin.push_back(0);
    for (std::size_t v = 0; v < places; ++v) {
      const auto first = to.begin() + begin[v];
      const auto last = to.begin() + next[v];
      std::sort(first, last);
      m_graph.to.insert(m_graph.to.end(), first, std::unique(first, last));
      m_graph.begin.push_back(static_cast<std::uint32_t>(m_graph.to.size()));
    }
  }

  void walk_all_from(std::uint32_t v) {
    for (std::uint32_t edge = m_graph.begin[v]; edge < m_graph.begin[v + 1]; ++edge) {
      if (m_use[edge].is_none()) { walk(v, edge); }
    }
  }
  void walk(std::uint32_t from, std::uint32_t edge) {
    const auto arc = static_cast<std::uint32_t>(m_arcs.ends.size());
    m_use[edge] = ArcUse(arc, false);
    m_arcs.at.push_back(from);
    std::uint32_t before = from;
    std::uint32_t v = m_graph.to[edge];
    while (!m_is_stop[v]) {
      m_arcs.at.push_back(v);
      m_is_passed[v] = true;
      const std::uint32_t* ways = &m_graph.to[m_graph.begin[v]];
      const std::uint32_t next = ways[0] == before ? ways[1] : ways[0];
      before = v;
      v = next;
    }
    m_arcs.at.push_back(v);
    m_arcs.ends.push_back(static_cast<std::uint32_t>(m_arcs.at.size()));
    m_use[m_graph.edge(v, before)] = ArcUse(arc, true);
  }

  void use_arcs(std::size_t chain) {
    const std::uint32_t begin = chain == 0 ? 0 : m_ends[chain - 1];
    const std::uint32_t length = m_ends[chain] - begin;
    if (length > 1) {
      // A ring is walked from a stop to the same again.
      std::uint32_t start = 0;
      while (!m_is_stop[m_at[begin + start]]) { ++start; }
      const std::uint32_t edges = length - 1;
      assert(m_is_ring[chain] || start == 0);
      for (std::uint32_t done = 0; done < edges;) {
        const std::uint32_t i = (start + done) % edges;
        const ArcUse use = m_use[m_graph.edge(m_at[begin + i], m_at[begin + i + 1])];
        m_arcs.uses.push_back(use);
        done += static_cast<std::uint32_t>(m_arcs.arc(use.arc()).size()) - 1;
      }
    }
    m_arcs.use_ends.push_back(static_cast<std::uint32_t>(m_arcs.uses.size()));
  }

  const std::vector<bool>& m_is_ring;
  std::vector<bool> m_is_stop;    ///< by place
  std::vector<bool> m_is_passed;  ///< by place: lies within an arc
  std::vector<std::uint32_t> m_at, m_ends;
  Graph m_graph;
  std::vector<ArcUse> m_use;  ///< by edge that leaves a stop
  Arcs m_arcs;
};

}  // namespace

Arcs find_arcs(const Chains& chains, const std::vector<bool>& is_ring, const std::vector<bool>& is_fixed) {
  return Finder(chains, is_ring, is_fixed).run();
}

}  // namespace geo::mosaic
