// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace importers {

/// Which of many 64-bit values were seen, on which line first, and a number of the user's for each: 16 bytes a value, at most
/// `most` of them. Values that come when it is full are not taken; is_full() says so.
class SeenTable {
 public:
  struct Entry {
    std::uint64_t value = 0;
    std::uint32_t number = 0;
    std::uint32_t line = 0;  ///< from 1; 0: an empty slot
  };

  explicit SeenTable(std::size_t most) : m_most(most) {}

  /// The entry of the value, new or not; nullptr when the table is full and has it not. Valid until the next call.
  Entry* add(std::uint64_t value, std::int64_t line, bool& is_new);
  [[nodiscard]] bool is_full() const { return m_full; }
  [[nodiscard]] const std::vector<Entry>& slots() const { return m_slots; }

 private:
  [[nodiscard]] std::size_t slot_of(std::uint64_t value) const;
  void grow();

  std::size_t m_most;
  std::size_t m_size = 0;
  bool m_full = false;
  std::vector<Entry> m_slots;  // a power of two, at most 3/4 in use
};

}  // namespace importers
