// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/matrix_set.hpp"
#include "tiles/shape_level.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace tiles {

/// Levels of the shapes of one view, on the planes of all matrix sets: those asked for last, in one budget of bytes for all of them
/// together or one level. Each is made once while it is kept. Thread-safe.
class KeptLevels {
 public:
  explicit KeptLevels(std::size_t budget) : m_budget(budget) {}

  using Make = std::function<std::unique_ptr<const ShapeLevel>()>;
  /// \pre 0 <= depth <= shape_depth
  std::shared_ptr<const ShapeLevel> get(MatrixSet set, int depth, const Make& make) const;
  /// Whether get() would make nothing. \pre as get()
  [[nodiscard]] bool has(MatrixSet set, int depth) const;

 private:
  struct Slot {
    std::once_flag once;
    std::unique_ptr<const ShapeLevel> level;
    std::uint64_t last_use = 0;
    std::size_t bytes = 0;  ///< 0: not made yet
  };
  using OfSet = std::array<std::shared_ptr<Slot>, shape_depth + 1>;

  void keep_to_budget(const Slot& newest) const;

  std::size_t m_budget;
  mutable std::mutex m_mutex;
  mutable std::array<OfSet, every_matrix_set.size()> m_levels;
  mutable std::uint64_t m_asked = 0;
};

}  // namespace tiles
