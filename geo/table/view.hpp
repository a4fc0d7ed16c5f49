// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/memo.hpp"
#include "geo/table/query.hpp"

#include <functional>
#include <memory>
#include <span>

namespace geo {

/// Rows found for one page, in order of fid. Owns or shares all that its batch points to.
struct Page {
  BatchView batch;
  bool more = false;  ///< there are rows after the last one
  std::shared_ptr<const void> owner;
};

/// Called with a batch and the positions of the rows of it that match, ascending. Return false to stop.
using BatchVisitor = std::function<bool(const BatchView&, std::span<const std::uint32_t> rows)>;

/// All that one role may read of one collection at one moment. Immutable: every answer of one view is consistent with
/// every other, whatever is written meanwhile. Reading is a pure function of it. Safe to use from many threads.
///
/// Everything that reads rows — items, counts, tiles, analyses, exports, ETags — does it here, so that what a role may
/// not see cannot be reached by any of them.
class View {
 public:
  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  virtual ~View() = default;

  /// The columns this view has. Hidden ones are not in it.
  [[nodiscard]] virtual const Collection& schema() const = 0;
  /// Changes when, and only when, something in the view changes. Not ordered.
  [[nodiscard]] virtual std::uint64_t version() const = 0;
  /// Changes when something about a row changes whose place (its box) meets `box`, and with the schema; a change elsewhere leaves it as it
  /// is, as far as the view can tell: at worst it is version().
  [[nodiscard]] virtual std::uint64_t stamp([[maybe_unused]] const BBox& box) const { return version(); }
  [[nodiscard]] virtual BBox extent() const = 0;
  [[nodiscard]] virtual std::optional<TimeInterval> time_extent() const = 0;

  /// One page. Throws Error{usage} for a column that the schema does not have.
  [[nodiscard]] virtual Page find(const Query& query) const = 0;
  /// Number of rows that match; exact.
  [[nodiscard]] virtual std::uint64_t count(const Filter& filter) const = 0;
  /// Every matching row once, in an order of the view's own choosing. Only hot columns may be asked for; none gives fid, rev
  /// and geometry.
  virtual void scan(const Filter& filter, std::span<const std::string> columns, const BatchVisitor& visit) const = 0;
  /// Counts by grid cell. Rows are counted where their anchor is (see GeometryColumn).
  [[nodiscard]] virtual Aggregate aggregate(const Filter& filter, Grid grid) const = 0;

  /// What was worked out from this view and nothing else.
  [[nodiscard]] const Memo& memo() const { return m_memo; }

 private:
  Memo m_memo;
};

/// The page's row `i` as values; for tests, exports and anything that is not in a hurry.
Feature feature_at(const BatchView& batch, std::size_t i);

}  // namespace geo
