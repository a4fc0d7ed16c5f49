// SPDX-License-Identifier: Apache-2.0
#include "tiles/kept_levels.hpp"

namespace tiles {

std::shared_ptr<const ShapeLevel> KeptLevels::get(MatrixSet set, int depth, const Make& make) const {
  std::shared_ptr<Slot> slot;
  {
    const std::lock_guard lock(m_mutex);
    auto& kept = m_levels[static_cast<std::size_t>(set)][static_cast<std::size_t>(depth)];
    if (!kept) { kept = std::make_shared<Slot>(); }
    slot = kept;
    slot->last_use = ++m_asked;
  }
  std::call_once(slot->once, [&] {
    slot->level = make();
    const std::lock_guard lock(m_mutex);
    slot->bytes = slot->level->bytes();
    keep_to_budget(*slot);
  });
  return {slot, slot->level.get()};
}

bool KeptLevels::has(MatrixSet set, int depth) const {
  const std::lock_guard lock(m_mutex);
  const auto& kept = m_levels[static_cast<std::size_t>(set)][static_cast<std::size_t>(depth)];
  return kept && kept->bytes > 0;
}

/// Forgets what was asked for longest ago; who still draws with it keeps it until then. \pre m_mutex is held
void KeptLevels::keep_to_budget(const Slot& newest) const {
  for (;;) {
    std::size_t bytes = 0;
    std::shared_ptr<Slot>* oldest = nullptr;
    for (OfSet& of_set : m_levels) {
      for (auto& slot : of_set) {
        if (!slot || slot->bytes == 0) { continue; }
        bytes += slot->bytes;
        if (slot.get() != &newest && (oldest == nullptr || slot->last_use < (*oldest)->last_use)) { oldest = &slot; }
      }
    }
    if (bytes <= m_budget || oldest == nullptr) { return; }
    oldest->reset();
  }
}

}  // namespace tiles
