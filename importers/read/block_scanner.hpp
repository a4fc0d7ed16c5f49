// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace importers {

/// 64 bytes at once: bit i of mask(block) says whether byte i is one of the `Count` bytes looked for.
template <std::size_t Count>
class ByteSet {
 public:
  constexpr explicit ByteSet(const char (&wanted)[Count]) {
    for (std::size_t i = 0; i < Count; ++i) { m_wanted[i] = wanted[i]; }
  }

  [[nodiscard]] std::uint64_t mask(const char* block) const {
#if defined(__SSE2__)
    std::uint64_t result = 0;
    for (std::size_t part = 0; part < 4; ++part) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * part));
      __m128i hit = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(m_wanted[0]));
      for (std::size_t i = 1; i < Count; ++i) { hit = _mm_or_si128(hit, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(m_wanted[i]))); }
      result |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit))) << (16 * part);
    }
    return result;
#else
    std::uint64_t result = 0;
    for (unsigned at = 0; at < 64; ++at) {
      bool hit = false;
      for (std::size_t i = 0; i < Count; ++i) { hit |= block[at] == m_wanted[i]; }
      result |= static_cast<std::uint64_t>(hit) << at;
    }
    return result;
#endif
  }

 private:
  char m_wanted[Count] = {};
};

/// Walks over the positions of the bytes of a set. 63 bytes after `end` must be readable.
template <class Set>
class BlockScanner {
 public:
  explicit BlockScanner(Set set) : m_set(set) {}

  void reset(const char* from, const char* end) {
    m_block = from;
    m_end = end;
    m_mask = from < end ? clipped() : 0;
  }

  /// The next position, or nullptr at the end.
  const char* next() {
    while (m_mask == 0) {
      if (m_end - m_block <= 64) { return nullptr; }
      m_block += 64;
      m_mask = clipped();
    }
    const int at = std::countr_zero(m_mask);
    m_mask &= m_mask - 1;
    return m_block + at;
  }

 private:
  [[nodiscard]] std::uint64_t clipped() const {
    const std::uint64_t mask = m_set.mask(m_block);
    const auto left = m_end - m_block;
    return left >= 64 ? mask : mask & ((std::uint64_t{1} << static_cast<unsigned>(left)) - 1);
  }

  Set m_set;
  const char* m_block = nullptr;
  const char* m_end = nullptr;
  std::uint64_t m_mask = 0;
};

}  // namespace importers
