// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace geo::cql2 {

/// Answers of test(0) to test(rows - 1), each a bit; rows <= 64. Made for comparisons of columns: a whole word is answered into
/// bytes first, which compilers turn into instructions for many rows at once, and the bytes are then drawn together.
template <class Test>
std::uint64_t bits_of(std::size_t rows, Test test) {
  static_assert(std::endian::native == std::endian::little, "the first byte must be the lowest");
  std::uint64_t bits = 0;
  if (rows < 64) {
    for (std::size_t i = 0; i < rows; ++i) { bits |= static_cast<std::uint64_t>(test(i)) << i; }
    return bits;
  }
  std::array<std::uint8_t, 64> answers;
  for (std::size_t i = 0; i < 64; ++i) { answers[i] = static_cast<std::uint8_t>(test(i)); }
  for (std::size_t byte = 0; byte < 8; ++byte) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, answers.data() + 8 * byte, sizeof eight);
    // Bit 8 i moves to 56 + i: 8 i + 7 (8 - i). No two of the sums are alike, so that nothing carries.
    bits |= (eight * 0x0102'0408'1020'4080U) >> 56U << (8 * byte);
  }
  return bits;
}

}  // namespace geo::cql2
