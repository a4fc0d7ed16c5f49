// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <typeindex>
#include <utility>
#include <vector>

namespace geo {

/// What others have worked out from something that does not change, kept with it and gone with it: one thing of each type, made when it
/// is first asked for. Thread-safe; who asks while it is being made waits for it.
class Memo {
 public:
  /// `make()` gives a std::shared_ptr<const T>. What it throws goes to who asked, and the next one tries again.
  template <class T, class Make>
  std::shared_ptr<const T> get(const Make& make) const {
    const std::shared_ptr<Slot> slot = slot_of(std::type_index(typeid(T)));
    const std::lock_guard lock(slot->mutex);
    if (!slot->thing) { slot->thing = std::shared_ptr<const T>(make()); }
    return std::static_pointer_cast<const T>(slot->thing);
  }

 private:
  struct Slot {
    std::mutex mutex;
    std::shared_ptr<const void> thing;
  };

  [[nodiscard]] std::shared_ptr<Slot> slot_of(std::type_index type) const {
    const std::lock_guard lock(m_mutex);
    for (const auto& [known, slot] : m_slots) {
      if (known == type) { return slot; }
    }
    return m_slots.emplace_back(type, std::make_shared<Slot>()).second;
  }

  mutable std::mutex m_mutex;
  mutable std::vector<std::pair<std::type_index, std::shared_ptr<Slot>>> m_slots;
};

}  // namespace geo
