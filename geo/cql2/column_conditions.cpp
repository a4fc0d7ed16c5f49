// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/column_conditions.hpp"

#include "geo/cql2/bits_of.hpp"

#include <algorithm>
#include <utility>

namespace geo::cql2 {
namespace {

/// Calls test(i) for rows [64 w, 64 w + 64) of the block and gathers the answers; words nobody asks about are passed over.
template <class Test>
Mask gather(const Block& block, const Mask& asked, Test test) {
  Mask found;
  for (std::size_t w = 0; w < Mask::words; ++w) {
    if (asked.bits[w] == 0) { continue; }
    const std::size_t rows = std::min<std::size_t>(64, block.rows - w * 64);
    const std::size_t first = block.begin + w * 64;
    found.bits[w] = bits_of(rows, [&](std::size_t i) { return test(first + i); });
  }
  return found;
}

/// One that is unknown exactly where its column has no value.
class OfColumn : public Condition {
 public:
  explicit OfColumn(const ColumnView& column) : m_column(column) {}

  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const final {
    const Mask known = known_in(m_column, block) & asked;
    const Mask held = meets(block, known);
    out.yes = held & known;
    out.no = known - held;
  }
  [[nodiscard]] double cost() const override { return 1; }

 protected:
  [[nodiscard]] virtual Mask meets(const Block& block, const Mask& asked) const = 0;
  [[nodiscard]] const ColumnView& column() const { return m_column; }

 private:
  ColumnView m_column;
};

/// The raw cells that stand for values of a range: base + step * raw.
struct RawRange {
  std::uint64_t first = 0;
  std::uint64_t width = 0;  ///< last - first
  bool any = false;
};

RawRange raw_range(const ColumnView& column, std::int64_t first, std::int64_t last) {
  if (column.width == 8 && column.step == 1) {  // cells that may stand for numbers below the base: unsigned numbers go round
    return {static_cast<std::uint64_t>(first) - static_cast<std::uint64_t>(column.base),
            static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first), true};
  }
  if (last < column.base) { return {}; }
  // Differences of what is larger and what is smaller fit when they are unsigned.
  const auto base = static_cast<std::uint64_t>(column.base);
  const auto step = static_cast<std::uint64_t>(column.step);
  const std::uint64_t from_first = first <= column.base ? 0 : static_cast<std::uint64_t>(first) - base;
  const std::uint64_t from_last = static_cast<std::uint64_t>(last) - base;
  const std::uint64_t most = column.width == 8 ? UINT64_MAX : (std::uint64_t{1} << (column.width * 8U)) - 1;
  const std::uint64_t low = from_first / step + (from_first % step != 0 ? 1 : 0);
  const std::uint64_t high = std::min(from_last / step, most);
  if (low > high) { return {}; }
  return {low, high - low, true};
}

class IntegerIn final : public OfColumn {
 public:
  IntegerIn(const ColumnView& column, RangeSet<std::int64_t> wanted) : OfColumn(column), m_wanted(std::move(wanted)) {
    for (const auto& r : m_wanted.ranges()) {
      if (const RawRange raw = raw_range(column, r.first, r.last); raw.any) { m_raw.push_back(raw); }
    }
  }

 protected:
  [[nodiscard]] Mask meets(const Block& block, const Mask& asked) const override {
    switch (column().width) {
      case 0: return gather(block, asked, [&](std::size_t) { return m_wanted.has(column().base); });
      case 1: return of_width<std::uint8_t>(block, asked);
      case 2: return of_width<std::uint16_t>(block, asked);
      case 4: return of_width<std::uint32_t>(block, asked);
      default: return of_width<std::uint64_t>(block, asked);
    }
  }

 private:
  /// A range is one subtraction and one comparison, in the cell's own width; more than a few are searched.
  template <class Raw>
  [[nodiscard]] Mask of_width(const Block& block, const Mask& asked) const {
    constexpr std::size_t few = 8;
    if (m_raw.size() > few) {
      return gather(block, asked, [&](std::size_t i) { return m_wanted.has(column().integer(i)); });
    }
    const auto* cells = static_cast<const Raw*>(column().data);
    Mask found;
    for (const RawRange& range : m_raw) {
      const auto first = static_cast<Raw>(range.first);
      const auto width = static_cast<Raw>(range.width);
      found = found | gather(block, asked, [=](std::size_t i) { return static_cast<Raw>(cells[i] - first) <= width; });
    }
    return found;
  }

  RangeSet<std::int64_t> m_wanted;
  std::vector<RawRange> m_raw;
};

class RealIn final : public OfColumn {
 public:
  RealIn(const ColumnView& column, RangeSet<double> wanted) : OfColumn(column), m_wanted(std::move(wanted)) {}

