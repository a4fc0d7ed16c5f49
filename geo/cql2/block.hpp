// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What the parts of an Evaluation hand each other. Private to this folder, apart from Block, Mask and Truths.
namespace geo::cql2 {

/// Neighbouring rows that are looked at together.
struct Block {
  static constexpr std::size_t most_rows = 1024;
  std::size_t begin = 0;
  std::size_t rows = 0;
};

/// Bit i stands for row begin + i of a block.
struct Mask {
  static constexpr std::size_t words = Block::most_rows / 64;
  std::array<std::uint64_t, words> bits{};

  static Mask first(std::size_t rows) {
    Mask m;
    for (std::size_t w = 0; w < words && w * 64 < rows; ++w) {
      m.bits[w] = rows - w * 64 >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (rows - w * 64)) - 1;
    }
    return m;
  }
  [[nodiscard]] bool has(std::size_t i) const { return ((bits[i / 64] >> (i % 64)) & 1U) != 0; }
  void set(std::size_t i) { bits[i / 64] |= std::uint64_t{1} << (i % 64); }
  [[nodiscard]] std::size_t count() const {
    int n = 0;
    for (const std::uint64_t w : bits) { n += std::popcount(w); }
    return static_cast<std::size_t>(n);
  }
  /// Of the bits from `begin` up to, and without, `end`.
  [[nodiscard]] std::size_t count(std::size_t begin, std::size_t end) const {
    if (begin >= end) { return 0; }
    int n = 0;
    for (std::size_t w = begin / 64; w <= (end - 1) / 64; ++w) {
      std::uint64_t word = bits[w];
      if (w == begin / 64) { word &= ~std::uint64_t{0} << (begin % 64); }
      if (w == end / 64 && end % 64 != 0) { word &= (std::uint64_t{1} << (end % 64)) - 1; }
      n += std::popcount(word);
    }
    return static_cast<std::size_t>(n);
  }
  /// The first bit that is set from `begin` on; Block::most_rows when there is none.
  [[nodiscard]] std::size_t next(std::size_t begin) const {
    for (std::size_t w = begin / 64; w < words; ++w) {
      const std::uint64_t word = w == begin / 64 ? bits[w] & (~std::uint64_t{0} << (begin % 64)) : bits[w];
      if (word != 0) { return w * 64 + static_cast<std::size_t>(std::countr_zero(word)); }
    }
    return Block::most_rows;
  }
  [[nodiscard]] bool none() const {
    std::uint64_t any = 0;
    for (const std::uint64_t w : bits) { any |= w; }
    return any == 0;
  }

  template <class Combine>
  static Mask of(const Mask& a, const Mask& b, Combine combine) {
    Mask m;
    for (std::size_t w = 0; w < words; ++w) { m.bits[w] = combine(a.bits[w], b.bits[w]); }
    return m;
  }
  friend Mask operator&(const Mask& a, const Mask& b) {
    return of(a, b, [](std::uint64_t x, std::uint64_t y) { return x & y; });
  }
  friend Mask operator|(const Mask& a, const Mask& b) {
    return of(a, b, [](std::uint64_t x, std::uint64_t y) { return x | y; });
  }
  /// Those of a that are not of b.
  friend Mask operator-(const Mask& a, const Mask& b) {
    return of(a, b, [](std::uint64_t x, std::uint64_t y) { return x & ~y; });
  }

  /// Calls visit(i) for every bit that is set, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t w = 0; w < words; ++w) {
      for (std::uint64_t left = bits[w]; left != 0; left &= left - 1) { visit(w * 64 + static_cast<std::size_t>(std::countr_zero(left))); }
    }
  }
};

/// Three-valued logic: a row is in `yes`, in `no`, or in neither, when nobody knows. Rows that were not asked about may be anywhere.
struct Truths {
  Mask yes, no;
};

/// Begin and end of an instant or interval, each as precisely as it is known: a day is all of its milliseconds.
struct Span {
  TimeInterval begin, end;
};

/// Holds every 64-bit whole number and every double as it is, so that they can be compared; arithmetic is that of doubles.
using Number = long double;
static_assert(std::numeric_limits<Number>::digits >= 64);

/// One value for each row of a block; those that are not `known` mean nothing.
template <class T>
struct Cells {
  std::array<T, Block::most_rows> value{};
  Mask known;
  std::vector<std::string> owned;  ///< what texts point to that no column holds
};

/// Cells are large, trees may be deep and wide: they are lent where they are needed and used again.
template <class T>
class Pool {
 public:
  struct Return {
    Pool* pool;
    void operator()(Cells<T>* cells) const { pool->m_free.emplace_back(cells); }
  };
  using Lease = std::unique_ptr<Cells<T>, Return>;

  Lease take() {
    if (m_free.empty()) { return Lease(std::make_unique<Cells<T>>().release(), Return{this}); }
    Cells<T>* cells = m_free.back().release();
    m_free.pop_back();
    cells->owned.clear();
    return Lease(cells, Return{this});
  }

 private:
  std::vector<std::unique_ptr<Cells<T>>> m_free;
};

struct Scratch {
  Pool<Number> numbers;
  Pool<std::string_view> texts;
  Pool<Span> spans;

  template <class T>
  auto take() {
    if constexpr (std::is_same_v<T, Number>) {
      return numbers.take();
    } else if constexpr (std::is_same_v<T, std::string_view>) {
      return texts.take();
    } else {
      return spans.take();
    }
  }
};

/// Something that has a value for each row.
template <class T>
class Operand {
 public:
  Operand() = default;
  Operand(const Operand&) = delete;
  Operand& operator=(const Operand&) = delete;
  virtual ~Operand() = default;
  virtual void find(const Block& block, const Mask& asked, Scratch& scratch, Cells<T>& out) const = 0;
};

/// Something that holds for a row, or does not.
class Condition {
 public:
  Condition() = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  virtual ~Condition() = default;
  virtual void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const = 0;
  /// Roughly, in nanoseconds a row: the cheap ones are asked first.
  [[nodiscard]] virtual double cost() const = 0;
};

template <class T>
using OperandPtr = std::unique_ptr<const Operand<T>>;
using ConditionPtr = std::unique_ptr<const Condition>;

}  // namespace geo::cql2
