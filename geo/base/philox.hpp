// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace geo {

/// Random numbers that are a function of their place: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy
/// as 1, 2, 3"). Who asks for the numbers of one place and one repetition gets the same ones in any thread and any order.
class Philox {
 public:
  using Block = std::array<std::uint32_t, 4>;

  explicit Philox(std::uint64_t seed) : m_seed(seed) {}

  /// Four numbers of 32 bits, all equally likely. Some 10 ns.
  [[nodiscard]] Block operator()(Block counter) const {
    rounds_of(m_seed, [&](std::uint64_t multiplier0, std::uint64_t multiplier1, std::uint32_t key0, std::uint32_t key1) {
      const std::uint64_t product0 = multiplier0 * counter[0];
      const std::uint64_t product1 = multiplier1 * counter[2];
      counter = {static_cast<std::uint32_t>(product1 >> 32U) ^ counter[1] ^ key0, static_cast<std::uint32_t>(product1),
                 static_cast<std::uint32_t>(product0 >> 32U) ^ counter[3] ^ key1, static_cast<std::uint32_t>(product0)};
    });
    return counter;
  }

  /// Calls round(multiplier0, multiplier1, key0, key1) ten times: for whoever makes several blocks side by side.
  template <class Round>
  static void rounds_of(std::uint64_t seed, Round round) {
    auto key0 = static_cast<std::uint32_t>(seed);
    auto key1 = static_cast<std::uint32_t>(seed >> 32U);
    for (int i = 0; i < rounds; ++i) {
      round(std::uint64_t{0xD2511F53}, std::uint64_t{0xCD9E8D57}, key0, key1);
      key0 += 0x9E3779B9;  // the golden ratio
      key1 += 0xBB67AE85;  // √3 - 1
    }
  }

 private:
  static constexpr int rounds = 10;

  std::uint64_t m_seed;
};

/// Numbers below a limit out of one stream: that of two names (a place, a repetition). Not thread-safe.
class RandomStream {
 public:
  RandomStream(const Philox& philox, std::uint32_t first_name, std::uint32_t second_name)
      : m_philox(philox), m_counter{0, 0, first_name, second_name} {}

  /// All below `limit` equally likely (Lemire 2019). \pre limit > 0
  std::uint32_t below(std::uint32_t limit) {
    std::uint64_t product = std::uint64_t{next()} * limit;
    if (static_cast<std::uint32_t>(product) < limit) {
      const std::uint32_t uneven = -limit % limit;
      while (static_cast<std::uint32_t>(product) < uneven) { product = std::uint64_t{next()} * limit; }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }
  std::uint32_t next() {
    if (m_used == m_block.size()) {
      m_block = m_philox(m_counter);
      ++m_counter[0];
      m_used = 0;
    }
    return m_block[m_used++];
  }

 private:
  Philox m_philox;
  Philox::Block m_counter;
  Philox::Block m_block{};
  std::size_t m_used = 4;
};

}  // namespace geo