 protected:
  [[nodiscard]] Mask meets(const Block& block, const Mask& asked) const override {
    const auto& ranges = m_wanted.ranges();
    if (ranges.size() != 1) {
      return gather(block, asked, [&](std::size_t i) { return m_wanted.has(column().real(i)); });
    }
    const double first = ranges.front().first;
    const double last = ranges.front().last;
    const ColumnView cells = column();
    return gather(block, asked, [=](std::size_t i) {
      const double value = cells.real(i);
      return value >= first && value <= last;
    });
  }

 private:
  RangeSet<double> m_wanted;
};

class IsTrue final : public OfColumn {
 public:
  using OfColumn::OfColumn;

 protected:
  [[nodiscard]] Mask meets(const Block& block, const Mask& asked) const override {
    return gather(block, asked, [&](std::size_t i) { return column().integer(i) != 0; });
  }
};

class IsNull final : public Condition {
 public:
  explicit IsNull(const ColumnView& column) : m_column(column) {}
  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const override {
    out.no = known_in(m_column, block) & asked;
    out.yes = asked - out.no;
  }
  [[nodiscard]] double cost() const override { return 0.1; }

 private:
  ColumnView m_column;
};

class HasNoPlace final : public Condition {
 public:
  explicit HasNoPlace(const GeometryColumn& geometry) : m_geometry(geometry) {}
  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const override {
    out.yes = gather(block, asked, [&](std::size_t i) { return m_geometry.is_none(i); }) & asked;
    out.no = asked - out.yes;
  }
  [[nodiscard]] double cost() const override { return 0.5; }

 private:
  GeometryColumn m_geometry;
};

class ByDictionary final : public Condition {
 public:
  ByDictionary(const ColumnView& column, std::vector<Verdict> verdicts, Verdict of_null)
      : m_column(column), m_verdicts(std::move(verdicts)), m_of_null(of_null) {}

  void find(const Block& block, const Mask& asked, Scratch&, Truths& out) const override {
    const Mask known = known_in(m_column, block) & asked;
    const Mask null = asked - known;
    out.yes = gather(block, known, [&](std::size_t i) { return of(i) == Verdict::yes; }) & known;
    out.no = m_has_unknown ? gather(block, known, [&](std::size_t i) { return of(i) == Verdict::no; }) & known : known - out.yes;
    if (m_of_null == Verdict::yes) { out.yes = out.yes | null; }
    if (m_of_null == Verdict::no) { out.no = out.no | null; }
  }
  [[nodiscard]] double cost() const override { return 1.5; }

 private:
  /// Cells without a value may hold any number.
  [[nodiscard]] Verdict of(std::size_t row) const {
    const auto at = static_cast<std::size_t>(m_column.integer(row));
    return at < m_verdicts.size() ? m_verdicts[at] : Verdict::unknown;
  }

  ColumnView m_column;
  std::vector<Verdict> m_verdicts;
  Verdict m_of_null;
  bool m_has_unknown = std::find(m_verdicts.begin(), m_verdicts.end(), Verdict::unknown) != m_verdicts.end();
};

}  // namespace

Mask known_in(const ColumnView& column, const Block& block) {
  const Mask there = Mask::first(block.rows);
  if (column.present == nullptr) { return column.all_null ? Mask{} : there; }
  const std::size_t first_word = block.begin / 64;
  const std::size_t last_word = (block.begin + block.rows - 1) / 64;
  const std::size_t shift = block.begin % 64;
  Mask known;
  for (std::size_t w = 0; w * 64 < block.rows; ++w) {
    std::uint64_t bits = column.present[first_word + w] >> shift;
    if (shift != 0 && first_word + w + 1 <= last_word) { bits |= column.present[first_word + w + 1] << (64 - shift); }
    known.bits[w] = bits;
  }
  return known & there;
}

ConditionPtr integer_in(const ColumnView& column, RangeSet<std::int64_t> wanted) {
  return std::make_unique<IntegerIn>(column, std::move(wanted));
}
ConditionPtr real_in(const ColumnView& column, RangeSet<double> wanted) { return std::make_unique<RealIn>(column, std::move(wanted)); }
ConditionPtr is_true(const ColumnView& boolean_column) { return std::make_unique<IsTrue>(boolean_column); }
ConditionPtr is_null(const ColumnView& column) { return std::make_unique<IsNull>(column); }
ConditionPtr has_no_place(const GeometryColumn& geometry) { return std::make_unique<HasNoPlace>(geometry); }
ConditionPtr by_dictionary(const ColumnView& column, std::vector<Verdict> verdicts, Verdict of_null) {
  return std::make_unique<ByDictionary>(column, std::move(verdicts), of_null);
}

}  // namespace geo::cql2
