// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/cql2/limits.hpp"
#include "geo/table/expression.hpp"

#include <string>
#include <utility>

namespace geo::cql2 {

/// Counts what a filter costs while it is read. Throws Error{too_large}.
class Budget {
 public:
  explicit Budget(const Limits& limits) : m_limits(limits) {}

  void node() {
    if (++m_nodes > m_limits.nodes) { refuse("parts", "partes", m_limits.nodes); }
  }
  void vertex() {
    if (++m_vertices > m_limits.vertices) { refuse("vertices", "vértices", m_limits.vertices); }
  }
  void bytes(std::size_t count) const {
    if (count > m_limits.bytes) { refuse("bytes", "bytes", m_limits.bytes); }
  }
  void depth(std::size_t levels) const {
    if (levels > m_limits.depth) { refuse("levels of nesting", "níveis de aninhamento", m_limits.depth); }
  }
  [[nodiscard]] std::size_t levels() const { return m_limits.depth; }

 private:
  [[noreturn]] static void refuse(const char* en, const char* pt, std::size_t most) {
    throw Error(Problem::too_large, "the filter is too large: at most " + std::to_string(most) + " " + en,
                "o filtro é demasiado grande: no máximo " + std::to_string(most) + " " + pt);
  }

  const Limits& m_limits;
  std::size_t m_nodes = 0;
  std::size_t m_vertices = 0;
};

/// One level further down for as long as it lives.
class Deeper {
 public:
  Deeper(const Budget& budget, std::size_t& depth) : m_depth(depth) {
    budget.depth(depth + 1);
    ++m_depth;
  }
  ~Deeper() { --m_depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  std::size_t& m_depth;
};

}  // namespace geo::cql2
